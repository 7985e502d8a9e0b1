import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { z } from 'zod';
import { parseArn } from '../../../core/arn.js';
import { isTrailStopped } from '../../faults/trail-stopped.js';
import { AwsError } from '../../model/aws-error.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import { journalOf } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import { sdkShape } from '../../storage/sdk-shape.js';
import type { Deliveries } from '../../trail/delivery/deliveries.js';
import type { SigningKeys } from '../../trail/delivery/signing-keys.js';
import type { TrailStore } from '../../trail/store.js';

export interface StoredTrail {
  readonly name: string;
  readonly arn: string;
  s3BucketName: string;
  s3KeyPrefix?: string;
  includeGlobalServiceEvents: boolean;
  isMultiRegionTrail: boolean;
  logFileValidationEnabled: boolean;
  eventSelectors: readonly EventSelector[];
  advancedEventSelectors: readonly AdvancedEventSelector[];
  isLogging: boolean;
  startedAt?: Date;
  stoppedAt?: Date;
  readonly tags: Map<string, string>;
}

const trailSchema: z.ZodType<StoredTrail> = z.object({
  name: z.string(),
  arn: z.string(),
  s3BucketName: z.string(),
  s3KeyPrefix: z.exactOptional(z.string()),
  includeGlobalServiceEvents: z.boolean(),
  isMultiRegionTrail: z.boolean(),
  logFileValidationEnabled: z.boolean(),
  eventSelectors: z.array(sdkShape<EventSelector>()),
  advancedEventSelectors: z.array(sdkShape<AdvancedEventSelector>()),
  isLogging: z.boolean(),
  startedAt: z.exactOptional(z.date()),
  stoppedAt: z.exactOptional(z.date()),
  tags: z.map(z.string(), z.string()),
});

/** The trails of an account that has none yet. */
export function newTrails(account: LakeAccount): KeptMap<StoredTrail> {
  return new KeptMap(journalOf(account), { name: 'cloudtrail/trails', parse: (saved) => trailSchema.parse(saved) });
}

/** What the actions of CloudTrail work on. */
export interface CloudTrailState {
  readonly account: LakeAccount;
  readonly getLake: () => Lake;
  readonly events: TrailStore;
  /** By name. */
  readonly trails: KeptMap<StoredTrail>;
  readonly deliveries: Deliveries;
  readonly keys: SigningKeys;
}

/** Whether a trail logs now: it was started, and no fault stands in its way. */
export function isLogging({ getLake }: CloudTrailState, trail: StoredTrail): boolean {
  return trail.isLogging && !isTrailStopped(getLake().faults);
}

/** A trail without selectors of its own takes management events, reads and writes (CloudTrail API Reference, "CreateTrail"). */
export const DEFAULT_SELECTORS: readonly EventSelector[] = [
  { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
];

export function trailArn(account: LakeAccount, name: string): string {
  return `arn:${account.partition}:cloudtrail:${account.region}:${account.accountId}:trail/${name}`;
}

/** ARN that a name or an ARN means, for authorisation. */
export function arnOfTrail(state: CloudTrailState, nameOrArn: string | undefined): string {
  return nameOrArn?.startsWith('arn:') ? nameOrArn : trailArn(state.account, nameOrArn ?? '');
}

/** By name or ARN. Throws AwsError `TrailNotFoundException` or `CloudTrailARNInvalidException`. */
export function findTrail(state: CloudTrailState, nameOrArn: string | undefined): StoredTrail {
  const wanted = nameOrArn ?? '';
  if (wanted.startsWith('arn:') && !parseArn(wanted)?.resource.startsWith('trail/')) {
    throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${wanted}`);
  }
  const arn = arnOfTrail(state, wanted);
  const found = [...state.trails.values()].find((trail) => trail.arn === arn);
  if (found === undefined) {
    throw new AwsError('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${state.account.accountId}`);
  }
  return found;
}
