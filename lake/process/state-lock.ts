import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/error.js';

const ATTEMPTS = 5;

/** A process, and what tells it from another that has its number later. */
const holderSchema = z.object({ pid: z.int().positive(), started: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface StateLock {
  release(): void;
}

/**
 * Takes the folder for this process. A lock whose process is gone counts for nothing, so that a kill leaves none. Throws
 * UsageError `LAKE_STATE_IN_USE` while the lake that holds it lives.
 */
export function lockState(folder: string): StateLock {
  const path = join(folder, 'lock');
  const own = `${path}.${process.pid}`;
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? '' } satisfies Holder);
  writeFileSync(own, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (linked(own, path)) return { release: () => release(path, mine) };
      const holder = holderOf(path);
      if (holder !== undefined && isAlive(holder)) throw inUse(folder, holder.pid);
      if (holder !== undefined) removeDead(path, holder);
    }
    throw inUse(folder, undefined);
  } finally {
    rmSync(own, { force: true });
  }
}

/** The lock appears with its content or not at all. */
function linked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when the lock has gone meanwhile, or is none of ours. */
function holderOf(path: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Another process may do the same, and have taken the folder between our look and our hand. */
function removeDead(path: string, dead: Holder): void {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  const taken = holderOf(aside);
  if (taken?.pid !== dead.pid || taken.started !== dead.started) linked(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === mine) rmSync(path, { force: true });
}

function isAlive({ pid, started }: Holder): boolean {
  const now = startOf(pid);
  return now !== undefined && (now === started || started === '');
}

/**
 * When the process of this number started, in the system's own words; undefined when there is none. Numbers are given
 * again, to other processes.
 */
export function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return undefined;
  }
  return startInProc(pid) ?? startByPs(pid) ?? '';
}

/** Linux: ticks since the machine started, and which start of it that was (proc(5)). */
function startInProc(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program may hold spaces; the fields after it do not. Field 22 is the start time.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot}/${ticks}`;
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 }).trim();
  } catch {
    return undefined;
  }
}

function inUse(folder: string, pid: number | undefined): UsageError {
  return new UsageError({
    code: 'LAKE_STATE_IN_USE',
    message: `${folder} is used by another lake${pid === undefined ? '' : `, process ${pid}`}`,
    nextStep: `end that lake, or name another folder with --state; if there is none, remove ${join(folder, 'lock')}`,
  });
}
