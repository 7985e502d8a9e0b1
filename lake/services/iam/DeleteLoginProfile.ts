import type { DeleteLoginProfileRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Ends a user's way into the console. Source: IAM API Reference, "DeleteLoginProfile". */
export function deleteLoginProfile({ store }: IamState): Action<DeleteLoginProfileRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteLoginProfile',
    readOnly: false,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    handle: (input, { caller }) => {
      const user = store.user(input.UserName ?? caller.name);
      if (user.loginProfileCreatedAt === undefined) {
        throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
      }
      delete user.loginProfileCreatedAt;
      return {};
    },
  });
}
