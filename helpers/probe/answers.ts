import type { QueryAnswer, ReadAnswer } from './probe-kind.js';

/** One row of whole numbers, named by the answer's columns. */
export function readCounts(answer: QueryAnswer): ReadAnswer {
  const [row, ...more] = answer.rows;
  if (row === undefined || more.length > 0) return { unreadable: `${answer.rows.length} rows instead of one` };
  if (row.length !== answer.columnNames.length) return { unreadable: 'the row and its header differ in length' };
  const counts = new Map<string, number>();
  for (const [position, name] of answer.columnNames.entries()) {
    const count = wholeNumber(row[position]);
    if (count === undefined) return { unreadable: 'a count is no whole number' };
    if (counts.has(name)) return { unreadable: 'the answer names a column twice' };
    counts.set(name, count);
  }
  if (counts.size === 0) return { unreadable: 'the answer has no column' };
  return { counts: Object.fromEntries(counts) };
}

export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}

/** One name in each row, as SHOW answers: `database_name` or `tab_name` (Athena gives these no header row). */
export function readNameList(answer: QueryAnswer): ReadAnswer {
  const names: string[] = [];
  for (const row of answer.rows) {
    const [name, ...more] = row;
    if (name === undefined || name === '' || more.length > 0) return { unreadable: 'a row is not one name' };
    names.push(name.toLowerCase());
  }
  return { names };
}

/** The names of the answer's own columns, of a query that must return no row. */
export function readHeader(answer: QueryAnswer): ReadAnswer {
  if (answer.rows.length > 0) return { unreadable: 'rows came back although none was asked for' };
  const names = answer.columnNames.map((name) => name.toLowerCase());
  if (names.length === 0) return { unreadable: 'the answer has no column' };
  if (new Set(names).size < names.length) return { unreadable: 'the answer names a column twice' };
  return { names };
}

/**
 * An answer to a question that should have been refused. That it was answered is all there is to say, whatever came
 * back: nothing of it is kept, and nothing of it can make the leak unreadable.
 */
export function readAccepted(): ReadAnswer {
  return {};
}
