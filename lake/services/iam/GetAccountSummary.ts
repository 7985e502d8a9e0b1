import type { GetAccountSummaryResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { isAwsPolicy } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** How much there is of what, and how much there may be. Source: IAM API Reference, "GetAccountSummary". */
export function getAccountSummary({ store }: IamState): Action<Record<string, never>, GetAccountSummaryResponse> {
  return iamAction({
    operation: 'GetAccountSummary',
    readOnly: true,
    resource: () => '*',
    handle: () => ({
      SummaryMap: {
        Users: store.users.values().length,
        UsersQuota: 5000,
        Groups: store.groups.values().length,
        GroupsQuota: 300,
        Roles: store.roles.values().length,
        RolesQuota: 1000,
        Policies: [...store.policies.keys()].filter((arn) => !isAwsPolicy(arn)).length,
        PoliciesQuota: 1500,
        AccessKeysPerUserQuota: 2,
        AttachedPoliciesPerUserQuota: 10,
        AttachedPoliciesPerGroupQuota: 10,
        AttachedPoliciesPerRoleQuota: 10,
        GroupsPerUserQuota: 10,
        VersionsPerPolicyQuota: 5,
        PolicySizeQuota: 6144,
        UserPolicySizeQuota: 2048,
        GroupPolicySizeQuota: 5120,
        RolePolicySizeQuota: 10_240,
        AssumeRolePolicySizeQuota: 2048,
      },
    }),
  });
}
