import type { UpdateAssumeRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { trustPolicy } from './documents.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Replaces the trust policy of a role; sessions that exist go on. Source: IAM API Reference, "UpdateAssumeRolePolicy". */
export function updateAssumeRolePolicy({
  store,
  account,
}: IamState): Action<UpdateAssumeRolePolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'UpdateAssumeRolePolicy',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      store.role(input.RoleName ?? '').trust = trustPolicy(input.PolicyDocument, store, account);
      return {};
    },
  });
}
