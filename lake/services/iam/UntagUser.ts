import type { UntagUserRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes tags from the user. Source: IAM API Reference, "UntagUser". */
export function untagUser({ store }: IamState): Action<UntagUserRequest, Record<string, never>> {
  return iamAction({
    operation: 'UntagUser',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const { tags } = store.user(input.UserName ?? '');
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  });
}
