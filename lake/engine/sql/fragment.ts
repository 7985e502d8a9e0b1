import { notSupported } from '../failure.js';

const MAX_LENGTH = 4_000_000;

/**
 * SQL for DuckDB that only this file can make: out of text written in our sources, and of names and literals that are
 * made here. Text of a user's statement can reach DuckDB as a quoted literal only, never as a name or as syntax.
 */
export class Sql {
  readonly text: string;

  /** Some forms write an operand twice, so that SQL may grow faster than its statement: it is stopped as it grows. */
  private constructor(text: string) {
    if (text.length > MAX_LENGTH) throw notSupported('a statement of this size');
    this.text = text;
  }

  /** The tag of template strings: what stands between the parts is text of our own sources. */
  static of(strings: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
    const text = strings.reduce((sum, piece, index) => sum + piece + (parts[index]?.text ?? ''), '');
    return new Sql(text);
  }

  /** A quoted literal. DuckDB's plain quotes know no escape but the doubled quote; zero bytes end C strings. */
  static literal(value: string): Sql {
    if (value.includes('\0')) throw notSupported('a zero byte in a text');
    return new Sql(`'${value.replaceAll("'", "''")}'`);
  }

  static whole(value: number | bigint): Sql {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('not a whole number');
    return new Sql(value < 0 ? `(${value})` : `${value}`);
  }

  /** A generated name: `r` relation, `c` column, `t` table of the instance, `f` field of a row, `x` parameter of a lambda. */
  static name(kind: 'r' | 'c' | 't' | 's' | 'p' | 'f' | 'x', index: number): Sql {
    if (!Number.isSafeInteger(index) || index < 0) throw new RangeError('not an index');
    return new Sql(`${kind}${index}`);
  }

  /**
   * A column of a Parquet file, quoted. Its name comes from the catalogue, never from a statement, and is used by the
   * step that fills the instance only.
   */
  static fileColumn(name: string): Sql {
    if (name.includes('\0')) throw new RangeError('a column name holds a zero byte');
    return new Sql(`"${name.replaceAll('"', '""')}"`);
  }

  /** This call, `name(args)`, with more inside its parentheses: before the arguments, and after them. */
  within(before: Sql, after: Sql): Sql {
    const open = this.text.indexOf('(');
    if (open < 0 || !this.text.endsWith(')')) throw new RangeError('not a call');
    return new Sql(`${this.text.slice(0, open + 1)}${before.text}${this.text.slice(open + 1, -1)}${after.text})`);
  }

  static join(parts: readonly Sql[], separator: Sql): Sql {
    return new Sql(parts.map((part) => part.text).join(separator.text));
  }
}

export function sql(strings: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
  return Sql.of(strings, ...parts);
}

/** Parts with commas between them. */
export function list(parts: readonly Sql[]): Sql {
  return Sql.join(parts, sql`, `);
}
