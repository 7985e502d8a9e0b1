import type { AnyAction } from '../../model/action.js';
import { assumeRole } from './AssumeRole.js';
import { getCallerIdentity } from './GetCallerIdentity.js';
import { getSessionToken } from './GetSessionToken.js';
import type { StsState } from './state.js';

/** AWS Security Token Service: becoming a role, and proving who one is. */
export function createSts(state: StsState): { readonly actions: readonly AnyAction[] } {
  return { actions: [assumeRole(state), getCallerIdentity(), getSessionToken(state)] };
}
