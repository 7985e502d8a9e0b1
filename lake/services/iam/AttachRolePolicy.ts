import type { AttachRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { attachPolicy } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Attaches a managed policy to the role. Source: IAM API Reference, "AttachRolePolicy". */
export function attachRolePolicy({ store }: IamState): Action<AttachRolePolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'AttachRolePolicy',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      attachPolicy(store.role(input.RoleName ?? ''), input.PolicyArn, store);
      return {};
    },
  });
}
