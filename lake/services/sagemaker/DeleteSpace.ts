import type { DeleteSpaceCommandInput } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceInUse } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** Its apps must be gone. */
export const deleteSpace = (state: SageMakerState): Action<DeleteSpaceCommandInput, undefined> =>
  sageMakerAction({
    operation: 'DeleteSpace',
    readOnly: false,
    resource: (input) => state.spaceArn(input.DomainId ?? '', input.SpaceName ?? ''),
    resourceTags: state.tags,
    handle: (input) => {
      const { DomainId, SpaceArn, SpaceName } = state.space(input.DomainId, input.SpaceName);
      if (state.runningApps({ DomainId, SpaceName }).length > 0) {
        throw resourceInUse(`Unable to delete Space [${SpaceName}] because App(s) are associated with it.`);
      }
      state.spaces.delete(SpaceArn);
      state.tags.delete(SpaceArn);
      return undefined;
    },
  });
