import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 5_000;

export interface GitFacts {
  readonly gitCommit?: string;
  /** True when the policy file differs from that commit. */
  readonly gitDirty?: boolean;
}

/** Which commit a policy file is of, where it is kept in git; nothing where it is not, or git is not there. */
export async function gitFactsOf(file: string): Promise<GitFacts> {
  const cwd = dirname(resolve(file));
  const commit = await git(cwd, ['rev-parse', 'HEAD']);
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return {};
  const status = await git(cwd, ['status', '--porcelain', '--', resolve(file)]);
  return { gitCommit: commit, ...(status === undefined ? {} : { gitDirty: status !== '' }) };
}

async function git(cwd: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['-C', cwd, ...args], { timeout: TIMEOUT_MS, windowsHide: true });
    return stdout.trim();
  } catch {
    // No git, no repository, no commit yet: where the policy comes from is then simply not on record.
    return undefined;
  }
}
