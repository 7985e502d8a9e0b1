import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.js';
import { messageOf, UsageError } from '../../core/error.js';

export const LOCK_FILE = 'run.lock';

/** Tries at a lock that others take and leave at the same moment. */
const MAX_ATTEMPTS = 10;

const ownerSchema = z.strictObject({
  pid: z.number().int().positive(),
  host: z.string(),
  /** When the process began, in the system's own unit; a pid that was given to another process has another start. */
  start: z.string().nullable(),
  token: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

export interface RunLock {
  release(): Promise<void>;
}

/**
 * Takes the one lock of a run folder, so that a run has one writer. A lock whose process is gone is taken over.
 * Throws UsageError `RECORD_LOCKED`, which names the process that holds it.
 */
export async function takeLock(runDir: string): Promise<RunLock> {
  const path = join(runDir, LOCK_FILE);
  const token = randomBytes(8).toString('hex');
  const start = (await startOf(process.pid)) ?? null;
  const mine = canonicalJson({ pid: process.pid, host: hostname(), start, token } satisfies Owner);
  // Linking a finished file is atomic and exclusive, so nobody ever reads a lock without an owner.
  const draft = `${path}.${token}.tmp`;
  await writeFile(draft, mine, { flag: 'wx' });
  try {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (await linked(draft, path)) return { release: () => release(path, mine) };
      const theirs = await readIfThere(path);
      if (theirs === undefined) continue;
      if (await isHeld(theirs)) throw lockedError(runDir, theirs);
      await removeStale(path, theirs, token);
    }
    throw lockedError(runDir, 'changing hands');
  } finally {
    await rm(draft, { force: true });
  }
}

async function release(path: string, mine: string): Promise<void> {
  if ((await readIfThere(path)) === mine) await rm(path, { force: true });
}

/** Moves the stale lock away before it is removed: if another process has renewed it meanwhile, it is put back. */
async function removeStale(path: string, stale: string, token: string): Promise<void> {
  const aside = `${path}.${token}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readIfThere(aside)) !== stale) await linked(aside, path);
  await rm(aside, { force: true });
}

async function isHeld(content: string): Promise<boolean> {
  const owner = parseOwner(content);
  // A lock that cannot be read, or of another machine, cannot be shown to be stale.
  if (owner === undefined || owner.host !== hostname()) return true;
  if (!isAlive(owner.pid)) return false;
  const start = await startOf(owner.pid);
  return start === undefined || owner.start === null || start === owner.start;
}

function parseOwner(content: string): Owner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return codeOf(error) !== 'ESRCH';
  }
}

/** Start of a process in clock ticks since boot: field 22 of /proc/PID/stat (proc(5)). Undefined where there is none. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  // The second field is the command in parentheses, and may itself hold blanks and parentheses.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function lockedError(runDir: string, content: string): UsageError {
  const owner = parseOwner(content);
  const who = owner === undefined ? messageOf(content) : `process ${owner.pid} on ${owner.host}`;
  return new UsageError({
    code: 'RECORD_LOCKED',
    message: `another writer has ${runDir}: ${who}`,
    likelyCause: 'the run is still going, or a confirm, resume or pack of it is',
    nextStep: `wait until it has ended; if that process is gone for certain, remove ${join(runDir, LOCK_FILE)}`,
  });
}
