import type { NormalizedSchema } from '@smithy/core/schema';

/** A member of a structure, and its name in JSON. */
export interface SchemaMember {
  readonly name: string;
  readonly wireName: string;
  readonly schema: NormalizedSchema;
}

/** By the static schema below, of which the SDK makes a new view whenever it is asked. */
const membersBySchema = new WeakMap<object, readonly SchemaMember[]>();

/** Members of a structure, in the schema's order. Not for the unit, which has none. */
export function membersOf(schema: NormalizedSchema): readonly SchemaMember[] {
  const key = schema.getSchema();
  const known = typeof key === 'object' ? membersBySchema.get(key) : undefined;
  if (known !== undefined) return known;
  const members = [...schema.structIterator()].map(([name, member]) => {
    const { jsonName } = member.getMergedTraits();
    return { name, wireName: jsonName ?? name, schema: member };
  });
  if (typeof key === 'object') membersBySchema.set(key, members);
  return members;
}

/** A parsed or made object as a record: nothing is copied. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
