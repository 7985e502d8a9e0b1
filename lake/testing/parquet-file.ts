/**
 * Parquet files by hand, for what no writer at hand writes: footers that leave statistics out, or that lie, and pages that
 * cannot be read. Columns of 32-bit integers, plain, uncompressed, a page for each row group (parquet-format, `parquet.thrift`;
 * Thrift's compact protocol).
 */
export interface ParquetColumn {
  readonly name: string;
  /** Of each row group; those behind the end of the list lack the column, as no writer's do. */
  readonly groups: readonly ParquetChunk[];
}

export interface ParquetChunk {
  readonly values: readonly (number | null)[];
  /** What the footer says of it; without it, the chunk has no statistics. */
  readonly nullCount?: number;
  readonly min?: number;
  readonly max?: number;
  /** Whoever reads its page fails. */
  readonly isDamaged?: boolean;
}

const MAGIC = Buffer.from('PAR1');

export function parquetFile(columns: readonly ParquetColumn[]): Buffer {
  const written = columns.map(({ groups }) => groups.map(page));
  let offset = MAGIC.length;
  const groupCount = columns[0]?.groups.length ?? 0;
  const body: Buffer[] = [];
  const rowGroups = Array.from({ length: groupCount }, (_, group) => {
    const chunks = columns.flatMap(({ name, groups }, index) => {
      const chunk = groups[group];
      if (chunk === undefined) return [];
      const bytes = written[index]?.[group] ?? Buffer.alloc(0);
      const described = columnChunk(name, chunk, offset, bytes.length);
      offset += bytes.length;
      body.push(bytes);
      return [described];
    });
    const rows = columns[0]?.groups[group]?.values.length ?? 0;
    return struct([list(1, STRUCT, chunks), i64(2, 0), i64(3, rows)]);
  });
  const rows = columns[0]?.groups.reduce((sum, { values }) => sum + values.length, 0) ?? 0;
  const root = struct([text(4, 'schema'), i32(5, columns.length)]);
  const schema = [root, ...columns.map(({ name }) => struct([i32(1, INT32), i32(3, OPTIONAL), text(4, name)]))];
  const footer = struct([i32(1, 1), list(2, STRUCT, schema), i64(3, rows), list(4, STRUCT, rowGroups)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([MAGIC, ...body, footer, length, MAGIC]);
}

const INT32 = 1;
const OPTIONAL = 1;
const PLAIN = 0;
const RLE = 3;

function columnChunk(name: string, chunk: ParquetChunk, offset: number, size: number): Buffer {
  const { values, nullCount, min, max } = chunk;
  const statistics = [
    ...(nullCount === undefined ? [] : [i64(3, nullCount)]),
    ...(max === undefined ? [] : [bytes(5, int32(max))]),
    ...(min === undefined ? [] : [bytes(6, int32(min))]),
  ];
  const metaData = struct([
    i32(1, INT32),
    list(2, I32, [zigzag(PLAIN), zigzag(RLE)]),
    list(3, BINARY, [withLength(Buffer.from(name))]),
    i32(4, 0),
    i64(5, values.length),
    i64(6, size),
    i64(7, size),
    i64(9, offset),
    ...(statistics.length === 0 ? [] : [field(12, STRUCT, struct(statistics))]),
  ]);
  return struct([i64(2, offset), field(3, STRUCT, metaData)]);
}

/** Definition levels one by one, as runs of one, then the values that are there. */
function page({ values, isDamaged = false }: ParquetChunk): Buffer {
  const levels = Buffer.from(values.flatMap((value) => [2, value === null ? 0 : 1]));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(levels.length);
  const data = Buffer.concat([length, levels, ...values.flatMap((value) => (value === null ? [] : [int32(value)]))]);
  const dataHeader = struct([i32(1, values.length), i32(2, PLAIN), i32(3, RLE), i32(4, RLE)]);
  const header = struct([i32(1, 0), i32(2, data.length), i32(3, data.length), field(5, STRUCT, dataHeader)]);
  const whole = Buffer.concat([header, data]);
  return isDamaged ? Buffer.alloc(whole.length, 0xff) : whole;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

interface Field {
  readonly id: number;
  readonly type: number;
  readonly value: Buffer;
}

function field(id: number, type: number, value: Buffer): Field {
  return { id, type, value };
}

function i32(id: number, value: number): Field {
  return field(id, I32, zigzag(value));
}

function i64(id: number, value: number): Field {
  return field(id, I64, zigzag(value));
}

function bytes(id: number, value: Buffer): Field {
  return field(id, BINARY, withLength(value));
}

function text(id: number, value: string): Field {
  return bytes(id, Buffer.from(value));
}

function list(id: number, type: number, items: readonly Buffer[]): Field {
  const header =
    items.length < 15 ? Buffer.from([(items.length << 4) | type]) : Buffer.from([0xf0 | type, items.length]);
  return field(id, LIST, Buffer.concat([header, ...items]));
}

/** Fields in the order of their ids, each with its distance from the one before. */
function struct(fields: readonly Field[]): Buffer {
  let before = 0;
  const parts = fields.flatMap(({ id, type, value }) => {
    const header = Buffer.from([((id - before) << 4) | type]);
    before = id;
    return [header, value];
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function withLength(value: Buffer): Buffer {
  return Buffer.concat([varint(BigInt(value.length)), value]);
}

function zigzag(value: number): Buffer {
  return varint(value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value));
}

function varint(value: bigint): Buffer {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) digits.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...digits, Number(rest)]);
}
