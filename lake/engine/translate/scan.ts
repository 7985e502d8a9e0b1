import type { VisibleTable } from '../catalogue.js';
import { notSupported } from '../failure.js';
import { Sql } from '../sql/fragment.js';

/**
 * One use of a table in a statement: what must be copied for it into the instance that runs the query, and no more.
 * `index` names the copy, `t0`, `t1` …; its columns are called as `columnNames` says.
 */
export interface Scan {
  readonly index: number;
  readonly table: VisibleTable;
  /** Places of the columns whose values the statement needs. */
  readonly used: Set<number>;
  /** Places of those of which it needs to know only where they are NULL; nothing more of them is copied. */
  readonly asked: Set<number>;
  /** No more rows than this can matter. */
  limit: bigint | undefined;
  /** Partition column → the only values that can matter. */
  readonly prunedTo: Map<string, ReadonlySet<string>>;
}

const MAX_SCANS = 200;

export function addScan(scans: Scan[], table: VisibleTable): Scan {
  if (scans.length >= MAX_SCANS) throw notSupported(`a statement that reads more than ${MAX_SCANS} tables`);
  const scan: Scan = {
    index: scans.length,
    table,
    used: new Set(),
    asked: new Set(),
    limit: undefined,
    prunedTo: new Map(),
  };
  scans.push(scan);
  return scan;
}

/** Narrows the rows to read; the smaller limit stands. */
export function limitScan(scan: Scan, rows: bigint): void {
  if (scan.limit === undefined || rows < scan.limit) scan.limit = rows;
}

/** Places of all columns that are read, in order. */
export function readColumns({ used, asked }: Scan): readonly number[] {
  return [...new Set([...used, ...asked])].sort((a, b) => a - b);
}

/**
 * Gives the generated name of the selectable column at a place: `c` and its place among all of the table, so that a
 * statement reads the same for callers who may read other columns beside those that it names.
 */
export function columnNames({ all, selectable }: VisibleTable): (place: number) => Sql {
  const places = new Map(all.map((column, place) => [column, place]));
  return (place) => {
    const column = selectable[place];
    const found = column === undefined ? undefined : places.get(column);
    return Sql.name('c', found ?? all.length + place);
  };
}
