import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { batchInput } from '../hive/partitions.js';
import { callGlue } from '../rights/glue-call.js';
import type { Place } from './destination.js';
import type { WrittenFile } from './parquet-writer.js';
import { partitionFolder, partitionValue } from './partition-name.js';

/** The locations that a table's partitions have, by their values. */
export function knownPartitions(lake: Lake, { databaseName, name }: GlueTable): ReadonlyMap<string, string> {
  const partitions = lake.catalogue.partitions(databaseName, name);
  return new Map(partitions.map(({ values, location }) => [JSON.stringify(values), location]));
}

export function partitionKey(values: WrittenFile['values']): string {
  return JSON.stringify(values.map(partitionValue));
}

/** Tells Glue, as the caller, of the partitions that files were written to and that it does not know. Throws QueryFailure. */
export async function registerPartitions(
  lake: Lake,
  request: StatementRequest,
  table: GlueTable,
  base: Place,
  files: readonly WrittenFile[],
): Promise<void> {
  const known = knownPartitions(lake, table);
  const keys = table.partitionKeys.map((key) => key.name.toLowerCase());
  const fresh = keys.length === 0 ? [] : files.filter(({ values }) => !known.has(partitionKey(values)));
  if (fresh.length === 0) return;
  const partitions = fresh.map(({ values }) => ({
    values: values.map(partitionValue),
    location: `s3://${base.bucket}/${base.prefix}${partitionFolder(keys, values)}/`,
  }));
  await callGlue(lake, request, 'BatchCreatePartition', batchInput(table, partitions));
}
