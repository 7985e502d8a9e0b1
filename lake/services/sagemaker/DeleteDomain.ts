import type { DeleteDomainCommandInput } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceInUse } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const deleteDomain = (state: SageMakerState): Action<DeleteDomainCommandInput, undefined> =>
  sageMakerAction({
    operation: 'DeleteDomain',
    readOnly: false,
    resource: (input) => state.domainArn(input.DomainId ?? ''),
    resourceTags: state.tags,
    handle: (input) => {
      const { DomainId, DomainArn } = state.domain(input.DomainId);
      if ([...state.profiles.values()].some((profile) => profile.DomainId === DomainId)) {
        throw resourceInUse(`Unable to delete Domain ${DomainId} because UserProfile(s) are associated with it.`);
      }
      if ([...state.spaces.values()].some((space) => space.DomainId === DomainId)) {
        throw resourceInUse(`Unable to delete Domain ${DomainId} because Space(s) are associated with it.`);
      }
      state.domains.delete(DomainId);
      state.tags.delete(DomainArn);
      return undefined;
    },
  });
