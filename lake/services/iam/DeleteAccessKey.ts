import type { DeleteAccessKeyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Ends a key. Source: IAM API Reference, "DeleteAccessKey". */
export function deleteAccessKey({ store }: IamState): Action<DeleteAccessKeyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteAccessKey',
    readOnly: false,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    handle: (input, { caller }) => {
      const user = store.user(input.UserName ?? caller.name);
      const key = store.accessKeys.get(input.AccessKeyId ?? '');
      if (key?.userName !== user.name) {
        throw noSuchEntity(`The Access Key with id ${input.AccessKeyId ?? ''} cannot be found.`);
      }
      store.accessKeys.delete(key.accessKeyId);
      return {};
    },
  });
}
