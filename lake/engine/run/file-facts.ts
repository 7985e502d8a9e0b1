import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { messageOf } from '../../../core/error.js';
import type { StoredObject } from '../../model/objects.js';
import { failure, QueryFailure } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { RECORD_MEMBERS, recordsOf } from './cloudtrail-logs.js';
import { type Counted, countedOf, type FileShape, FileShapes, shapeWithout } from './file-shape.js';
import { readFooter } from './footer-file.js';
import { NotParquet, type Nullness } from './parquet-footer.js';
import type { StoredFormat } from './stored-format.js';
import type { TrustedReader } from './trusted-reader.js';

/** What the lake knows of a file; of a Parquet file it is read from its footer, without the rows. */
export interface FileFacts extends Counted {
  readonly format: StoredFormat;
  /** Of the file as a whole, where its format does not say by itself how it is packed. */
  readonly isGzip: boolean;
  readonly shape: FileShape;
  /** What is scanned whatever is asked for, beside the columns' own bytes. */
  readonly wholeBytes: number;
  readonly rows: number;
}

/** The compressed size of a column, by its lower-case name; none of a column that the file lacks. */
export function bytesOf({ shape, bytes }: FileFacts, column: string): number {
  return bytes[shape.places.get(column) ?? -1] ?? 0;
}

/** The same before compression; dictionaries make it less than its values take in memory. */
export function uncompressedBytesOf({ shape, uncompressedBytes }: FileFacts, column: string): number {
  return uncompressedBytes[shape.places.get(column) ?? -1] ?? 0;
}

export function nullnessOf({ shape, nullness }: FileFacts, column: string): Nullness | undefined {
  return nullness[shape.places.get(column) ?? -1];
}

const MAX_KNOWN = 10_000;
const FILES_AT_ONCE = 16;
const STATEMENTS_AT_ONCE = 2;

/** Reads footers once; an object that is written anew has another etag. */
export class FileFactsReader {
  readonly #known = new LRUCache<string, Promise<FileFacts>>({ max: MAX_KNOWN });
  readonly #someFiles = pLimit(FILES_AT_ONCE);
  readonly #fewStatements = pLimit(STATEMENTS_AT_ONCE);
  readonly #reader: TrustedReader;
  readonly #shapes: FileShapes;

  constructor(reader: TrustedReader) {
    this.#reader = reader;
    this.#shapes = new FileShapes(reader);
  }

  /** The facts of each file, in their order. Throws QueryFailure for a file that is not what its table says. */
  factsOf(files: readonly StoredObject[], format: StoredFormat): Promise<readonly FileFacts[]> {
    return Promise.all(files.map((file) => this.#of(file, format)));
  }

  #of(file: StoredObject, format: StoredFormat): Promise<FileFacts> {
    const key = keyOf(file, format);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const facts =
      format === 'parquet'
        ? this.#someFiles(() => this.#parquet(file))
        : this.#fewStatements(() => this.#records(file));
    this.#known.set(key, facts);
    facts.catch(() => this.#known.delete(key));
    return facts;
  }

  async #parquet(file: StoredObject): Promise<FileFacts> {
    try {
      const footer = await readFooter(file);
      const shape = await this.#shapes.of(file.path, footer);
      const { rows, leaves } = footer;
      return { format: 'parquet', isGzip: false, shape, wholeBytes: 0, ...countedOf(shape, leaves), rows };
    } catch (error) {
      if (!(error instanceof NotParquet || /^Invalid (?:Input )?Error/.test(messageOf(error)))) throw error;
      // As Athena ends a query of what is no Parquet file (seen: pyathena-dev/PyAthena#208, elastacloud/parquet-dotnet#466).
      throw withCause(failure('HIVE_CANNOT_OPEN_SPLIT', 'Error opening Hive split'), error);
    }
  }

  /** A log file is read whole for any question (as any file of text is; Athena User Guide, "Columnar storage formats"). */
  async #records({ path, key, sizeBytes }: StoredObject): Promise<FileFacts> {
    const isGzip = key.endsWith('.gz');
    const records = recordsOf([Sql.literal(path)], isGzip);
    const sizes = sql`SELECT lower(e0.key), CAST(sum(strlen(CAST(e0.value AS VARCHAR))) AS DOUBLE)
      FROM (SELECT unnest(${RECORD_MEMBERS}) AS e0 FROM ${records}) GROUP BY ALL`;
    try {
      const [[rows] = []] = await this.#reader.rows(sql`SELECT CAST(count(*) AS DOUBLE) FROM ${records}`);
      const members = await this.#reader.rows(sizes);
      return {
        format: 'cloudtrail',
        isGzip,
        shape: shapeWithout(members.map(([name]) => String(name))),
        wholeBytes: sizeBytes,
        bytes: [],
        uncompressedBytes: members.map(([, bytes]) => Number(bytes)),
        nullness: [],
        rows: Number(rows),
      };
    } catch (error) {
      if (!/^(?:Invalid Input|IO) Error/.test(messageOf(error))) throw error;
      throw withCause(failure('HIVE_BAD_DATA', 'Error parsing the records of a log file'), error);
    }
  }
}

function keyOf({ path, etag }: StoredObject, format: StoredFormat): string {
  return `${path}\n${etag}\n${format}`;
}

/** DuckDB's own text holds paths of the lake, so it does not go out. */
function withCause({ message, numbers }: QueryFailure, cause: unknown): QueryFailure {
  return new QueryFailure(message, numbers, { cause });
}
