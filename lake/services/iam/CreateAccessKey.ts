import type { CreateAccessKeyRequest, CreateAccessKeyResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** A long-term key; its secret is shown this once. Source: IAM API Reference, "CreateAccessKey". */
export function createAccessKey({ store }: IamState): Action<CreateAccessKeyRequest, CreateAccessKeyResponse> {
  return iamAction({
    operation: 'CreateAccessKey',
    readOnly: false,
    resource: (input, { caller }) => store.arnByName('user', input.UserName ?? caller.name),
    handle: (input, { caller }) => {
      const user = store.user(input.UserName ?? caller.name);
      if ([...store.accessKeys.values()].filter((one) => one.userName === user.name).length >= 2) {
        throw new AwsError('LimitExceeded', 'Cannot exceed quota for AccessKeysPerUser: 2', { httpStatus: 409 });
      }
      const key = store.addAccessKey(user.name);
      return {
        AccessKey: {
          UserName: user.name,
          AccessKeyId: key.accessKeyId,
          Status: 'Active' as const,
          SecretAccessKey: key.secretAccessKey.reveal(),
          CreateDate: key.createdAt,
        },
      };
    },
    shown: ({ AccessKey }) => ({
      AccessKey: { ...AccessKey, SecretAccessKey: undefined },
    }),
  });
}
