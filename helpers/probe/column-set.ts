import { readHeader } from './answers.js';
import { type ProbeDefinition, tableOf } from './probe-kind.js';
import { trinoTable } from './quote.js';

/** All columns that a profile sees of a table, at the price of one query and of no row. */
export const columnSet: ProbeDefinition = {
  sql: (target) => `SELECT * FROM ${trinoTable(tableOf(target))} WHERE false`,
  read: readHeader,
};
