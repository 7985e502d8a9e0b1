import type { ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Instance profiles of a role: an account of the lake has none, since nothing there runs on EC2. Source: IAM API Reference, "ListInstanceProfilesForRole". */
export function listInstanceProfilesForRole({
  store,
}: IamState): Action<ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse> {
  return iamAction({
    operation: 'ListInstanceProfilesForRole',
    readOnly: true,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      store.role(input.RoleName ?? '');
      return { InstanceProfiles: [], IsTruncated: false };
    },
  });
}
