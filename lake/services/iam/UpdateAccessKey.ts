import type { UpdateAccessKeyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Switches a key off or on again. Source: IAM API Reference, "UpdateAccessKey". */
export function updateAccessKey({ store }: IamState): Action<UpdateAccessKeyRequest, Record<string, never>> {
  return iamAction({
    operation: 'UpdateAccessKey',
    readOnly: false,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    handle: (input, { caller }) => {
      const key = store.accessKeyOf(input.UserName ?? caller.name, input.AccessKeyId ?? '');
      key.status = input.Status === 'Inactive' ? 'Inactive' : 'Active';
      return {};
    },
  });
}
