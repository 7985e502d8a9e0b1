import { wholeNumber } from './answers.js';
import { type ProbeDefinition, tableOf } from './probe-kind.js';
import { trinoTable } from './quote.js';

/** The size of the row set that a profile sees: row filters apply below the aggregation. */
export const rowCount: ProbeDefinition = {
  sql: (target) => `SELECT count(*) FROM ${trinoTable(tableOf(target))}`,
  read: ({ rows }) => {
    const [row, ...more] = rows;
    const count = row?.length === 1 && more.length === 0 ? wholeNumber(row[0]) : undefined;
    return count === undefined ? { unreadable: 'count(*) did not answer one number' } : { rowCount: count };
  },
};
