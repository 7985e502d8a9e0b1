import type { GetLoginProfileRequest, GetLoginProfileResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** That a user may sign in to the console, and since when. Source: IAM API Reference, "GetLoginProfile". */
export function getLoginProfile({ store }: IamState): Action<GetLoginProfileRequest, GetLoginProfileResponse> {
  return iamAction({
    operation: 'GetLoginProfile',
    readOnly: true,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    handle: (input, { caller }) => {
      const user = store.user(input.UserName ?? caller.name);
      if (user.loginProfileCreatedAt === undefined) {
        throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
      }
      return {
        LoginProfile: { UserName: user.name, CreateDate: user.loginProfileCreatedAt, PasswordResetRequired: false },
      };
    },
  });
}
