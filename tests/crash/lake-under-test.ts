import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../core/package-root.js';
import { LAKE_NODE_FLAGS } from '../../helpers/engine/lake-process.js';

/** How a client of the SDK reaches the lake, as its administrator. */
export interface Access {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** A lake's process on a folder that outlives it. */
export class LakeUnderTest {
  readonly #child: ChildProcess;
  readonly access: Access;
  /** From the start of the process to its line. */
  readonly startMs: number;

  private constructor(child: ChildProcess, access: Access, startMs: number) {
    this.#child = child;
    this.access = access;
    this.startMs = startMs;
  }

  static async start(folder: string, ...options: readonly string[]): Promise<LakeUnderTest> {
    const main = join(packageRoot(), 'dist', 'lake', 'main.js');
    const begun = performance.now();
    const args = [...LAKE_NODE_FLAGS, main, '--state', folder, '--audit-delay', '0ms', ...options];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await readyLine(child);
    const startMs = performance.now() - begun;
    return new LakeUnderTest(child, accessIn(readFileSync(join(folder, 'aws-config'), 'utf8')), startMs);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }
}

async function readyLine(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('the lake has no output');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('lake ready ')) return;
  throw new Error('the lake ended before it was ready');
}

function accessIn(config: string): Access {
  const section = /^\[profile lake-admin\]\n([^[]+)/m.exec(config)?.[1] ?? '';
  const value = (name: string): string => new RegExp(`^${name} = (.+)$`, 'm').exec(section)?.[1] ?? '';
  return {
    endpoint: value('endpoint_url'),
    region: value('region'),
    credentials: { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') },
    maxAttempts: 1,
  };
}
