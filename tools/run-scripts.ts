import { spawn } from 'node:child_process';

const DEADLINE_MS = 1_200_000;

/** A script of package.json. With `shown` its output is printed as it comes, else only when it fails, at the end. */
export interface Script {
  readonly name: string;
  readonly shown?: boolean;
}

interface Ended {
  readonly name: string;
  readonly passed: boolean;
  /** Empty when it was shown. */
  readonly output: string;
}

/**
 * Runs lanes of scripts side by side, and those of a lane one after another, whether or not the earlier ones passed: one
 * run tells everything that is wrong. Gives the exit code, 1 when a script failed.
 */
export async function runScripts(lanes: readonly (readonly Script[])[]): Promise<0 | 1> {
  const failed = (await Promise.all(lanes.map(lane))).flat().filter(({ passed }) => !passed);
  for (const { name, output } of failed) {
    process.stdout.write(`\n✗ npm run ${name}${output === '' ? ': see above' : ''}\n${output}`);
  }
  return failed.length === 0 ? 0 : 1;
}

async function lane(scripts: readonly Script[]): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  for (const script of scripts) ended.push(await run(script));
  return ended;
}

async function run({ name, shown = false }: Script): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn('npm', ['run', '--silent', name], {
    stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
    timeout: DEADLINE_MS,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const passed = await new Promise<boolean>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
  const tookS = ((performance.now() - startedMs) / 1_000).toFixed(0);
  process.stdout.write(`${passed ? '✓' : '✗'} ${name} (${tookS} s)\n`);
  return { name, passed, output };
}
