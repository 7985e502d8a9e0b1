import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root.js';
import { largePolicy } from '../tests/e2e/large-policy.js';

/**
 * `npm run bench`: how long a person waits, as whole processes, and whether that stays within what is promised. Prints
 * the median and the slowest of a few runs after one that is not counted; exit code 1 when a median is over its limit.
 * Run it on a machine that does nothing else. Figures that were seen are in bench/README.md.
 */
interface Case {
  readonly name: string;
  readonly limitMs: number;
  readonly runs: number;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Ends when its first line has come, as a lake that is started does; others when they end. */
  readonly untilFirstLine?: boolean;
}

const DEADLINE_MS = 180_000;
const root = packageRoot();
const cli = join(root, 'dist', 'cli', 'main.js');
const lake = join(root, 'dist', 'lake', 'main.js');
const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const listing = [playwright, 'test', '-c', join(root, 'playwright.config.ts'), '--list'];

const dir = await mkdtemp(join(tmpdir(), 'lakeproof-bench-'));
try {
  const large = join(dir, 'large.policy.yaml');
  await writeFile(large, largePolicy(300, 1));
  const cases: readonly Case[] = [
    { name: 'the whole job on the embedded lake', limitMs: 30_000, runs: 3, args: [cli, 'run', '--out', dir] },
    { name: 'a lake without data', limitMs: 1_000, runs: 5, args: [lake, '--data', 'none'], untilFirstLine: true },
    { name: 'a lake with the reviews, generated before', limitMs: 2_000, runs: 5, args: [lake], untilFirstLine: true },
    { name: 'listing 300 profiles', limitMs: 5_000, runs: 5, args: listing, env: { LAKEPROOF_POLICY: large } },
  ];
  process.stdout.write(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}\n`);
  for (const one of cases) await measure(one);
} finally {
  await rm(dir, { recursive: true, force: true });
}

async function measure(one: Case): Promise<void> {
  await timeOf(one);
  const timesMs: number[] = [];
  for (let run = 0; run < one.runs; run += 1) timesMs.push(await timeOf(one));
  timesMs.sort((a, b) => a - b);
  const medianMs = timesMs[Math.floor(timesMs.length / 2)] ?? Number.POSITIVE_INFINITY;
  const within = medianMs <= one.limitMs;
  if (!within) process.exitCode = 1;
  const figures = `median ${seconds(medianMs)}, slowest ${seconds(timesMs.at(-1) ?? medianMs)}, limit ${seconds(one.limitMs)}`;
  process.stdout.write(`${within ? '✓' : '✗'} ${one.name}: ${figures}\n`);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

/** From the start of the process to its end, or to its first line. Throws when it ends otherwise than well. */
async function timeOf({ name, args, env = {}, untilFirstLine = false }: Case): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: DEADLINE_MS,
  });
  return new Promise((resolve, reject) => {
    let tookMs: number | undefined;
    child.stdout.on('data', () => {
      if (!untilFirstLine || tookMs !== undefined) return;
      tookMs = performance.now() - startedMs;
      child.kill('SIGTERM');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      tookMs ??= performance.now() - startedMs;
      if (code === 0 || untilFirstLine) resolve(tookMs);
      else reject(new Error(`${name} ended with exit code ${code ?? 'unknown'}`));
    });
  });
}
