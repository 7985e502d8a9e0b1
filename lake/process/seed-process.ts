import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LakeproofError } from '../../core/error.js';

const SEED_DEADLINE_MS = 110_000;

export interface SeedOptions {
  readonly data: 'reviews' | 'none';
  readonly dataMark: string | undefined;
  /** Endpoint, Region and keys of the administrator. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Sets up the account and loads the data as a person would: a client in a process of its own, over HTTP.
 * Throws LakeproofError `LAKE_SEED_FAILED`.
 */
export async function runSeed(options: SeedOptions): Promise<void> {
  const script = fileURLToPath(new URL('../seed/main.js', import.meta.url));
  const mark = options.dataMark === undefined ? [] : ['--data-mark', options.dataMark];
  const child = spawn(process.execPath, [script, '--data', options.data, ...mark], {
    // Nothing of ours is handed on: a profile or an endpoint of the person's must not lead the data elsewhere.
    env: {
      ...options.environment,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(SEED_DEADLINE_MS)]),
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => reject(failed(`could not run: ${cause.message}`, cause)));
    child.once('close', (code, killedBy) => {
      if (code === 0) resolve();
      else reject(failed(killedBy === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by ${killedBy}`));
    });
  });
}

function failed(what: string, cause?: unknown): LakeproofError {
  return new LakeproofError({
    code: 'LAKE_SEED_FAILED',
    message: `the client that sets up the account and loads the data ${what}`,
    nextStep: 'see what it wrote above; `--data none` starts a lake without data',
    ...(cause === undefined ? {} : { cause }),
  });
}
