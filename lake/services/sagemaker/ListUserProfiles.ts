import type { ListUserProfilesCommandInput, ListUserProfilesResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState, UserProfile } from './state.js';

/** SageMaker API, ListUserProfiles, "MaxResults": 10 unless asked for more, and at most 100. */
const DEFAULT_RESULTS = 10;
const MAX_RESULTS = 100;

/** Sorted by creation time, oldest first, unless asked otherwise. */
export const listUserProfiles = (
  state: SageMakerState,
): Action<ListUserProfilesCommandInput, ListUserProfilesResponse> =>
  sageMakerAction({
    operation: 'ListUserProfiles',
    readOnly: true,
    resource: (input) => state.wildcardArn('user-profile', input.DomainIdEquals),
    handle: (input) => {
      const { NextToken, MaxResults, ...question } = input;
      const found = [...state.profiles.values()]
        .filter((profile) => input.DomainIdEquals === undefined || profile.DomainId === input.DomainIdEquals)
        .filter((profile) => profile.UserProfileName.includes(input.UserProfileNameContains ?? ''));
      const keyOf = (profile: UserProfile): string => sortKey(profile, input.SortBy);
      const descending = input.SortOrder === 'Descending';
      const sorted = found.sort((a, b) => (keyOf(a) < keyOf(b) === descending ? 1 : -1));
      const result = page(sorted, keyOf, {
        nextToken: NextToken,
        maxResults: MaxResults ?? DEFAULT_RESULTS,
        defaultSize: MAX_RESULTS,
        descending,
        question,
        errorCode: 'ValidationException',
      });
      return {
        UserProfiles: result.items.map(({ DomainId, UserProfileName, Status, CreationTime, LastModifiedTime }) => ({
          DomainId,
          UserProfileName,
          Status,
          CreationTime,
          LastModifiedTime,
        })),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });

/** The name makes the key unique within equal times. */
function sortKey(profile: UserProfile, sortBy: ListUserProfilesCommandInput['SortBy']): string {
  const time = sortBy === 'LastModifiedTime' ? profile.LastModifiedTime : profile.CreationTime;
  return `${time?.toISOString()} ${profile.DomainId} ${profile.UserProfileName}`;
}
