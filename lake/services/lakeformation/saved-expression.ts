import type { LFTag, LFTagExpression } from '@aws-sdk/client-lakeformation';
import type { LakeFormationPermission } from '../../access/lakeformation/grant.js';
import { grantees } from '../../access/lakeformation/principals.js';
import type { SavedExpression } from '../../access/lakeformation/tag-store.js';
import type { TagExpression } from '../../access/lakeformation/tags.js';
import { holdsOnTag } from './authority.js';
import { entityNotFound, notAuthorisedForPermissions } from './errors.js';
import { foundFor } from './known-resource.js';
import type { LakeFormationState } from './state.js';
import { expressionOf, expressionShape } from './tag-shape.js';

/** The body of an expression that is to be saved: GRANT_WITH_LF_TAG_EXPRESSION is needed on every key and value of it. */
export function newBody(
  state: LakeFormationState,
  sent: readonly LFTag[] | undefined,
  principalArn: string,
): TagExpression {
  const context = { accountId: state.account.accountId, tags: state.tags };
  const body = foundFor(state, principalArn, () => expressionOf(sent, context));
  const holds = body.every(({ key, values }) =>
    holdsOnTag(state, principalArn, 'GRANT_WITH_LF_TAG_EXPRESSION', key, values),
  );
  if (!holds) throw notAuthorisedForPermissions();
  return body;
}

/** The saved expression, to administrators and to whom holds one of `permissions` on it. */
export function savedExpression(
  state: LakeFormationState,
  name: string | undefined,
  principalArn: string,
  permissions: readonly LakeFormationPermission[],
): SavedExpression {
  const saved = foundFor(state, principalArn, () => {
    const found = state.tags.expressions.get(name ?? '');
    if (found === undefined) throw entityNotFound('LF-Tag expression not found.');
    return found;
  });
  if (!holdsOnExpression(state, principalArn, saved.name, permissions)) throw notAuthorisedForPermissions();
  return saved;
}

export function holdsOnExpression(
  state: LakeFormationState,
  principalArn: string,
  expressionName: string,
  permissions: readonly LakeFormationPermission[],
): boolean {
  if (state.isAdministrator(principalArn)) return true;
  if (permissions.includes('DESCRIBE') && state.describesEverything(principalArn)) return true;
  return grantees(principalArn).some((principal) =>
    state.grants
      .find(principal, { kind: 'tag-expression', expressionName })
      ?.permissions.some((held) => permissions.includes(held) || permissions.includes('DESCRIBE')),
  );
}

export function savedShape(saved: SavedExpression, catalogId: string): LFTagExpression {
  return {
    Name: saved.name,
    CatalogId: catalogId,
    Expression: expressionShape(saved.expression),
    ...(saved.description === undefined ? {} : { Description: saved.description }),
  };
}
