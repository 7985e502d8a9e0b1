import { z } from 'zod';
import type { RowPredicate } from '../../model/row-predicate.js';
import type { DataCellsFilter } from './data-cells-filter.js';
import { columnSelectionSchema } from './saved-grant.js';

/** How data cells filters stand in the state folder: with their rows as they were read against the table of their day. */

const column = z.tuple([z.string()], z.string());
const constant = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('string'), text: z.string() }),
  z.object({ kind: z.literal('number'), digits: z.string() }),
  z.object({ kind: z.literal('boolean'), value: z.boolean() }),
]);
const comparison = z.enum(['=', '<>', '<', '<=', '>', '>=']);

const rowPredicateSchema: z.ZodType<RowPredicate> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('every-row') }),
    z.object({ kind: z.literal('compare'), column, operator: comparison, value: constant }),
    z.object({ kind: z.literal('between'), column, low: constant, high: constant }),
    z.object({ kind: z.literal('in'), column, values: z.array(constant) }),
    z.object({ kind: z.literal('like'), column, pattern: z.string() }),
    z.object({ kind: z.literal('is-null'), column }),
    z.object({ kind: z.literal('not'), term: rowPredicateSchema }),
    z.object({ kind: z.enum(['and', 'or']), terms: z.array(rowPredicateSchema) }),
  ]),
);

export const dataCellsFilterSchema: z.ZodType<DataCellsFilter> = z
  .object({
    databaseName: z.string(),
    tableName: z.string(),
    name: z.string(),
    expression: z.string().optional(),
    rows: rowPredicateSchema,
    columns: columnSelectionSchema,
    versionId: z.string(),
  })
  .transform((saved) => ({ ...saved, expression: saved.expression }));
