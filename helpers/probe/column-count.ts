import { readCounts } from './answers.js';
import { columnsOf, type ProbeDefinition, tableOf } from './probe-kind.js';
import { trinoName, trinoTable } from './quote.js';

/** Wide tables are asked in parts: a statement names at most this many columns. */
export const COLUMNS_PER_COUNT = 100;
/** Rows that are enough to show that a column can be read; more would only cost its owner money. */
const ROWS_READ = 100;

/**
 * Permitted columns can be read: their non-null values within the first rows are counted, and none comes back. This is
 * the probe that reads data, so Lake Formation vends credentials for it and logs GetDataAccess.
 */
export const columnCount: ProbeDefinition = {
  sql: (target) => countSql(target, ROWS_READ),
  read: readCounts,
};

export function countSql(target: { readonly columns?: readonly string[] }, rows: number): string {
  const counts = columnsOf(target).map((column) => `count(${trinoName(column)}) AS ${trinoName(column)}`);
  return `SELECT ${counts.join(', ')} FROM (SELECT * FROM ${trinoTable(tableOf(target))} LIMIT ${rows})`;
}
