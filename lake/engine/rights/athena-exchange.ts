import type { Exchange, ServiceId } from '../../model/action.js';
import type { Caller } from '../../model/caller.js';

const ATHENA = 'athena.amazonaws.com';

/**
 * A call that Athena makes for the caller of `exchange`, as the trail names it (published events of July 2026); `as` when
 * it signs as somebody else.
 */
export function athenaExchange(
  { lake, caller, requestId }: Exchange,
  service: ServiceId,
  operation: string,
  as: Caller = caller,
): Exchange {
  return {
    lake,
    service,
    operation,
    // Its event has one of its own (`trailEvent`).
    requestId,
    caller: as,
    receivedAt: lake.clock.now(),
    sourceIPAddress: ATHENA,
    userAgent: ATHENA,
    invokedBy: ATHENA,
  };
}
