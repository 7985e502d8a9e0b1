import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../core/package-root.js';

export interface PlaywrightOptions {
  readonly env: Record<string, string>;
  /** Playwright's own files; what it writes there may quote assertions, so never the pack. */
  readonly scratchDir: string;
  readonly signal: AbortSignal;
}

export interface PlaywrightEnd {
  /** Undefined when it was ended by a signal. */
  readonly exitCode: number | undefined;
  /** The end of what it printed. */
  readonly output: string;
}

const OUTPUT_MAX = 100_000;

/** After a signal Playwright may finish its reports; then it is ended for good. */
const GRACE_MS = 10_000;

/**
 * Runs the specs. Always with our config: without it Playwright quietly uses its own defaults. Its exit code is no
 * verdict: that is computed from the record.
 */
export async function runPlaywright({ env, scratchDir, signal }: PlaywrightOptions): Promise<PlaywrightEnd> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  const root = packageRoot();
  const child = spawn(
    process.execPath,
    [cli, 'test', '-c', join(root, 'playwright.config.ts'), '--output', scratchDir],
    { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-OUTPUT_MAX);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let grace: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGINT');
    grace = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ exitCode: code ?? undefined, output }));
    });
  } finally {
    clearTimeout(grace);
    signal.removeEventListener('abort', stop);
  }
}
