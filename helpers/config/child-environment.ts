import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../model/settings.js';

/** What `lakeproof run` tells the Playwright that it starts. */
export interface ChildOptions {
  readonly policyFile: string;
  readonly settingsFile: string;
  readonly target: Target;
  readonly profiles: readonly string[];
  readonly specsDir: string | undefined;
  readonly runDir: string;
  readonly door: { readonly url: string; readonly token: string };
}

/** Credentials, and everything that leads to some: workers ask the engine's door and never AWS. */
const WITHHELD = /^(AWS_|LAKEPROOF_)/;

/** The environment of the Playwright child: this process's own, without credentials, with what the run has decided. */
export function childEnvironment(
  options: ChildOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) =>
    value === undefined || WITHHELD.test(name) ? [] : [[name, value] as const],
  );
  const { specsDir, profiles } = options;
  return {
    ...Object.fromEntries(kept),
    LAKEPROOF_POLICY: options.policyFile,
    LAKEPROOF_SETTINGS: options.settingsFile,
    LAKEPROOF_TARGET: options.target,
    ...(profiles.length === 0 ? {} : { LAKEPROOF_PROFILES: profiles.join(',') }),
    ...(specsDir === undefined ? {} : { LAKEPROOF_SPECS: specsDir }),
    LAKEPROOF_RUN_DIR: options.runDir,
    LAKEPROOF_ENGINE_URL: options.door.url,
    LAKEPROOF_ENGINE_TOKEN: options.door.token,
  };
}

/** For a bare `playwright test`: leaves the door of the engine that its global setup opened to its workers. */
export function publishDoor(door: { readonly url: string; readonly token: string }): void {
  process.env.LAKEPROOF_ENGINE_URL = door.url;
  process.env.LAKEPROOF_ENGINE_TOKEN = door.token;
}

/**
 * Folder for what Playwright writes about a failure, which may quote an assertion: never in the evidence. Named once in
 * the main process, because workers load the config again and must name the same one.
 */
export function scratchDir(env: Record<string, string | undefined> = process.env): string {
  env.LAKEPROOF_SCRATCH_DIR ??= join(tmpdir(), `lakeproof-playwright-${process.pid}`);
  return env.LAKEPROOF_SCRATCH_DIR;
}
