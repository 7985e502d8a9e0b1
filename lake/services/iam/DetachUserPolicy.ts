import type { DetachUserPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes a managed policy from the user. Source: IAM API Reference, "DetachUserPolicy". */
export function detachUserPolicy({ store }: IamState): Action<DetachUserPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DetachUserPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      if (!store.user(input.UserName ?? '').attached.delete(input.PolicyArn ?? '')) {
        throw noSuchEntity(`Policy ${input.PolicyArn ?? ''} was not found.`);
      }
      return {};
    },
  });
}
