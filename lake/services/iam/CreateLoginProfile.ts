import type { CreateLoginProfileRequest, CreateLoginProfileResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { alreadyExists } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Lets a user sign in to the console. The lake has none: the password is not kept. Source: IAM API Reference, "CreateLoginProfile". */
export function createLoginProfile({ store }: IamState): Action<CreateLoginProfileRequest, CreateLoginProfileResponse> {
  return iamAction({
    operation: 'CreateLoginProfile',
    readOnly: false,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    secretInputs: ['Password'],
    handle: (input, { caller }) => {
      const user = store.user(input.UserName ?? caller.name);
      if (user.loginProfileCreatedAt !== undefined) throw alreadyExists('Login Profile', user.name);
      user.loginProfileCreatedAt = store.now();
      return {
        LoginProfile: {
          UserName: user.name,
          CreateDate: user.loginProfileCreatedAt,
          PasswordResetRequired: input.PasswordResetRequired ?? false,
        },
      };
    },
  });
}
