import type { ListSpacesCommandInput, ListSpacesResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { listed } from './listed.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState, Space } from './state.js';

export const listSpaces = (state: SageMakerState): Action<ListSpacesCommandInput, ListSpacesResponse> =>
  sageMakerAction({
    operation: 'ListSpaces',
    readOnly: true,
    resource: (input) => state.wildcardArn('space', input.DomainIdEquals),
    handle: (input) => {
      const found = [...state.spaces.values()]
        .filter((space) => input.DomainIdEquals === undefined || space.DomainId === input.DomainIdEquals)
        .filter((space) => space.SpaceName.includes(input.SpaceNameContains ?? ''));
      const { items, next } = listed(found, input, (space) => space.SpaceArn);
      return { Spaces: items.map(details), ...next };
    },
  });

function details({ DomainId, SpaceName, Status, CreationTime, LastModifiedTime, ...space }: Space) {
  const { OwnershipSettings, SpaceSettings, SpaceSharingSettings, SpaceDisplayName } = space;
  return {
    DomainId,
    SpaceName,
    Status,
    CreationTime,
    LastModifiedTime,
    ...(SpaceDisplayName === undefined ? {} : { SpaceDisplayName }),
    ...(SpaceSettings?.AppType === undefined ? {} : { SpaceSettingsSummary: { AppType: SpaceSettings.AppType } }),
    ...(SpaceSharingSettings === undefined
      ? {}
      : { SpaceSharingSettingsSummary: { SharingType: SpaceSharingSettings.SharingType } }),
    ...(OwnershipSettings === undefined
      ? {}
      : { OwnershipSettingsSummary: { OwnerUserProfileName: OwnershipSettings.OwnerUserProfileName } }),
  };
}
