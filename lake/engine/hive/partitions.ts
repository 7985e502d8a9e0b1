import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { ddlFailure, errorCodes, tellGlue } from './glue-task.js';

/** Glue takes at most this many partitions a call (Glue API, BatchCreatePartition). */
const BATCH = 100;
const MAX_PARTITIONS = 20_000;

export interface NewPartition {
  readonly values: readonly string[];
  readonly location: string;
}

/**
 * Folders `key=value/…` below the table's location that are no partition yet (Athena User Guide, "MSCK REPAIR TABLE"),
 * in the order of their keys. Values are percent-decoded, as Hive writes them.
 */
export function missingPartitions(lake: Lake, table: GlueTable): readonly NewPartition[] {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(table.storage.location ?? '') ?? [];
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const keys = table.partitionKeys.map((key) => key.name.toLowerCase());
  const known = new Set(
    lake.catalogue.partitions(table.databaseName, table.name).map(({ values }) => values.join('\n')),
  );
  const found = new Map<string, NewPartition>();
  for (const { key } of lake.objects.list(bucket, folder)) {
    const parts = key.slice(folder.length).split('/').slice(0, keys.length);
    const values = parts.map((part, index) => keyValue(part, keys[index]));
    if (parts.length < keys.length || values.includes(undefined)) continue;
    const decoded = values.map((value) => value ?? '');
    const name = decoded.join('\n');
    if (!known.has(name)) found.set(name, { values: decoded, location: `s3://${bucket}/${folder}${parts.join('/')}/` });
    if (found.size > MAX_PARTITIONS) throw ddlFailure(`more than ${MAX_PARTITIONS} partitions`);
  }
  return [...found.values()];
}

function keyValue(part: string, key: string | undefined): string | undefined {
  const at = part.indexOf('=');
  if (at < 0 || part.slice(0, at).toLowerCase() !== key) return undefined;
  try {
    return decodeURIComponent(part.slice(at + 1));
  } catch (error) {
    if (error instanceof URIError) return part.slice(at + 1);
    throw error;
  }
}

/** Adds the partitions through Glue as the caller, so that IAM, Lake Formation and the log see what they see on AWS. */
export async function addPartitions(
  lake: Lake,
  request: StatementRequest,
  table: GlueTable,
  partitions: readonly NewPartition[],
): Promise<readonly string[]> {
  const codes: string[] = [];
  for (let start = 0; start < partitions.length; start += BATCH) {
    const input = batchInput(table, partitions.slice(start, start + BATCH));
    codes.push(...errorCodes(await tellGlue(lake, request, 'BatchCreatePartition', input)));
  }
  return codes;
}

/** BatchCreatePartition's input for partitions of a table; 100 at most (Glue API, BatchCreatePartition). */
export function batchInput(
  table: GlueTable,
  partitions: readonly NewPartition[],
): Readonly<Record<'DatabaseName' | 'TableName' | 'PartitionInputList', unknown>> {
  const PartitionInputList = partitions.map(({ values, location }) => ({
    Values: [...values],
    StorageDescriptor: { ...storageDescriptor(table), Location: location },
  }));
  return { DatabaseName: table.databaseName, TableName: table.name, PartitionInputList };
}

/** A partition's own, as Hive copies it from the table. */
function storageDescriptor({ storage }: GlueTable): Readonly<Record<string, unknown>> {
  return {
    Columns: storage.columns.map(({ name, type }) => ({ Name: name, Type: type })),
    ...(storage.inputFormat === undefined ? {} : { InputFormat: storage.inputFormat }),
    ...(storage.outputFormat === undefined ? {} : { OutputFormat: storage.outputFormat }),
    SerdeInfo: {
      ...(storage.serializationLibrary === undefined ? {} : { SerializationLibrary: storage.serializationLibrary }),
      Parameters: { ...storage.serdeParameters },
    },
  };
}
