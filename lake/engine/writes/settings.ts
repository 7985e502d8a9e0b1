import type { Location } from '../ast/location.js';
import type { Property, PropertyValue } from '../ast/write.js';
import { CATALOG } from '../catalogue.js';
import { failure, notSupported, type QueryFailure } from '../failure.js';
import type { ParquetCodec } from './parquet-writer.js';

/** What WITH (…) of CREATE TABLE AS and UNLOAD says, as far as the lake writes it. */
export interface WriteSettings {
  readonly externalLocation: string | undefined;
  /** Lower-case, in order. */
  readonly partitionedBy: readonly string[];
  readonly codec: ParquetCodec;
  readonly codecName: string;
}

const CODECS: Readonly<Record<string, ParquetCodec>> = {
  NONE: 'uncompressed',
  UNCOMPRESSED: 'uncompressed',
  GZIP: 'gzip',
  SNAPPY: 'snappy',
  ZSTD: 'zstd',
  LZ4: 'lz4',
};

/** Settings of Athena's that the lake knows and does not carry out. */
const UNMODELLED = ['bucketed_by', 'bucket_count', 'compression_level', 'field_delimiter', 'orc_compression'];

/** Athena User Guide, "create-table-as". Throws QueryFailure. */
export function tableSettings(properties: readonly Property[]): WriteSettings {
  return read(properties, [
    'external_location',
    'format',
    'partitioned_by',
    'parquet_compression',
    'table_type',
    'write_compression',
  ]);
}

/** Athena User Guide, "unload": the format has to be named. Throws QueryFailure. */
export function unloadSettings(properties: readonly Property[], at: Location): WriteSettings {
  if (!properties.some(({ name }) => name === 'format')) {
    throw failure('INVALID_TABLE_PROPERTY', 'UNLOAD needs the property format', at);
  }
  return read(properties, ['compression', 'format', 'partitioned_by']);
}

function read(properties: readonly Property[], known: readonly string[]): WriteSettings {
  for (const { name, at } of properties) {
    if (UNMODELLED.includes(name)) throw notSupported(`the property ${name}`, at);
    if (known.includes(name)) continue;
    throw failure('INVALID_TABLE_PROPERTY', `Catalog '${CATALOG}' table property '${name}' does not exist`, at);
  }
  const find = (...names: readonly string[]): Property | undefined =>
    properties.find(({ name }) => names.includes(name));
  refuseOther(find('table_type'), 'HIVE', 'an Apache Iceberg table');
  refuseOther(find('format'), 'PARQUET', 'writing another format than Parquet');
  const codecName = (textOf(find('write_compression', 'parquet_compression', 'compression')) ?? 'GZIP').toUpperCase();
  const codec = CODECS[codecName];
  if (codec === undefined) throw invalid(find('write_compression', 'parquet_compression', 'compression'));
  return {
    externalLocation: textOf(find('external_location')),
    partitionedBy: (listOf(find('partitioned_by')) ?? []).map((name) => name.toLowerCase()),
    codec,
    codecName,
  };
}

function refuseOther(property: Property | undefined, only: string, what: string): void {
  const value = textOf(property);
  if (value !== undefined && value.toUpperCase() !== only) throw notSupported(what, property?.at);
}

function textOf(property: Property | undefined): string | undefined {
  if (property === undefined) return undefined;
  if (typeof property.value === 'string') return property.value;
  throw invalid(property);
}

function listOf(property: Property | undefined): readonly string[] | undefined {
  if (property === undefined) return undefined;
  const { value } = property;
  if (isList(value)) return value;
  throw invalid(property);
}

function isList(value: PropertyValue): value is readonly string[] {
  return Array.isArray(value);
}

function invalid(property: Property | undefined): QueryFailure {
  const text = `Invalid value for catalog '${CATALOG}' table property '${property?.name ?? ''}'`;
  return failure('INVALID_TABLE_PROPERTY', text, property?.at);
}

/** How the files of a table are to be compressed: what its own properties say, or GZIP ("compression-support-hive"). */
export function tableCodec(parameters: Readonly<Record<string, string>>): ParquetCodec {
  const named = parameters['write.compression'] ?? parameters.write_compression ?? parameters['parquet.compression'];
  return CODECS[(named ?? 'GZIP').toUpperCase()] ?? 'gzip';
}
