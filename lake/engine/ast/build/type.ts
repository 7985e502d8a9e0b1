import {
  ArrayTypeContext,
  DateTimeTypeContext,
  DoublePrecisionTypeContext,
  GenericTypeContext,
  LegacyArrayTypeContext,
  LegacyMapTypeContext,
  RowTypeContext,
  type TypeContext,
} from '#trino/TrinoSqlParser.js';
import { failure } from '../../failure.js';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  JSON_TYPE,
  REAL,
  SMALLINT,
  TINYINT,
  type TrinoType,
  VARBINARY,
  VARCHAR,
} from '../../types/trino-type.js';
import { locationOf, present, unmodelled } from './context.js';
import { identifier } from './names.js';

const SIMPLE: Readonly<Record<string, TrinoType>> = {
  boolean: BOOLEAN,
  tinyint: TINYINT,
  smallint: SMALLINT,
  int: INTEGER,
  integer: INTEGER,
  bigint: BIGINT,
  real: REAL,
  double: DOUBLE,
  varchar: VARCHAR,
  varbinary: VARBINARY,
  date: DATE,
  json: JSON_TYPE,
};

/** Types that Trino knows and the lake does not model. */
const UNMODELLED = new Set(['char', 'uuid', 'ipaddress', 'hyperloglog', 'tdigest', 'qdigest']);
const MAX_TIMESTAMP_PRECISION = 6;

export function typeOf(tree: TypeContext): TrinoType {
  if (tree instanceof DoublePrecisionTypeContext) return DOUBLE;
  if (tree instanceof ArrayTypeContext || tree instanceof LegacyArrayTypeContext) {
    return { kind: 'array', element: typeOf(tree.type()) };
  }
  if (tree instanceof LegacyMapTypeContext) {
    return {
      kind: 'map',
      key: typeOf(present(tree._keyType, 'key')),
      value: typeOf(present(tree._valueType, 'value')),
    };
  }
  if (tree instanceof RowTypeContext) {
    const fields = tree.rowField().map((field) => {
      const name = field.identifier();
      return { name: name === null ? undefined : identifier(name).name, type: typeOf(field.type()) };
    });
    return { kind: 'row', fields };
  }
  if (tree instanceof DateTimeTypeContext) return timestampOf(tree);
  if (tree instanceof GenericTypeContext) return genericOf(tree);
  throw unmodelled(tree, `type ${tree.getText().toLowerCase()}`);
}

function timestampOf(tree: DateTimeTypeContext): TrinoType {
  const digits = tree.typeParameter()?.getText() ?? '3';
  const precision = Number(digits);
  if (!(precision <= MAX_TIMESTAMP_PRECISION)) throw unmodelled(tree, `timestamp(${digits})`);
  return { kind: tree.KW_WITH() === null ? 'timestamp' : 'timestamp with time zone', precision };
}

function genericOf(tree: GenericTypeContext): TrinoType {
  const { name } = identifier(tree.identifier());
  const parameters = tree.typeParameter();
  const known = SIMPLE[name];
  if (known !== undefined && parameters.length === 0) return known;
  const numbers = parameters.map((parameter) => Number(parameter.getText()));
  const [first, second] = numbers;
  if (name === 'array' && parameters.length === 1) {
    const element = parameters[0]?.type();
    if (element !== null && element !== undefined) return { kind: 'array', element: typeOf(element) };
  }
  if (name === 'map' && parameters.length === 2) {
    const [key, value] = parameters.map((parameter) => parameter.type());
    if (key && value) return { kind: 'map', key: typeOf(key), value: typeOf(value) };
  }
  if (name === 'varchar' && numbers.length === 1 && Number.isInteger(first))
    return { kind: 'varchar', length: first ?? 0 };
  if (name === 'decimal') {
    const [precision, scale] = [first ?? 38, second ?? 0];
    if (precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision) return decimal(precision, scale);
  }
  if (UNMODELLED.has(name)) throw unmodelled(tree, `type ${name}`);
  throw failure('TYPE_NOT_FOUND', `Unknown type: ${tree.getText().toLowerCase()}`, locationOf(tree));
}
