import type { Caller } from './caller.js';
import type { GlueTable } from './catalogue.js';
import type { RowPredicate } from './row-predicate.js';

/**
 * What Lake Formation lets a principal do with a table (Lake Formation Developer Guide, "Metadata permissions" and
 * "Data filtering"). Computed anew for every query: nothing is cached per principal.
 */
export interface TableAccess {
  /** Listed and described to the principal: any permission on the table or one of its columns. */
  readonly visible: boolean;
  /** Columns (partition keys included, lower-case, in the table's order) that SELECT may read. Empty: none. */
  readonly selectable: readonly string[];
  /** Columns that metadata calls show. */
  readonly described: readonly string[];
  /** Set when what can be read depends on the row; without it, every row of the selectable columns can be. */
  readonly cells?: CellAccess | undefined;
  /** Access came from IAM_ALLOWED_PRINCIPALS alone: Lake Formation does not restrict this table for this caller. */
  readonly viaIamAllowedPrincipals: boolean;
}

/**
 * The cells that a principal may read: the union, cell by cell, of what each grant opens. A row that nothing opens is
 * not there; in a row that is there, a selectable column that nothing opens is NULL.
 */
export interface CellAccess {
  /** Columns open in every row, by grants without a row filter. When there is one, every row is there. */
  readonly everywhere: readonly string[];
  readonly filters: readonly CellFilter[];
}

/** One data cells filter as it opens cells: these columns, in the rows that pass. */
export interface CellFilter {
  readonly rows: RowPredicate;
  /** The predicate as it was written, for engines that filter by themselves. */
  readonly expression: string;
  readonly columns: readonly string[];
}

/** The decisions of Lake Formation. `principalArn` is `Caller.principalArn`. */
export interface Permissions {
  tableAccess(principalArn: string, table: GlueTable): TableAccess;
  /** Any permission on the database or on a table in it (any table permission makes its database visible). */
  databaseVisible(principalArn: string, databaseName: string): boolean;
  /** True when nothing but IAM_ALLOWED_PRINCIPALS shows the database to the principal. */
  databaseSeenThroughIamOnly(principalArn: string, databaseName: string): boolean;
  /** The registered location that covers `s3Uri`, if one does: vending and GetDataAccess happen only there. */
  registeredLocation(s3Uri: string): { readonly resourceArn: string; readonly roleArn: string } | undefined;
  /**
   * Whether Lake Formation gives the principal the table's data, and logs it: the location is registered and, in hybrid
   * access mode, the principal has opted in. Otherwise the principal's own IAM permissions decide about the objects, and
   * nobody filters rows.
   */
  vendsData(principalArn: string, table: GlueTable): boolean;
  /**
   * The source identity of the sessions in which a role's data is read, where the account's settings ask for one
   * (Developer Guide, "logging-using-cloudtrail", SET_SOURCE_IDENTITY). A lake without it sets none.
   */
  sourceIdentityFor?(caller: Caller): string | undefined;
  isAdministrator(principalArn: string): boolean;
  isReadOnlyAdministrator(principalArn: string): boolean;
  /** Database- or table-level right such as CREATE_TABLE, ALTER, INSERT; true for whom Lake Formation lets do it. */
  may(principalArn: string, permission: string, databaseName: string, tableName?: string): boolean;
}
