import type { PrintedRow } from '../../model/statement.js';
import { failure } from '../failure.js';
import type { OutputColumn } from '../translate/env.js';
import { printed } from './values.js';

/** Prints rows of a query with these columns, as Athena does. */
export function printedRow(columns: readonly OutputColumn[]): (row: readonly unknown[]) => PrintedRow {
  const shaped = shapedRow(columns);
  return (row) => {
    shaped(row);
    return columns.map(({ type }, index) => printed(row[index], type));
  };
}

/** Defence in depth: the rows must have the shape that analysis gave them. */
export function shapedRow(columns: readonly OutputColumn[]): (row: readonly unknown[]) => readonly unknown[] {
  return (row) => {
    if (row.length === columns.length) return row;
    throw failure('GENERIC_INTERNAL_ERROR', 'a row has another shape than its query');
  };
}
