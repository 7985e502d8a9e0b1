import { LRUCache } from 'lru-cache';
import { Sql, sql } from '../sql/fragment.js';
import type { Footer, FooterLeaf, Nullness } from './parquet-footer.js';
import { parquetRows } from './parquet-rows.js';
import type { TrustedReader } from './trusted-reader.js';

/** The columns of a file; held once for all files that have the same. */
export interface FileShape {
  /** Lower-case column → the name in the file. */
  readonly columns: ReadonlyMap<string, string>;
  /** Lower-case column → its type in the file. */
  readonly types: ReadonlyMap<string, string>;
  /** Two files may be read as one where it is the same: their columns have the same types. */
  readonly typesText: string;
  /** Lower-case column → its place among what is counted of each column. */
  readonly places: ReadonlyMap<string, number>;
}

/** Log files have no columns of their own, and no shape in common. */
export function shapeWithout(names: readonly string[]): FileShape {
  const places = new Map(names.map((name, place) => [name, place]));
  return { columns: new Map(), types: new Map(), typesText: '', places };
}

const MAX_KNOWN = 500;

/** Shapes of Parquet files, as the reader names and types their columns; each is asked for once. */
export class FileShapes {
  readonly #known = new LRUCache<string, Promise<FileShape>>({ max: MAX_KNOWN });
  readonly #reader: TrustedReader;

  constructor(reader: TrustedReader) {
    this.#reader = reader;
  }

  of(path: string, { schemaDigest }: Footer): Promise<FileShape> {
    let shape = this.#known.get(schemaDigest);
    if (shape === undefined) {
      shape = this.#describe(path);
      this.#known.set(schemaDigest, shape);
      shape.catch(() => this.#known.delete(schemaDigest));
    }
    return shape;
  }

  async #describe(path: string): Promise<FileShape> {
    const rows = await this.#reader.rows(
      sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${parquetRows([Sql.literal(path)])})`,
    );
    const described = rows.map(([name, type]) => [String(name), String(type)] as const);
    const types = new Map(described.map(([name, type]) => [name.toLowerCase(), type]));
    return {
      columns: new Map(described.map(([name]) => [name.toLowerCase(), name])),
      types,
      typesText: JSON.stringify([...types]),
      places: new Map([...types.keys()].map((name, place) => [name, place])),
    };
  }
}

/** What a footer says of each column of the shape, by its place. */
export interface Counted {
  readonly bytes: readonly number[];
  readonly uncompressedBytes: readonly number[];
  readonly nullness: readonly (Nullness | undefined)[];
}

/** A nested column is several in the file, which are counted together, and of whose NULLs their counts do not tell. */
export function countedOf({ columns, places }: FileShape, leaves: readonly FooterLeaf[]): Counted {
  const bytes = new Array<number>(places.size).fill(0);
  const uncompressedBytes = [...bytes];
  const nullness = new Array<Nullness | undefined>(places.size).fill(undefined);
  const isPlain = namesTheirColumns([...columns.values()], leaves);
  for (const leaf of leaves) {
    const place = places.get(topOf(leaf).toLowerCase());
    if (place === undefined) continue;
    bytes[place] = (bytes[place] ?? 0) + leaf.bytes;
    uncompressedBytes[place] = (uncompressedBytes[place] ?? 0) + leaf.uncompressedBytes;
    if (isPlain && topOf(leaf) === leaf.path) nullness[place] = leaf.nullness;
  }
  return { bytes, uncompressedBytes, nullness };
}

/**
 * The reader gives names anew to columns that are called alike, and a name may itself look like a path: then it is not
 * certain which column a leaf belongs to.
 */
function namesTheirColumns(names: readonly string[], leaves: readonly FooterLeaf[]): boolean {
  const tops = leaves.map(topOf).filter((top, index, all) => top !== all[index - 1]);
  return tops.length === names.length && tops.every((top, index) => top === names[index]);
}

function topOf({ path }: FooterLeaf): string {
  return path.split(', ')[0] ?? '';
}
