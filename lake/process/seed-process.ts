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

/** A client that makes itself ready while the lake is deployed. */
export interface SeedProcess {
  /** Lets it make its calls; resolves when they are made. Throws LakeproofError `LAKE_SEED_FAILED`. */
  run(): Promise<void>;
  /** Ends it, whatever it does. */
  abandon(): void;
}

/** Starts the client that sets up the account and loads the data as a person would: in a process of its own, over HTTP. */
export function startSeed(options: SeedOptions): SeedProcess {
  const script = fileURLToPath(new URL('../seed/main.js', import.meta.url));
  const mark = options.dataMark === undefined ? [] : ['--data-mark', options.dataMark];
  const child = spawn(process.execPath, [script, '--data', options.data, ...mark, '--after-stdin'], {
    // Nothing of ours is handed on: a profile or an endpoint of the person's must not lead the data elsewhere.
    env: {
      ...options.environment,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: ['pipe', 'ignore', 'inherit'],
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(SEED_DEADLINE_MS)]),
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (cause) => resolve(`could not run: ${cause.message}`));
    child.once('close', (code, killedBy) => {
      if (code === 0) resolve(undefined);
      else resolve(killedBy === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by ${killedBy}`);
    });
  });
  // It may have ended before it was given the word; how it ended says why.
  child.stdin.on('error', () => undefined);
  return {
    run: async () => {
      child.stdin.end('start\n');
      const problem = await ended;
      if (problem !== undefined) throw failed(problem);
    },
    abandon: () => child.kill('SIGKILL'),
  };
}

function failed(what: string): LakeproofError {
  return new LakeproofError({
    code: 'LAKE_SEED_FAILED',
    message: `the client that sets up the account and loads the data ${what}`,
    nextStep: 'see what it wrote above; `--data none` starts a lake without data',
  });
}
