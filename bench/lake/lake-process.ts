import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../core/package-root.js';
import { LAKE_NODE_FLAGS } from '../../helpers/engine/lake-process.js';

/** How a client of the SDK reaches the lake. */
export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts: number;
}

export interface LakeProcess {
  readonly admin: ClientOptions;
  /** The most that the process has held in memory so far; undefined where the system does not tell. */
  peakResidentMb(): number | undefined;
  /** Processor time of all its threads so far; undefined where the system does not tell. */
  processorMs(): number | undefined;
  stop(): Promise<void>;
}

/** Starts a lake without data as a process of its own. With `profileDir`, its CPU profile is left there. */
export async function startLake(profileDir: string | undefined): Promise<LakeProcess> {
  const profiling = profileDir === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileDir];
  const main = join(packageRoot(), 'dist', 'lake', 'main.js');
  const child = spawn(
    process.execPath,
    [...LAKE_NODE_FLAGS, ...profiling, main, '--data', 'none', '--audit-delay', '0ms'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const stateDir = await stateDirOf(child);
  return {
    admin: adminOf(readFileSync(join(stateDir, 'aws-config'), 'utf8')),
    peakResidentMb: () => peakResidentMb(child.pid),
    processorMs: () => processorMs(child.pid),
    stop: async () => {
      if (child.exitCode !== null) throw new Error(`the lake ended by itself with exit code ${child.exitCode}`);
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

async function stateDirOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the lake has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, dir] = /^lake ready \S+ state (.+)$/.exec(line) ?? [];
    if (dir !== undefined) return dir;
  }
  throw new Error('the lake ended before it was ready');
}

function adminOf(config: string): ClientOptions {
  const section = /^\[profile lake-admin\]\n([^[]+)/m.exec(config)?.[1] ?? '';
  const value = (name: string): string => new RegExp(`^${name} = (.+)$`, 'm').exec(section)?.[1] ?? '';
  return {
    endpoint: value('endpoint_url'),
    region: value('region'),
    credentials: { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') },
    maxAttempts: 1,
  };
}

function peakResidentMb(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** Linux counts in hundredths of a second, in the two fields behind the tenth after the name. */
const MS_PER_TICK = 10;
const USER_TICKS_AT = 11;

function processorMs(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[USER_TICKS_AT]) + Number(fields[USER_TICKS_AT + 1])) * MS_PER_TICK;
}
