/** Types of Athena engine version 3 (Trino) that the lake's SQL knows. */
export type TrinoType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** Without a length: unbounded. */
  | { readonly kind: 'varchar'; readonly length?: number }
  | { readonly kind: 'timestamp'; readonly precision: number }
  /** Kept in UTC; other zones are not modelled. */
  | { readonly kind: 'timestamp with time zone'; readonly precision: number }
  | { readonly kind: 'array'; readonly element: TrinoType }
  | MapType
  | RowType;

export interface MapType {
  readonly kind: 'map';
  readonly key: TrinoType;
  readonly value: TrinoType;
}

export interface RowType {
  readonly kind: 'row';
  readonly fields: readonly RowField[];
}

export interface RowField {
  /** Lower-case; undefined where the row was made without names. */
  readonly name: string | undefined;
  readonly type: TrinoType;
}

export type SimpleKind =
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double'
  | 'varbinary'
  /** Kept as text. */
  | 'json'
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
export const JSON_TYPE = simple('json');
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
    case 'map':
      return `map(${typeText(type.key)}, ${typeText(type.value)})`;
    case 'row':
      return `row(${type.fields.map(fieldText).join(', ')})`;
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'varbinary':
    case 'json':
    case 'date':
    case 'interval day to second':
    case 'interval year to month':
    case 'unknown':
      return type.kind;
  }
}

function fieldText({ name, type }: RowField): string {
  return name === undefined ? typeText(type) : `${name} ${typeText(type)}`;
}

/** Names of a row's fields count: rows of other names are of another type. */
export function sameType(a: TrinoType, b: TrinoType): boolean {
  if (a.kind === 'array' && b.kind === 'array') return sameType(a.element, b.element);
  if (a.kind === 'map' && b.kind === 'map') return sameType(a.key, b.key) && sameType(a.value, b.value);
  if (a.kind === 'row' && b.kind === 'row') return sameFields(a.fields, b.fields);
  return typeText(a) === typeText(b);
}

function sameFields(a: readonly RowField[], b: readonly RowField[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, type }, index) => {
      const other = b[index];
      return other !== undefined && other.name === name && sameType(type, other.type);
    })
  );
}

/** Has parts of other types inside. */
export function isNested(type: TrinoType): boolean {
  return type.kind === 'array' || type.kind === 'map' || type.kind === 'row';
}
