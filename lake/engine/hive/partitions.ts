import { z } from 'zod';
import { AwsError } from '../../model/aws-error.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { QueryFailure } from '../failure.js';

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

const answer = z.object({
  Errors: z.array(z.object({ ErrorDetail: z.object({ ErrorCode: z.string(), ErrorMessage: z.string() }) })).optional(),
});

/** Adds the partitions through Glue as the caller, so that IAM, Lake Formation and the log see what they see on AWS. */
export async function addPartitions(
  lake: Lake,
  { exchange }: StatementRequest,
  table: GlueTable,
  partitions: readonly NewPartition[],
): Promise<readonly string[]> {
  const codes: string[] = [];
  for (let start = 0; start < partitions.length; start += BATCH) {
    const batch = partitions.slice(start, start + BATCH).map(({ values, location }) => ({
      Values: [...values],
      StorageDescriptor: { ...storageDescriptor(table), Location: location },
    }));
    const input = { DatabaseName: table.databaseName, TableName: table.name, PartitionInputList: batch };
    codes.push(...(await createBatch(lake, exchange, input)));
  }
  return codes;
}

async function createBatch(lake: Lake, exchange: StatementRequest['exchange'], input: unknown): Promise<string[]> {
  try {
    const output = await lake.invoke(exchange.caller, 'glue', 'BatchCreatePartition', input, 'athena.amazonaws.com');
    return (answer.parse(output).Errors ?? []).map(({ ErrorDetail }) => ErrorDetail.ErrorCode);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const detail = `Service: AmazonDataCatalog; Status Code: 400; Error Code: ${error.code}; Request ID: ${exchange.requestId}; Proxy: null`;
    throw ddlFailure(`MetaException(message:${error.message} (${detail}))`);
  }
}

/** A partition's own, as Hive copies it from the table. */
export function storageDescriptor({ storage }: GlueTable): Readonly<Record<string, unknown>> {
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

/** Hive's wrapper of what its own task could not do. */
export function ddlFailure(detail: string): QueryFailure {
  return new QueryFailure(
    `FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. ${detail}`,
    { category: 1, type: 1003 },
  );
}
