import type { Exchange } from '../../model/action.js';
import type { Caller } from '../../model/caller.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StoredObject } from '../../model/objects.js';
import type { StatementRequest } from '../../model/statement.js';
import { recordObjectCall, servicesCall } from '../../trail/object-event.js';
import { athenaExchange } from './athena-exchange.js';

type Place = Pick<StoredObject, 'bucket' | 'key' | 'sizeBytes'>;

/**
 * Who reads a table's objects for a statement: a session of the registered location's role, named as GetDataAccess says,
 * where Lake Formation gives the data out; elsewhere the caller himself (aws-samples, Lake Formation best practices,
 * "Querying audit data").
 */
export function readerOf(
  lake: Lake,
  request: StatementRequest,
  table: GlueTable,
  sessionName: string | undefined,
): Caller {
  const { caller } = request.exchange;
  const location = lake.permissions.registeredLocation(table.storage.location ?? '');
  if (sessionName === undefined || location === undefined) return caller;
  const sourceIdentity = lake.permissions.sourceIdentityFor?.(caller);
  const session = { sessionName, ...(sourceIdentity === undefined ? {} : { sourceIdentity }) };
  return lake.serviceCaller?.(location.roleArn, session) ?? caller;
}

/** GetObject, once for an object and statement: Athena's own reads are of parts, as many as its splits. */
export function recordReads(exchange: Exchange, reader: Caller, objects: Iterable<Place>): void {
  const reading = athenaExchange(exchange, 's3', 'GetObject', reader);
  for (const { bucket, key, sizeBytes } of objects) {
    recordObjectCall(reading, {
      eventName: 'GetObject',
      readOnly: true,
      bucket,
      key,
      additionalEventData: () => servicesCall({ out: sizeBytes }),
    });
  }
}

export function recordRefusedObject(exchange: Exchange, reader: Caller, { bucket, key }: Place): void {
  recordObjectCall(athenaExchange(exchange, 's3', 'GetObject', reader), {
    eventName: 'GetObject',
    readOnly: true,
    bucket,
    key,
    additionalEventData: () => servicesCall({}),
    error: { code: 'AccessDenied', message: 'Access Denied' },
  });
}

/** PutObject, by the caller's own right: Lake Formation gives out nothing to write with. */
export function recordWrite(exchange: Exchange, { bucket, key, sizeBytes }: Place): void {
  recordObjectCall(athenaExchange(exchange, 's3', 'PutObject'), {
    eventName: 'PutObject',
    readOnly: false,
    bucket,
    key,
    responseElements: { 'x-amz-server-side-encryption': 'AES256' },
    additionalEventData: () => servicesCall({ in: sizeBytes }),
  });
}
