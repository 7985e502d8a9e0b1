import type {
  ResultConfiguration,
  ResultConfigurationUpdates,
  UpdateWorkGroupInput,
  UpdateWorkGroupOutput,
  WorkGroupConfiguration,
  WorkGroupConfigurationUpdates,
} from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { athenaAction } from './athena-action.js';
import { knownWorkGroup } from './known-work-group.js';
import { checkOutputLocation } from './output-location.js';
import type { AthenaState } from './state.js';

export const updateWorkGroup = (state: AthenaState): Action<UpdateWorkGroupInput, UpdateWorkGroupOutput> =>
  athenaAction({
    operation: 'UpdateWorkGroup',
    readOnly: false,
    authorize: ({ WorkGroup }) => [{ action: 'athena:UpdateWorkGroup', resource: state.workGroupArn(WorkGroup ?? '') }],
    handle: ({ WorkGroup, Description, State, ConfigurationUpdates }) => {
      const known = knownWorkGroup(state, WorkGroup);
      state.workGroups.set(known.name, {
        ...known,
        description: Description ?? known.description,
        state: State ?? known.state,
        configuration:
          ConfigurationUpdates === undefined ? known.configuration : updated(known.configuration, ConfigurationUpdates),
      });
      return {};
    },
  });

/** The updates that the lake acts on; the others are not modelled and change nothing that it does. */
function updated(before: WorkGroupConfiguration, changes: WorkGroupConfigurationUpdates): WorkGroupConfiguration {
  const { RemoveBytesScannedCutoffPerQuery, ResultConfigurationUpdates = {} } = changes;
  return {
    ...before,
    EnforceWorkGroupConfiguration: changes.EnforceWorkGroupConfiguration ?? before.EnforceWorkGroupConfiguration,
    PublishCloudWatchMetricsEnabled: changes.PublishCloudWatchMetricsEnabled ?? before.PublishCloudWatchMetricsEnabled,
    RequesterPaysEnabled: changes.RequesterPaysEnabled ?? before.RequesterPaysEnabled,
    BytesScannedCutoffPerQuery: changed(
      before.BytesScannedCutoffPerQuery,
      changes.BytesScannedCutoffPerQuery,
      RemoveBytesScannedCutoffPerQuery,
    ),
    ResultConfiguration: updatedResult(before.ResultConfiguration ?? {}, ResultConfigurationUpdates),
  };
}

function updatedResult(before: ResultConfiguration, changes: ResultConfigurationUpdates): ResultConfiguration {
  if (changes.OutputLocation !== undefined) checkOutputLocation(changes.OutputLocation);
  return {
    OutputLocation: changed(before.OutputLocation, changes.OutputLocation, changes.RemoveOutputLocation),
    EncryptionConfiguration: changed(
      before.EncryptionConfiguration,
      changes.EncryptionConfiguration,
      changes.RemoveEncryptionConfiguration,
    ),
    ExpectedBucketOwner: changed(
      before.ExpectedBucketOwner,
      changes.ExpectedBucketOwner,
      changes.RemoveExpectedBucketOwner,
    ),
    AclConfiguration: changed(before.AclConfiguration, changes.AclConfiguration, changes.RemoveAclConfiguration),
  };
}

function changed<T>(before: T | undefined, change: T | undefined, remove: boolean | undefined): T | undefined {
  return remove === true ? undefined : (change ?? before);
}
