import type { WorkGroup, WorkGroupConfiguration, WorkGroupSummary } from '@aws-sdk/client-athena';

/** A workgroup as the lake keeps it. */
export interface WorkGroupRecord {
  readonly name: string;
  readonly description: string | undefined;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly configuration: WorkGroupConfiguration;
  readonly createdAt: Date;
}

export const ENGINE_VERSION = {
  SelectedEngineVersion: 'AUTO',
  EffectiveEngineVersion: 'Athena engine version 3',
} as const;

/** What CreateWorkGroup leaves unsaid (Athena API reference: enforcement is off unless asked for). */
export const CONFIGURATION_DEFAULTS: WorkGroupConfiguration = {
  EnforceWorkGroupConfiguration: false,
  PublishCloudWatchMetricsEnabled: true,
  RequesterPaysEnabled: false,
};

/** As GetWorkGroup shows it: without a description there is no `Description`, unlike in listings. */
export function workGroupShape(record: WorkGroupRecord): WorkGroup {
  return {
    Name: record.name,
    State: record.state,
    Configuration: { ...record.configuration, EngineVersion: ENGINE_VERSION },
    CreationTime: record.createdAt,
    ...(record.description === undefined ? {} : { Description: record.description }),
  };
}

export function summaryShape(record: WorkGroupRecord): WorkGroupSummary {
  return {
    Name: record.name,
    State: record.state,
    Description: record.description ?? '',
    CreationTime: record.createdAt,
    EngineVersion: ENGINE_VERSION,
  };
}
