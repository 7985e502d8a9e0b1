import { topLevelParts } from '../../model/hive-type-text.js';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  REAL,
  type RowField,
  SMALLINT,
  TIMESTAMP,
  TINYINT,
  type TrinoType,
  VARBINARY,
  VARCHAR,
} from './trino-type.js';

const SIMPLE: Readonly<Record<string, TrinoType>> = {
  boolean: BOOLEAN,
  tinyint: TINYINT,
  smallint: SMALLINT,
  int: INTEGER,
  integer: INTEGER,
  bigint: BIGINT,
  float: REAL,
  double: DOUBLE,
  string: VARCHAR,
  binary: VARBINARY,
  date: DATE,
  timestamp: TIMESTAMP,
};

/**
 * The SQL type of a Glue column's type text (Athena User Guide, "Data types in Amazon Athena"). Undefined for types
 * that the lake does not model: `char`, `uniontype`, and anything unknown.
 */
export function typeOfHive(text: string): TrinoType | undefined {
  const type = text.trim().toLowerCase();
  const known = SIMPLE[type];
  if (known !== undefined) return known;
  const [, name, inner] = /^(\w+)\s*[(<](.*)[)>]$/s.exec(type) ?? [];
  if (name === undefined || inner === undefined) return undefined;
  const parts = topLevelParts(inner);
  if (name === 'varchar') return /^\d+$/.test(inner.trim()) ? { kind: 'varchar', length: Number(inner) } : undefined;
  if (name === 'decimal') return decimalOf(parts);
  if (name === 'array') return arrayOf(parts);
  if (name === 'map') return mapOf(parts);
  if (name === 'struct') return rowOf(parts);
  return undefined;
}

/** The Hive type that Glue keeps for a column of this type. */
export function hiveTypeText(type: TrinoType): string {
  switch (type.kind) {
    case 'integer':
      return 'int';
    case 'real':
      return 'float';
    case 'varchar':
    case 'json':
    case 'unknown':
      return 'string';
    case 'varbinary':
      return 'binary';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
    case 'timestamp with time zone':
      return 'timestamp';
    case 'array':
      return `array<${hiveTypeText(type.element)}>`;
    case 'map':
      return `map<${hiveTypeText(type.key)},${hiveTypeText(type.value)}>`;
    case 'row':
      return `struct<${type.fields.map(fieldText).join(',')}>`;
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'bigint':
    case 'double':
    case 'date':
      return type.kind;
    case 'interval day to second':
    case 'interval year to month':
      return 'string';
  }
}

function decimalOf([precision = '10', scale = '0']: readonly string[]): TrinoType | undefined {
  const [p, s] = [Number(precision), Number(scale)];
  return Number.isInteger(p) && Number.isInteger(s) && p >= 1 && p <= 38 && s >= 0 && s <= p
    ? decimal(p, s)
    : undefined;
}

function arrayOf([element = '', ...more]: readonly string[]): TrinoType | undefined {
  const type = typeOfHive(element);
  return type === undefined || more.length > 0 ? undefined : { kind: 'array', element: type };
}

function mapOf([key = '', value = '', ...more]: readonly string[]): TrinoType | undefined {
  const [keyType, valueType] = [typeOfHive(key), typeOfHive(value)];
  if (keyType === undefined || valueType === undefined || more.length > 0) return undefined;
  return { kind: 'map', key: keyType, value: valueType };
}

/** `name:type`; a name may stand in backquotes. */
function rowOf(parts: readonly string[]): TrinoType | undefined {
  const fields = parts.flatMap((part): RowField[] => {
    const [, quoted, plain, text = ''] = /^\s*(?:`([^`]+)`|([^:`]+?))\s*:(.*)$/s.exec(part) ?? [];
    const [name, type] = [quoted ?? plain, typeOfHive(text)];
    return name === undefined || type === undefined ? [] : [{ name, type }];
  });
  return fields.length === parts.length ? { kind: 'row', fields } : undefined;
}

/** Hive needs a name for each field; Trino's own for one that has none is its place. */
function fieldText({ name, type }: RowField, index: number): string {
  return `${name ?? `field${index}`}:${hiveTypeText(type)}`;
}
