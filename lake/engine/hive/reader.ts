import { MalformedQuery, notSupported } from '../failure.js';
import { tokensOf } from '../grammar/parse.js';
import { TokenCursor } from './cursor.js';
import type { HiveStatement, PartitionValue, TableName } from './statement.js';
import { columnList, properties, readCreateTable } from './table-reader.js';

/** First words of the statements that Athena answers as Hive does. */
const HIVE_WORDS = new Set(['show', 'describe', 'desc', 'msck', 'alter', 'create', 'drop']);

/** Words that begin statements of Athena's which the lake does not run, whatever follows. */
const UNMODELLED = new Set([
  'create',
  'drop',
  'vacuum',
  'optimize',
  'execute',
  'grant',
  'revoke',
  'use',
  'set',
  'load',
  'truncate',
  'refresh',
  'call',
]);

/** Undefined: not a Hive statement, so it is Trino's. Throws MalformedQuery for what begins as one and is none. */
export function readHiveStatement(text: string): HiveStatement | undefined {
  const [first, second = ''] = leadingWords(text);
  if (first === undefined || isTrino(first, second) || isTableAs(first, second, text)) return undefined;
  const ours =
    first === 'drop'
      ? ['table', 'database', 'schema']
      : first === 'create'
        ? ['database', 'schema', 'external', 'table']
        : [];
  if (UNMODELLED.has(first) && !ours.includes(second)) {
    return { kind: 'unmodelled', failure: notSupported(`statement ${first.toUpperCase()}`) };
  }
  if (!HIVE_WORDS.has(first)) return undefined;
  const reader = new HiveReader(text);
  return reader.statement();
}

const BLANK = /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y;

/** CREATE TABLE with an AS outside all parentheses: the rest is a query. */
function isTableAs(first: string, second: string, text: string): boolean {
  if (first !== 'create' || second !== 'table') return false;
  let depth = 0;
  return tokensOf(text).tokens.some(({ text: token }) => {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    return depth === 0 && token?.toUpperCase() === 'AS';
  });
}

/** Views, prepared statements and UNLOAD are Trino's, or read like it. */
function isTrino(first: string, second: string): boolean {
  if (first === 'unload') return true;
  if (first === 'execute') return second !== 'immediate';
  return (first === 'create' && ['view', 'or'].includes(second)) || (first === 'drop' && second === 'view');
}

/**
 * The first two words, lower-case, without the blanks and comments before them. These are passed one by one: one
 * expression for all of them can take for ever.
 */
function leadingWords(text: string): readonly string[] {
  const words: string[] = [];
  let place = 0;
  for (;;) {
    BLANK.lastIndex = place;
    const blank = BLANK.exec(text)?.[0];
    const part = blank ?? /^[A-Za-z]+/.exec(text.slice(place, place + 40))?.[0] ?? '';
    if (part === '') return words;
    if (blank === undefined) words.push(part.toLowerCase());
    if (words.length === 2) return words;
    place += part.length;
  }
}

class HiveReader {
  readonly #cursor: TokenCursor;

  constructor(text: string) {
    this.#cursor = new TokenCursor(text);
  }

  statement(): HiveStatement {
    const word = this.#cursor.word();
    const statement =
      word === 'show'
        ? this.#show()
        : word === 'msck'
          ? this.#msck()
          : word === 'alter'
            ? this.#alter()
            : word === 'create'
              ? this.#create()
              : word === 'drop'
                ? this.#drop()
                : this.#describe();
    if (statement.kind !== 'unmodelled') this.#cursor.end();
    return statement;
  }

  #show(): HiveStatement {
    const word = this.#cursor.word();
    switch (word) {
      case 'databases':
      case 'schemas':
        return { kind: 'show-databases', like: this.#like() };
      case 'tables': {
        const schema = this.#cursor.take('in') || this.#cursor.take('from') ? this.#cursor.name() : undefined;
        return { kind: 'show-tables', schema, like: this.#like() };
      }
      case 'columns': {
        this.#cursor.expect(['in', 'from']);
        const table = this.#table();
        const schema = this.#cursor.take('in') || this.#cursor.take('from') ? this.#cursor.name() : table.schema;
        return { kind: 'show-columns', table: { ...table, schema } };
      }
      case 'partitions':
        return { kind: 'show-partitions', table: this.#table() };
      case 'tblproperties':
        return { kind: 'show-properties', table: this.#table() };
      case 'create':
        if (this.#cursor.take('table')) return { kind: 'show-create-table', table: this.#table() };
        if (this.#cursor.take('view')) return { kind: 'show-create-view', table: this.#table() };
        return this.#unmodelled('SHOW CREATE');
      default:
        if (['views', 'functions', 'catalogs', 'stats', 'session', 'grants', 'roles'].includes(word)) {
          return this.#unmodelled(`SHOW ${word.toUpperCase()}`);
        }
        throw this.#cursor.mismatch([
          'COLUMNS',
          'CREATE',
          'DATABASES',
          'PARTITIONS',
          'SCHEMAS',
          'TABLES',
          'TBLPROPERTIES',
        ]);
    }
  }

  #describe(): HiveStatement {
    const style = (['formatted', 'extended'] as const).find((word) => this.#takeStyle(word)) ?? 'plain';
    if (
      ['input', 'output'].includes(this.#cursor.peek().text) &&
      this.#cursor.peek(1).kind !== 'end' &&
      this.#cursor.peek(1).text !== '.'
    ) {
      return this.#unmodelled('DESCRIBE of a prepared statement');
    }
    const table = this.#table();
    const next = this.#cursor.peek();
    if (next.kind === 'word' || next.kind === 'quoted') return this.#unmodelled('DESCRIBE of a column or a partition');
    return { kind: 'describe', table, style };
  }

  /** FORMATTED and EXTENDED may be names of tables too. */
  #takeStyle(word: string): boolean {
    const next = this.#cursor.peek(1);
    return (next.kind === 'word' || next.kind === 'quoted') && this.#cursor.take(word);
  }

  #msck(): HiveStatement {
    this.#cursor.expect(['repair']);
    this.#cursor.expect(['table']);
    return { kind: 'msck', table: this.#table() };
  }

  #alter(): HiveStatement {
    if (!this.#cursor.take('table')) return this.#unmodelled('ALTER');
    const table = this.#table();
    if (this.#cursor.take('drop')) return this.#dropPartitions(table);
    if (this.#cursor.take('set')) {
      if (!this.#cursor.take('tblproperties')) return this.#unmodelled('ALTER TABLE SET');
      return { kind: 'set-properties', table, properties: Object.fromEntries(properties(this.#cursor)) };
    }
    if (!this.#cursor.take('add')) return this.#unmodelled('ALTER TABLE');
    if (this.#cursor.take('columns')) return { kind: 'add-columns', table, columns: columnList(this.#cursor) };
    const ifNotExists = this.#cursor.take('if');
    if (ifNotExists) for (const word of ['not', 'exists']) this.#cursor.expect([word]);
    if (this.#cursor.peek().text !== 'partition') return this.#unmodelled('ALTER TABLE ADD');
    const partitions = [];
    while (this.#cursor.take('partition')) {
      const values = this.#partitionValues();
      partitions.push({ values, location: this.#cursor.take('location') ? this.#cursor.string() : undefined });
    }
    return { kind: 'add-partitions', table, ifNotExists, partitions };
  }

  #dropPartitions(table: TableName): HiveStatement {
    const ifExists = this.#cursor.take('if');
    if (ifExists) this.#cursor.expect(['exists']);
    if (this.#cursor.peek().text !== 'partition') return this.#unmodelled('ALTER TABLE DROP');
    const partitions: PartitionValue[][] = [];
    do {
      this.#cursor.expect(['partition']);
      partitions.push(this.#partitionValues());
    } while (this.#cursor.takeSymbol(','));
    return { kind: 'drop-partitions', table, ifExists, partitions };
  }

  #create(): HiveStatement {
    const { at } = this.#cursor.peek();
    const isExternal = this.#cursor.take('external');
    if (!isExternal && !this.#cursor.take('table')) return this.#createDatabase();
    if (isExternal) this.#cursor.expect(['table']);
    const statement = readCreateTable(this.#cursor, isExternal, () => this.#table());
    // Only Iceberg's tables are not external (User Guide, "create-table").
    if (isExternal || (statement.properties.table_type ?? '').toLowerCase() === 'iceberg') return statement;
    throw new MalformedQuery(`line ${at.line}:${at.column}: mismatched input 'TABLE'. Expecting: 'EXTERNAL'`);
  }

  #createDatabase(): HiveStatement {
    this.#cursor.expect(['database', 'schema']);
    const ifNotExists = this.#cursor.take('if');
    if (ifNotExists) for (const word of ['not', 'exists']) this.#cursor.expect([word]);
    const name = this.#cursor.name();
    const comment = this.#cursor.take('comment') ? this.#cursor.string() : undefined;
    const location = this.#cursor.take('location') ? this.#cursor.string() : undefined;
    if (!this.#cursor.take('with')) {
      return { kind: 'create-database', name, ifNotExists, comment, location, properties: {} };
    }
    this.#cursor.expect(['dbproperties']);
    return { kind: 'create-database', name, ifNotExists, comment, location, properties: this.#properties() };
  }

  #properties(): Readonly<Record<string, string>> {
    const properties = new Map<string, string>();
    this.#cursor.symbol('(');
    do {
      const key = this.#cursor.string();
      this.#cursor.symbol('=');
      properties.set(key, this.#cursor.string());
    } while (this.#cursor.takeSymbol(','));
    this.#cursor.symbol(')');
    return Object.fromEntries(properties);
  }

  #drop(): HiveStatement {
    const isTable = this.#cursor.take('table');
    if (!isTable) this.#cursor.expect(['database', 'schema']);
    const ifExists = this.#cursor.take('if');
    if (ifExists) this.#cursor.expect(['exists']);
    if (isTable) return { kind: 'drop-table', table: this.#table(), ifExists };
    const name = this.#cursor.name();
    const cascade = this.#cursor.take('cascade');
    if (!cascade) this.#cursor.take('restrict');
    return { kind: 'drop-database', name, ifExists, cascade };
  }

  #partitionValues(): PartitionValue[] {
    this.#cursor.symbol('(');
    const values: PartitionValue[] = [];
    do {
      const key = this.#cursor.name();
      this.#cursor.symbol('=');
      values.push({ key, value: this.#cursor.value() });
    } while (this.#cursor.takeSymbol(','));
    this.#cursor.symbol(')');
    return values;
  }

  #like(): string | undefined {
    if (this.#cursor.take('like')) return this.#cursor.string();
    return this.#cursor.peek().kind === 'string' ? this.#cursor.string() : undefined;
  }

  #table(): TableName {
    const first = this.#cursor.name();
    if (!this.#cursor.takeSymbol('.')) return { catalog: undefined, schema: undefined, table: first };
    const second = this.#cursor.name();
    if (!this.#cursor.takeSymbol('.')) return { catalog: undefined, schema: first, table: second };
    return { catalog: first, schema: second, table: this.#cursor.name() };
  }

  #unmodelled(what: string): HiveStatement {
    return { kind: 'unmodelled', failure: notSupported(what) };
  }
}
