import type { FaultSubject } from '../model/fault.js';
import type { FaultDefinition } from './fault.js';

export const wrongDigest: FaultDefinition = {
  name: 'wrong-digest',
  about: 'A digest names another hash for a log file than the file has, and is signed all the same.',
};

export const DIGEST_SUBJECT: FaultSubject = { service: 'cloudtrail', operation: 'PutObject' };

/** The files as a wrong digest lists them: the hash of the first one is of nothing. */
export function withWrongHash<T extends { readonly hashValue: string }>([
  first,
  ...others
]: readonly T[]): readonly T[] {
  return first === undefined ? [] : [{ ...first, hashValue: '0'.repeat(first.hashValue.length) }, ...others];
}
