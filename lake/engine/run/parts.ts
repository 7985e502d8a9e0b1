import type { ColumnPath } from '../../model/row-predicate.js';
import type { VisibleCells, VisibleTable } from '../catalogue.js';
import { failure } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { typeOfHive } from '../types/hive-type.js';
import { recordsOf } from './cloudtrail-logs.js';
import { type Copied, copiedNull } from './copied.js';
import { columnsOfFile, constantOf, type FileColumns, withConstants } from './file-columns.js';
import type { FileFacts } from './file-facts.js';
import type { KnownGroup } from './fill.js';
import { parquetRows } from './parquet-rows.js';
import { anyOf, type FilterOperand, rowFilterSql } from './row-filter.js';

/** Rows of some files of a table. */
export interface Part {
  readonly select: Sql;
  /** No file is opened for them: all that is copied is the same in each row, and how many there are is known. */
  readonly isUnread: boolean;
}

/** Files that are read in one statement, one after another. */
interface Run {
  readonly select: (files: Sql) => Sql;
  /** The constants' texts: where others are constant, another statement reads. */
  readonly constants: string;
  readonly isUnread: boolean;
  readonly paths: Sql[];
  rows: number;
}

/** The files that could be read in one statement if nothing of them were known. */
interface Alike {
  readonly facts: FileFacts;
  readonly select: (files: Sql) => Sql;
  readonly runs: Run[];
}

/** Among more, what is known is worth less than the text that it takes. */
const MAX_RUNS = 50;

/**
 * Files that the same text reads are read together, also of several partitions where no key is wanted; a column that a
 * file lacks is NULL, as it is to Athena. What is known of some of them changes nothing of the order of the rows.
 */
export function partsOf(table: VisibleTable, columns: readonly Copied[], groups: readonly KnownGroup[]): Part[] {
  const byText = new Map<string, Alike>();
  for (const group of groups) {
    let last: { readonly facts: FileFacts; readonly file: FileColumns; readonly alike: Alike } | undefined;
    for (const { path, facts } of group.files) {
      // Files of a group are mostly of one make, and what is read of them is the same text: it is made once.
      if (last === undefined || !isOfOneMake(last.facts, facts)) {
        const file = columnsOfFile(group, facts);
        last = { facts, file, alike: alikeOf(byText, facts, selectOf(table, columns, file)) };
      }
      const { alike, file } = last;
      const constants = constantsOf(columns, group, facts);
      const run = runOf(alike.runs, constants, () => ({
        select: selectOf(table, columns, withConstants(file, constants)),
        isUnread: table.cells === undefined && constants.size === columns.length,
      }));
      run.paths.push(Sql.literal(path));
      run.rows += facts.rows;
    }
  }
  return [...byText.values()].flatMap(partsOfAlike);
}

function isOfOneMake(one: FileFacts, other: FileFacts): boolean {
  return one.format === other.format && one.isGzip === other.isGzip && one.shape === other.shape;
}

/** Files whose columns have other types must not be read as one: the reader would cast some to the type of others. */
function alikeOf(byText: Map<string, Alike>, facts: FileFacts, select: Alike['select']): Alike {
  const key = JSON.stringify([facts.format, facts.isGzip, select(sql``).text, facts.shape.typesText]);
  const alike = byText.get(key) ?? { facts, select, runs: [] };
  byText.set(key, alike);
  return alike;
}

function constantsOf(columns: readonly Copied[], group: KnownGroup, facts: FileFacts): ReadonlyMap<Copied, Sql> {
  return new Map(
    columns.flatMap((column) => {
      const constant = constantOf(column, group, facts);
      return constant === undefined ? [] : [[column, constant] as const];
    }),
  );
}

/** The last run, or a new one after it. */
function runOf(runs: Run[], constants: ReadonlyMap<Copied, Sql>, made: () => Pick<Run, 'select' | 'isUnread'>): Run {
  const text = JSON.stringify([...constants].map(([{ name }, { text: value }]) => [name.text, value]));
  const last = runs.at(-1);
  if (last?.constants === text) return last;
  const { select, isUnread } = made();
  const run: Run = { select, isUnread, constants: text, paths: [], rows: 0 };
  runs.push(run);
  return run;
}

function partsOfAlike({ facts, select, runs }: Alike): readonly Part[] {
  if (runs.length > MAX_RUNS) {
    const paths = runs.flatMap((run) => run.paths);
    return [{ select: select(rowsOf(facts, paths)), isUnread: false }];
  }
  return runs.map((run) => ({
    select: run.select(run.isUnread ? sql`range(${Sql.whole(run.rows)})` : rowsOf(facts, run.paths)),
    isUnread: run.isUnread,
  }));
}

function rowsOf({ format, isGzip }: FileFacts, paths: readonly Sql[]): Sql {
  return format === 'parquet' ? parquetRows(paths) : sql`${recordsOf(paths, isGzip)} AS r2`;
}

function selectOf(table: VisibleTable, columns: readonly Copied[], file: FileColumns): (files: Sql) => Sql {
  const { cells } = table;
  return (files) =>
    cells === undefined ? everyCell(columns, files, file) : openCells(table, cells, columns, files, file);
}

function everyCell(columns: readonly Copied[], files: Sql, file: FileColumns): Sql {
  const values = columns.map((copied) => sql`${file.value(file.raw(copied.column), copied)} AS ${copied.name}`);
  return sql`SELECT ${values.length === 0 ? sql`1 AS p0` : list(values)} FROM ${files}`;
}

/**
 * The rows that a filter opens, each cell only where one of the filters that open its row holds its column. The inside
 * holds raw values and, as `s0`, `s1` …, whether each filter opens the row. A cell is cast behind its CASE only, so that
 * a hidden value that does not fit its type is not felt.
 */
function openCells(
  table: VisibleTable,
  cells: VisibleCells,
  columns: readonly Copied[],
  files: Sql,
  file: FileColumns,
): Sql {
  const opens = cells.filters.map((_, index) => Sql.name('s', index));
  const tests = cells.filters.map(({ rows }, index) => {
    const test = anyOf([rowFilterSql(rows, (path) => operandOf(table, path, file))]);
    return sql`${test} AS ${Sql.name('s', index)}`;
  });
  const inside = [...columns.map(({ column }, index) => sql`${file.raw(column)} AS ${Sql.name('p', index)}`), ...tests];
  const values = columns.map((copied, index) => {
    const { name, column } = copied;
    const value = file.value(Sql.name('p', index), copied);
    if (cells.everywhere.has(column.name)) return sql`${value} AS ${name}`;
    const openers = opens.filter((_, filter) => cells.filters[filter]?.columns.has(column.name) === true);
    if (openers.length === 0) return sql`${copiedNull(copied)} AS ${name}`;
    return sql`CASE WHEN ${anyOf(openers)} THEN ${value} END AS ${name}`;
  });
  const kept = values.length === 0 ? sql`1 AS p0` : list(values);
  const where = cells.everywhere.size > 0 ? sql`` : sql` WHERE ${opens.length === 0 ? sql`false` : anyOf(opens)}`;
  const source = inside.length === 0 ? files : sql`(SELECT ${list(inside)} FROM ${files}) AS r1`;
  return sql`SELECT ${kept} FROM ${source}${where}`;
}

/** Throws QueryFailure for a filter that does not fit the table any more: it must let nothing through. */
function operandOf(table: VisibleTable, [name, ...fields]: ColumnPath, file: FileColumns): FilterOperand {
  const column = table.all.find((one) => one.name === name);
  if (column === undefined) {
    // The filter's text is the administrator's, so the caller is told only that it stands in the way.
    throw failure('GENERIC_INTERNAL_ERROR', 'the row filter of the table cannot be applied');
  }
  const type = fields.length === 0 ? typeOfHive(column.hiveType) : undefined;
  return { sql: file.inside(column, fields), type };
}
