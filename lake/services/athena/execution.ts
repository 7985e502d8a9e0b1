import type { ErrorNumbers } from '../../engine/failure.js';
import type { Caller } from '../../model/caller.js';
import { sharedText } from '../../model/shared-text.js';
import { SharedValues } from '../../model/shared-values.js';
import type { PreparedStatement, ResultColumn } from '../../model/statement.js';

/** What is kept of a statement when it has run: the statement itself holds its text's whole tree. */
export type StatementKind = Pick<PreparedStatement, 'statementType' | 'substatementType'>;

/** What is known of a query when StartQueryExecution answers. */
export interface StartedQuery {
  readonly id: string;
  /** The ClientRequestToken that it was started with. */
  readonly token: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly statement: StatementKind;
  readonly database: string | undefined;
  readonly catalog: string | undefined;
  readonly workGroup: string;
  /** The result object, `s3://bucket/prefix/<id>.csv` or `.txt`. */
  readonly outputUri: string;
  readonly caller: Caller;
  /** What a request that comes again with the token is compared with. */
  readonly askedLocation: string | undefined;
  readonly submittedAtMs: number;
}

/** What a query has in common with many others. */
interface QueryKind extends Pick<StartedQuery, 'statement' | 'database' | 'catalog' | 'workGroup' | 'askedLocation'> {
  /** The result's URI before the query's id and after it. */
  readonly outputFolder: string;
  readonly outputEnding: string;
}

const KINDS = new SharedValues<QueryKind>();
const RESULT_KINDS = new SharedValues<Omit<KeptResult, 'rows'>>();
const ERROR_NUMBERS = new SharedValues<ErrorNumbers>();
const NO_PARAMETERS: readonly string[] = [];

/**
 * A query as the lake keeps it. Every property is there from the start: those that come later take more memory. What many
 * queries say alike is held once for all of them, and times as small differences, which take no memory of their own.
 */
export class Execution implements StartedQuery {
  readonly id: string;
  readonly token: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly caller: Caller;
  readonly submittedAtMs: number;
  readonly #kind: QueryKind;
  #startedAfterMs: number | undefined = undefined;
  #completedAfterMs: number | undefined = undefined;
  #reason: string | undefined = undefined;
  #errorNumbers: ErrorNumbers | undefined = undefined;
  #resultKind: Omit<KeptResult, 'rows'> | undefined = undefined;
  #rows: KeptResult['rows'] | undefined = undefined;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' = 'QUEUED';
  dataScannedBytes = 0;
  /** While it is QUEUED or RUNNING. */
  cancel: (() => void) | undefined = undefined;
  /** Where the URIs of the objects are that the statement wrote. */
  manifestUri: string | undefined = undefined;

  /** Throws Error when the result's URI does not name the query. */
  constructor(started: StartedQuery) {
    const { id, outputUri, statement, database, catalog, workGroup, askedLocation } = started;
    const at = outputUri.lastIndexOf(id);
    if (at < 0) throw new Error(`the result ${outputUri} is not named after its query ${id}`);
    const outputFolder = outputUri.slice(0, at);
    const outputEnding = outputUri.slice(at + id.length);
    this.id = id;
    this.token = started.token;
    this.sql = sharedText(started.sql);
    this.parameters = started.parameters.length === 0 ? NO_PARAMETERS : started.parameters;
    this.caller = started.caller;
    this.submittedAtMs = started.submittedAtMs;
    this.#kind = KINDS.of({ statement, database, catalog, workGroup, askedLocation, outputFolder, outputEnding });
  }

  get statement(): StatementKind {
    return this.#kind.statement;
  }

  get database(): string | undefined {
    return this.#kind.database;
  }

  get catalog(): string | undefined {
    return this.#kind.catalog;
  }

  get workGroup(): string {
    return this.#kind.workGroup;
  }

  get askedLocation(): string | undefined {
    return this.#kind.askedLocation;
  }

  get outputUri(): string {
    return `${this.#kind.outputFolder}${this.id}${this.#kind.outputEnding}`;
  }

  get startedAtMs(): number | undefined {
    return this.#startedAfterMs === undefined ? undefined : this.submittedAtMs + this.#startedAfterMs;
  }

  set startedAtMs(atMs: number | undefined) {
    this.#startedAfterMs = atMs === undefined ? undefined : atMs - this.submittedAtMs;
  }

  get completedAtMs(): number | undefined {
    return this.#completedAfterMs === undefined ? undefined : this.submittedAtMs + this.#completedAfterMs;
  }

  set completedAtMs(atMs: number | undefined) {
    this.#completedAfterMs = atMs === undefined ? undefined : atMs - this.submittedAtMs;
  }

  /** Why it FAILED or was CANCELLED. */
  get reason(): string | undefined {
    return this.#reason;
  }

  set reason(reason: string | undefined) {
    this.#reason = reason === undefined ? undefined : sharedText(reason);
  }

  /** Of a FAILED query. */
  get errorNumbers(): ErrorNumbers | undefined {
    return this.#errorNumbers;
  }

  set errorNumbers(numbers: ErrorNumbers | undefined) {
    this.#errorNumbers = numbers === undefined ? undefined : ERROR_NUMBERS.of(numbers);
  }

  /** Of a SUCCEEDED query. */
  get result(): KeptResult | undefined {
    if (this.#resultKind === undefined || this.#rows === undefined) return undefined;
    const { columns, updateCount, hasHeader } = this.#resultKind;
    return { columns, rows: this.#rows, updateCount, hasHeader };
  }

  set result(result: KeptResult | undefined) {
    if (result === undefined) {
      this.#resultKind = undefined;
      this.#rows = undefined;
      return;
    }
    const { columns, rows, updateCount, hasHeader } = result;
    this.#resultKind = RESULT_KINDS.of({ columns, updateCount, hasHeader });
    this.#rows = rows;
  }
}

/** Where the service keeps the rows of a succeeded query for GetQueryResults. */
export interface KeptResult {
  readonly columns: readonly ResultColumn[];
  /** JSON lines, one array a row: path of their file, or where they lie among the small results. */
  readonly rows: string | { readonly offset: number; readonly lengthBytes: number };
  readonly updateCount: number;
  /** The first row of GetQueryResults names the columns. */
  readonly hasHeader: boolean;
}
