import type { CreateUserRequest, CreateUserResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { addTags, userAnswer } from './answers.js';
import { alreadyExists } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';
import { type IamUser, newId } from './store.js';

/** A user without any right. Source: IAM API Reference, "CreateUser". */
export function createUser({ store }: IamState): Action<CreateUserRequest, CreateUserResponse> {
  return iamAction({
    operation: 'CreateUser',
    readOnly: false,
    resource: (input) => store.arnOf('user', input.Path ?? '/', input.UserName ?? ''),
    handle: (input) => {
      const name = input.UserName ?? '';
      if (store.users.has(name)) throw alreadyExists('User', name);
      const path = input.Path ?? '/';
      const user: IamUser = {
        kind: 'user',
        name,
        id: newId('AIDA'),
        arn: store.arnOf('user', path, name),
        path,
        createdAt: store.now(),
        inline: new Map(),
        attached: new Set(),
        tags: new Map(),
        groups: new Set(),
      };
      if (input.PermissionsBoundary !== undefined) user.boundaryArn = store.policy(input.PermissionsBoundary).arn;
      addTags(user.tags, input.Tags);
      store.users.set(name, user);
      return { User: userAnswer(user, { withTags: true }) };
    },
  });
}
