import type { ServiceId } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import type { FaultSwitchboard } from '../model/fault.js';
import { AuthenticationFault } from '../protocols/sigv4/fault.js';

/**
 * Faults of a call that is known by its signature and has not been served. True: its connection is to be cut. Throws
 * AuthenticationFault for a token that is to have expired; long-term keys have none.
 */
export function struckOnTheWay(
  faults: FaultSwitchboard,
  service: ServiceId,
  operation: string,
  caller: Caller,
): boolean {
  const subject = { service, operation, principalName: caller.name };
  if (faults.strikes('connection-cut', subject)) return true;
  const hasToken = caller.session !== undefined || caller.tokenIssuedAt !== undefined;
  if (hasToken && faults.strikes('expired-token', subject)) throw new AuthenticationFault('expired-token');
  return false;
}
