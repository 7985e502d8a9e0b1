import type { BatchPermissionsFailureEntry, BatchPermissionsRequestEntry } from '@aws-sdk/client-lakeformation';
import { AwsError } from '../../model/aws-error.js';
import type { Caller } from '../../model/caller.js';
import { applyChange } from './change-request.js';
import { invalidInput } from './errors.js';
import type { LakeFormationState } from './state.js';

/** "A list of up to 20 entries" (Lake Formation API, BatchGrantPermissions). */
const MAX_ENTRIES = 20;

/** Each entry stands alone; the call succeeds even when every entry fails (Lake Formation API, BatchGrantPermissions). */
export function applyBatch(
  state: LakeFormationState,
  direction: 'grant' | 'revoke',
  request: {
    readonly CatalogId?: string | undefined;
    readonly Entries?: readonly BatchPermissionsRequestEntry[] | undefined;
  },
  caller: Caller,
): BatchPermissionsFailureEntry[] {
  const entries = request.Entries ?? [];
  if (entries.length > MAX_ENTRIES) throw invalidInput(`The number of entries cannot exceed ${MAX_ENTRIES}.`);
  return entries.flatMap((entry) => {
    try {
      applyChange(state, direction, { ...entry, CatalogId: request.CatalogId }, caller);
      return [];
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      return [{ RequestEntry: entry, Error: { ErrorCode: thrown.code, ErrorMessage: thrown.message } }];
    }
  });
}
