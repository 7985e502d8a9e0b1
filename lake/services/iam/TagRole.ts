import type { TagRoleRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { addTags } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Adds tags to the role or changes them. Source: IAM API Reference, "TagRole". */
export function tagRole({ store }: IamState): Action<TagRoleRequest, Record<string, never>> {
  return iamAction({
    operation: 'TagRole',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      addTags(store.role(input.RoleName ?? '').tags, input.Tags);
      return {};
    },
  });
}
