import type { GetRoleRequest, GetRoleResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { roleAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** A role with its trust policy and tags. Source: IAM API Reference, "GetRole". */
export function getRole({ store }: IamState): Action<GetRoleRequest, GetRoleResponse> {
  return iamAction({
    operation: 'GetRole',
    readOnly: true,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => ({ Role: roleAnswer(store.role(input.RoleName ?? ''), store, { withTags: true }) }),
  });
}
