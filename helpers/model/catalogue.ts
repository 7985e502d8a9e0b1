/** What discovery read, as the runner (a read-only data lake administrator) sees it. Names only, no values. */
export interface Inventory {
  readonly formatVersion: 1;
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
  readonly catalogId: string;
  readonly databases: readonly CatalogueDatabase[];
  /** Databases outside the policy's scope: counted, listed, not judged. */
  readonly databasesOutsideScope: readonly string[];
  readonly grants: readonly ListedGrant[];
  readonly dataLakeAdmins: readonly string[];
  readonly readOnlyAdmins: readonly string[];
  readonly studioDomain?: { readonly id: string; readonly name: string };
  readonly profiles: readonly StudioProfile[];
  readonly trails: readonly TrailFacts[];
  /** What could not be read, and why; an entry makes what rests on it indeterminate. */
  readonly gaps: readonly { readonly what: InventoryPart; readonly fault: string; readonly message: string }[];
}

export type InventoryPart = 'catalogue' | 'grants' | 'settings' | 'profiles' | 'trails';

export interface CatalogueDatabase {
  readonly name: string;
  readonly tables: readonly CatalogueTable[];
}

export interface CatalogueTable {
  readonly name: string;
  /** In the table's order, partition keys last, as Athena shows them. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly partitionKey: boolean }[];
  /** Registered with Lake Formation, by Glue's GetTable; undefined when not told. */
  readonly registered?: boolean;
}

/** One row of Lake Formation's ListPermissions. */
export interface ListedGrant {
  /** `DataLakePrincipalIdentifier` as listed. */
  readonly principal: string;
  readonly database?: string;
  readonly table?: string;
  /** Undefined: all columns or not a column grant. */
  readonly columns?: readonly string[];
  readonly excludedColumns?: readonly string[];
  readonly tableWildcard: boolean;
  readonly permissions: readonly string[];
  readonly permissionsWithGrantOption: readonly string[];
}

export interface StudioProfile {
  readonly name: string;
  /** Resolved: the profile's own execution role, else the domain's default. */
  readonly executionRoleArn?: string;
}

/** A trail's status and what its selectors take, from GetTrailStatus and GetEventSelectors. */
export interface TrailFacts {
  readonly name: string;
  readonly arn: string;
  readonly isLogging: boolean;
  /** When it was last started, by GetTrailStatus. */
  readonly loggingSince?: string;
  readonly isMultiRegion: boolean;
  readonly homeRegion: string;
  readonly logFileValidationEnabled: boolean;
  readonly latestDeliveryError?: string;
  readonly selectors: readonly TrailSelector[];
}

/** One basic or advanced selector, reduced to what management events need. */
export interface TrailSelector {
  readonly kind: 'basic' | 'advanced';
  readonly includeManagementEvents: boolean;
  readonly readWriteType: 'All' | 'ReadOnly' | 'WriteOnly';
  readonly excludedEventSources: readonly string[];
  /** Advanced selectors with fields we do not evaluate: what rests on them is indeterminate. */
  readonly unevaluated: boolean;
}
