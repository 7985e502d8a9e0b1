import type { LFTag, LFTagPair, Resource } from '@aws-sdk/client-lakeformation';
import type { GrantResource, TaggedType } from '../../access/lakeformation/grant.js';
import type { TagStore } from '../../access/lakeformation/tag-store.js';
import type { TagExpression, TagSet } from '../../access/lakeformation/tags.js';
import { checkCatalogId } from './catalog-id.js';
import { entityNotFound, invalidInput } from './errors.js';

/** Every value of a tag, in grants on the tag itself. */
export const ALL_VALUES = '*';

/** "The maximum length of an LF-Tag expression is 900 bytes" and quota "expressions per policy" (Developer Guide, "TBAC-notes"). */
const MAX_EXPRESSION_BYTES = 900;

interface TagContext {
  readonly accountId: string;
  readonly tags: TagStore;
}

/** Keys and values are kept in lower case (Developer Guide, "tag-based-access-control"). */
export function tagWord(word: string | undefined): string {
  return (word ?? '').toLowerCase();
}

/** Sorted, without repetition. */
export function tagWords(words: readonly string[] | undefined): readonly string[] {
  return [...new Set((words ?? []).map(tagWord))].sort();
}

/** An expression whose keys and values are all defined. Throws InvalidInputException and EntityNotFoundException. */
export function expressionOf(sent: readonly LFTag[] | undefined, context: TagContext): TagExpression {
  const conditions = (sent ?? []).map(({ TagKey, TagValues }) => ({
    key: tagWord(TagKey),
    values: tagWords(TagValues),
  }));
  if (conditions.length === 0) throw invalidInput('Expression cannot be empty.');
  if (new Set(conditions.map(({ key }) => key)).size < conditions.length) {
    throw invalidInput('Expression cannot contain the same tag key twice.');
  }
  for (const { key, values } of conditions) requireValues(context.tags, key, values);
  if (Buffer.byteLength(JSON.stringify(sent)) > MAX_EXPRESSION_BYTES) throw invalidInput('Expression is too long.');
  return conditions.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Throws EntityNotFoundException for a tag that is not defined, InvalidInputException for values that it cannot take. */
export function requireValues(tags: TagStore, key: string, values: readonly string[]): void {
  const definition = tags.definitions.get(key);
  if (definition === undefined) throw entityNotFound(`Tag key does not exist: ${key}`);
  if (values.length === 0) throw invalidInput('Tag values cannot be empty.');
  const unknown = values.filter((value) => value !== ALL_VALUES && !definition.values.includes(value));
  if (unknown.length > 0) throw entityNotFound(`Tag values do not exist: ${unknown.join(', ')}`);
}

/** A grant's resource of the LF-Tag kinds. Undefined for other kinds. */
export function tagResource(sent: Resource, context: TagContext): GrantResource | undefined {
  if (sent.LFTag !== undefined) {
    checkCatalogId(sent.LFTag.CatalogId, context.accountId);
    const key = tagWord(sent.LFTag.TagKey);
    const values = tagWords(sent.LFTag.TagValues);
    requireValues(context.tags, key, values);
    return { kind: 'tag', key, values: values.includes(ALL_VALUES) ? [ALL_VALUES] : values };
  }
  if (sent.LFTagPolicy !== undefined) return tagPolicy(sent.LFTagPolicy, context);
  if (sent.LFTagExpression !== undefined) {
    checkCatalogId(sent.LFTagExpression.CatalogId, context.accountId);
    return { kind: 'tag-expression', expressionName: savedName(sent.LFTagExpression.Name, context.tags) };
  }
  return undefined;
}

function tagPolicy(sent: NonNullable<Resource['LFTagPolicy']>, context: TagContext): GrantResource {
  checkCatalogId(sent.CatalogId, context.accountId);
  if ((sent.Expression === undefined) === (sent.ExpressionName === undefined)) {
    throw invalidInput('LFTagPolicy must have either an expression or an expression name.');
  }
  const resourceType: TaggedType = sent.ResourceType === 'DATABASE' ? 'DATABASE' : 'TABLE';
  return sent.ExpressionName === undefined
    ? { kind: 'tag-policy', resourceType, expression: expressionOf(sent.Expression, context) }
    : { kind: 'named-tag-policy', resourceType, expressionName: savedName(sent.ExpressionName, context.tags) };
}

function savedName(name: string | undefined, tags: TagStore): string {
  if (name === undefined || !tags.expressions.has(name)) throw entityNotFound('LF-Tag expression not found.');
  return name;
}

export function expressionShape(expression: TagExpression): LFTag[] {
  return expression.map(({ key, values }) => ({ TagKey: key, TagValues: [...values] }));
}

/** Tags that a resource carries, by key. */
export function tagPairs(tags: TagSet, catalogId: string): LFTagPair[] {
  return [...tags]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ CatalogId: catalogId, TagKey: key, TagValues: [value] }));
}
