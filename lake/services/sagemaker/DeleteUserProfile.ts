import type { DeleteUserProfileCommandInput } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceInUse } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const deleteUserProfile = (state: SageMakerState): Action<DeleteUserProfileCommandInput, undefined> =>
  sageMakerAction({
    operation: 'DeleteUserProfile',
    readOnly: false,
    resource: (input) => state.profileArn(input.DomainId ?? '', input.UserProfileName ?? ''),
    resourceTags: state.tags,
    handle: (input) => {
      const profile = state.profile(input.DomainId, input.UserProfileName);
      const { DomainId, UserProfileName } = profile;
      if (state.runningApps({ DomainId, UserProfileName }).length > 0) {
        throw resourceInUse(`Unable to delete UserProfile [${UserProfileName}] because App(s) are associated with it.`);
      }
      const owned = [...state.spaces.values()].some(
        (space) => space.DomainId === DomainId && space.OwnershipSettings?.OwnerUserProfileName === UserProfileName,
      );
      if (owned) {
        throw resourceInUse(
          `Unable to delete UserProfile [${UserProfileName}] because Space(s) are associated with it.`,
        );
      }
      state.profiles.delete(profile.UserProfileArn);
      state.tags.delete(profile.UserProfileArn);
      return undefined;
    },
  });
