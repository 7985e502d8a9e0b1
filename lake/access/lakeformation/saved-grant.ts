import { z } from 'zod';
import { canonicalJson } from '../../../core/canonical-json.js';
import { type Grant, type GrantResource, LAKE_FORMATION_PERMISSIONS } from './grant.js';
import type { TagExpression } from './tags.js';

/** How grants stand in the state folder. */

export const tagExpressionSchema: z.ZodType<TagExpression> = z.array(
  z.object({ key: z.string(), values: z.array(z.string()) }),
);

export const columnSelectionSchema = z.object({ kind: z.enum(['include', 'exclude']), names: z.array(z.string()) });

const inDatabase = { databaseName: z.string() };
const onTable = { databaseName: z.string(), tableName: z.string() };
const resourceType = z.enum(['DATABASE', 'TABLE']);

const catalog = z.object({ kind: z.literal('catalog') });
const database = z.object({ kind: z.literal('database'), ...inDatabase });
const allTables = z.object({ kind: z.literal('all-tables'), ...inDatabase });
const table = z.object({ kind: z.literal('table'), ...onTable });

/** What can be opted in to. */
export const optInResourceSchema = z.discriminatedUnion('kind', [catalog, database, allTables, table]);

const grantResourceSchema: z.ZodType<GrantResource> = z.discriminatedUnion('kind', [
  catalog,
  database,
  allTables,
  table,
  z.object({ kind: z.literal('columns'), ...onTable, columns: columnSelectionSchema }),
  z.object({ kind: z.literal('filter'), ...onTable, filterName: z.string() }),
  z.object({ kind: z.literal('location'), resourceArn: z.string() }),
  z.object({ kind: z.literal('tag'), key: z.string(), values: z.array(z.string()) }),
  z.object({ kind: z.literal('tag-policy'), resourceType, expression: tagExpressionSchema }),
  z.object({ kind: z.literal('named-tag-policy'), resourceType, expressionName: z.string() }),
  z.object({ kind: z.literal('tag-expression'), expressionName: z.string() }),
]);

const permissions = z.array(z.enum(LAKE_FORMATION_PERMISSIONS));

export const grantSchema: z.ZodType<Grant> = z.object({
  principal: z.string(),
  resource: grantResourceSchema,
  permissions,
  grantable: permissions,
  updatedAt: z.date(),
  updatedBy: z.string(),
});

/** What tells one row of grants from another: of a column list its kind, and whether it may be passed on. */
export interface GrantKey {
  readonly principal: string;
  readonly resource: GrantResource;
  readonly isGrantable: boolean;
}

const grantKeySchema: z.ZodType<GrantKey> = z.object({
  principal: z.string(),
  resource: grantResourceSchema,
  isGrantable: z.boolean(),
});

export function grantKey({
  principal,
  resource,
  grantable,
}: Pick<Grant, 'principal' | 'resource' | 'grantable'>): string {
  const isColumns = resource.kind === 'columns';
  const key: GrantKey = {
    principal,
    resource: isColumns ? { ...resource, columns: { kind: resource.columns.kind, names: [] } } : resource,
    isGrantable: isColumns && grantable.length > 0,
  };
  return canonicalJson(key);
}

export function readGrantKey(key: string): GrantKey {
  return grantKeySchema.parse(JSON.parse(key));
}
