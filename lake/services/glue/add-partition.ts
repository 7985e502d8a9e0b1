import type { PartitionInput } from '@aws-sdk/client-glue';
import { liesBelow, pathOfS3Uri } from '../../access/lakeformation/locations.js';
import type { Exchange } from '../../model/action.js';
import type { TableRecord } from './catalogue.js';
import { alreadyExists, lakeFormationRefusal } from './errors.js';
import { reachTable } from './links.js';
import { partitionOf } from './partition-shape.js';
import type { GlueState } from './state.js';
import { requirePermission } from './visibility.js';

/**
 * The table, if the caller may change its partitions: ALTER or INSERT. The guide names neither for partitions; both are
 * taken because either lets its holder change what the table holds ("lf-permissions-reference").
 */
export function tableForPartitions(
  state: GlueState,
  databaseName: string | undefined,
  tableName: string | undefined,
  exchange: Exchange,
): TableRecord {
  const { record } = reachTable(state, databaseName ?? '', tableName ?? '', exchange);
  requirePermission(state, exchange, ['ALTER', 'INSERT'], record.table.databaseName, record.table.name);
  return record;
}

/** Throws AlreadyExistsException, InvalidInputException, or AccessDeniedException for a foreign registered location. */
export function addPartition(
  state: GlueState,
  owner: TableRecord,
  input: PartitionInput | undefined,
  exchange: Exchange,
): void {
  const { databaseName, name } = owner.table;
  const partition = partitionOf(owner.table, input, state.account.clock.now());
  refuseForeignLocation(state, owner, partition.location, exchange);
  const isNew = state.catalogue.addPartition(databaseName, name, {
    partition,
    ...(input === undefined ? {} : { input }),
  });
  if (!isNew) throw alreadyExists('Partition');
}

/** A partition below its table's own location needs no right that the table did not need. */
export function refuseForeignLocation(
  state: GlueState,
  owner: TableRecord,
  location: string,
  exchange: Exchange,
): void {
  const own = pathOfS3Uri(owner.table.storage.location ?? '');
  const path = pathOfS3Uri(location);
  const isBelow = own !== undefined && path !== undefined && liesBelow(path, own);
  if (!isBelow && !state.permissions().mayPointTo(exchange.caller.principalArn, location)) {
    throw lakeFormationRefusal('Data Location Access', location);
  }
}
