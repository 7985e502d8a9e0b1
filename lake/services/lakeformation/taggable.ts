import type { LFTagError, LFTagPair, Resource } from '@aws-sdk/client-lakeformation';
import { databaseVisible } from '../../access/lakeformation/database-access.js';
import type { GrantResource } from '../../access/lakeformation/grant.js';
import { tableAccess } from '../../access/lakeformation/table-access.js';
import type { Taggable } from '../../access/lakeformation/tag-store.js';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import { holdsOnTag } from './authority.js';
import { databaseQuestion, tableQuestion } from './decision-context.js';
import { invalidInput, notAuthorisedForPermissions } from './errors.js';
import { resourceFor } from './known-resource.js';
import type { LakeFormationState } from './state.js';
import { requireValues, tagWord, tagWords } from './tag-shape.js';

export type TaggedResource = Extract<GrantResource, { kind: 'database' | 'table' | 'columns' }>;

/**
 * A database, table or list of columns that the caller sees. Throws InvalidInputException for other resources ("only
 * database, table or tableWithColumns resource are allowed", Lake Formation API, RemoveLFTagsFromResource).
 */
export function taggedResource(state: LakeFormationState, sent: Resource, principalArn: string): TaggedResource {
  if (sent.Catalog !== undefined) throw notImplemented('LF-Tags on the catalog');
  const resource = resourceFor(state, sent, principalArn);
  switch (resource.kind) {
    case 'database':
    case 'table':
      break;
    case 'columns':
      if (resource.columns.kind === 'exclude') throw invalidInput('Columns must be named to be tagged.');
      break;
    case 'catalog':
    case 'all-tables':
    case 'filter':
    case 'location':
    case 'tag':
    case 'tag-policy':
    case 'named-tag-policy':
    case 'tag-expression':
      throw invalidInput('Only database, table or tableWithColumns resources are allowed.');
  }
  if (!isVisible(state, principalArn, resource)) throw notAuthorisedForPermissions();
  return resource;
}

function isVisible(state: LakeFormationState, principalArn: string, resource: TaggedResource): boolean {
  if (resource.kind === 'database') {
    return databaseVisible(databaseQuestion(state, principalArn, resource.databaseName));
  }
  const table = state.getLake().catalogue.table(resource.databaseName, resource.tableName);
  if (table === undefined) return false;
  const access = tableAccess(tableQuestion(state, principalArn, table));
  const columns = resource.kind === 'columns' ? resource.columns.names : [];
  return access.visible && columns.every((name) => access.described.includes(name));
}

/** The places where a tag is put: a list of columns is one place for each. */
export function placesOf(resource: TaggedResource): readonly Taggable[] {
  if (resource.kind !== 'columns') return [resource];
  const { databaseName, tableName } = resource;
  return resource.columns.names.map((column) => ({ kind: 'column', databaseName, tableName, column }));
}

/**
 * Does `change` for each tag by itself and tells of those that failed, as the calls that put tags on resources and take
 * them away do. Each tag has one value, on which the caller must hold ASSOCIATE.
 */
export function forEachTag(
  state: LakeFormationState,
  sent: readonly LFTagPair[] | undefined,
  principalArn: string,
  change: (key: string, value: string) => void,
): LFTagError[] {
  return (sent ?? []).flatMap((pair) => {
    try {
      const key = tagWord(pair.TagKey);
      const [value = '', ...more] = tagWords(pair.TagValues);
      if (more.length > 0) throw invalidInput('A resource can have one value of an LF-Tag only.');
      requireValues(state.tags, key, [value]);
      if (!holdsOnTag(state, principalArn, 'ASSOCIATE', key, [value])) throw notAuthorisedForPermissions();
      change(key, value);
      return [];
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      return [{ LFTag: pair, Error: { ErrorCode: thrown.code, ErrorMessage: thrown.message } }];
    }
  });
}
