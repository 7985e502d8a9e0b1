import type { ListSpacesCommandInput, ListSpacesResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** No space can be made here (CreateSpace answers NotImplemented), so there is none to list. */
export const listSpaces = (state: SageMakerState): Action<ListSpacesCommandInput, ListSpacesResponse> =>
  sageMakerAction({
    operation: 'ListSpaces',
    readOnly: true,
    resource: (input) => state.wildcardArn('space', input.DomainIdEquals),
    handle: () => ({ Spaces: [] }),
  });
