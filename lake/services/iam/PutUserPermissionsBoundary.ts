import type { PutUserPermissionsBoundaryRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Sets the managed policy that bounds what a user may do. Source: IAM API Reference, "PutUserPermissionsBoundary". */
export function putUserPermissionsBoundary({
  store,
}: IamState): Action<PutUserPermissionsBoundaryRequest, Record<string, never>> {
  return iamAction({
    operation: 'PutUserPermissionsBoundary',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      store.user(input.UserName ?? '').boundaryArn = store.policy(input.PermissionsBoundary ?? '').arn;
      return {};
    },
  });
}
