import { spawn } from 'node:child_process';

/**
 * `npm run check`: every check of the source, in two lanes side by side, because the type-aware lint takes as long as all
 * the others together. Each tells how it ended; the output of those that failed follows. Exit code 1 when one failed.
 */
const LANES: readonly (readonly string[])[] = [['lint'], ['format:check', 'typecheck', 'imports', 'dead']];

const DEADLINE_MS = 600_000;

interface Ended {
  readonly script: string;
  readonly passed: boolean;
  readonly output: string;
}

function run(script: string): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE_MS,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const passed = code === 0;
      const tookS = ((performance.now() - startedMs) / 1_000).toFixed(0);
      process.stdout.write(`${passed ? '✓' : '✗'} ${script} (${tookS} s)\n`);
      resolve({ script, passed, output });
    });
  });
}

async function lane(scripts: readonly string[]): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  for (const script of scripts) ended.push(await run(script));
  return ended;
}

const failed = (await Promise.all(LANES.map(lane))).flat().filter(({ passed }) => !passed);
for (const { script, output } of failed) process.stdout.write(`\n── npm run ${script}\n${output}`);
if (failed.length > 0) process.exitCode = 1;
