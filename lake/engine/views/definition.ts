import { z } from 'zod';
import { expressionOf } from '../ast/build/statement.js';
import { MalformedQuery } from '../failure.js';
import { type TrinoType, typeText } from '../types/trino-type.js';

/** A view as Athena keeps it in Glue's `ViewOriginalText`: a comment that holds the base64 of this as JSON. */
export interface ViewDefinition {
  readonly originalSql: string;
  readonly catalog: string;
  readonly schema: string;
  readonly columns: readonly { readonly name: string; readonly type: TrinoType }[];
}

const stored = z.object({
  originalSql: z.string(),
  catalog: z.string(),
  schema: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});

export const EXPANDED_TEXT = '/* Presto View */';

export function encodeView({ originalSql, catalog, schema, columns }: ViewDefinition): string {
  const types = columns.map(({ name, type }) => ({ name, type: typeText(type) }));
  const json = JSON.stringify({ originalSql, catalog, schema, columns: types });
  return `/* Presto View: ${Buffer.from(json, 'utf8').toString('base64')} */`;
}

/** Undefined for a text that is no view of Athena's, or has a type that the lake does not model. */
export function decodeView(text: string | undefined): ViewDefinition | undefined {
  const base64 = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(text ?? '')?.[1];
  if (base64 === undefined) return undefined;
  const parsed = stored.safeParse(jsonOf(Buffer.from(base64, 'base64').toString('utf8')));
  if (!parsed.success) return undefined;
  const columns = parsed.data.columns.flatMap(({ name, type }) => {
    const known = typeNamed(type);
    return known === undefined ? [] : [{ name: name.toLowerCase(), type: known }];
  });
  return columns.length === parsed.data.columns.length ? { ...parsed.data, columns } : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function typeNamed(text: string): TrinoType | undefined {
  try {
    const expression = expressionOf(`CAST(NULL AS ${text})`);
    return expression.kind === 'cast' ? expression.type : undefined;
  } catch (error) {
    if (error instanceof MalformedQuery || (error instanceof Error && error.name === 'QueryFailure')) return undefined;
    throw error;
  }
}
