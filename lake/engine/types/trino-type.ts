/** Types of Athena engine version 3 (Trino) that the lake's SQL knows. */
export type TrinoType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** Without a length: unbounded. */
  | { readonly kind: 'varchar'; readonly length?: number }
  | { readonly kind: 'timestamp'; readonly precision: number }
  /** Kept in UTC; other zones are not modelled. */
  | { readonly kind: 'timestamp with time zone'; readonly precision: number }
  | { readonly kind: 'array'; readonly element: TrinoType };

export type SimpleKind =
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double'
  | 'varbinary'
  | 'date'
  | 'interval day to second'
  | 'interval year to month'
  /** The type of NULL. */
  | 'unknown';

const simple = <K extends SimpleKind>(kind: K): { readonly kind: K } => ({ kind });

export const BOOLEAN = simple('boolean');
export const TINYINT = simple('tinyint');
export const SMALLINT = simple('smallint');
export const INTEGER = simple('integer');
export const BIGINT = simple('bigint');
export const REAL = simple('real');
export const DOUBLE = simple('double');
export const VARBINARY = simple('varbinary');
export const DATE = simple('date');
export const INTERVAL_DAY_SECOND = simple('interval day to second');
export const INTERVAL_YEAR_MONTH = simple('interval year to month');
export const UNKNOWN = simple('unknown');
export const VARCHAR: TrinoType = { kind: 'varchar' };
export const TIMESTAMP: TrinoType = { kind: 'timestamp', precision: 3 };
export const TIMESTAMP_TZ: TrinoType = { kind: 'timestamp with time zone', precision: 3 };

export function decimal(precision: number, scale: number): TrinoType {
  return { kind: 'decimal', precision, scale };
}

/** As Trino prints a type: `varchar(3)`, `decimal(2,1)`, `array(integer)`. */
export function typeText(type: TrinoType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'varchar':
      return type.length === undefined ? 'varchar' : `varchar(${type.length})`;
    case 'timestamp':
      return `timestamp(${type.precision})`;
    case 'timestamp with time zone':
      return `timestamp(${type.precision}) with time zone`;
    case 'array':
      return `array(${typeText(type.element)})`;
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'varbinary':
    case 'date':
    case 'interval day to second':
    case 'interval year to month':
    case 'unknown':
      return type.kind;
  }
}

/** Equal types have the same text. */
export function sameType(a: TrinoType, b: TrinoType): boolean {
  return typeText(a) === typeText(b);
}
