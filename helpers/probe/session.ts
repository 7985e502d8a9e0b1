import type { ProbeDefinition, QueryAnswer, ReadAnswer } from './probe-kind.js';

/** The session works at all: it may use its workgroup and write its results. */
export const session: ProbeDefinition = { sql: () => 'SELECT 1', read: readOne };

function readOne({ rows }: QueryAnswer): ReadAnswer {
  const [row, ...more] = rows;
  if (row?.length === 1 && row[0] === '1' && more.length === 0) return {};
  return { unreadable: 'SELECT 1 did not answer 1' };
}
