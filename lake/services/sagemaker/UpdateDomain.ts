import type { UpdateDomainCommandInput, UpdateDomainResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceInUse } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { Domain, SageMakerState } from './state.js';

/** Settings that are sent replace those before, each as a whole; the others stay. */
export const updateDomain = (state: SageMakerState): Action<UpdateDomainCommandInput, UpdateDomainResponse> =>
  sageMakerAction({
    operation: 'UpdateDomain',
    readOnly: false,
    resource: (input) => state.domainArn(input.DomainId ?? ''),
    resourceTags: state.tags,
    passedRoles: (input) => [input.DefaultUserSettings?.ExecutionRole, input.DefaultSpaceSettings?.ExecutionRole],
    handle: (input) => {
      const domain = state.domain(input.DomainId);
      const { DomainSettingsForUpdate: domainSettings, ...settings } = input;
      checkIdentityConfig(state, domain, domainSettings?.ExecutionRoleIdentityConfig);
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

/** "This configuration can only be modified if there are no apps in the InService or Pending state" (API reference, DomainSettings). */
function checkIdentityConfig(state: SageMakerState, domain: Domain, wanted: string | undefined): void {
  const current = domain.DomainSettings?.ExecutionRoleIdentityConfig ?? 'DISABLED';
  if (wanted === undefined || wanted === current || state.runningApps(domain).length === 0) return;
  throw resourceInUse(
    `Unable to modify ExecutionRoleIdentityConfig of Domain ${domain.DomainId} while it has App(s) in service.`,
  );
}
