import type { WorkGroupFacts } from '../aws/athena.js';
import type { DataLakeSettings } from '../aws/lakeformation.js';
import type { CallerIdentity } from '../aws/sts.js';
import type { Inventory } from '../model/catalogue.js';
import type { IdentityRecord } from '../model/observation.js';
import type { Policy } from '../model/policy.js';
import type { RunInfo } from '../model/run.js';
import type { Settings } from '../model/settings.js';
import type { Told } from './told.js';

export interface ProfileFacts {
  readonly profile: string;
  readonly workGroupName: string;
  readonly workGroup: Told<WorkGroupFacts>;
  readonly identity: IdentityRecord | undefined;
}

/** All that was seen; the checks read it and ask nothing themselves. */
export interface Facts {
  readonly settings: Settings;
  readonly settingsFile: string;
  readonly policy: Policy;
  readonly target: RunInfo['target'];
  readonly endpoints: readonly string[];
  readonly caller: Told<CallerIdentity>;
  readonly runner: Told<{ readonly sessionArn: string }>;
  readonly inventory: Told<Inventory>;
  readonly lakeSettings: Told<DataLakeSettings>;
  /** One page of event history could be read. */
  readonly history: Told<undefined>;
  readonly profiles: readonly ProfileFacts[];
  /** AWS's clock less ours, in milliseconds, from the expiry of a session of known length. */
  readonly clockSkewMs: number | undefined;
}
