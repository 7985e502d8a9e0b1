import type { TagExpression } from './tags.js';

/** Lake Formation's words for rights (Lake Formation API, `Permission`), as far as the lake's resources know them. */
export const LAKE_FORMATION_PERMISSIONS = [
  'ALL',
  'ALTER',
  'ASSOCIATE',
  'CREATE_DATABASE',
  'CREATE_LF_TAG',
  'CREATE_LF_TAG_EXPRESSION',
  'CREATE_TABLE',
  'DATA_LOCATION_ACCESS',
  'DELETE',
  'DESCRIBE',
  'DROP',
  'GRANT_WITH_LF_TAG_EXPRESSION',
  'INSERT',
  'SELECT',
] as const;

export type LakeFormationPermission = (typeof LAKE_FORMATION_PERMISSIONS)[number];

/** The virtual group that stands for "whatever IAM allows" (Lake Formation Developer Guide, "upgrade-glue-lake-formation"). */
export const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

/** What a column grant covers. Names are lower-case and sorted. */
export type ColumnSelection =
  | { readonly kind: 'include'; readonly names: readonly string[] }
  | { readonly kind: 'exclude'; readonly names: readonly string[] };

/** What a permission is held on. A SELECT on all columns is a `table` grant, however it was written. */
export type GrantResource =
  | { readonly kind: 'catalog' }
  | { readonly kind: 'database'; readonly databaseName: string }
  | { readonly kind: 'all-tables'; readonly databaseName: string }
  | { readonly kind: 'table'; readonly databaseName: string; readonly tableName: string }
  | {
      readonly kind: 'columns';
      readonly databaseName: string;
      readonly tableName: string;
      readonly columns: ColumnSelection;
    }
  | {
      readonly kind: 'filter';
      readonly databaseName: string;
      readonly tableName: string;
      readonly filterName: string;
    }
  | { readonly kind: 'location'; readonly resourceArn: string }
  /** An LF-Tag with some of its values; `*` stands for all of them. */
  | { readonly kind: 'tag'; readonly key: string; readonly values: readonly string[] }
  | TagPolicyResource
  | { readonly kind: 'tag-expression'; readonly expressionName: string };

/** Every database, or every table and column, whose LF-Tags satisfy an expression. */
export type TagPolicyResource =
  | { readonly kind: 'tag-policy'; readonly resourceType: TaggedType; readonly expression: TagExpression }
  | { readonly kind: 'named-tag-policy'; readonly resourceType: TaggedType; readonly expressionName: string };

export type TaggedType = 'DATABASE' | 'TABLE';

export function isTagPolicy(resource: GrantResource): resource is TagPolicyResource {
  return resource.kind === 'tag-policy' || resource.kind === 'named-tag-policy';
}

/** One explicit grant: what `principal` holds on `resource`, and which of that it may pass on. */
export interface Grant {
  /** As grants name principals: the ARN of a user or role, `IAM_ALLOWED_PRINCIPALS`, `111122223333:IAMPrincipals`. */
  readonly principal: string;
  readonly resource: GrantResource;
  readonly permissions: readonly LakeFormationPermission[];
  /** A subset of `permissions` (Lake Formation API, GrantPermissions, "PermissionsWithGrantOption"). */
  readonly grantable: readonly LakeFormationPermission[];
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** The grants that decisions read. Every look-up costs as much as the principal's own grants there, never the account's. */
export interface GrantIndex {
  catalog(principal: string): readonly Grant[];
  /** Grants on the database itself. */
  database(principal: string, databaseName: string): readonly Grant[];
  /** Grants on the table, on columns and data cells filters of it, and on all tables of its database. */
  table(principal: string, databaseName: string, tableName: string): readonly Grant[];
  /** True when the principal holds anything on the database, on a table in it, or on all its tables. */
  holdsAnythingIn(principal: string, databaseName: string): boolean;
  locations(principal: string): readonly Grant[];
  /** Grants on whatever satisfies an LF-Tag expression; few, by quota. */
  tagPolicies(principal: string): readonly Grant[];
}
