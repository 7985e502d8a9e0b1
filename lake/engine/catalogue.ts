import type { RowPredicate } from '../model/row-predicate.js';

/**
 * The catalogue as one caller sees it. The engine knows no other: what is not in here cannot be named, so a refused
 * object and a missing one read alike. Methods may throw QueryFailure when IAM refuses the look itself.
 */
export interface VisibleCatalogue {
  schemaNames(): readonly string[];
  hasSchema(name: string): boolean;
  tableNames(schema: string): readonly string[];
  table(schema: string, name: string): VisibleTable | undefined;
  /** Hears of a table that a statement names and gets nothing of, hidden or missing. */
  missed?(schema: string, name: string): void;
  /** True for a catalog that is registered beside the account's own, which this lake cannot query. */
  hasForeignCatalog?(name: string): boolean;
}

export interface VisibleTable {
  readonly schema: string;
  readonly name: string;
  readonly isView: boolean;
  /** Glue's `ViewOriginalText`. */
  readonly viewText: string | undefined;
  /** Where the data is: another table when this one is a resource link to it. */
  readonly source: { readonly schema: string; readonly name: string };
  /** What keeps it from being queried here, `an Apache Iceberg table`; undefined when nothing does. */
  readonly unreadable: string | undefined;
  /** What SELECT may read, in the table's order. Empty: the table is listed, and none of its data is granted. */
  readonly selectable: readonly VisibleColumn[];
  /** What metadata shows. */
  readonly described: readonly VisibleColumn[];
  /** Set when what may be read depends on the row: see `CellAccess` of the permissions' model. */
  readonly cells: VisibleCells | undefined;
  /** Every column of the table, for row filters alone, which may name columns that SELECT may not. */
  readonly all: readonly VisibleColumn[];
}

export interface VisibleCells {
  /** Names of the columns that are open in every row. */
  readonly everywhere: ReadonlySet<string>;
  readonly filters: readonly { readonly rows: RowPredicate; readonly columns: ReadonlySet<string> }[];
}

export interface VisibleColumn {
  readonly name: string;
  /** Hive type text of the Glue column. */
  readonly hiveType: string;
  readonly isPartitionKey: boolean;
  readonly comment: string | undefined;
}

/** Athena's name of the account's own Glue catalogue. */
export const CATALOG = 'awsdatacatalog';

/** The hidden column that names the object of a row (Athena User Guide, "Get the file locations for source data"). */
export const PATH_NAME = '$path';
