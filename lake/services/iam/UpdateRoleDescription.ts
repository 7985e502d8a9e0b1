import type { UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { roleAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Changes the description of a role. Source: IAM API Reference, "UpdateRoleDescription". */
export function updateRoleDescription({
  store,
}: IamState): Action<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse> {
  return iamAction({
    operation: 'UpdateRoleDescription',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const role = store.role(input.RoleName ?? '');
      role.description = input.Description ?? '';
      return { Role: roleAnswer(role, store, { withTags: false }) };
    },
  });
}
