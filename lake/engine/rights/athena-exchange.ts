import { randomUUID } from 'node:crypto';
import type { Exchange, ServiceId } from '../../model/action.js';
import type { StatementRequest } from '../../model/statement.js';

const ATHENA = 'athena.amazonaws.com';

/** A call that Athena makes for a statement's caller, as the trail names it (published events of July 2026). */
export function athenaExchange({ exchange }: StatementRequest, service: ServiceId, operation: string): Exchange {
  return {
    ...exchange,
    service,
    operation,
    requestId: randomUUID(),
    receivedAt: exchange.lake.clock.now(),
    sourceIPAddress: ATHENA,
    userAgent: ATHENA,
    invokedBy: ATHENA,
  };
}
