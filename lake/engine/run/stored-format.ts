import type { GlueTable } from '../../model/catalogue.js';
import { notSupported, type QueryFailure } from '../failure.js';

/** What the files of a table hold. */
export type StoredFormat = 'parquet' | 'cloudtrail';

const CLOUDTRAIL_INPUT = 'com.amazon.emr.cloudtrail.CloudTrailInputFormat';
/** Those that Athena's documentation reads CloudTrail's log files with ("CloudTrail SerDe", "Hive JSON SerDe", "OpenX JSON SerDe"). */
const JSON_SERDES: ReadonlySet<string> = new Set([
  'org.apache.hive.hcatalog.data.JsonSerDe',
  'com.amazon.emr.hive.serde.CloudTrailSerde',
  'org.openx.data.jsonserde.JsonSerDe',
]);

/** Throws QueryFailure for a table whose files are neither. */
export function storedFormat(table: GlueTable): StoredFormat {
  const { inputFormat = '', serializationLibrary = '' } = table.storage;
  if (inputFormat === CLOUDTRAIL_INPUT && JSON_SERDES.has(serializationLibrary)) return 'cloudtrail';
  if (isParquet(table)) return 'parquet';
  throw otherFormat(table, 'only Parquet and the log files of CloudTrail are');
}

/** Throws QueryFailure for a table that the lake does not write. */
export function refuseOtherThanParquet(table: GlueTable): void {
  if (!isParquet(table)) throw otherFormat(table, 'only Parquet is');
}

function isParquet({ storage }: GlueTable): boolean {
  return /parquet/i.test(`${storage.inputFormat ?? ''} ${storage.serializationLibrary ?? ''}`);
}

function otherFormat({ databaseName, name }: GlueTable, known: string): QueryFailure {
  return notSupported(`the format of table ${databaseName}.${name} (${known})`);
}
