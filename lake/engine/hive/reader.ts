import { MalformedQuery, notSupported, type QueryFailure } from '../failure.js';
import type { HiveStatement, PartitionValue, TableName } from './statement.js';
import { type Token, tokenize } from './tokens.js';

/** First words of the statements that Athena answers as Hive does. */
const HIVE_WORDS = new Set(['show', 'describe', 'desc', 'msck', 'alter']);

/** Words that begin statements of Athena's which the lake does not run, whatever follows. */
const UNMODELLED = new Set([
  'create',
  'drop',
  'unload',
  'vacuum',
  'optimize',
  'prepare',
  'execute',
  'deallocate',
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
  const first = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*([A-Za-z]+)/.exec(text)?.[1]?.toLowerCase();
  if (first === undefined) return undefined;
  if (UNMODELLED.has(first)) return { kind: 'unmodelled', failure: notSupported(`statement ${first.toUpperCase()}`) };
  if (!HIVE_WORDS.has(first)) return undefined;
  const reader = new HiveReader(tokenize(text));
  return reader.statement();
}

class HiveReader {
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  statement(): HiveStatement {
    const word = this.#word();
    const statement =
      word === 'show'
        ? this.#show()
        : word === 'msck'
          ? this.#msck()
          : word === 'alter'
            ? this.#alter()
            : this.#describe();
    if (statement.kind !== 'unmodelled') this.#end();
    return statement;
  }

  #show(): HiveStatement {
    const word = this.#word();
    switch (word) {
      case 'databases':
      case 'schemas':
        return { kind: 'show-databases', like: this.#like() };
      case 'tables': {
        const schema = this.#take('in') || this.#take('from') ? this.#name() : undefined;
        return { kind: 'show-tables', schema, like: this.#like() };
      }
      case 'columns': {
        this.#expect(['in', 'from']);
        const table = this.#table();
        const schema = this.#take('in') || this.#take('from') ? this.#name() : table.schema;
        return { kind: 'show-columns', table: { ...table, schema } };
      }
      case 'partitions':
        return { kind: 'show-partitions', table: this.#table() };
      case 'tblproperties':
        return { kind: 'show-properties', table: this.#table() };
      case 'create':
        if (this.#take('table')) return { kind: 'show-create-table', table: this.#table() };
        return this.#unmodelled('SHOW CREATE');
      default:
        if (['views', 'functions', 'catalogs', 'stats', 'session', 'grants', 'roles'].includes(word)) {
          return this.#unmodelled(`SHOW ${word.toUpperCase()}`);
        }
        throw this.#mismatch(this.#place - 1, [
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
    const style = this.#take('formatted') ? 'formatted' : this.#take('extended') ? 'extended' : undefined;
    if (style !== undefined) return this.#unmodelled(`DESCRIBE ${style.toUpperCase()}`);
    if (['input', 'output'].includes(this.#peek().text) && this.#peek(1).kind !== 'end' && this.#peek(1).text !== '.') {
      return this.#unmodelled('DESCRIBE of a prepared statement');
    }
    return { kind: 'describe', table: this.#table() };
  }

  #msck(): HiveStatement {
    this.#expect(['repair']);
    this.#expect(['table']);
    return { kind: 'msck', table: this.#table() };
  }

  #alter(): HiveStatement {
    if (!this.#take('table')) return this.#unmodelled('ALTER');
    const table = this.#table();
    if (!this.#take('add')) return this.#unmodelled('ALTER TABLE');
    const ifNotExists = this.#take('if');
    if (ifNotExists) for (const word of ['not', 'exists']) this.#expect([word]);
    if (this.#peek().text !== 'partition') return this.#unmodelled('ALTER TABLE ADD');
    const partitions = [];
    while (this.#take('partition')) {
      const values = this.#partitionValues();
      partitions.push({ values, location: this.#take('location') ? this.#string() : undefined });
    }
    return { kind: 'add-partitions', table, ifNotExists, partitions };
  }

  #partitionValues(): PartitionValue[] {
    this.#symbol('(');
    const values: PartitionValue[] = [];
    do {
      const key = this.#name();
      this.#symbol('=');
      const value = this.#peek();
      if (value.kind !== 'string' && value.kind !== 'word') throw this.#mismatch(this.#place, ['<string>']);
      this.#place += 1;
      values.push({ key, value: value.text });
    } while (this.#takeSymbol(','));
    this.#symbol(')');
    return values;
  }

  #like(): string | undefined {
    if (this.#take('like')) return this.#string();
    return this.#peek().kind === 'string' ? this.#string() : undefined;
  }

  #table(): TableName {
    const first = this.#name();
    if (!this.#takeSymbol('.')) return { catalog: undefined, schema: undefined, table: first };
    const second = this.#name();
    if (!this.#takeSymbol('.')) return { catalog: undefined, schema: first, table: second };
    return { catalog: first, schema: second, table: this.#name() };
  }

  #peek(ahead = 0): Token {
    return (
      this.#tokens[Math.min(this.#place + ahead, this.#tokens.length - 1)] ?? {
        kind: 'end',
        text: '<EOF>',
        at: { line: 1, column: 1 },
      }
    );
  }

  #word(): string {
    const token = this.#peek();
    if (token.kind !== 'word') throw this.#mismatch(this.#place, ['<keyword>']);
    this.#place += 1;
    return token.text;
  }

  #take(word: string): boolean {
    const found = this.#peek().kind === 'word' && this.#peek().text === word;
    if (found) this.#place += 1;
    return found;
  }

  #expect(words: readonly string[]): void {
    if (!words.some((word) => this.#take(word)))
      throw this.#mismatch(
        this.#place,
        words.map((word) => word.toUpperCase()),
      );
  }

  #takeSymbol(symbol: string): boolean {
    const found = this.#peek().kind === 'symbol' && this.#peek().text === symbol;
    if (found) this.#place += 1;
    return found;
  }

  #symbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) throw this.#mismatch(this.#place, [symbol]);
  }

  #name(): string {
    const token = this.#peek();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw this.#mismatch(this.#place, ['<identifier>']);
    this.#place += 1;
    return token.text;
  }

  #string(): string {
    const token = this.#peek();
    if (token.kind !== 'string') throw this.#mismatch(this.#place, ['<string>']);
    this.#place += 1;
    return token.text;
  }

  #end(): void {
    this.#takeSymbol(';');
    if (this.#peek().kind === 'end') return;
    const after = this.#tokens[this.#place - 1];
    if (after?.text === ';') throw new MalformedQuery('Only one sql statement is allowed.');
    throw this.#mismatch(this.#place, ['<EOF>']);
  }

  #unmodelled(what: string): HiveStatement {
    const failure: QueryFailure = notSupported(what);
    return { kind: 'unmodelled', failure };
  }

  #mismatch(place: number, expected: readonly string[]): MalformedQuery {
    const token = this.#tokens[place] ?? this.#peek();
    const names = expected.map((word) => (word.startsWith('<') ? word : `'${word}'`)).join(', ');
    return new MalformedQuery(
      `line ${token.at.line}:${token.at.column}: mismatched input '${token.text}'. Expecting: ${names}`,
    );
  }
}
