import type { ListAppsCommandInput, ListAppsResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { listed } from './listed.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { App, SageMakerState } from './state.js';

export const listApps = (state: SageMakerState): Action<ListAppsCommandInput, ListAppsResponse> =>
  sageMakerAction({
    operation: 'ListApps',
    readOnly: true,
    resource: (input) => state.wildcardArn('app', input.DomainIdEquals),
    handle: (input) => {
      const wanted = (app: App): boolean =>
        (input.DomainIdEquals === undefined || app.DomainId === input.DomainIdEquals) &&
        (input.UserProfileNameEquals === undefined || app.UserProfileName === input.UserProfileNameEquals) &&
        (input.SpaceNameEquals === undefined || app.SpaceName === input.SpaceNameEquals);
      const { items, next } = listed([...state.apps.values()].filter(wanted), input, (app) => app.AppArn);
      return {
        Apps: items.map(
          ({ DomainId, UserProfileName, SpaceName, AppType, AppName, Status, CreationTime, ResourceSpec }) => ({
            DomainId,
            UserProfileName,
            SpaceName,
            AppType,
            AppName,
            Status,
            CreationTime,
            ResourceSpec,
          }),
        ),
        ...next,
      };
    },
  });
