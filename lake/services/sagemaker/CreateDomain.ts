import type { CreateDomainCommandInput, CreateDomainResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceInUse } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** The domain is in service at once; AWS takes minutes, in the state Pending. */
export const createDomain = (state: SageMakerState): Action<CreateDomainCommandInput, CreateDomainResponse> =>
  sageMakerAction({
    operation: 'CreateDomain',
    readOnly: false,
    resource: (input) => state.domainArn(state.domainIdFor(input.DomainName ?? '')),
    requestTags: (input) => input.Tags,
    passedRoles: (input) => [input.DefaultUserSettings?.ExecutionRole, input.DefaultSpaceSettings?.ExecutionRole],
    handle: (input) => {
      const { Tags: tags, DomainName: name = '', ...settings } = input;
      const DomainId = state.domainIdFor(name);
      if (state.domains.has(DomainId)) throw resourceInUse(`Domain already exists with the name [${name}].`);
      const DomainArn = state.domainArn(DomainId);
      const now = state.account.clock.now();
      const Url = `https://${DomainId}.studio.${state.account.region}.sagemaker.aws`;
      state.domains.set(DomainId, {
        ...settings,
        DomainId,
        DomainArn,
        DomainName: name,
        Status: 'InService',
        CreationTime: now,
        LastModifiedTime: now,
        Url,
      });
      state.tags.set(DomainArn, tags ?? []);
      return { DomainArn, DomainId, Url };
    },
  });
