/** A column or a field inside it: lower-case names, outermost first. */
export type ColumnPath = readonly [string, ...string[]];

export type RowComparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A constant of a row filter. Numbers keep the digits that were written: no float stands between them and the data. */
export type RowConstant =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'boolean'; readonly value: boolean };

/**
 * Which rows of a table a data cells filter lets through, read from its expression and typed against the table
 * (Lake Formation Developer Guide, "PartiQL support in row filter expressions"). A row passes when this is true; false
 * and unknown (a NULL was compared) keep it out.
 */
export type RowPredicate =
  | { readonly kind: 'every-row' }
  | {
      readonly kind: 'compare';
      readonly column: ColumnPath;
      readonly operator: RowComparison;
      readonly value: RowConstant;
    }
  | {
      readonly kind: 'between';
      readonly column: ColumnPath;
      readonly low: RowConstant;
      readonly high: RowConstant;
    }
  | { readonly kind: 'in'; readonly column: ColumnPath; readonly values: readonly RowConstant[] }
  | { readonly kind: 'like'; readonly column: ColumnPath; readonly pattern: string }
  | { readonly kind: 'is-null'; readonly column: ColumnPath }
  | { readonly kind: 'not'; readonly term: RowPredicate }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly RowPredicate[] };
