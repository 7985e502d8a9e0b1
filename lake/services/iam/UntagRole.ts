import type { UntagRoleRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes tags from the role. Source: IAM API Reference, "UntagRole". */
export function untagRole({ store }: IamState): Action<UntagRoleRequest, Record<string, never>> {
  return iamAction({
    operation: 'UntagRole',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const { tags } = store.role(input.RoleName ?? '');
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  });
}
