import { invalidInput } from './errors.js';
import type { AthenaState } from './state.js';
import type { WorkGroupRecord } from './work-group.js';

/** Throws AwsError `INVALID_INPUT`, in the words recorded from Athena. */
export function knownWorkGroup(state: AthenaState, name: string | undefined): WorkGroupRecord {
  const record = name === undefined ? undefined : state.workGroups.get(name);
  if (record === undefined) throw invalidInput('WorkGroup is not found.');
  return record;
}
