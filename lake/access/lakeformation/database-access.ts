import {
  type Grant,
  type GrantIndex,
  IAM_ALLOWED_PRINCIPALS,
  isTagPolicy,
  type LakeFormationPermission,
} from './grant.js';
import { grantees } from './principals.js';
import { bodyOf } from './table-holdings.js';
import { satisfies, type TagIndex, type TagSet } from './tags.js';

export interface DatabaseQuestion {
  readonly principalArn: string;
  readonly databaseName: string;
  readonly grants: GrantIndex;
  readonly tags: TagIndex;
  /** The names of the database's tables, asked for only when a tag policy might reach one. */
  readonly tableNames: () => readonly string[];
  readonly describesEverything: boolean;
  /** The principal has opted in on the database: what IAM_ALLOWED_PRINCIPALS holds on it is nothing to him. */
  readonly optedIn: boolean;
  /** The same for a table of it. */
  readonly optedInOnTable: (tableName: string) => boolean;
}

/** Visible by DESCRIBE, by any permission on the database, or by any on a table in it ("lf-permissions-reference"). */
export function databaseVisible(question: DatabaseQuestion): boolean {
  if (question.describesEverything) return true;
  return grantees(question.principalArn).some((principal) => reaches(question, principal)) || reachesByIam(question);
}

/** True when the database is seen through IAM_ALLOWED_PRINCIPALS only. */
export function databaseSeenThroughIamOnly(question: DatabaseQuestion): boolean {
  if (question.describesEverything) return false;
  const own = grantees(question.principalArn).some((principal) => reaches(question, principal));
  return !own && reachesByIam(question);
}

/** A right on the database itself; permissions on its tables do not count, and it reaches no table. */
export function mayOnDatabase(question: DatabaseQuestion, permission: LakeFormationPermission): boolean {
  return everyone(question).some((principal) => holds(databaseGrants(question, principal), permission));
}

/** Grants on the database, by name and by LF-Tags. */
export function databaseGrants(
  question: Pick<DatabaseQuestion, 'grants' | 'tags' | 'databaseName'>,
  principal: string,
): readonly Grant[] {
  const tags = question.tags.database(question.databaseName);
  const tagged = question.grants.tagPolicies(principal).filter(({ resource }) => {
    const expression = isTagPolicy(resource) ? bodyOf(resource, question.tags) : undefined;
    return isTagPolicy(resource) && resource.resourceType === 'DATABASE' && fits(tags, expression);
  });
  return [...question.grants.database(principal, question.databaseName), ...tagged];
}

/** A right on the catalogue, such as CREATE_DATABASE. */
export function mayOnCatalog(
  question: Pick<DatabaseQuestion, 'principalArn' | 'grants'>,
  permission: LakeFormationPermission,
): boolean {
  return [...grantees(question.principalArn), IAM_ALLOWED_PRINCIPALS].some((principal) =>
    holds(question.grants.catalog(principal), permission),
  );
}

function reaches(question: DatabaseQuestion, principal: string): boolean {
  if (question.grants.holdsAnythingIn(principal, question.databaseName)) return true;
  const policies = question.grants.tagPolicies(principal);
  if (policies.length === 0) return false;
  if (databaseGrants(question, principal).length > 0) return true;
  const ofTables = policies.flatMap(({ resource }) =>
    isTagPolicy(resource) && resource.resourceType === 'TABLE' ? [bodyOf(resource, question.tags)] : [],
  );
  return ofTables.length > 0 && [...tagSetsIn(question)].some((tags) => ofTables.some((body) => fits(tags, body)));
}

/** Through what IAM_ALLOWED_PRINCIPALS holds on the database and on tables that the principal has not opted in on. */
function reachesByIam({ grants, databaseName, tableNames, optedIn, optedInOnTable }: DatabaseQuestion): boolean {
  if (!grants.holdsAnythingIn(IAM_ALLOWED_PRINCIPALS, databaseName)) return false;
  if (!optedIn && grants.database(IAM_ALLOWED_PRINCIPALS, databaseName).length > 0) return true;
  return tableNames().some(
    (name) => grants.table(IAM_ALLOWED_PRINCIPALS, databaseName, name).length > 0 && !optedInOnTable(name),
  );
}

/** The different tag sets of a database's tables and columns. */
function* tagSetsIn({ tags, databaseName, tableNames }: DatabaseQuestion): Generator<TagSet> {
  // Tables without tags of their own share their database's set.
  const seen = new Set<TagSet>();
  for (const name of tableNames()) {
    for (const set of [tags.table(databaseName, name), ...tags.taggedColumns(databaseName, name).values()]) {
      if (!seen.has(set)) yield set;
      seen.add(set);
    }
  }
}

function fits(tags: TagSet, expression: ReturnType<typeof bodyOf>): boolean {
  return expression !== undefined && satisfies(tags, expression);
}

function everyone({ principalArn, optedIn }: DatabaseQuestion): readonly string[] {
  return optedIn ? grantees(principalArn) : [...grantees(principalArn), IAM_ALLOWED_PRINCIPALS];
}

/** ALL stands for each; any permission implies DESCRIBE. */
function holds(grants: readonly Grant[], permission: LakeFormationPermission): boolean {
  return grants.some(
    (grant) =>
      grant.permissions.includes('ALL') ||
      grant.permissions.includes(permission) ||
      (permission === 'DESCRIBE' && grant.permissions.length > 0),
  );
}
