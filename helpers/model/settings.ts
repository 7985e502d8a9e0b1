/** What differs by account: the settings file (default `lakeproof.yaml`). */
export interface Settings {
  readonly formatVersion: 1;
  readonly region: string;
  readonly accountId: string;
  readonly runner: { readonly roleName: string; readonly externalId?: string };
  /** The external id that execution roles demand of the runner. */
  readonly executionRoles: { readonly externalId?: string };
  readonly sourceIdentity: 'run' | 'none';
  /** Name or id of the Studio domain. */
  readonly studioDomain: string;
  /** `{profile}` stands for the profile's name. */
  readonly workGroup: string;
  /** Only for workgroups that do not enforce one: `s3://…/`. */
  readonly outputLocation?: string;
  readonly perProfile: Readonly<Record<string, { readonly workGroup?: string; readonly outputLocation?: string }>>;
  /** Name of the trail that must keep the events; undefined: any that takes them. */
  readonly trail?: string;
  readonly auditSettleMs: number;
  readonly limits: {
    readonly activeQueries: number;
    readonly startsPerSecond: number;
    readonly lookupIntervalMs: number;
    readonly queryDeadlineMs: number;
    readonly runDeadlineMs: number;
  };
}

export type Target = 'embedded' | 'aws';
