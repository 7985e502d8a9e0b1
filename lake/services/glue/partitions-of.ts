import type { Exchange } from '../../model/action.js';
import type { TableAccess } from '../../model/permissions.js';
import type { PartitionRecord, TableRecord } from './catalogue.js';
import { namedTable, targetOf } from './links.js';
import type { GlueState } from './state.js';

export interface ReadPartitions {
  readonly record: TableRecord;
  readonly access: TableAccess;
  /** Sorted by their values. */
  readonly partitions: readonly PartitionRecord[];
}

/**
 * The partitions that a read is about. Through one link they are the target's; through a database link and a table link
 * at once there are none (Lake Formation Developer Guide, "resource-links-glue-apis"). Every partition of a visible table
 * is shown: Lake Formation cannot hide partition values ("data-filtering-notes").
 */
export function partitionsOf(
  state: GlueState,
  databaseName: string | undefined,
  tableName: string | undefined,
  exchange: Exchange,
): ReadPartitions {
  const named = namedTable(state, databaseName ?? '', tableName ?? '', exchange);
  const isLink = named.record.table.target !== undefined;
  if (isLink && named.throughDatabaseLink) return { record: named.record, access: named.access, partitions: [] };
  const { record, access } = targetOf(state, named.record, exchange) ?? named;
  return { record, access, partitions: state.catalogue.partitionRecords(record.table.databaseName, record.table.name) };
}

/** The partition with exactly these values. */
export function partitionWith(read: ReadPartitions, values: readonly string[]): PartitionRecord | undefined {
  const wanted = JSON.stringify(values);
  return read.partitions.find((record) => JSON.stringify(record.partition.values) === wanted);
}
