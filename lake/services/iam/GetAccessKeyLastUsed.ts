import type { GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Whose a key is, and when and where it was last used. Source: IAM API Reference, "GetAccessKeyLastUsed". */
export function getAccessKeyLastUsed({
  store,
}: IamState): Action<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse> {
  return iamAction({
    operation: 'GetAccessKeyLastUsed',
    readOnly: true,
    resource: (input) => store.arnByName('user', store.accessKeys.get(input.AccessKeyId ?? '')?.userName),
    handle: (input) => {
      const key = store.accessKeys.get(input.AccessKeyId ?? '');
      if (key === undefined) throw noSuchEntity(`The Access Key with id ${input.AccessKeyId ?? ''} cannot be found.`);
      const { lastUsed } = key;
      return {
        UserName: key.userName,
        AccessKeyLastUsed:
          lastUsed === undefined
            ? { ServiceName: 'N/A', Region: 'N/A' }
            : { LastUsedDate: lastUsed.at, ServiceName: lastUsed.service, Region: lastUsed.region },
      };
    },
  });
}
