import type { UpdateUserProfileCommandInput, UpdateUserProfileResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/**
 * Settings that are sent replace those before, the others stay. Needs iam:PassRole on a new execution role: whoever may
 * set it chooses who the profile's user becomes.
 */
export const updateUserProfile = (
  state: SageMakerState,
): Action<UpdateUserProfileCommandInput, UpdateUserProfileResponse> =>
  sageMakerAction({
    operation: 'UpdateUserProfile',
    readOnly: false,
    resource: (input) => state.profileArn(input.DomainId ?? '', input.UserProfileName ?? ''),
    resourceTags: state.tags,
    passedRoles: (input) => [input.UserSettings?.ExecutionRole],
    handle: (input) => {
      const profile = state.profile(input.DomainId, input.UserProfileName);
      const sent = Object.fromEntries(
        Object.entries(input.UserSettings ?? {}).filter(([, value]) => value !== undefined),
      );
      state.profiles.set(profile.UserProfileArn, {
        ...profile,
        UserSettings: { ...profile.UserSettings, ...sent },
        LastModifiedTime: state.account.clock.now(),
      });
      return { UserProfileArn: profile.UserProfileArn };
    },
  });
