import type { Column } from '../../model/catalogue.js';
import { MalformedQuery } from '../failure.js';
import { columnType } from './column-type.js';
import type { TokenCursor } from './cursor.js';
import type { CreateTable, TableName } from './statement.js';
import { STORAGE_FORMATS, type StorageFormat, TEXTFILE } from './storage-format.js';
import { SERDE_PARAMETERS } from './table-input.js';

/** What the clauses after the columns have said so far. */
interface Clauses {
  readonly seen: Set<string>;
  comment?: string;
  keys: readonly Column[];
  serde?: string;
  format?: Omit<StorageFormat, 'serde'> & { readonly serde?: string };
  readonly serdeParameters: Map<string, string>;
  location?: string;
  properties: ReadonlyMap<string, string>;
  isBucketed: boolean;
}

const CLAUSES = ['COMMENT', 'PARTITIONED', 'CLUSTERED', 'ROW', 'STORED', 'WITH', 'LOCATION', 'TBLPROPERTIES'];

/**
 * CREATE EXTERNAL TABLE from after the word TABLE (Athena User Guide, "create-table"). Throws MalformedQuery, also in
 * Athena's own words for a table without a location (recorded from Athena).
 */
export function readCreateTable(cursor: TokenCursor, isExternal: boolean, tableName: () => TableName): CreateTable {
  const ifNotExists = cursor.take('if');
  if (ifNotExists) for (const word of ['not', 'exists']) cursor.expect([word]);
  const table = tableName();
  const columns = cursor.peek().text === '(' ? columnList(cursor) : [];
  const clauses: Clauses = {
    seen: new Set(),
    keys: [],
    serdeParameters: new Map(),
    properties: new Map(),
    isBucketed: false,
  };
  while (cursor.peek().kind === 'word') readClause(cursor, clauses);
  const { comment, keys, serde, format = TEXTFILE, serdeParameters, location, properties, isBucketed } = clauses;
  if (location === undefined) {
    throw new MalformedQuery('No location was specified for table. An S3 location must be specified');
  }
  return {
    kind: 'create-table',
    isExternal,
    ifNotExists,
    table,
    columns,
    keys,
    comment,
    storage: { ...format, serde: serde ?? format.serde ?? TEXTFILE.serde },
    serdeParameters: { ...SERDE_PARAMETERS, ...Object.fromEntries(serdeParameters) },
    location,
    properties: Object.fromEntries(properties),
    isBucketed,
  };
}

function readClause(cursor: TokenCursor, clauses: Clauses): void {
  const token = cursor.peek();
  const word = cursor.word();
  if (clauses.seen.has(word)) throw cursor.mismatch(['<EOF>'], token);
  clauses.seen.add(word);
  switch (word) {
    case 'comment':
      clauses.comment = cursor.text();
      return;
    case 'partitioned':
      cursor.expect(['by']);
      clauses.keys = columnList(cursor);
      return;
    case 'clustered':
      readClustered(cursor);
      clauses.isBucketed = true;
      return;
    case 'row':
      cursor.expect(['format']);
      readRowFormat(cursor, clauses);
      return;
    case 'stored':
      cursor.expect(['as']);
      clauses.format = storedAs(cursor);
      return;
    case 'with':
      cursor.expect(['serdeproperties']);
      addAll(clauses.serdeParameters, properties(cursor));
      return;
    case 'location':
      clauses.location = cursor.text();
      return;
    case 'tblproperties':
      clauses.properties = properties(cursor);
      return;
    default:
      throw cursor.mismatch(CLAUSES, token);
  }
}

/** `(name type [COMMENT '…'], …)`. Throws MalformedQuery. */
export function columnList(cursor: TokenCursor): readonly Column[] {
  const columns: Column[] = [];
  cursor.symbol('(');
  do {
    const name = cursor.name();
    const type = columnType(cursor);
    columns.push({ name, type, ...(cursor.take('comment') ? { comment: cursor.text() } : {}) });
  } while (cursor.takeSymbol(','));
  cursor.symbol(')');
  return columns;
}

function readClustered(cursor: TokenCursor): void {
  cursor.expect(['by']);
  cursor.symbol('(');
  do cursor.name();
  while (cursor.takeSymbol(','));
  cursor.symbol(')');
  cursor.expect(['into']);
  cursor.value();
  cursor.expect(['buckets']);
}

function readRowFormat(cursor: TokenCursor, clauses: Clauses): void {
  if (!cursor.take('delimited')) {
    cursor.expect(['serde']);
    clauses.serde = cursor.text();
    return;
  }
  for (const [words, parameter] of DELIMITERS) {
    if (cursor.peek().text !== words[0]) continue;
    for (const word of words) cursor.expect([word]);
    clauses.serdeParameters.set(parameter, unescaped(cursor.text()));
    if (parameter === 'field.delim' && cursor.take('escaped')) {
      cursor.expect(['by']);
      clauses.serdeParameters.set('escape.delim', unescaped(cursor.text()));
    }
  }
  const delimiter = clauses.serdeParameters.get('field.delim');
  if (delimiter !== undefined) clauses.serdeParameters.set('serialization.format', delimiter);
}

/** In the order in which Hive takes them; the names of the parameters, misspelt one included, are Hive's. */
const DELIMITERS: readonly (readonly [words: readonly [string, ...string[]], parameter: string])[] = [
  [['fields', 'terminated', 'by'], 'field.delim'],
  [['collection', 'items', 'terminated', 'by'], 'colelction.delim'],
  [['map', 'keys', 'terminated', 'by'], 'mapkey.delim'],
  [['lines', 'terminated', 'by'], 'line.delim'],
  [['null', 'defined', 'as'], 'serialization.null.format'],
];

function storedAs(cursor: TokenCursor): Clauses['format'] & object {
  const token = cursor.peek();
  if (cursor.take('inputformat')) {
    const inputFormat = cursor.text();
    cursor.expect(['outputformat']);
    return { inputFormat, outputFormat: cursor.text() };
  }
  const format = Object.hasOwn(STORAGE_FORMATS, token.text) ? STORAGE_FORMATS[cursor.word()] : undefined;
  if (format !== undefined) return format;
  throw cursor.mismatch([...Object.keys(STORAGE_FORMATS).map((name) => name.toUpperCase()), 'INPUTFORMAT']);
}

/** `('key' = 'value', …)`. Throws MalformedQuery. */
export function properties(cursor: TokenCursor): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  cursor.symbol('(');
  do {
    const key = cursor.text();
    cursor.symbol('=');
    found.set(key, unescaped(cursor.text()));
  } while (cursor.takeSymbol(','));
  cursor.symbol(')');
  return found;
}

function addAll(to: Map<string, string>, from: ReadonlyMap<string, string>): void {
  for (const [key, value] of from) to.set(key, value);
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', '0': '\0' };

/** Hive's own escapes: `\t`, `\001`, and any other letter for itself. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-3][0-7]{2}|.)/gs, (_, letters: string) =>
    letters.length === 3 ? String.fromCharCode(Number.parseInt(letters, 8)) : (ESCAPES[letters] ?? letters),
  );
}
