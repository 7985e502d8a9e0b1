/** Glue's objects as the lake keeps them: Glue's own member names in camelCase (source: Glue API, Database and Table). */
export interface Column {
  readonly name: string;
  /** Hive type text, for example `string`, `int`, `bigint`. */
  readonly type: string;
  readonly comment?: string;
}

export interface StorageDescriptor {
  readonly columns: readonly Column[];
  /** `s3://bucket/prefix/`. */
  readonly location?: string;
  readonly inputFormat?: string;
  readonly outputFormat?: string;
  readonly serializationLibrary?: string;
  readonly serdeParameters: Readonly<Record<string, string>>;
}

/** What a resource link leads to. Names are lower-case, as the catalogue's own are. */
export interface LinkTarget {
  readonly databaseName: string;
  /** Undefined for a link to a database. */
  readonly tableName?: string;
}

export interface GlueDatabase {
  readonly name: string;
  readonly description?: string;
  readonly locationUri?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  /** Undefined: the account's default applies. Empty: nothing is granted to new tables ("Use only IAM access control" off). */
  readonly createTableDefaultPermissions?: readonly DefaultPermissions[];
  /** Set for a resource link: it holds no tables of its own. */
  readonly target?: LinkTarget;
  /** Set for a federated database: its tables live in a source that the lake does not reach. */
  readonly federation?: {
    readonly connectionName?: string;
    readonly identifier?: string;
    readonly connectionType?: string;
  };
}

export interface DefaultPermissions {
  readonly principal: string;
  readonly permissions: readonly string[];
}

export interface GlueTable {
  readonly databaseName: string;
  readonly name: string;
  readonly tableType: string;
  readonly storage: StorageDescriptor;
  readonly partitionKeys: readonly Column[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly viewOriginalText?: string;
  readonly viewExpandedText?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Principal ARN. */
  readonly createdBy: string;
  readonly versionId: string;
  /** Set for a resource link: it has no columns of its own. */
  readonly target?: LinkTarget;
}

export interface GluePartition {
  readonly values: readonly string[];
  readonly location: string;
  readonly createdAt: Date;
}

/** The unfiltered catalogue. Only services read it; what a caller may see is `Permissions`' affair. Names are lower-case. */
export interface CatalogueStore {
  databases(): readonly GlueDatabase[];
  database(name: string): GlueDatabase | undefined;
  tables(databaseName: string): readonly GlueTable[];
  table(databaseName: string, name: string): GlueTable | undefined;
  /** True for a catalog beside the account's own, such as that of S3 Tables: it is registered, and not reached. */
  hasForeignCatalog?(name: string): boolean;
  partitions(databaseName: string, tableName: string): readonly GluePartition[];
  /** Adds those that are not there yet and says how many were new. */
  addPartitions(databaseName: string, tableName: string, partitions: readonly GluePartition[]): number;
}
