import type { Clause } from '../model/plan.js';
import type { TableName } from '../model/resource.js';

/** What Athena's GetQueryResults gave for a query that succeeded, the header row of a SELECT already removed. */
export interface QueryAnswer {
  /** `ColumnInfo[].Name`, in order. */
  readonly columnNames: readonly string[];
  /** `Data[].VarCharValue`; undefined is SQL's NULL. */
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** What a probe may keep of an answer: names and counts, never a value. Names are lower-case, in the answer's order. */
export interface ReadableAnswer {
  readonly names?: readonly string[];
  readonly counts?: Readonly<Record<string, number>>;
  readonly rowCount?: number;
}

/** `unreadable` says in one sentence, without any value, why the answer decides nothing: the probe is indeterminate. */
export type ReadAnswer = ReadableAnswer | { readonly unreadable: string };

/** What SQL is written about. Kinds take what they need of it, and throw a TypeError for what they need and is missing. */
export interface ProbeTarget {
  readonly database?: string;
  readonly table?: string;
  readonly columns?: readonly string[];
  readonly clause?: Clause;
  /** Hive types of the columns, where the catalogue told them. */
  readonly types?: Readonly<Record<string, string>>;
}

/** One way of asking: the SQL, and what its answer says. Pure. */
export interface ProbeDefinition {
  readonly sql: (target: ProbeTarget) => string;
  readonly read: (answer: QueryAnswer) => ReadAnswer;
}

export function tableOf(target: ProbeTarget): TableName {
  if (target.database === undefined || target.table === undefined) throw new TypeError('this probe needs a table');
  return { database: target.database, table: target.table };
}

export function databaseOf(target: ProbeTarget): string {
  if (target.database === undefined) throw new TypeError('this probe needs a database');
  return target.database;
}

export function columnsOf(target: ProbeTarget): readonly [string, ...string[]] {
  const [first, ...rest] = target.columns ?? [];
  if (first === undefined) throw new TypeError('this probe needs a column');
  return [first, ...rest];
}
