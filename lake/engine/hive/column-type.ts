import type { TokenCursor } from './cursor.js';

const PLAIN: readonly string[] = [
  'boolean',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'double',
  'float',
  'string',
  'binary',
  'date',
  'timestamp',
];
const MAX_DEPTH = 50;

/**
 * A column's type as Glue keeps it: lower-case, without blanks, `struct<a:int,b:array<string>>` (Athena User Guide, "Data
 * types in Amazon Athena"). Throws MalformedQuery.
 */
export function columnType(cursor: TokenCursor, depth = 0): string {
  if (depth > MAX_DEPTH) throw cursor.mismatch(['<type>']);
  const { text } = cursor.peek();
  if (PLAIN.includes(text)) return cursor.word();
  if (cursor.take('integer')) return 'int';
  if (cursor.take('decimal')) return `decimal(${numbers(cursor, ['10', '0']).join(',')})`;
  if (cursor.take('varchar') || cursor.take('char')) return `${text}(${numbers(cursor, ['']).join(',')})`;
  const inside = (): string => columnType(cursor, depth + 1);
  if (cursor.take('array')) return `array<${between(cursor, inside)}>`;
  if (cursor.take('map')) return `map<${between(cursor, () => `${inside()},${after(cursor, ',', inside)}`)}>`;
  if (cursor.take('struct')) return `struct<${between(cursor, () => fields(cursor, inside))}>`;
  throw cursor.mismatch(['<type>']);
}

function between(cursor: TokenCursor, read: () => string): string {
  cursor.symbol('<');
  const text = read();
  cursor.symbol('>');
  return text;
}

function after(cursor: TokenCursor, symbol: string, read: () => string): string {
  cursor.symbol(symbol);
  return read();
}

/** Names stand in the text of the type, so they are held to letters, digits and `_` (User Guide, "create-table"). */
function fields(cursor: TokenCursor, inside: () => string): string {
  const parts: string[] = [];
  do {
    const token = cursor.peek();
    const name = cursor.name();
    if (!/^[\p{L}\p{N}_]+$/u.test(name)) throw cursor.mismatch(['<identifier>'], token);
    parts.push(`${name}:${after(cursor, ':', inside)}`);
    if (cursor.take('comment')) cursor.text();
  } while (cursor.takeSymbol(','));
  return parts.join(',');
}

/** `(10, 2)`; what is missing at the end is as in `defaults`, of which the empty one must be there. */
function numbers(cursor: TokenCursor, defaults: readonly string[]): readonly string[] {
  const given: string[] = [];
  if (cursor.takeSymbol('(')) {
    do {
      const token = cursor.peek();
      const digits = cursor.value();
      if (!/^\d{1,5}$/.test(digits)) throw cursor.mismatch(['<integer>'], token);
      given.push(digits);
    } while (given.length < defaults.length && cursor.takeSymbol(','));
    cursor.symbol(')');
  }
  const all = defaults.map((fallback, index) => given[index] ?? fallback);
  if (all.includes('')) throw cursor.mismatch(['(']);
  return all;
}
