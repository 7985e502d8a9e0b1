import type { PutRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { putInlinePolicy } from './documents.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Stores an inline policy with the role; one of the same name is replaced. Source: IAM API Reference, "PutRolePolicy". */
export function putRolePolicy({ store }: IamState): Action<PutRolePolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'PutRolePolicy',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      putInlinePolicy(store.role(input.RoleName ?? ''), input.PolicyName, input.PolicyDocument);
      return {};
    },
  });
}
