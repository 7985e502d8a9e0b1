import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';
import { LAKE_NODE_FLAGS, startLake } from './lake-process.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lakeproof-process-'));
  const env = ['AWS_ENDPOINT_URL=http://127.0.0.1:4566', 'AWS_REGION=us-east-1', 'AWS_ACCESS_KEY_ID=AKIA'];
  await writeFile(join(dir, 'lake.env'), [...env, 'AWS_SECRET_ACCESS_KEY=x', ''].join('\n'));
});

afterEach(() => rm(dir, { recursive: true }));

/** A program that stands in for the lake. */
async function program(text: string): Promise<string> {
  const main = join(dir, 'main.mjs');
  await writeFile(main, text);
  return main;
}

const READY = (state: string): string => `process.stdout.write('lake ready http://127.0.0.1:4566 state ${state}\\n');`;
const UNTIL_CLOSED = "process.stdin.resume(); process.stdin.on('end', () => process.exit(0));";

describe('starting the embedded lake', () => {
  it('gives Node the options of `npm run lake`', async () => {
    const text = await readFile(join(packageRoot(), 'package.json'), 'utf8');
    const { scripts } = z.object({ scripts: z.object({ lake: z.string() }) }).parse(JSON.parse(text));
    expect(scripts.lake).toBe(`node ${LAKE_NODE_FLAGS.join(' ')} dist/lake/main.js`);
  });

  it('waits for the ready line, reads the connection, and ends it by closing its input', async () => {
    const main = await program(`${READY(dir)} ${UNTIL_CLOSED}`);
    const lake = await startLake({ args: ['--data', 'none'], main });
    expect(lake).toMatchObject({ url: 'http://127.0.0.1:4566', stateDir: dir, connection: { kind: 'fixed' } });
    await lake.stop();
    await lake.exited;
  });

  it('waits for the token too when there are faults to switch', async () => {
    const main = await program(`${READY(dir)} process.stdout.write('faults token abc\\n'); ${UNTIL_CLOSED}`);
    const lake = await startLake({ args: ['--faults'], main });
    expect(lake.faultsToken?.reveal()).toBe('abc');
    await lake.stop();
  });

  it('passes its arguments on, with a free port and an end that is ours', async () => {
    const main = await program(
      `if (process.argv.slice(2).join(' ') !== '--port 0 --template a b.yaml --exit-with-parent') process.exit(9); ${READY(dir)} ${UNTIL_CLOSED}`,
    );
    const lake = await startLake({ args: ['--template', 'a b.yaml'], main });
    await lake.stop();
  });

  it('tells what it said last when it ends before it is ready', async () => {
    const main = await program("process.stderr.write('TEMPLATE_UNKNOWN_TYPE: AWS::Nope'); process.exit(2);");
    await expect(startLake({ args: [], main })).rejects.toMatchObject({
      code: 'LAKE_FAILED',
      message: expect.stringContaining('exit code 2') as string,
      likelyCause: expect.stringContaining('AWS::Nope') as string,
    });
  });

  it('says what to do when it was never built', async () => {
    await expect(startLake({ args: [], main: join(dir, 'nowhere.js') })).rejects.toMatchObject({
      code: 'LAKE_NOT_BUILT',
    });
  });

  it('refuses a lake whose connection is not of this machine, and leaves no process behind', async () => {
    await writeFile(join(dir, 'lake.env'), 'AWS_ENDPOINT_URL=https://example.org\n');
    const main = await program(`${READY(dir)} ${UNTIL_CLOSED}`);
    await expect(startLake({ args: [], main })).rejects.toMatchObject({ code: 'LAKE_ENV_MALFORMED' });
  });
});
