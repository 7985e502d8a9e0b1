import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { messageOf } from '../../../core/error.js';
import type { StoredObject } from '../../model/objects.js';
import { failure, QueryFailure } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { RECORD_MEMBERS, recordsOf } from './cloudtrail-logs.js';
import { type Counted, countedOf, type FileShape, FileShapes, shapeWithout } from './file-shape.js';
import { type Nullness, readFooters } from './parquet-footers.js';
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
const FILES_AT_ONCE = 100;
const STATEMENTS_AT_ONCE = 2;

/** Reads footers once, those of a scan together; an object that is written anew has another etag. */
export class FileFactsReader {
  readonly #known = new LRUCache<string, Promise<FileFacts>>({ max: MAX_KNOWN });
  readonly #few = pLimit(STATEMENTS_AT_ONCE);
  readonly #reader: TrustedReader;
  readonly #shapes: FileShapes;

  constructor(reader: TrustedReader) {
    this.#reader = reader;
    this.#shapes = new FileShapes(reader);
  }

  /** The facts of each file, in their order. Throws QueryFailure for a file that is not what its table says. */
  factsOf(files: readonly StoredObject[], format: StoredFormat): Promise<readonly FileFacts[]> {
    const facts: Promise<FileFacts>[] = [];
    const unknown: { readonly file: StoredObject; readonly place: number }[] = [];
    for (const [place, file] of files.entries()) {
      const known = this.#known.get(keyOf(file, format));
      if (known === undefined) unknown.push({ file, place });
      else facts[place] = known;
    }
    for (let from = 0; from < unknown.length; from += FILES_AT_ONCE) {
      const some = unknown.slice(from, from + FILES_AT_ONCE);
      const read = this.#read(
        some.map(({ file }) => file),
        format,
      );
      for (const [index, { place }] of some.entries()) {
        const one = read[index];
        if (one !== undefined) facts[place] = one;
      }
    }
    return Promise.all(facts);
  }

  #read(files: readonly StoredObject[], format: StoredFormat): readonly Promise<FileFacts>[] {
    const together =
      format === 'parquet' ? this.#few(() => this.#footers(files).catch(() => undefined)) : Promise.resolve(undefined);
    return files.map((file, index) => {
      // One that is no Parquet file must not fail those that were read with it, for whom others may wait.
      const facts = together.then((all) => all?.[index] ?? this.#few(() => this.#alone(file, format)));
      const key = keyOf(file, format);
      this.#known.set(key, facts);
      facts.catch(() => this.#known.delete(key));
      return facts;
    });
  }

  async #alone(file: StoredObject, format: StoredFormat): Promise<FileFacts> {
    if (format !== 'parquet') return this.#records(file);
    try {
      const [facts] = await this.#footers([file]);
      if (facts !== undefined) return facts;
      throw new Error('a footer was not read');
    } catch (error) {
      if (!/^Invalid (?:Input )?Error/.test(messageOf(error))) throw error;
      // As Athena ends a query of what is no Parquet file (seen: pyathena-dev/PyAthena#208, elastacloud/parquet-dotnet#466).
      throw withCause(failure('HIVE_CANNOT_OPEN_SPLIT', 'Error opening Hive split'), error);
    }
  }

  async #footers(files: readonly StoredObject[]): Promise<readonly FileFacts[]> {
    const footers = await readFooters(this.#reader, files);
    return Promise.all(
      footers.map(async (footer, index) => {
        const shape = await this.#shapes.of(files[index]?.path ?? '', footer);
        return {
          format: 'parquet',
          isGzip: false,
          shape,
          wholeBytes: 0,
          ...countedOf(shape, footer.leaves),
          // Every leaf has one entry for each row group.
          rows: footer.leaves.reduce((most, { rows }) => Math.max(most, rows), 0),
        };
      }),
    );
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
