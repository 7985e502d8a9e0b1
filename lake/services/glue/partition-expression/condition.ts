/** `AND`, `OR`, `NOT` over comparisons of one partition key each with constants. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly key: string; readonly operator: Comparison; readonly value: string }
  | { readonly kind: 'in'; readonly key: string; readonly values: readonly string[] }
  | { readonly kind: 'like'; readonly key: string; readonly pattern: string }
  | { readonly kind: 'is-null'; readonly key: string };

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
