import type { ColumnPath, RowConstant, RowPredicate } from '../../model/row-predicate.js';
import { Sql, sql } from '../sql/fragment.js';
import { duckType } from '../types/duck-type.js';
import type { TrinoType } from '../types/trino-type.js';

/** A column that a row filter names, as one part of the copy reads it: before any cast, since a cast can fail. */
export interface FilterOperand {
  readonly sql: Sql;
  /** Of the column itself; undefined for a field inside it, and for types that the engine does not model. */
  readonly type: TrinoType | undefined;
}

/**
 * A row filter as a condition of DuckDB, true for the rows that pass. It is made of our own text, of quoted literals and
 * of what `operand` gives; nothing of the expression's text gets here. Evaluating it cannot fail: a value that does not
 * fit its column's type is NULL, so that a hidden row is not felt through an error.
 */
export function rowFilterSql(predicate: RowPredicate, operand: (column: ColumnPath) => FilterOperand): Sql {
  const again = (term: RowPredicate): Sql => rowFilterSql(term, operand);
  switch (predicate.kind) {
    case 'every-row':
      return sql`true`;
    case 'compare':
      return comparison(operand(predicate.column), predicate.operator, predicate.value);
    case 'between': {
      const column = operand(predicate.column);
      return sql`(${comparison(column, '>=', predicate.low)} AND ${comparison(column, '<=', predicate.high)})`;
    }
    case 'in': {
      const column = operand(predicate.column);
      return sql`(${Sql.join(
        predicate.values.map((value) => comparison(column, '=', value)),
        sql` OR `,
      )})`;
    }
    case 'like':
      return sql`(${text(operand(predicate.column))} LIKE ${Sql.literal(predicate.pattern)})`;
    case 'is-null':
      return sql`(${operand(predicate.column).sql} IS NULL)`;
    case 'not':
      return sql`(NOT ${again(predicate.term)})`;
    case 'and':
      return sql`(${Sql.join(predicate.terms.map(again), sql` AND `)})`;
    case 'or':
      return sql`(${Sql.join(predicate.terms.map(again), sql` OR `)})`;
  }
}

/** True when one of the conditions is; a condition that is unknown counts as false. */
export function anyOf(conditions: readonly Sql[]): Sql {
  return sql`coalesce(${Sql.join(
    conditions.map((condition) => sql`coalesce(${condition}, false)`),
    sql` OR `,
  )}, false)`;
}

/** Every column that a predicate names. */
export function columnsOf(predicate: RowPredicate): readonly ColumnPath[] {
  switch (predicate.kind) {
    case 'every-row':
      return [];
    case 'not':
      return columnsOf(predicate.term);
    case 'and':
    case 'or':
      return predicate.terms.flatMap(columnsOf);
    case 'compare':
    case 'between':
    case 'in':
    case 'like':
    case 'is-null':
      return [predicate.column];
  }
}

type Operator = Extract<RowPredicate, { kind: 'compare' }>['operator'];

function comparison(column: FilterOperand, operator: Operator, value: RowConstant): Sql {
  switch (value.kind) {
    case 'string':
      return sql`(${text(column)} ${OPERATORS[operator]} ${Sql.literal(value.text)})`;
    case 'boolean':
      return sql`(TRY_CAST(${column.sql} AS BOOLEAN) ${OPERATORS[operator]} ${value.value ? sql`true` : sql`false`})`;
    case 'number':
      return numberComparison(column, operator, value.digits);
  }
}

function text({ sql: value }: FilterOperand): Sql {
  return sql`TRY_CAST(${value} AS VARCHAR)`;
}

/** Exact for whole numbers and for decimals that fit; as doubles where the column or the constant is one. */
function numberComparison({ sql: value, type }: FilterOperand, operator: Operator, digits: string): Sql {
  const stored = type === undefined ? value : sql`TRY_CAST(${value} AS ${duckType(type)})`;
  const isFloat = digits.includes('e') || (type !== undefined && comparesAsDouble(type));
  const common = isFloat ? sql`DOUBLE` : sql`DECIMAL(38, 18)`;
  const left = sql`TRY_CAST(${stored} AS ${common})`;
  const compared = sql`(${left} ${OPERATORS[operator]} CAST(${Sql.literal(digits)} AS ${common}))`;
  // To DuckDB NaN is the largest number; to SQL it is none.
  return isFloat && (operator === '>' || operator === '>=') ? sql`(${compared} AND NOT isnan(${left}))` : compared;
}

function comparesAsDouble(type: TrinoType): boolean {
  if (type.kind === 'decimal') return type.scale > 18 || type.precision - type.scale > 20;
  return type.kind === 'real' || type.kind === 'double';
}

const OPERATORS: Readonly<Record<Operator, Sql>> = {
  '=': sql`=`,
  '<>': sql`<>`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
};
