import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../core/package-root.js';
import type { RunRecord } from '../../helpers/model/run.js';
import { readRun } from '../../helpers/record/read-run.js';

export const root = packageRoot();
export const FULL = 'data-scientist-full';
export const LIMITED = 'data-scientist-limited';
export const REVIEWS = 'amazon_reviews_db.amazon_reviews_parquet';

export interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Ctrl-C: SIGINT to the whole process group. Only with `ownGroup`. */
  interrupt(): void;
  /** Resolves with the match as soon as what it printed (both streams) has it; rejects when it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input stays open for as long as this process lives, and no longer. */
  readonly holdStdin?: boolean;
  /** A process group of its own, as a shell gives to what is typed; `interrupt` reaches all of it. */
  readonly ownGroup?: boolean;
}

/** What still runs when a test gives up must not disturb the next one. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A Node program of this package, as a person starts it. The shell's own AWS and LAKEPROOF variables are left out. */
export function start(args: readonly string[], options: StartOptions = {}): Started {
  const { env = {}, cwd = root, holdStdin = false, ownGroup = false } = options;
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|LAKEPROOF_|VITEST|NODE_ENV$|FORCE_COLOR)/.test(name),
  );
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...Object.fromEntries(kept), NO_COLOR: '1', ...env },
    stdio: [holdStdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached: ownGroup,
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const heard = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    heard();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
    heard();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? undefined, stdout, stderr }));
  });
  return {
    pid: child.pid ?? -1,
    ended,
    kill: (signal) => child.kill(signal),
    interrupt: () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    },
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(stdout) ?? pattern.exec(stderr);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        ended.then(() => reject(new Error(`it ended without saying ${pattern}:\n${stdout}\n${stderr}`)), reject);
      }),
  };
}

export function lakeproof(args: readonly string[], options: StartOptions = {}): Started {
  return start([join(root, 'dist', 'cli', 'main.js'), ...args], options);
}

export function playwright(args: readonly string[], options: StartOptions = {}): Started {
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  return start([cli, 'test', '-c', join(root, 'playwright.config.ts'), ...args], options);
}

/** Process ids of the embedded lakes that a process started. */
export async function lakesOf(parentPid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,command=']);
  return [...stdout.matchAll(/^ *(\d+) +(\d+) .*lake[/]main\.js/gm)].flatMap(([, pid, ppid]) =>
    Number(ppid) === parentPid ? [Number(pid)] : [],
  );
}

/** The run folder that a finished run names at its end. */
export function runFolderOf({ stdout, stderr }: Ended): string {
  const dir = /^ {2}(?:record|read) +(\S+?)(?:\/index\.html)?$/m.exec(stdout)?.[1];
  if (dir === undefined) throw new Error(`no run folder in:\n${stdout}\n${stderr}`);
  return dir;
}

/** Read back from its folder, as `lakeproof verify` and every reader of packs does. */
export async function recordOf(ended: Ended): Promise<RunRecord> {
  return readRun(runFolderOf(ended));
}

/** A folder for one test file; removed when its tests are done. */
export async function scratch(): Promise<{ readonly dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'lakeproof-e2e-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true, maxRetries: 3 }) };
}

interface OtherSettings {
  readonly accountId?: string;
  readonly studioDomain?: string;
  readonly workGroup?: string;
  readonly activeQueries?: number;
  readonly startsPerSecond?: number;
  readonly queryDeadlineMs?: number;
}

/** Settings of the walkthrough, for a lake that is asked by the SDK's default chain and whose log is fast. */
export async function settingsFile(dir: string, auditSettleMs: number, other: OtherSettings = {}): Promise<string> {
  const chosen = Object.entries<string | number>({ ...other });
  const names = chosen.map(([name, value]) => `-${name}-${value.toString().replaceAll(/\W/g, '')}`);
  const file = join(dir, `settings-${auditSettleMs}${names.join('')}.yaml`);
  const { activeQueries = 16, startsPerSecond = 1_000, queryDeadlineMs } = other;
  const deadline = queryDeadlineMs === undefined ? '' : `, queryDeadlineMs: ${queryDeadlineMs}`;
  await writeFile(
    file,
    [
      'formatVersion: 1',
      'region: us-east-1',
      `accountId: "${other.accountId ?? '111122223333'}"`,
      'runner: { roleName: LakeproofRunner }',
      'executionRoles: { externalId: lakeproof-walkthrough }',
      `studioDomain: ${other.studioDomain ?? 'lakeproof-walkthrough'}`,
      `workGroup: ${other.workGroup ?? 'studio-{profile}'}`,
      'trail: lakeproof-trail',
      `auditSettleMs: ${auditSettleMs}`,
      `limits: { activeQueries: ${activeQueries}, startsPerSecond: ${startsPerSecond}, lookupIntervalMs: 200${deadline} }`,
      '',
    ].join('\n'),
  );
  return file;
}
