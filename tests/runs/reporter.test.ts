import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../core/package-root.js';

/*
 * The reporter is run by a Playwright of its own, on specs written here, against a door that notes what comes through it.
 * In the specs `one` and `two` are profiles, and the audit project is the teardown of preflight, as in playwright.config.ts.
 */
const TOKEN = 'token-of-this-test';
const ROOT = packageRoot();

interface Outcome {
  readonly title: string;
  readonly file: string;
  readonly project: string;
  readonly testKey?: string;
  readonly outcome: string;
}

let folder: string;
let server: Server;
let began: (readonly string[])[];
let outcomes: Outcome[];
let ended: number;
let unjudged: readonly string[];
let refusesBegin: boolean;

beforeEach(async () => {
  began = [];
  outcomes = [];
  ended = 0;
  unjudged = [];
  refusesBegin = false;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const [status, answer] = answerTo(request.url ?? '', request.headers.authorization, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  folder = await mkdtemp(join(tmpdir(), 'lakeproof-reporter-'));
  // The specs find the Playwright that runs them: the real path counts.
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'playwright.config.ts'), CONFIG);
  await writeFile(join(folder, 'run.spec.ts'), spec([['runs', 'preflight/run', '']]));
  await writeFile(join(folder, 'access.spec.ts'), spec([['columns', 'access/columns/{profile}/d.t', '']]));
  await writeFile(
    join(folder, 'audit.spec.ts'),
    spec([
      ['one is logged', 'audit/logged/one/d.t', 'test.skip(!process.env["ONE"], "not selected");'],
      ['two is logged', 'audit/logged/two/d.t', ''],
    ]),
  );
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function answerTo(url: string, authorization: string | undefined, body: string): [number, unknown] {
  if (authorization !== `Bearer ${TOKEN}`) return [401, { code: 'DOOR_UNAUTHORISED', message: 'no' }];
  switch (url) {
    case '/v1/begin':
      if (refusesBegin) return [400, { code: 'ENGINE_UNKNOWN_TEST', message: 'no test of this policy is called so' }];
      began.push((JSON.parse(body) as { tests: string[] }).tests);
      return [200, { runId: 'r', runDir: '/r' }];
    case '/v1/outcome':
      outcomes.push(...(JSON.parse(body) as Outcome[]));
      return [200, {}];
    case '/v1/end':
      ended += 1;
      return [200, { unjudged, counts: { satisfied: 0, notSatisfied: 0, indeterminate: 0 } }];
    default:
      return [404, { code: 'DOOR_UNKNOWN', message: url }];
  }
}

const CONFIG = `
import { defineConfig } from '@playwright/test';
const profile = (name) => ({ name, testMatch: 'access.spec.ts', metadata: { profile: name }, dependencies: ['preflight'] });
export default defineConfig({
  testDir: '.', outputDir: ${JSON.stringify(join(tmpdir(), 'lakeproof-reporter-test'))}, workers: 1,
  reporter: [['dot'], [${JSON.stringify(join(ROOT, 'reports', 'reporter.ts'))}]],
  projects: [
    { name: 'preflight', testMatch: 'run.spec.ts', teardown: 'audit' },
    profile('one'), profile('two'),
    { name: 'own', testMatch: 'own.spec.ts', dependencies: ['preflight'] },
    { name: 'audit', testMatch: 'audit.spec.ts' },
  ],
});
`;

function spec(tests: readonly (readonly [title: string, testKey: string | undefined, body: string])[]): string {
  const lines = tests.map(([title, testKey, body]) => {
    const annotation =
      testKey === undefined ? '{}' : `{ annotation: { type: 'lakeproof:testKey', description: '${testKey}' } }`;
    return `test('${title}', ${annotation}, async () => { ${body} });`;
  });
  return `import { expect, test } from '@playwright/test';\n${lines.join('\n')}\n`;
}

async function playwright(
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<{ code: number; text: string }> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  const { port } = server.address() as AddressInfo;
  const door = { LAKEPROOF_ENGINE_URL: `http://127.0.0.1:${port}`, LAKEPROOF_ENGINE_TOKEN: TOKEN };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, 'test', '-c', folder, ...args],
      { env: { ...process.env, ...door, ...env }, timeout: 60_000 },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), text: stdout + stderr });
      },
    );
  });
}

function outcomesByProject(): string[] {
  return outcomes.map(({ project, testKey, title, outcome }) => `${project} ${testKey ?? title} ${outcome}`).sort();
}

describe('the reporter', () => {
  it('says what was selected, what became of it, and that it is over', async () => {
    await writeFile(
      join(folder, 'own.spec.ts'),
      spec([
        ['mine', undefined, ''],
        ['mine too', undefined, 'expect(1).toBe(2);'],
      ]),
    );
    const { code } = await playwright([], { ONE: '1' });
    expect(code).toBe(1);
    expect(began.map((keys) => [...keys].sort())).toEqual([
      ['access/columns/one/d.t', 'access/columns/two/d.t', 'audit/logged/one/d.t', 'audit/logged/two/d.t'],
    ]);
    expect(outcomesByProject()).toEqual([
      'audit audit/logged/one/d.t passed',
      'audit audit/logged/two/d.t passed',
      'one access/columns/one/d.t passed',
      'own mine passed',
      'own mine too failed',
      'preflight preflight/run passed',
      'two access/columns/two/d.t passed',
    ]);
    expect(outcomes.map(({ file }) => file)).toContain('own.spec.ts');
    expect(ended).toBe(1);
  });

  it('asks the audit of selected profiles only, and a skipped one of the others is no outcome', async () => {
    const { code } = await playwright(['--project', 'two']);
    expect(code).toBe(0);
    expect(began.map((keys) => [...keys].sort())).toEqual([['access/columns/two/d.t', 'audit/logged/two/d.t']]);
    expect(outcomesByProject()).toEqual([
      'audit audit/logged/two/d.t passed',
      'preflight preflight/run passed',
      'two access/columns/two/d.t passed',
    ]);
  });

  it('asks the whole audit when nothing else was selected', async () => {
    await playwright(['--project', 'audit'], { ONE: '1' });
    expect(began.map((keys) => [...keys].sort())).toEqual([['audit/logged/one/d.t', 'audit/logged/two/d.t']]);
  });

  it('does nothing under --list', async () => {
    const { code, text } = await playwright(['--list']);
    expect(code).toBe(0);
    expect(text).toContain('columns');
    expect([began.length, outcomes.length, ended]).toEqual([0, 0, 0]);
  });

  it('fails a good run in which something has no verdict', async () => {
    unjudged = ['one sees exactly its columns'];
    const { code, text } = await playwright(['--project', 'one'], { ONE: '1' });
    expect(code).toBe(1);
    expect(text).toContain('1 selected tests have no verdict: one sees exactly its columns');
  });

  it.each([
    ['skipped', 'test.skip(true, "today not");', 'did-not-run'],
    ['expected to fail', 'test.fail(); expect(1).toBe(2);', 'failed'],
  ])('calls a test that is %s no pass', async (_, body, outcome) => {
    await writeFile(join(folder, 'own.spec.ts'), spec([['mine', undefined, body]]));
    const { code } = await playwright(['--project', 'own']);
    expect(outcomesByProject()).toContain(`own mine ${outcome}`);
    // What fails as expected is good for Playwright; the record knows better, and the exit code comes from there.
    expect(code).toBe(outcome === 'did-not-run' ? 1 : 0);
  });

  it('counts what did not run because preflight failed', async () => {
    await writeFile(join(folder, 'run.spec.ts'), spec([['runs', 'preflight/run', 'throw new Error("no lake");']]));
    const { code } = await playwright([], { ONE: '1' });
    expect(code).toBe(1);
    expect(outcomesByProject()).toEqual([
      'audit audit/logged/one/d.t passed',
      'audit audit/logged/two/d.t passed',
      'one access/columns/one/d.t did-not-run',
      'preflight preflight/run failed',
      'two access/columns/two/d.t did-not-run',
    ]);
  });

  it('calls a second try flaky', async () => {
    await writeFile(join(folder, 'own.spec.ts'), spec([['mine', undefined, 'expect(test.info().retry).toBe(1);']]));
    await playwright(['--project', 'own', '--retries', '1']);
    expect(outcomesByProject()).toContain('own mine flaky');
  });

  it.each<[string, Record<string, string | undefined>, RegExp]>([
    ['refuses', {}, /ENGINE_UNKNOWN_TEST/],
    ['is gone', { LAKEPROOF_ENGINE_URL: 'http://127.0.0.1:9' }, /DOOR_UNREACHABLE/],
    ['was never open', { LAKEPROOF_ENGINE_URL: undefined }, /lakeproof: no engine was open/],
  ])('fails the run when the engine %s', async (_, env, said) => {
    refusesBegin = true;
    const { code, text } = await playwright(['--project', 'one'], { ONE: '1', ...env });
    expect(code).toBe(1);
    expect(text).toMatch(said);
  });
});
