import type { Expression, Literal } from '../ast/expression.js';
import { failure, notSupported } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  INTERVAL_DAY_SECOND,
  INTERVAL_YEAR_MONTH,
  JSON_TYPE,
  REAL,
  SMALLINT,
  TINYINT,
  type TrinoType,
  UNKNOWN,
  VARBINARY,
} from '../types/trino-type.js';
import { cast } from './cast.js';
import type { Typed } from './env.js';

const MAX_INTEGER = 2n ** 31n;
const MAX_BIGINT = 2n ** 63n;

export function isLiteral(expression: Expression): expression is Literal {
  return LITERALS.has(expression.kind);
}

const LITERALS: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'integer',
  'decimal',
  'double',
  'string',
  'binary',
  'typed',
  'interval',
]);

/** A literal with the type that Trino gives it ("Data types"). */
export function translateLiteral(node: Literal): Typed {
  switch (node.kind) {
    case 'null':
      return { type: UNKNOWN, sql: sql`NULL` };
    case 'boolean':
      return { type: BOOLEAN, sql: node.value ? sql`true` : sql`false`, literal: true };
    case 'integer':
      return wholeNumber(node.digits, node);
    case 'decimal':
      return decimalNumber(node.digits, node);
    case 'double':
      return { type: DOUBLE, sql: sql`CAST(${Sql.literal(node.digits)} AS DOUBLE)`, literal: true };
    case 'string':
      return textLiteral(node.value);
    case 'binary':
      return { type: VARBINARY, sql: sql`unhex(${Sql.literal(node.hex)})`, literal: true };
    case 'typed':
      return typedLiteral(node);
    case 'interval':
      return intervalLiteral(node);
  }
}

export function textLiteral(value: string): Typed {
  const type: TrinoType = { kind: 'varchar', length: Array.from(value).length };
  return { type, sql: sql`CAST(${Sql.literal(value)} AS VARCHAR)`, text: value, literal: true };
}

function wholeNumber(digits: string, { at }: Literal): Typed {
  const value = BigInt(digits.replaceAll('_', ''));
  if (value >= MAX_BIGINT || value < -MAX_BIGINT)
    throw failure('INVALID_LITERAL', `Invalid numeric literal: ${digits}`, at);
  const type = value < MAX_INTEGER && value >= -MAX_INTEGER ? INTEGER : BIGINT;
  const duck = type === INTEGER ? sql`INTEGER` : sql`BIGINT`;
  // A bare number would be an ordinal in GROUP BY and ORDER BY.
  return { type, sql: sql`CAST(${Sql.literal(value.toString())} AS ${duck})`, literal: true };
}

function decimalNumber(digits: string, { at }: Literal): Typed {
  const [, sign = '', before = '', after = ''] = /^([+-]?)(\d*)\.?(\d*)$/.exec(digits.replaceAll('_', '')) ?? [];
  const whole = before.replace(/^0+/, '');
  const precision = Math.max(1, whole.length + after.length);
  if (precision > 38) throw failure('INVALID_LITERAL', `Invalid numeric literal: ${digits}`, at);
  const size = sql`DECIMAL(${Sql.whole(precision)}, ${Sql.whole(after.length)})`;
  const text = Sql.literal(`${sign}${whole === '' ? '0' : whole}.${after}`);
  return { type: decimal(precision, after.length), sql: sql`CAST(${text} AS ${size})`, literal: true };
}

const NAMED: Readonly<Record<string, TrinoType>> = {
  tinyint: TINYINT,
  smallint: SMALLINT,
  integer: INTEGER,
  int: INTEGER,
  bigint: BIGINT,
  real: REAL,
  double: DOUBLE,
  boolean: BOOLEAN,
  varchar: { kind: 'varchar' },
};

const FORMS = {
  date: /^\d{4,6}-\d{1,2}-\d{1,2}$/,
  timestamp: /^\d{4,6}-\d{1,2}-\d{1,2}( \d{1,2}:\d{1,2}(:\d{1,2}(\.(\d{1,6}))?)?)?$/,
};

function typedLiteral(node: Literal & { readonly kind: 'typed' }): Typed {
  const { typeName, value, at } = node;
  if (typeName === 'date') return momentLiteral(node, DATE, FORMS.date);
  if (typeName === 'timestamp') {
    const precision = FORMS.timestamp.exec(value.trim())?.[4]?.length ?? 0;
    return momentLiteral(node, { kind: 'timestamp', precision }, FORMS.timestamp);
  }
  if (typeName === 'json') return jsonLiteral(node);
  if (typeName === 'decimal') return decimalNumber(value.trim(), node);
  const type = NAMED[typeName];
  if (type === undefined) throw notSupported(`literal of type ${typeName}`, at);
  return { ...cast(textLiteral(value), type, false, at), literal: true };
}

function jsonLiteral({ value, at }: Literal & { readonly kind: 'typed' }): Typed {
  try {
    JSON.parse(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw failure('INVALID_LITERAL', `'${value}' is not a valid JSON literal`, at);
  }
  return { type: JSON_TYPE, sql: sql`CAST(json(${Sql.literal(value)}) AS VARCHAR)`, literal: true };
}

function momentLiteral(node: Literal & { readonly kind: 'typed' }, type: TrinoType, form: RegExp): Typed {
  const value = node.value.trim();
  const [day = ''] = value.split(' ');
  const valid = form.test(value) && isDay(day);
  if (!valid) throw failure('INVALID_LITERAL', `'${node.value}' is not a valid ${node.typeName} literal`, node.at);
  const duck = type.kind === 'date' ? sql`DATE` : sql`TIMESTAMP`;
  return { type, sql: sql`CAST(${Sql.literal(value)} AS ${duck})`, literal: true };
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function intervalLiteral(node: Literal & { readonly kind: 'interval' }): Typed {
  const amount = /^[+-]?\d{1,9}$/.exec(node.value.trim())?.[0];
  if (amount === undefined) throw notSupported(`interval '${node.value}'`, node.at);
  const count = Sql.whole(node.negative ? -Number(amount) : Number(amount));
  switch (node.unit) {
    case 'year':
      return { type: INTERVAL_YEAR_MONTH, sql: sql`to_years(${count})`, literal: true };
    case 'month':
      return { type: INTERVAL_YEAR_MONTH, sql: sql`to_months(${count})`, literal: true };
    case 'day':
      return { type: INTERVAL_DAY_SECOND, sql: sql`to_days(${count})`, literal: true };
    case 'hour':
      return { type: INTERVAL_DAY_SECOND, sql: sql`to_hours(${count})`, literal: true };
    case 'minute':
      return { type: INTERVAL_DAY_SECOND, sql: sql`to_minutes(${count})`, literal: true };
    case 'second':
      return { type: INTERVAL_DAY_SECOND, sql: sql`to_seconds(${count})`, literal: true };
  }
}
