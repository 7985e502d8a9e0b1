/** Where a node begins in the statement's text; both count from 1, as Trino's messages do. */
export interface Location {
  readonly line: number;
  readonly column: number;
}
