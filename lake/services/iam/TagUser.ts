import type { TagUserRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { addTags } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Adds tags to the user or changes them. Source: IAM API Reference, "TagUser". */
export function tagUser({ store }: IamState): Action<TagUserRequest, Record<string, never>> {
  return iamAction({
    operation: 'TagUser',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      addTags(store.user(input.UserName ?? '').tags, input.Tags);
      return {};
    },
  });
}
