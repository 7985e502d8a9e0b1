import { describe, expect, it } from 'vitest';
import { cellFilters } from './cell-filters.js';

const access = { visible: true, selectable: ['a', 'b'], described: ['a', 'b'], viaIamAllowedPrincipals: false };
const filter = (expression: string, columns: readonly string[]) => ({
  rows: { kind: 'every-row' } as const,
  expression,
  columns,
});

describe('cellFilters', () => {
  it('are none where nothing depends on the row', () => {
    expect(cellFilters(access)).toEqual({ CellFilters: [] });
  });

  it('say for each column which of the filters open it, and for the row which of all', () => {
    const filters = [filter('x = 1', ['a']), filter('x = 2 OR y = 1', ['a', 'b'])];
    expect(cellFilters({ ...access, cells: { everywhere: [], filters } })).toEqual({
      CellFilters: [
        { ColumnName: 'a', RowFilterExpression: '(x = 1) OR (x = 2 OR y = 1)' },
        { ColumnName: 'b', RowFilterExpression: 'x = 2 OR y = 1' },
      ],
      RowFilter: '(x = 1) OR (x = 2 OR y = 1)',
    });
  });

  it('let every row through when a column is open in all of them', () => {
    expect(cellFilters({ ...access, cells: { everywhere: ['a'], filters: [filter('x = 1', ['b'])] } })).toEqual({
      CellFilters: [
        { ColumnName: 'a', RowFilterExpression: 'TRUE' },
        { ColumnName: 'b', RowFilterExpression: 'x = 1' },
      ],
      RowFilter: 'TRUE',
    });
  });
});
