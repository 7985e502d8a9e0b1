import type { ColumnRowFilter } from '@aws-sdk/client-glue';
import type { TableAccess } from '../../model/permissions.js';

/** What an engine that filters by itself is to enforce, for every column and for the row (Glue API, ColumnRowFilter). */
export function cellFilters(access: TableAccess): { CellFilters: ColumnRowFilter[]; RowFilter?: string } {
  const { cells } = access;
  if (cells === undefined) return { CellFilters: [] };
  const ofColumn = (name: string): string =>
    cells.everywhere.includes(name) ? 'TRUE' : anyOf(cells.filters.filter(({ columns }) => columns.includes(name)));
  return {
    CellFilters: access.selectable.map((ColumnName) => ({ ColumnName, RowFilterExpression: ofColumn(ColumnName) })),
    RowFilter: cells.everywhere.length > 0 ? 'TRUE' : anyOf(cells.filters),
  };
}

function anyOf(filters: readonly { readonly expression: string }[]): string {
  const [only, ...more] = filters;
  if (only === undefined) return 'FALSE';
  return more.length === 0 ? only.expression : filters.map(({ expression }) => `(${expression})`).join(' OR ');
}
