import type { ColumnPath, RowConstant, RowPredicate } from '../../../model/row-predicate.js';
import { type FilterColumns, familyOf, isPartitionKey, type TypeFamily } from './column-types.js';
import { RESERVED } from './reserved-words.js';
import { RowFilterError } from './row-filter-error.js';
import { type Token, tokensOf } from './tokens.js';

/** "Total length of the expression must be less than 2048 characters" (Developer Guide, "partiql-support"). */
const MAX_LENGTH = 2047;
/** More than an expression of the greatest length can sensibly use; DuckDB stops at 1,000. */
const MAX_DEPTH = 200;

/**
 * Reads a row filter expression: columns against constants with `= < > <= >= <> != BETWEEN IN LIKE NOT IS [NOT] NULL`,
 * AND, OR and parentheses, or the word `true` for every row (Lake Formation Developer Guide, "PartiQL support in row
 * filter expressions"). Each constant must fit its column's type. Throws RowFilterError.
 */
export function parseRowFilter(expression: string, table: FilterColumns): RowPredicate {
  if (expression.length > MAX_LENGTH) {
    throw new RowFilterError(`the expression must be shorter than ${MAX_LENGTH + 1} characters`);
  }
  const tokens = tokensOf(expression);
  const [only, ...more] = tokens;
  if (only === undefined) throw new RowFilterError('the expression is empty');
  if (more.length === 0 && only.kind === 'word' && only.text.toLowerCase() === 'true') return { kind: 'every-row' };
  return new RowFilterParser(tokens, table).whole();
}

class RowFilterParser {
  readonly #tokens: readonly Token[];
  readonly #table: FilterColumns;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], table: FilterColumns) {
    this.#tokens = tokens;
    this.#table = table;
  }

  whole(): RowPredicate {
    const predicate = this.#either();
    if (this.#next < this.#tokens.length) throw this.#unexpected();
    return predicate;
  }

  #either(): RowPredicate {
    const terms = [this.#all()];
    while (this.#takesWord('or')) terms.push(this.#all());
    return joined('or', terms);
  }

  #all(): RowPredicate {
    const terms = [this.#negation()];
    while (this.#takesWord('and')) terms.push(this.#negation());
    return joined('and', terms);
  }

  /** Two NOTs are none, so that many of them do not nest. */
  #negation(): RowPredicate {
    let negated = false;
    while (this.#takesWord('not')) negated = !negated;
    const term = this.#term();
    return negated ? { kind: 'not', term } : term;
  }

  #term(): RowPredicate {
    if (!this.#takesSymbol('(')) return this.#condition();
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new RowFilterError('the expression is nested too deeply');
    const inner = this.#either();
    this.#needsSymbol(')');
    this.#depth -= 1;
    return inner;
  }

  #condition(): RowPredicate {
    const column = this.#column();
    const family = familyOf(column, this.#table);
    if (this.#takesWord('is')) {
      const negated = this.#takesWord('not');
      if (!this.#takesWord('null')) throw this.#unexpected();
      if (isPartitionKey(column, this.#table)) {
        throw new RowFilterError('IS [NOT] NULL cannot be used with partition columns');
      }
      return unless(negated, { kind: 'is-null', column });
    }
    const negated = this.#takesWord('not');
    if (this.#takesWord('between')) {
      const low = this.#ordered(family);
      if (!this.#takesWord('and')) throw this.#unexpected();
      return unless(negated, { kind: 'between', column, low, high: this.#ordered(family) });
    }
    if (this.#takesWord('in')) return unless(negated, { kind: 'in', column, values: this.#list(family) });
    if (this.#takesWord('like')) {
      if (family !== 'string') throw new RowFilterError(`LIKE cannot be used with column ${column.join('.')}`);
      const pattern = this.#constant(family);
      return unless(negated, { kind: 'like', column, pattern: pattern.kind === 'string' ? pattern.text : '' });
    }
    if (negated) throw this.#unexpected();
    return this.#comparison(column, family);
  }

  #comparison(column: ColumnPath, family: TypeFamily): RowPredicate {
    const token = this.#tokens[this.#next];
    const operator = token?.kind === 'symbol' ? OPERATORS.get(token.text) : undefined;
    if (operator === undefined) throw this.#unexpected();
    this.#next += 1;
    const needsOrder = operator !== '=' && operator !== '<>';
    const value = needsOrder ? this.#ordered(family) : this.#constant(family);
    return { kind: 'compare', column, operator, value };
  }

  #column(): ColumnPath {
    const parts: string[] = [];
    do parts.push(this.#name());
    while (this.#takesSymbol('.'));
    const [first = '', ...more] = parts;
    return [first, ...more];
  }

  #name(): string {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'word' && token?.kind !== 'quoted') throw this.#unexpected();
    if (token.kind === 'word' && RESERVED.has(token.text.toLowerCase())) {
      throw new RowFilterError(`${token.text} is a reserved word and must be double-quoted to name a column`);
    }
    this.#next += 1;
    return token.text.toLowerCase();
  }

  #list(family: TypeFamily): readonly RowConstant[] {
    this.#needsSymbol('(');
    const values = [this.#constant(family)];
    while (this.#takesSymbol(',')) values.push(this.#constant(family));
    this.#needsSymbol(')');
    return values;
  }

  /** A constant of a type that has an order. */
  #ordered(family: TypeFamily): RowConstant {
    if (family === 'boolean') throw new RowFilterError('boolean columns can be compared with = and <> only');
    return this.#constant(family);
  }

  #constant(family: TypeFamily): RowConstant {
    const sign = this.#takesSymbol('-') ? '-' : this.#takesSymbol('+') ? '+' : '';
    const token = this.#tokens[this.#next];
    if (token?.kind === 'number') {
      this.#next += 1;
      return number(`${sign === '-' ? sign : ''}${token.text}`, family);
    }
    if (sign !== '') throw this.#unexpected();
    if (token?.kind === 'string') {
      this.#next += 1;
      if (family !== 'string') throw mismatch(family);
      if (token.text.includes('\0')) throw new RowFilterError('a constant holds a zero character');
      return { kind: 'string', text: token.text };
    }
    if (this.#takesWord('true') || this.#takesWord('false')) {
      if (family !== 'boolean') throw mismatch(family);
      return { kind: 'boolean', value: token?.text.toLowerCase() === 'true' };
    }
    throw this.#unexpected('columns can be compared with constants only');
  }

  #takesWord(word: string): boolean {
    const token = this.#tokens[this.#next];
    const takes = token?.kind === 'word' && token.text.toLowerCase() === word;
    if (takes) this.#next += 1;
    return takes;
  }

  #takesSymbol(symbol: string): boolean {
    const token = this.#tokens[this.#next];
    const takes = token?.kind === 'symbol' && token.text === symbol;
    if (takes) this.#next += 1;
    return takes;
  }

  #needsSymbol(symbol: string): void {
    if (!this.#takesSymbol(symbol)) throw this.#unexpected();
  }

  #unexpected(hint?: string): RowFilterError {
    const token = this.#tokens[this.#next];
    const place =
      token === undefined ? 'unexpected end of the expression' : `unexpected token at position ${token.at + 1}`;
    return new RowFilterError(hint === undefined ? place : `${place}: ${hint}`);
  }
}

const OPERATORS: ReadonlyMap<string, Extract<RowPredicate, { kind: 'compare' }>['operator']> = new Map([
  ['=', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
] as const);

function joined(kind: 'and' | 'or', terms: readonly RowPredicate[]): RowPredicate {
  const [only, ...more] = terms;
  return only !== undefined && more.length === 0 ? only : { kind, terms };
}

function unless(negated: boolean, term: RowPredicate): RowPredicate {
  return negated ? { kind: 'not', term } : term;
}

function mismatch(family: TypeFamily): RowFilterError {
  return new RowFilterError(`the value must match the data type of the column (${family})`);
}

/** Bounds within which every comparison with a stored number is exact and cannot overflow. */
const MAX_WHOLE_DIGITS = 19;
const MAX_FRACTION_DIGITS = 18;

function number(text: string, family: TypeFamily): RowConstant {
  if (family !== 'integer' && family !== 'decimal' && family !== 'float') throw mismatch(family);
  if (/e/i.test(text)) {
    if (family !== 'float') throw mismatch(family);
    return { kind: 'number', digits: text.toLowerCase() };
  }
  const [, sign = '', before = '', after = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const whole = before.replace(/^0+(?=\d)/, '') || '0';
  const fraction = after.replace(/0+$/, '');
  if (whole.length > MAX_WHOLE_DIGITS || fraction.length > MAX_FRACTION_DIGITS) {
    throw new RowFilterError('a number has too many digits');
  }
  return { kind: 'number', digits: `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}` };
}
