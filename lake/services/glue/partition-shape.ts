import type { Partition, PartitionInput } from '@aws-sdk/client-glue';
import type { GluePartition, GlueTable } from '../../model/catalogue.js';
import type { TableAccess } from '../../model/permissions.js';
import type { PartitionRecord, TableRecord } from './catalogue.js';
import { invalidInput } from './errors.js';
import { visibleStorage } from './table-shape.js';

/** A partition as the lake keeps it. Throws InvalidInputException unless there is one value for each partition key. */
export function partitionOf(table: GlueTable, input: PartitionInput | undefined, createdAt: Date): GluePartition {
  const values = input?.Values ?? [];
  if (values.length === 0 || values.length !== table.partitionKeys.length) {
    throw invalidInput('The number of partition keys do not match the number of partition values');
  }
  const folder = table.partitionKeys.map((key, index) => `${key.name}=${values[index] ?? ''}`).join('/');
  const below = `${(table.storage.location ?? '').replace(/\/$/, '')}/${folder}/`;
  return { values: [...values], location: input?.StorageDescriptor?.Location ?? below, createdAt };
}

/** A partition as the caller may see it: its storage shows the visible columns only, as the table's does. */
export function partitionShape(
  owner: TableRecord,
  record: PartitionRecord,
  access: TableAccess,
  facts: { readonly catalogId: string; readonly withoutColumns: boolean },
): Partition {
  const described = new Set(facts.withoutColumns ? [] : access.described);
  const storage = record.input?.StorageDescriptor ?? owner.input.StorageDescriptor ?? {};
  return {
    Values: [...record.partition.values],
    DatabaseName: owner.table.databaseName,
    TableName: owner.table.name,
    CreationTime: record.partition.createdAt,
    StorageDescriptor: { ...visibleStorage(storage, described), Location: record.partition.location },
    Parameters: { ...record.input?.Parameters },
    CatalogId: facts.catalogId,
    ...(record.input?.LastAccessTime === undefined ? {} : { LastAccessTime: record.input.LastAccessTime }),
  };
}
