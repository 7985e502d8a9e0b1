import type { DeleteAccessKeyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Ends a key. Source: IAM API Reference, "DeleteAccessKey". */
export function deleteAccessKey({ store }: IamState): Action<DeleteAccessKeyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteAccessKey',
    readOnly: false,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    handle: (input, { caller }) => {
      const key = store.accessKeyOf(input.UserName ?? caller.name, input.AccessKeyId ?? '');
      store.accessKeys.delete(key.accessKeyId);
      return {};
    },
  });
}
