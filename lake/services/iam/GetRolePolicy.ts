import type { GetRolePolicyRequest, GetRolePolicyResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { encodedPolicy } from './answers.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** An inline policy of the role, percent-encoded. Source: IAM API Reference, "GetRolePolicy". */
export function getRolePolicy({ store }: IamState): Action<GetRolePolicyRequest, GetRolePolicyResponse> {
  return iamAction({
    operation: 'GetRolePolicy',
    readOnly: true,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const role = store.role(input.RoleName ?? '');
      const policy = role.inline.get(input.PolicyName ?? '');
      if (policy === undefined)
        throw noSuchEntity(`The role policy with name ${input.PolicyName ?? ''} cannot be found.`);
      return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encodedPolicy(policy.text) };
    },
  });
}
