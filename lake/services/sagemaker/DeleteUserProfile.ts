import type { DeleteUserProfileCommandInput } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const deleteUserProfile = (state: SageMakerState): Action<DeleteUserProfileCommandInput, undefined> =>
  sageMakerAction({
    operation: 'DeleteUserProfile',
    readOnly: false,
    resource: (input) => state.profileArn(input.DomainId ?? '', input.UserProfileName ?? ''),
    resourceTags: (input) => state.tags.get(state.profileArn(input.DomainId ?? '', input.UserProfileName ?? '')) ?? [],
    handle: (input) => {
      const profile = state.profile(input.DomainId, input.UserProfileName);
      state.profiles.delete(profile.UserProfileArn);
      state.tags.delete(profile.UserProfileArn);
      return undefined;
    },
  });
