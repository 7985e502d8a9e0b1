import type { GroupDetail, ManagedPolicyDetail, PolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import {
  attachedPolicies,
  encodedPolicy,
  groupAnswer,
  policyAnswer,
  roleAnswer,
  userAnswer,
  versionAnswer,
} from './answers.js';
import type { IamGroup, IamRole, IamStore, IamUser, ManagedPolicy, PolicyHolder } from './store.js';

/** Entities with all that binds them. Source: IAM API Reference, "GetAccountAuthorizationDetails". */
export function userDetail(user: IamUser, store: IamStore): UserDetail {
  return {
    ...userAnswer(user, { withTags: true }),
    UserPolicyList: inlinePolicies(user),
    GroupList: [...user.groups].sort(),
    AttachedManagedPolicies: attachedPolicies(user, store),
  };
}

export function groupDetail(group: IamGroup, store: IamStore): GroupDetail {
  return {
    ...groupAnswer(group),
    GroupPolicyList: inlinePolicies(group),
    AttachedManagedPolicies: attachedPolicies(group, store),
  };
}

export function roleDetail(role: IamRole, store: IamStore): RoleDetail {
  const shown = roleAnswer(role, store, { withTags: true });
  delete shown.MaxSessionDuration;
  delete shown.Description;
  return {
    ...shown,
    InstanceProfileList: [],
    RolePolicyList: inlinePolicies(role),
    AttachedManagedPolicies: attachedPolicies(role, store),
  };
}

export function policyDetail(policy: ManagedPolicy, store: IamStore): ManagedPolicyDetail {
  const shown = policyAnswer(policy, store);
  delete shown.Tags;
  const versions = policy.versions.map((version) => versionAnswer(policy, version, { withText: true }));
  return { ...shown, PolicyVersionList: versions };
}

function inlinePolicies(holder: PolicyHolder): PolicyDetail[] {
  return [...holder.inline]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { text }]) => ({ PolicyName: name, PolicyDocument: encodedPolicy(text) }));
}
