import type { ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { holdersOf, iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';
import type { PolicyHolder } from './store.js';

const ENTITY_TYPES: Readonly<Record<PolicyHolder['kind'], string>> = { user: 'User', role: 'Role', group: 'Group' };

function keyOf({ kind, name }: PolicyHolder): string {
  return `${kind}/${name.toLowerCase()}`;
}

function isHeld(holder: PolicyHolder, arn: string, usage: string | undefined): boolean {
  if (usage === 'PermissionsPolicy') return holder.attached.has(arn);
  if (usage === 'PermissionsBoundary') return holder.boundaryArn === arn;
  return holder.attached.has(arn) || holder.boundaryArn === arn;
}

/** Who holds a managed policy, as permissions or as a boundary. Source: IAM API Reference, "ListEntitiesForPolicy". */
export function listEntitiesForPolicy({
  store,
}: IamState): Action<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse> {
  return iamAction({
    operation: 'ListEntitiesForPolicy',
    readOnly: true,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = store.policy(input.PolicyArn ?? '');
      const holders = holdersOf(store)
        .filter((holder) => isHeld(holder, policy.arn, input.PolicyUsageFilter))
        .filter(({ kind }) => input.EntityFilter === undefined || ENTITY_TYPES[kind] === input.EntityFilter)
        .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      const { items, ...rest } = iamPage(holders, keyOf, input);
      const named = (kind: PolicyHolder['kind']): readonly PolicyHolder[] => items.filter((one) => one.kind === kind);
      return {
        PolicyGroups: named('group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
        PolicyUsers: named('user').map(({ name, id }) => ({ UserName: name, UserId: id })),
        PolicyRoles: named('role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        ...rest,
      };
    },
  });
}
