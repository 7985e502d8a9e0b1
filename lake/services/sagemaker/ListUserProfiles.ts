import type { ListUserProfilesCommandInput, ListUserProfilesResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { listed } from './listed.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const listUserProfiles = (
  state: SageMakerState,
): Action<ListUserProfilesCommandInput, ListUserProfilesResponse> =>
  sageMakerAction({
    operation: 'ListUserProfiles',
    readOnly: true,
    resource: (input) => state.wildcardArn('user-profile', input.DomainIdEquals),
    handle: (input) => {
      const found = [...state.profiles.values()]
        .filter((profile) => input.DomainIdEquals === undefined || profile.DomainId === input.DomainIdEquals)
        .filter((profile) => profile.UserProfileName.includes(input.UserProfileNameContains ?? ''));
      const { items, next } = listed(found, input, (profile) => profile.UserProfileArn);
      return {
        UserProfiles: items.map(({ DomainId, UserProfileName, Status, CreationTime, LastModifiedTime }) => ({
          DomainId,
          UserProfileName,
          Status,
          CreationTime,
          LastModifiedTime,
        })),
        ...next,
      };
    },
  });
