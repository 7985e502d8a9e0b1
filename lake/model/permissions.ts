import type { GlueTable } from './catalogue.js';

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
  /** Row filters are added later (data cells filters); undefined means every row. */
  readonly rowFilter?: string;
  /** Access came from IAM_ALLOWED_PRINCIPALS alone: Lake Formation does not restrict this table for this caller. */
  readonly viaIamAllowedPrincipals: boolean;
}

/** The decisions of Lake Formation. `principalArn` is `Caller.principalArn`. */
export interface Permissions {
  tableAccess(principalArn: string, table: GlueTable): TableAccess;
  /** Any permission on the database or on a table in it (any table permission makes its database visible). */
  databaseVisible(principalArn: string, databaseName: string): boolean;
  /** The registered location that covers `s3Uri`, if one does: vending and GetDataAccess happen only there. */
  registeredLocation(s3Uri: string): { readonly resourceArn: string; readonly roleArn: string } | undefined;
  isAdministrator(principalArn: string): boolean;
  isReadOnlyAdministrator(principalArn: string): boolean;
  /** Database- or table-level right such as CREATE_TABLE, ALTER, INSERT; true for whom Lake Formation lets do it. */
  may(principalArn: string, permission: string, databaseName: string, tableName?: string): boolean;
}
