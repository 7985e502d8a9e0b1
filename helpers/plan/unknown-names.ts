import { UsageError } from '../../core/error.js';
import type { Place } from '../model/policy.js';

/** A name of the policy, or of the command line, that the lake does not have. */
export interface UnknownName {
  readonly place?: Place;
  readonly message: string;
}

const MAX_TOLD = 40;

/** UsageError `PLAN_UNKNOWN_NAME` with all of them, each with its place in the policy; nothing when there is none. */
export function refuseUnknownNames(unknown: readonly UnknownName[]): void {
  if (unknown.length === 0) return;
  const told = unknown.slice(0, MAX_TOLD).map(({ place, message }) => {
    return place === undefined ? `  ${message}` : `  ${place.file}:${place.line}:${place.column}  ${message}`;
  });
  if (unknown.length > told.length) told.push(`  … and ${unknown.length - told.length} more`);
  throw new UsageError({
    code: 'PLAN_UNKNOWN_NAME',
    message: `${unknown.length === 1 ? '1 name is' : `${unknown.length} names are`} not in the lake\n${told.join('\n')}`,
    likelyCause: 'a misspelt name, or a policy of another account or Region',
    nextStep: 'mend the policy, or mark a database or table `ifPresent: true` where some accounts lack it',
  });
}
