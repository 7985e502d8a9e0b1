import { z } from 'zod';
import { eventually, type LakeClients } from './lake-clients.js';

const startAnswer = z.object({ QueryExecutionId: z.string() });
const executionAnswer = z.object({
  QueryExecution: z.object({
    QueryExecutionId: z.string(),
    Status: z.object({
      State: z.string(),
      StateChangeReason: z.string().optional(),
      AthenaError: z.object({ ErrorCategory: z.number(), ErrorType: z.number(), Retryable: z.boolean() }).optional(),
    }),
    ResultConfiguration: z.object({ OutputLocation: z.string() }),
  }),
});
const resultsAnswer = z.object({
  ResultSet: z.object({
    Rows: z.array(z.object({ Data: z.array(z.object({ VarCharValue: z.string().optional() })) })),
    ResultSetMetadata: z.object({ ColumnInfo: z.array(z.object({ Name: z.string(), Type: z.string() })) }),
  }),
});

export interface Query {
  readonly id: string;
  readonly status: z.infer<typeof executionAnswer>['QueryExecution']['Status'];
  readonly outputLocation: string;
}

/** `aws athena start-query-execution`, then get-query-execution until it has ended. */
export async function query(
  clients: LakeClients,
  profile: string,
  sql: string,
  where: readonly string[] = ['--work-group', `studio-${profile}`],
): Promise<Query> {
  const started = await clients.json(profile, 'athena', 'start-query-execution', '--query-string', sql, ...where);
  const id = startAnswer.parse(started).QueryExecutionId;
  return eventually(`query ${id} to end`, async () => {
    const answer = await clients.json(profile, 'athena', 'get-query-execution', '--query-execution-id', id);
    const { Status, ResultConfiguration } = executionAnswer.parse(answer).QueryExecution;
    if (!['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(Status.State)) return undefined;
    return { id, status: Status, outputLocation: ResultConfiguration.OutputLocation };
  });
}

/** `aws athena get-query-results`: columns by their metadata, rows as they come, header included. */
export async function results(
  clients: LakeClients,
  profile: string,
  id: string,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const answer = await clients.json(profile, 'athena', 'get-query-results', '--query-execution-id', id);
  const { Rows, ResultSetMetadata } = resultsAnswer.parse(answer).ResultSet;
  return {
    columns: ResultSetMetadata.ColumnInfo.map(({ Name }) => Name),
    rows: Rows.map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue ?? '')),
  };
}

/** `aws cloudtrail lookup-events` by event name, as the runner, until one names the query; its CloudTrail record. */
export async function eventOfQuery(
  clients: LakeClients,
  eventName: string,
  id: string,
): Promise<Readonly<Record<string, unknown>>> {
  const answerSchema = z.object({ Events: z.array(z.object({ CloudTrailEvent: z.string() })) });
  return eventually(`${eventName} of query ${id}`, async () => {
    const answer = await clients.json(
      'lakeproof-runner',
      'cloudtrail',
      'lookup-events',
      '--lookup-attributes',
      `AttributeKey=EventName,AttributeValue=${eventName}`,
    );
    const found = answerSchema.parse(answer).Events.find(({ CloudTrailEvent }) => CloudTrailEvent.includes(id));
    return found === undefined ? undefined : z.record(z.string(), z.unknown()).parse(JSON.parse(found.CloudTrailEvent));
  });
}
