import { createHash } from 'node:crypto';
import { parquetMetadata } from 'hyparquet/src/metadata.js';
import { z } from 'zod';

/** What a footer says of a column's NULLs in the whole file: that no value is one, or that every value is. */
export type Nullness = 'none' | 'all';

/** A leaf of the file's schema, over all row groups. */
export interface FooterLeaf {
  /** The names from the top, joined as DuckDB joins them: `home, city`. */
  readonly path: string;
  readonly bytes: number;
  readonly uncompressedBytes: number;
  /** Undefined where some values are NULL, and where the statistics are missing or cannot be right. */
  readonly nullness: Nullness | undefined;
}

export interface Footer {
  /** The same for two files only when they say the same of every column. */
  readonly schemaDigest: string;
  readonly rows: number;
  /** In the order of the schema; none in a file without row groups. */
  readonly leaves: readonly FooterLeaf[];
}

/** The file does not end as a Parquet file does (parquet-format, "File format"). */
export class NotParquet extends Error {
  override readonly name = 'NotParquet';
}

/** The footer's length and the magic number, behind the footer. */
export const TRAILER_BYTES = 8;
const MAGIC = 'PAR1';

/** What Trino reads of a footer at most (Trino, "Object storage file formats", `parquet.max-footer-read-size`). */
const FOOTER_MAX_BYTES = 15 * 1024 * 1024;

/**
 * A number ends with a byte below 0x80. One that does not end costs the square of its length to read; texts of high bytes
 * are shorter in footers that are honest, for writers leave out smallest and largest values of 4 KB and more.
 */
const HIGH_BYTES_MAX = 4096;

/** How many bytes from the end of a file hold all of its footer, by its last bytes. Throws NotParquet. */
export function footerBytes(end: Uint8Array): number {
  const trailer = Buffer.from(end.subarray(Math.max(0, end.length - TRAILER_BYTES)));
  if (trailer.length < TRAILER_BYTES) throw new NotParquet('it is shorter than a footer');
  if (trailer.toString('latin1', MAGIC.length) !== MAGIC) throw new NotParquet(`it does not end with ${MAGIC}`);
  const length = trailer.readUInt32LE(0);
  if (length > FOOTER_MAX_BYTES) throw new NotParquet(`its footer has ${length} bytes, more than ${FOOTER_MAX_BYTES}`);
  return length + TRAILER_BYTES;
}

const STATISTICS = z.object({
  null_count: z.bigint().optional(),
  min: z.unknown(),
  max: z.unknown(),
  min_value: z.unknown(),
  max_value: z.unknown(),
});

const COLUMN_CHUNK = z.object({
  path_in_schema: z.array(z.string()),
  num_values: z.bigint(),
  total_compressed_size: z.bigint(),
  total_uncompressed_size: z.bigint(),
  statistics: STATISTICS.optional(),
});

const METADATA = z.object({
  schema: z.array(z.looseObject({ name: z.string() })).min(1),
  row_groups: z.array(z.object({ num_rows: z.bigint(), columns: z.array(z.object({ meta_data: COLUMN_CHUNK })) })),
  key_value_metadata: z.array(z.object({ key: z.string(), value: z.string().optional() })).default([]),
});

type RowGroup = z.infer<typeof METADATA>['row_groups'][number];
type ColumnChunk = z.infer<typeof COLUMN_CHUNK>;

/** What the footer says; `end` holds all of it, to the end of the file. Throws NotParquet. */
export function footerOf(end: Uint8Array): Footer {
  const length = footerBytes(end);
  if (length > end.length) throw new NotParquet('its footer is longer than the file');
  const footer = end.subarray(end.length - length);
  refuseEndless(footer.subarray(0, -TRAILER_BYTES));
  try {
    const {
      schema,
      row_groups: groups,
      key_value_metadata: pairs,
    } = METADATA.parse(parquetMetadata(footer, { geoparquet: false }));
    // The reader makes geometries of columns that this entry names.
    const geo = pairs.filter(({ key }) => key === 'geo');
    return {
      schemaDigest: createHash('sha256')
        .update(JSON.stringify([schema, geo]))
        .digest('base64'),
      rows: groups.reduce((sum, { num_rows: rows }) => sum + Number(rows), 0),
      leaves: leavesOf(groups),
    };
  } catch (error) {
    if (error instanceof NotParquet) throw error;
    throw new NotParquet('its footer cannot be read', { cause: error });
  }
}

function refuseEndless(footer: Uint8Array): void {
  let high = 0;
  for (const byte of footer) {
    high = byte < 0x80 ? 0 : high + 1;
    if (high > HIGH_BYTES_MAX) throw new NotParquet('its footer holds a number that does not end');
  }
}

function leavesOf(groups: readonly RowGroup[]): FooterLeaf[] {
  const [first] = groups;
  if (first === undefined) return [];
  return first.columns.map(({ meta_data: { path_in_schema: path } }, index) => {
    const chunks = groups.map((group) => chunkOf(group, index));
    return {
      path: path.join(', '),
      bytes: sum(chunks, ({ chunk }) => chunk.total_compressed_size),
      uncompressedBytes: sum(chunks, ({ chunk }) => chunk.total_uncompressed_size),
      nullness: nullnessOf(chunks),
    };
  });
}

interface Chunk {
  readonly chunk: ColumnChunk;
  readonly rows: bigint;
}

function chunkOf({ columns, num_rows: rows }: RowGroup, index: number): Chunk {
  const chunk = columns[index]?.meta_data;
  if (chunk === undefined) throw new NotParquet('a row group lacks a column');
  return { chunk, rows };
}

function sum(chunks: readonly Chunk[], bytes: (chunk: Chunk) => bigint): number {
  return chunks.reduce((all, chunk) => all + Number(bytes(chunk)), 0);
}

function nullnessOf(chunks: readonly Chunk[]): Nullness | undefined {
  if (chunks.every(hasNone)) return 'none';
  return chunks.every(hasNothingElse) ? 'all' : undefined;
}

/**
 * A null count is believed of a column that has a value for each row, and where nothing else in the footer speaks against
 * it: a writer that does not count may leave it out, or write -1 (parquet-format, "Statistics"; parquet-java,
 * `Statistics.isNumNullsSet`).
 */
function hasNone({ chunk: { num_values: values, statistics }, rows }: Chunk): boolean {
  return values === rows && statistics?.null_count === 0n;
}

function hasNothingElse({ chunk: { num_values: values, statistics }, rows }: Chunk): boolean {
  if (statistics === undefined || values !== rows || statistics.null_count !== values) return false;
  const { min, max, min_value: minValue, max_value: maxValue } = statistics;
  return [min, max, minValue, maxValue].every((value) => value === undefined);
}
