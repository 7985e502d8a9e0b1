import {
  AthenaClient,
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryLake, startQueryLake } from '../testing/query-lake.js';
import { ACTIVE_QUERIES } from './active-queries.js';

/* Limits and times as a client meets them. Queries take an hour here, so that they are active for as long as a test is. */
let lake: QueryLake;
let athena: AthenaClient;
const started: string[] = [];

beforeAll(async () => {
  const distribution = { medianMs: 3_600_000, p99Ms: 3_600_000, maxMs: 3_600_000 };
  lake = await startQueryLake({ limits: 'aws', queryTime: { distribution, seed: 1 } });
  lake.bare.assembled.rates.enforce();
  athena = new AthenaClient({ ...lake.admin, maxAttempts: 1 });
});

afterAll(async () => {
  for (const QueryExecutionId of started) await athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function start(sql: string): Promise<string> {
  const ResultConfiguration = { OutputLocation: 's3://results/' };
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({ QueryString: sql, ResultConfiguration }),
  );
  started.push(QueryExecutionId ?? '');
  return QueryExecutionId ?? '';
}

describe('a lake with the limits of AWS', () => {
  it('throttles LookupEvents beyond two a second, in CloudTrail’s words', async () => {
    const trail = new CloudTrailClient({ ...lake.admin, maxAttempts: 1 });
    const calls = Array.from({ length: 5 }, () => trail.send(new LookupEventsCommand({})));
    const refused = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused[0]).toMatchObject({ reason: { name: 'ThrottlingException', message: 'Rate exceeded' } });
  });

  it('refuses one query too many, and takes it when another was stopped', async () => {
    const ids: string[] = [];
    for (let count = 0; count < ACTIVE_QUERIES.ddl; count += 1) ids.push(await start('SHOW DATABASES'));
    await expect(start('SHOW DATABASES')).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
    });
    await expect(start('SELECT 1')).resolves.not.toBe('');
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: ids[0] }));
    await expect(start('SHOW DATABASES')).resolves.not.toBe('');
  });

  it('keeps a query QUEUED and RUNNING for its time, and ends it at once when it is stopped', async () => {
    const id = await start('SELECT 2');
    const state = async () =>
      (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))).QueryExecution?.Status?.State;
    expect(await state()).toBe('QUEUED');
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    expect(await state()).toBe('CANCELLED');
  });
});
