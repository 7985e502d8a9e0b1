import type { Exchange } from './action.js';

/** What Athena's API hands to the SQL engine. */
export interface StatementRequest {
  readonly sql: string;
  /** ExecutionParameters, in order. */
  readonly parameters: readonly string[];
  /** QueryExecutionContext, lower-case; the catalog is `awsdatacatalog` unless named. */
  readonly database?: string;
  readonly catalog: string;
  readonly queryExecutionId: string;
  /** `primary` unless named; prepared statements belong to it. */
  readonly workGroup?: string;
  /** Where results go, `s3://bucket/prefix/`, and whether the workgroup overrides what its clients say. */
  readonly output?: { readonly location: string; readonly enforced: boolean };
  /** The StartQueryExecution call: its caller is whose rights count. */
  readonly exchange: Exchange;
}

/** A statement that was accepted: its text is SQL, and what Athena resolves at once was resolved. */
export interface PreparedStatement {
  readonly statementType: 'DML' | 'DDL' | 'UTILITY';
  /** `SELECT`, `EXPLAIN`, `SHOW_TABLES`, `DESCRIBE_TABLE`, `MSCK_REPAIR_TABLE` … as GetQueryExecution shows it. */
  readonly substatementType: string;
  /** Resolves names, checks rights, reads. Throws QueryFailure, whose message is the StateChangeReason. */
  run(signal: AbortSignal): Promise<StatementResult>;
}

/** ColumnInfo of GetQueryResults, as far as the engine knows it. */
export interface ResultColumn {
  readonly name: string;
  /** Athena's type name: `varchar`, `integer`, `bigint`, `double` … */
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
  readonly caseSensitive: boolean;
}

/** Values as Athena prints them; null stays null. */
export type PrintedRow = readonly (string | null)[];

export interface StatementResult {
  readonly columns: readonly ResultColumn[];
  /** Rows as they come, many at a time: to wait for each by itself would take longer than to make it. Read once, in order. */
  readonly batches: AsyncIterable<readonly PrintedRow[]> | Iterable<readonly PrintedRow[]>;
  readonly dataScannedBytes: number;
  readonly updateCount?: number;
  /** Of a statement that stored its rows by itself: the URIs of the objects that it wrote. It has no rows to give. */
  readonly written?: readonly string[];
}

/** Throws MalformedQuery for text that is no statement, and AwsError for what Athena refuses at once. */
export type PrepareStatement = (request: StatementRequest) => PreparedStatement;
