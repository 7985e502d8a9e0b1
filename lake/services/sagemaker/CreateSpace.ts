import type { CreateSpaceCommandInput, CreateSpaceResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceInUse, validationError } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/**
 * A space is private to its owner, a user profile, or shared: then its apps run as the domain's role for spaces and not
 * as the role of who uses it (SageMaker Developer Guide, "domain-space"). Ownership and sharing come together.
 */
export const createSpace = (state: SageMakerState): Action<CreateSpaceCommandInput, CreateSpaceResponse> =>
  sageMakerAction({
    operation: 'CreateSpace',
    readOnly: false,
    resource: (input) => state.spaceArn(input.DomainId ?? '', input.SpaceName ?? ''),
    requestTags: (input) => input.Tags,
    handle: (input) => {
      const { Tags: tags, SpaceName: name = '', ...settings } = input;
      const domain = state.domain(input.DomainId);
      if ((input.OwnershipSettings === undefined) !== (input.SpaceSharingSettings === undefined)) {
        throw validationError('OwnershipSettings and SpaceSharingSettings must be specified together.');
      }
      if (input.OwnershipSettings !== undefined) {
        state.profile(domain.DomainId, input.OwnershipSettings.OwnerUserProfileName);
      }
      const SpaceArn = state.spaceArn(domain.DomainId, name);
      if (state.spaces.has(SpaceArn)) throw resourceInUse(`Space already exists with the name [${name}].`);
      const now = state.account.clock.now();
      state.spaces.set(SpaceArn, {
        ...settings,
        DomainId: domain.DomainId,
        SpaceArn,
        SpaceName: name,
        Status: 'InService',
        CreationTime: now,
        LastModifiedTime: now,
      });
      state.tags.set(SpaceArn, tags ?? []);
      return { SpaceArn };
    },
  });
