import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LakeproofError } from '../../core/error.js';
import { packageRoot } from '../../core/package-root.js';
import { Secret } from '../../core/secret.js';
import type { ConnectionOptions } from '../config/connection.js';
import { readLakeEnv } from '../config/lake-env.js';

/** The reviews are generated once; a slow machine needs a while for it. */
const READY_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 5_000;
const STDERR_TAIL_CHARACTERS = 4_000;

export interface LakeProcessOptions {
  /** Passed on to the lake: `--template FILE`, `--audit-delay 2s`, `--data none`, `--faults` … */
  readonly args: readonly string[];
  readonly signal?: AbortSignal;
  /** The lake's program; this package's own unless named. */
  readonly main?: string;
}

export interface LakeProcess {
  readonly url: string;
  readonly stateDir: string;
  readonly connection: ConnectionOptions;
  /** Only with `--faults`. */
  readonly faultsToken?: Secret;
  /** Resolves when the process has ended, whoever ended it. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** As `npm run lake`: garbage gets little room, for the lake is to leave its machine to others. */
export const LAKE_NODE_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=25', '--expose-gc'];

/**
 * Starts the embedded lake as a process of its own, which ends when its standard input closes, and so with us.
 * Throws LakeproofError `LAKE_NOT_BUILT`, `LAKE_FAILED` (with the end of what it said) or `LAKE_NOT_READY`.
 */
export async function startLake(options: LakeProcessOptions): Promise<LakeProcess> {
  const { args, signal, main = join(packageRoot(), 'dist', 'lake', 'main.js') } = options;
  if (!existsSync(main)) {
    throw new LakeproofError({
      code: 'LAKE_NOT_BUILT',
      message: `${main} is not there`,
      likelyCause: 'the package was installed without its prepare script',
      nextStep: 'run `npm run prepare`',
    });
  }
  const child = spawn(process.execPath, [...LAKE_NODE_FLAGS, main, '--port', '0', ...args, '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  try {
    const { url, stateDir, token } = await readyLines(child, args.includes('--faults'));
    const connection = await readLakeEnv(stateDir);
    // Nobody reads on; an unread pipe would fill up and hold the lake.
    child.stdout.resume();
    return {
      url,
      stateDir,
      connection,
      ...(token === undefined ? {} : { faultsToken: new Secret(token) }),
      exited,
      stop: () => stop(child, exited),
    };
  } catch (error) {
    await stop(child, exited);
    throw error;
  }
}

interface Ready {
  readonly url: string;
  readonly stateDir: string;
  readonly token?: string;
}

function readyLines(child: ChildProcess, withFaults: boolean): Promise<Ready> {
  let out = '';
  let errors = '';
  return new Promise((resolve, reject) => {
    const fail = (code: string, message: string): void => {
      clearTimeout(timer);
      reject(
        new LakeproofError({
          code,
          message,
          ...(errors.trim() === '' ? {} : { likelyCause: `it said last: ${errors.trim()}` }),
          nextStep: 'start it in the foreground with `npm run lake` and see',
        }),
      );
    };
    const timer = setTimeout(
      () => fail('LAKE_NOT_READY', `the embedded lake was not ready after ${READY_DEADLINE_MS} ms`),
      READY_DEADLINE_MS,
    );
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(-STDERR_TAIL_CHARACTERS);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      const ready = /^lake ready (http:\/\/127\.0\.0\.1:\d+) state (.+)$/m.exec(out);
      const token = /^faults token (\S+)$/m.exec(out)?.[1];
      if (ready?.[1] === undefined || ready[2] === undefined || !out.endsWith('\n')) return;
      if (withFaults && token === undefined) return;
      clearTimeout(timer);
      resolve({ url: ready[1], stateDir: ready[2], ...(token === undefined ? {} : { token }) });
    });
    child.once('error', (error) => fail('LAKE_FAILED', `the embedded lake could not be started: ${error.message}`));
    child.once('close', (code, killedBy) =>
      fail(
        'LAKE_FAILED',
        `the embedded lake ended before it was ready (${killedBy ?? `exit code ${code ?? 'unknown'}`})`,
      ),
    );
  });
}

/** Closes its input, which ends it in good order; kills it when that takes too long. */
async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.stdin?.destroy();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await exited;
  clearTimeout(timer);
}
