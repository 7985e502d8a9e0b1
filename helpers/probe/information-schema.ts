import { readNameList } from './answers.js';
import { type ProbeDefinition, tableOf } from './probe-kind.js';
import { trinoText } from './quote.js';

/** The columns that metadata shows in a query; hidden columns must be missing. */
export const informationSchema: ProbeDefinition = {
  sql: (target) => {
    const { database, table } = tableOf(target);
    const where = `table_schema = ${trinoText(database)} AND table_name = ${trinoText(table)}`;
    return `SELECT column_name FROM information_schema.columns WHERE ${where}`;
  },
  read: (answer) => {
    // The table is one that the profile may read: no column at all is no answer.
    if (answer.rows.length === 0) return { unreadable: 'information_schema lists no column of the table' };
    return readNameList(answer);
  },
};
