import type { AttachUserPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { attachPolicy } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Attaches a managed policy to the user. Source: IAM API Reference, "AttachUserPolicy". */
export function attachUserPolicy({ store }: IamState): Action<AttachUserPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'AttachUserPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      attachPolicy(store.user(input.UserName ?? ''), input.PolicyArn, store);
      return {};
    },
  });
}
