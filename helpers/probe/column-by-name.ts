import type { Clause } from '../model/plan.js';
import { readAccepted } from './answers.js';
import { columnsOf, type ProbeDefinition, tableOf } from './probe-kind.js';
import { trinoName, trinoTable } from './quote.js';

/**
 * Names one column in one clause and returns no row. A column that Lake Formation hides cannot be resolved anywhere in
 * a statement, so each clause must refuse it; an engine that filters only the select list would let it be guessed at
 * through the others.
 */
export const columnByName: ProbeDefinition = {
  sql: (target) => {
    const [column] = columnsOf(target);
    const name = trinoName(column);
    const table = trinoTable(tableOf(target));
    return statement(target.clause ?? 'SELECT', name, table, isOrderable(target.types?.[column]));
  },
  read: readAccepted,
};

function statement(clause: Clause, name: string, table: string, orderable: boolean): string {
  switch (clause) {
    case 'SELECT':
      return `SELECT ${name} FROM ${table} WHERE false`;
    case 'WHERE':
      return `SELECT 1 FROM ${table} WHERE ${name} IS NULL AND false`;
    case 'GROUP BY':
      return `SELECT count(*) FROM ${table} WHERE false GROUP BY ${name}`;
    case 'ORDER BY':
      return `SELECT 1 FROM ${table} WHERE false ORDER BY ${orderable ? name : `${name} IS NULL`}`;
  }
}

/** Trino orders no map, nor what holds one: the entitled identity's control would fail for a reason of its own. */
function isOrderable(hiveType: string | undefined): boolean {
  return hiveType === undefined || !/\b(map|uniontype)\s*</i.test(hiveType);
}
