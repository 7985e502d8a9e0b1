import { stat } from 'node:fs/promises';
import { messageOf, UsageError } from '../core/error.js';
import type { Policy } from '../helpers/model/policy.js';

/** Throws UsageError `UNKNOWN_PROFILE` for a --profile that the policy does not name. */
export function requireProfiles(policy: Policy, profiles: readonly string[]): void {
  const known = policy.profiles.map(({ name }) => name);
  const unknown = profiles.filter((profile) => !known.includes(profile));
  if (unknown.length === 0) return;
  throw new UsageError({
    code: 'UNKNOWN_PROFILE',
    message: `the policy ${policy.file} names no profile ${unknown.join(', ')}`,
    nextStep: `it names ${known.slice(0, 10).join(', ')}${known.length > 10 ? ' …' : ''}`,
  });
}

/** Throws UsageError `NO_FOLDER`. */
export async function requireFolder(path: string, flag: string): Promise<void> {
  const nextStep = `give ${flag} a folder that you may read`;
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    throw new UsageError({ code: 'NO_FOLDER', message: `${flag} ${path}: ${messageOf(cause)}`, nextStep, cause });
  }
  if (!isFolder) throw new UsageError({ code: 'NO_FOLDER', message: `${flag} ${path} is no folder`, nextStep });
}
