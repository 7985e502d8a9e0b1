import type { ListAppsCommandInput, ListAppsResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** No app can run here (CreateApp answers NotImplemented), so there is none to list. */
export const listApps = (state: SageMakerState): Action<ListAppsCommandInput, ListAppsResponse> =>
  sageMakerAction({
    operation: 'ListApps',
    readOnly: true,
    resource: (input) => state.wildcardArn('app', input.DomainIdEquals),
    handle: () => ({ Apps: [] }),
  });
