import type { Clock } from '../../core/clock.js';
import type { Secret } from '../../core/secret.js';
import type { QueryTime } from '../limits/query-time.js';
import type { Journal } from '../storage/journal.js';
import type { Authorization, Exchange } from './action.js';
import type { Caller } from './caller.js';
import type { CatalogueStore } from './catalogue.js';
import type { FaultSwitchboard } from './fault.js';
import type { ObjectStore } from './objects.js';
import type { Permissions } from './permissions.js';
import type { Trail } from './trail.js';

/**
 * Where AWS could behave in two ways: no source settles it, or the documentation says what is hard to believe. Each way
 * is tested.
 */
export interface LakeSwitches {
  /**
   * What becomes of a table's cell filters under an Athena view. `dropped`: "filters of a table are not carried over to a
   * view" (Athena User Guide, "lf-athena-limitations"); `applied`: a view shows no more than its tables.
   */
  readonly cellFiltersThroughViews: 'dropped' | 'applied';
  /**
   * What a SELECT on a column list is worth beside ALTER, DROP, DELETE or INSERT on the table. "It has no effect"
   * (Lake Formation Developer Guide, "data-filtering-notes"), and no source says whether that means the grant or its
   * filter. `void`: the grant gives nothing; `unfiltered`: it reads every column.
   */
  readonly columnListBesideWriting: 'void' | 'unfiltered';
  /**
   * What a read leaves in the trail that is refused: of a table that Lake Formation hides, or to whom IAM denies
   * lakeformation:GetDataAccess. `absent`: nothing, for analysis comes first; `error`: a GetDataAccess with errorCode.
   * No source shows either.
   */
  readonly dataAccessOfRefusedRead: 'absent' | 'error';
  /**
   * The same for a refused column of a table that the caller may otherwise read. `logged`: a GetDataAccess like that of a
   * read that succeeds, which names a table and never its columns.
   */
  readonly dataAccessOfRefusedColumn: 'absent' | 'logged';
  /**
   * Whether what Athena calls for a query's caller carries the access key of his session. A published GetDataAccess does;
   * of Glue's and S3's events, and of services that forward a session, no source says.
   */
  readonly accessKeyOfAthenasCalls: 'session' | 'absent';
}

export const DEFAULT_SWITCHES: LakeSwitches = {
  cellFiltersThroughViews: 'dropped',
  columnListBesideWriting: 'void',
  dataAccessOfRefusedRead: 'absent',
  dataAccessOfRefusedColumn: 'absent',
  accessKeyOfAthenasCalls: 'session',
};

export function switchesOf(account: Pick<LakeAccount, 'switches'>): LakeSwitches {
  return { ...DEFAULT_SWITCHES, ...account.switches };
}

/** With it the lake stays below 300 MB whatever is asked of it (bench/README.md). */
export const DEFAULT_QUERY_MEMORY_MB = 16;

/** Where a lake stands: what a service needs before the other services exist. */
export interface LakeAccount {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  /** Folder of everything the lake writes. */
  readonly stateDir: string;
  /** Keeps the state of the services; without one it ends with the process. */
  readonly journal?: Journal;
  /** What is left out is as in DEFAULT_SWITCHES. */
  readonly switches?: Partial<LakeSwitches>;
  /** What a large query may hold in memory before it spills or ends; DEFAULT_QUERY_MEMORY_MB unless said otherwise. */
  readonly queryMemoryMb?: number;
  /** Rates and active queries: none unless said otherwise. */
  readonly limits?: 'none' | 'aws';
  /** How long queries take; what they take unless said otherwise. */
  readonly queryTime?: QueryTime;
}

export interface ServiceSession {
  readonly sessionName: string;
  readonly durationSeconds: number;
  /** Policy document, JSON. */
  readonly policy: string;
  /** Set only where the role's trust policy lets the service set it. */
  readonly sourceIdentity?: string;
}

export interface ServiceCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  readonly expiresAt: Date;
}

/** One account in one Region: the stores and decisions that services share. */
export interface Lake extends LakeAccount {
  readonly catalogue: CatalogueStore;
  readonly permissions: Permissions;
  readonly objects: ObjectStore;
  readonly trail: Trail;
  readonly faults: FaultSwitchboard;
  /** IAM's answer for the caller; `reason` is AWS's own suffix ("because no identity-based policy allows the … action"). */
  isAllowed(
    caller: Caller,
    authorization: Authorization,
    exchange?: Exchange,
  ): { readonly allowed: boolean; readonly reason?: string | undefined };
  /**
   * True when IAM has the user or role with this ARN (`Caller.principalArn`'s form): services refuse to name principals
   * that are not there. A lake without it takes every principal's word.
   */
  principalExists?(principalArn: string): boolean;
  /**
   * Who a session of a role is that a service opens for itself, with credentials that nobody hands out: the role of a
   * registered location, as Athena uses it. A lake without it has no such sessions.
   */
  serviceCaller?(roleArn: string, session: Pick<ServiceSession, 'sessionName' | 'sourceIdentity'>): Caller;
  /**
   * A session of a role for a service that the role trusts, cut down by a session policy; undefined when there is no such
   * role. Lake Formation gives the data of a registered location out in this way.
   */
  openServiceSession?(roleArn: string, session: ServiceSession): ServiceCredentials | undefined;
  /**
   * A session of a role that a service takes on for whoever passed it; undefined when there is no such role or it does
   * not trust the service. CloudFormation makes a stack's calls so.
   */
  takeServiceRole?(roleArn: string, by: { readonly service: string; readonly sessionName: string }): Caller | undefined;
  /** Calls an action as `caller` in-process, through authorisation and trail, as a signed request would be. */
  invoke(
    caller: Caller,
    service: Exchange['service'],
    operation: string,
    input: unknown,
    invokedBy?: string,
  ): Promise<unknown>;
}
