import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../core/package-root.js';

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
  /** Resolves with the match as soon as what it printed (both streams) has it; rejects when it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A Node program of this package, as a person starts it. The shell's own AWS and LAKEPROOF variables are left out. */
export function start(args: readonly string[], { env = {}, cwd = root }: StartOptions = {}): Started {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|LAKEPROOF_|VITEST|NODE_ENV$|FORCE_COLOR)/.test(name),
  );
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...Object.fromEntries(kept), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const heard = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    heard();
  });
  child.stderr.on('data', (chunk: Buffer) => {
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

/** The run folder that a finished run names at its end. */
export function runFolderOf({ stdout, stderr }: Ended): string {
  const dir = /^ {2}(?:record|read) +(\S+?)(?:\/index\.html)?$/m.exec(stdout)?.[1];
  if (dir === undefined) throw new Error(`no run folder in:\n${stdout}\n${stderr}`);
  return dir;
}

/** A folder for one test file; removed when its tests are done. */
export async function scratch(): Promise<{ readonly dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'lakeproof-e2e-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Settings of the walkthrough, for a lake that is asked by the SDK's default chain and whose log is fast. */
export async function settingsFile(dir: string, auditSettleMs: number): Promise<string> {
  const file = join(dir, `settings-${auditSettleMs}.yaml`);
  await writeFile(
    file,
    [
      'formatVersion: 1',
      'region: us-east-1',
      'accountId: "111122223333"',
      'runner: { roleName: LakeproofRunner }',
      'executionRoles: { externalId: lakeproof-walkthrough }',
      'studioDomain: lakeproof-walkthrough',
      'workGroup: studio-{profile}',
      'trail: lakeproof-trail',
      `auditSettleMs: ${auditSettleMs}`,
      'limits: { activeQueries: 16, startsPerSecond: 1000, lookupIntervalMs: 200 }',
      '',
    ].join('\n'),
  );
  return file;
}
