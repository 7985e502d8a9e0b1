import type { PartitionInput } from '@aws-sdk/client-glue';
import type { Exchange } from '../../model/action.js';
import type { TableRecord } from './catalogue.js';
import { alreadyExists, lakeFormationRefusal } from './errors.js';
import { partitionOf } from './partition-shape.js';
import type { GlueState } from './state.js';
import { requirePermission, visibleTable } from './visibility.js';

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
  const { record } = visibleTable(state, databaseName ?? '', tableName ?? '', exchange);
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
  const isBelow = partition.location.startsWith(owner.table.storage.location ?? '');
  if (!isBelow && !state.permissions().mayPointTo(exchange.caller.principalArn, partition.location)) {
    throw lakeFormationRefusal('Data Location Access', partition.location);
  }
  const isNew = state.catalogue.addPartition(databaseName, name, {
    partition,
    ...(input === undefined ? {} : { input }),
  });
  if (!isNew) throw alreadyExists('Partition');
}
