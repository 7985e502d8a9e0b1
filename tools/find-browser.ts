import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { LakeproofError, messageOf } from '../core/error.js';

const run = promisify(execFile);

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const INSTALL_DEADLINE_MS = 240_000;

export interface Browser {
  readonly executablePath: string;
  /** Chromium refuses to sandbox itself under root. */
  readonly args: readonly string[];
}

/** How each way of getting a browser went, for the error when none did. */
type Tried = string[];

/**
 * A Chromium for the report's test: Playwright's own, else Chrome or Chromium of this machine, else one is installed: by
 * Playwright, or where that is refused and we are root, Debian's package. Throws LakeproofError `BROWSER_NONE`; a test that has
 * no browser must fail, not pass unseen.
 */
export async function findBrowser(): Promise<Browser> {
  const tried: Tried = [];
  const executablePath =
    playwrights() ??
    (await installed()) ??
    (await attempt(tried, 'playwright install chromium', installPlaywrights)) ??
    (await attempt(tried, 'apt-get install chromium', installDebians));
  if (executablePath === undefined) {
    throw new LakeproofError({
      code: 'BROWSER_NONE',
      message: `no Chromium on this machine, and none could be installed (${tried.join('; ')})`,
      nextStep: 'install Chrome or Chromium so that it is on the PATH, or run `npx playwright install chromium`',
    });
  }
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
}

function playwrights(): string | undefined {
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

async function installed(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), MAC_CHROME];
  for (const path of paths) if (await isExecutable(path)) return path;
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function attempt(
  tried: Tried,
  what: string,
  get: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    const path = await get();
    if (path === undefined) tried.push(`${what}: still none`);
    return path;
  } catch (error) {
    tried.push(`${what}: ${messageOf(error).split('\n')[0] ?? ''}`);
    return undefined;
  }
}

async function installPlaywrights(): Promise<string | undefined> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  await run(process.execPath, [cli, 'install', 'chromium'], { timeout: INSTALL_DEADLINE_MS });
  return playwrights();
}

async function installDebians(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) throw new Error('not root');
  await run('apt-get', ['update'], { timeout: INSTALL_DEADLINE_MS });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { timeout: INSTALL_DEADLINE_MS });
  return installed();
}
