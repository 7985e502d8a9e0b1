import type { LFTag } from '@aws-sdk/client-lakeformation';
import type { TagExpression } from '../../access/lakeformation/tags.js';
import { notAuthorisedForPermissions } from './errors.js';
import { foundFor } from './known-resource.js';
import type { LakeFormationState } from './state.js';
import { visibleTag } from './tag-access.js';
import { expressionOf } from './tag-shape.js';

export const MAX_SEARCH_RESULTS = 100;

/** The expression of a search; every tag and value in it must be one that the caller may see. */
export function searchExpression(
  state: LakeFormationState,
  sent: readonly LFTag[] | undefined,
  principalArn: string,
): TagExpression {
  const context = { accountId: state.account.accountId, tags: state.tags };
  const expression = foundFor(state, principalArn, () => expressionOf(sent, context));
  for (const { key, values } of expression) {
    const visible = visibleTag(state, key, principalArn).values;
    if (!values.every((value) => visible.includes(value))) throw notAuthorisedForPermissions();
  }
  return expression;
}
