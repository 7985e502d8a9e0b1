import type { Tag } from '@aws-sdk/client-iam';
import type { Authorization } from '../../model/action.js';

export type ConditionKeys = NonNullable<Authorization['conditionKeys']>;

/** Tags of the entity that is asked about. Source: Service Authorization Reference, "AWS Identity and Access Management". */
export function resourceTagKeys(tags: ReadonlyMap<string, string>): ConditionKeys {
  return Object.fromEntries(
    [...tags].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}

/** Tags that the request would set, or the keys of those it would take away. */
export function requestTagKeys(tags: readonly Tag[] | undefined, keys?: readonly string[]): ConditionKeys {
  if (tags === undefined && keys === undefined) return {};
  return {
    'aws:TagKeys': keys ?? (tags ?? []).map((tag) => tag.Key ?? ''),
    ...Object.fromEntries((tags ?? []).map((tag) => [`aws:RequestTag/${tag.Key ?? ''}`, tag.Value ?? ''])),
  };
}
