import type { GetUserRequest, GetUserResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { userAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** A user; without a name, the user who asks. Source: IAM API Reference, "GetUser". */
export function getUser({ store }: IamState): Action<GetUserRequest, GetUserResponse> {
  return iamAction({
    operation: 'GetUser',
    readOnly: true,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    handle: (input, { caller }) => ({
      User: userAnswer(store.user(input.UserName ?? caller.name), { withTags: true }),
    }),
  });
}
