import type { ListAccessKeysRequest, ListAccessKeysResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** The keys of a user, without their secrets. Source: IAM API Reference, "ListAccessKeys". */
export function listAccessKeys({ store }: IamState): Action<ListAccessKeysRequest, ListAccessKeysResponse> {
  return iamAction({
    operation: 'ListAccessKeys',
    readOnly: true,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    handle: (input, { caller }) => {
      const user = store.user(input.UserName ?? caller.name);
      const keys = [...store.accessKeys.values()].filter((key) => key.userName === user.name);
      const { items, ...rest } = iamPage(keys, (key) => key.accessKeyId, input);
      return {
        AccessKeyMetadata: items.map((key) => ({
          UserName: user.name,
          AccessKeyId: key.accessKeyId,
          Status: key.status,
          CreateDate: key.createdAt,
        })),
        ...rest,
      };
    },
  });
}
