import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  GroupDetail,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage, isAwsPolicy } from './answers.js';
import { groupDetail, policyDetail, roleDetail, userDetail } from './details.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';
import type { IamStore } from './store.js';

const ENTITY_TYPES = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;

interface Detail {
  readonly type: (typeof ENTITY_TYPES)[number];
  readonly key: string;
  readonly user?: UserDetail;
  readonly group?: GroupDetail;
  readonly role?: RoleDetail;
  readonly policy?: ManagedPolicyDetail;
}

/**
 * Users, groups, roles and policies with all that binds them, in pages. Source: IAM API Reference,
 * "GetAccountAuthorizationDetails".
 */
export function getAccountAuthorizationDetails({
  store,
}: IamState): Action<GetAccountAuthorizationDetailsRequest, GetAccountAuthorizationDetailsResponse> {
  return iamAction({
    operation: 'GetAccountAuthorizationDetails',
    readOnly: true,
    resource: () => '*',
    handle: (input) => {
      const wanted = new Set<string>(input.Filter ?? ENTITY_TYPES);
      const found = detailsOf(store).filter(({ type }) => wanted.has(type));
      const { items, ...rest } = iamPage(found, ({ key }) => key, input);
      return {
        UserDetailList: items.flatMap(({ user }) => user ?? []),
        GroupDetailList: items.flatMap(({ group }) => group ?? []),
        RoleDetailList: items.flatMap(({ role }) => role ?? []),
        Policies: items.flatMap(({ policy }) => policy ?? []),
        ...rest,
      };
    },
  });
}

function detailsOf(store: IamStore): readonly Detail[] {
  const details: Detail[] = [
    ...store.users.values().map((user) => ({ type: 'User', key: user.arn, user: userDetail(user, store) }) as const),
    ...store.groups.values().map((one) => ({ type: 'Group', key: one.arn, group: groupDetail(one, store) }) as const),
    ...store.roles.values().map((role) => ({ type: 'Role', key: role.arn, role: roleDetail(role, store) }) as const),
    ...[...store.policies.values()].map((policy): Detail => {
      const type = isAwsPolicy(policy.arn) ? 'AWSManagedPolicy' : 'LocalManagedPolicy';
      return { type, key: policy.arn, policy: policyDetail(policy, store) };
    }),
  ];
  return details.sort((a, b) => (a.key < b.key ? -1 : 1));
}
