import { type Grant, type GrantIndex, IAM_ALLOWED_PRINCIPALS, type LakeFormationPermission } from './grant.js';
import { grantees } from './principals.js';

export interface DatabaseQuestion {
  readonly principalArn: string;
  readonly databaseName: string;
  readonly grants: GrantIndex;
  readonly describesEverything: boolean;
}

/** Visible by DESCRIBE, by any permission on the database, or by any on a table in it ("lf-permissions-reference"). */
export function databaseVisible(question: DatabaseQuestion): boolean {
  if (question.describesEverything) return true;
  return everyone(question.principalArn).some((principal) =>
    question.grants.holdsAnythingIn(principal, question.databaseName),
  );
}

/** True when the database is seen through IAM_ALLOWED_PRINCIPALS only. */
export function databaseSeenThroughIamOnly(question: DatabaseQuestion): boolean {
  if (question.describesEverything) return false;
  const own = grantees(question.principalArn).some((principal) =>
    question.grants.holdsAnythingIn(principal, question.databaseName),
  );
  return !own && question.grants.holdsAnythingIn(IAM_ALLOWED_PRINCIPALS, question.databaseName);
}

/** A right on the database itself; permissions on its tables do not count, and it reaches no table. */
export function mayOnDatabase(question: DatabaseQuestion, permission: LakeFormationPermission): boolean {
  return everyone(question.principalArn).some((principal) =>
    holds(question.grants.database(principal, question.databaseName), permission),
  );
}

/** A right on the catalogue, such as CREATE_DATABASE. */
export function mayOnCatalog(
  question: Pick<DatabaseQuestion, 'principalArn' | 'grants'>,
  permission: LakeFormationPermission,
): boolean {
  return everyone(question.principalArn).some((principal) => holds(question.grants.catalog(principal), permission));
}

function everyone(principalArn: string): readonly string[] {
  return [...grantees(principalArn), IAM_ALLOWED_PRINCIPALS];
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
