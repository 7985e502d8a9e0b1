import type { UpdateDomainCommandInput, UpdateDomainResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** Settings that are sent replace those before, each as a whole; the others stay. */
export const updateDomain = (state: SageMakerState): Action<UpdateDomainCommandInput, UpdateDomainResponse> =>
  sageMakerAction({
    operation: 'UpdateDomain',
    readOnly: false,
    resource: (input) => state.domainArn(input.DomainId ?? ''),
    resourceTags: (input) => state.tags.get(state.domainArn(input.DomainId ?? '')) ?? [],
    passedRoles: (input) => [input.DefaultUserSettings?.ExecutionRole, input.DefaultSpaceSettings?.ExecutionRole],
    handle: (input) => {
      const domain = state.domain(input.DomainId);
      const { DomainSettingsForUpdate: domainSettings, ...settings } = input;
      const sent = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
      state.domains.set(domain.DomainId, {
        ...domain,
        ...sent,
        DomainSettings: { ...domain.DomainSettings, ...domainSettings },
        LastModifiedTime: state.account.clock.now(),
      });
      return { DomainArn: domain.DomainArn };
    },
  });
