import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Door, Refusal } from './doors.js';
import type { Person } from './world.js';

export interface Question {
  readonly sql: string;
  readonly database: string;
}

/** What a statement came to: its rows without the header and all that was written of them, or why there are none. */
export type Answer =
  | {
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | null)[])[];
      /** GetQueryResults as it stands, and the two result objects. */
      readonly bytes: readonly (string | undefined)[];
    }
  | { readonly failure: string };

const started = z.object({ QueryExecutionId: z.string() });
const execution = z.object({
  QueryExecutionId: z.string(),
  StatementType: z.string(),
  ResultConfiguration: z.object({ OutputLocation: z.string() }),
  Status: z.object({ State: z.string(), StateChangeReason: z.string().optional() }),
});
const batch = z.object({ QueryExecutions: z.array(execution) });
const results = z.object({
  ResultSet: z.object({
    Rows: z.array(z.object({ Data: z.array(z.object({ VarCharValue: z.string().optional() })) })),
    ResultSetMetadata: z.object({ ColumnInfo: z.array(z.object({ Name: z.string() })) }),
  }),
  // A page more would be rows that are not looked at.
  NextToken: z.optional(z.undefined()),
});

const FINAL = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
const POLL_MS = 2;
const MAX_POLLS = 15_000;

/** Asks all questions at the same time, polls them together, and answers in their order. */
export async function ask(door: Door, who: Person, questions: readonly Question[]): Promise<readonly Answer[]> {
  const starts = await Promise.all(questions.map((question) => start(door, who, question)));
  const ids = starts.filter((one) => typeof one === 'string');
  const ended = new Map<string, Answer>();
  for (let poll = 0; ended.size < ids.length; poll += 1) {
    if (poll > MAX_POLLS) throw new Error('the queries did not end');
    if (poll > 0) await wait(POLL_MS);
    const QueryExecutionIds = ids.filter((id) => !ended.has(id));
    const { QueryExecutions } = batch.parse(
      await door.call(who, 'athena', 'BatchGetQueryExecution', { QueryExecutionIds }),
    );
    const final = QueryExecutions.filter(({ Status }) => FINAL.includes(Status.State));
    await Promise.all(final.map(async (one) => ended.set(one.QueryExecutionId, await answerOf(door, who, one))));
  }
  return starts.map((one) => (typeof one === 'string' ? (ended.get(one) ?? { failure: 'lost' }) : one));
}

/** The query's id, or what it was refused with at once; request ids are new each time. */
async function start(door: Door, who: Person, { sql, database }: Question): Promise<string | Answer> {
  try {
    const answer = await door.call(who, 'athena', 'StartQueryExecution', {
      QueryString: sql,
      QueryExecutionContext: { Database: database },
      ResultConfiguration: { OutputLocation: 's3://results/' },
      ClientRequestToken: randomUUID(),
    });
    return started.parse(answer).QueryExecutionId;
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { failure: `${thrown.code}: ${thrown.message.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')}` };
  }
}

async function answerOf(door: Door, who: Person, ended: z.infer<typeof execution>): Promise<Answer> {
  const { QueryExecutionId, StatementType, ResultConfiguration, Status } = ended;
  if (Status.State !== 'SUCCEEDED') return { failure: Status.StateChangeReason ?? Status.State };
  const whole = await door.call(who, 'athena', 'GetQueryResults', { QueryExecutionId });
  const { ResultSet } = results.parse(whole);
  const data = ResultSet.Rows.map((row) => row.Data.map((cell) => cell.VarCharValue ?? null));
  const uri = ResultConfiguration.OutputLocation;
  const objects = [await door.read(uri), await door.read(`${uri}.metadata`)];
  if (objects.includes(undefined)) throw new Error(`a result has no object: ${uri}`);
  return {
    columns: ResultSet.ResultSetMetadata.ColumnInfo.map(({ Name }) => Name),
    rows: StatementType === 'DML' ? data.slice(1) : data,
    bytes: [JSON.stringify(whole), ...objects],
  };
}
