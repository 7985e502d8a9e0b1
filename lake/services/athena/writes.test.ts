import {
  AthenaClient,
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../testing/query-lake.js';
import { ORDERS_TABLE, startWriteLake, type WriteLake } from '../../testing/write-lake.js';

let world: WriteLake;
let athena: AthenaClient;
let s3: S3Client;

beforeAll(async () => {
  world = await startWriteLake();
  athena = new AthenaClient(world.lake.admin);
  s3 = new S3Client(world.lake.admin);
  const configuration = (OutputLocation: string, EnforceWorkGroupConfiguration: boolean): object => ({
    Configuration: { EnforceWorkGroupConfiguration, ResultConfiguration: { OutputLocation } },
  });
  for (const [Name, enforced] of [
    ['enforced', true],
    ['open', false],
  ] as const) {
    await athena.send(new CreateWorkGroupCommand({ Name, ...configuration('s3://results/group/', enforced) }));
  }
});

afterAll(async () => {
  expect(world.lake.bare.defects).toEqual([]);
  await world.close();
});

async function start(sql: string, WorkGroup = 'open', client = athena): Promise<string> {
  const { QueryExecutionId = '' } = await client.send(
    new StartQueryExecutionCommand({ QueryString: sql, WorkGroup, QueryExecutionContext: { Database: 'mine' } }),
  );
  return QueryExecutionId;
}

async function ended(id: string, client = athena): Promise<QueryExecution> {
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    if (!['QUEUED', 'RUNNING'].includes(QueryExecution?.Status?.State ?? '')) return QueryExecution ?? {};
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the query did not end');
}

const run = async (sql: string, workGroup?: string): Promise<QueryExecution> => ended(await start(sql, workGroup));

async function textOf(uri: string): Promise<string> {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}

describe('a statement that writes, as GetQueryExecution shows it (recorded from Athena)', () => {
  it.each([
    ['CREATE TABLE a AS SELECT 1 AS n', 'DDL', 'CREATE_TABLE_AS_SELECT', 'tables/{id}'],
    ['/* c */ CREATE TABLE/* c */aa AS(SELECT 1 AS n)', 'DDL', 'CREATE_TABLE_AS_SELECT', 'tables/{id}'],
    ['CREATE TABLE b AS VALUES 1', 'DDL', 'CREATE_TABLE_AS_SELECT', 'tables/{id}'],
    ['INSERT INTO a VALUES (2)', 'DML', 'INSERT', '{id}'],
    ['INSERT INTO a SELECT n FROM a WHERE false', 'DML', 'INSERT', '{id}'],
    ['INSERT INTO a VALUES (true)', 'DML', 'INSERT', '{id}'],
    ["UNLOAD (SELECT * FROM a) TO 's3://data/u1/' WITH (format = 'PARQUET')", 'DML', 'UNLOAD', '{id}'],
    ["CREATE EXTERNAL TABLE e (n int) STORED AS PARQUET LOCATION 's3://data/u1/'", 'DDL', 'CREATE_TABLE', '{id}.txt'],
  ])('%s', async (sql, StatementType, SubstatementType, output) => {
    const execution = await run(sql);
    expect(execution).toMatchObject({ StatementType, SubstatementType });
    const name = output.replace('{id}', execution.QueryExecutionId ?? '');
    expect(execution.ResultConfiguration?.OutputLocation).toBe(`s3://results/group/${name}`);
  });

  it.each([
    ['CREATE TABLE b AS SELECT 1', 2, 1100],
    ['CREATE TABLE a AS SELECT 1 AS n', 2, 1110],
    ['CREATE TABLE nodb.a AS SELECT 1 AS n', 2, 1301],
    ['INSERT INTO nope VALUES (1)', 2, 1301],
    ['INSERT INTO a VALUES (true)', 2, 1002],
    ["CREATE EXTERNAL TABLE a (n int) LOCATION 's3://data/u1/'", 2, 1006],
  ])('%s ends FAILED with %i/%i', async (sql, ErrorCategory, ErrorType) => {
    const { Status } = await run(sql);
    expect(Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorCategory, ErrorType, Retryable: false } });
  });
});

describe('what a statement that writes leaves beside the results (querying-finding-output-files)', () => {
  const files = async (id: string): Promise<readonly string[]> =>
    (await world.keys('group/', 'results')).filter((key) => key.includes(id)).map((key) => key.replace(id, '{id}'));

  it.each([
    ['CREATE TABLE kept AS SELECT * FROM (VALUES 1, 2, 3) AS v (n)', 3, 'tables/'],
    ['INSERT INTO kept VALUES (4), (5)', 2, ''],
    ["UNLOAD (SELECT n FROM kept) TO 's3://data/u2/' WITH (format = 'PARQUET')", 5, ''],
  ])('%s: its metadata, a manifest, and the number of rows', async (sql, count, folder) => {
    const execution = await run(sql);
    const id = execution.QueryExecutionId ?? '';
    const manifest = `s3://results/group/${folder}${id}-manifest.csv`;
    expect(execution.Statistics?.DataManifestLocation).toBe(manifest);
    const uris = (await textOf(manifest)).trimEnd().split('\n');
    expect(uris).toHaveLength(1);
    expect((await textOf(uris[0] ?? '')).slice(0, 4)).toBe('PAR1');
    const own = (await files(id)).filter((key) => !key.includes('{id}/'));
    expect(own).toEqual([`group/${folder}{id}-manifest.csv`, `group/${folder}{id}.metadata`]);
    const { UpdateCount, ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    expect({ UpdateCount, rows: ResultSet?.Rows }).toEqual({ UpdateCount: count, rows: [] });
    const columns = ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name, Type }) => [Name, Type]);
    expect(columns).toEqual([['rows', 'bigint']]);
  });

  it('no manifest when no row was written, and nothing at all when it failed', async () => {
    const empty = await run('INSERT INTO kept SELECT n FROM kept WHERE n > 99');
    expect(empty.Status?.State).toBe('SUCCEEDED');
    expect(await files(empty.QueryExecutionId ?? '')).toEqual(['group/{id}.metadata']);
    for (const sql of ['INSERT INTO kept VALUES (true)', 'CREATE TABLE kept AS SELECT 1 AS n']) {
      const id = (await run(sql)).QueryExecutionId ?? '';
      expect(await files(id)).toEqual([]);
      const results = athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
      await expect(results).rejects.toThrow('Query did not finish successfully. Final query state: FAILED');
    }
  });

  it('of CREATE EXTERNAL TABLE: an empty result, or its reason', async () => {
    const sql = "CREATE EXTERNAL TABLE ext (n int) STORED AS PARQUET LOCATION 's3://data/u2/'";
    expect(await textOf((await run(sql)).ResultConfiguration?.OutputLocation ?? '')).toBe('');
    expect(await textOf((await run(sql)).ResultConfiguration?.OutputLocation ?? '')).toContain(
      'AlreadyExistsException',
    );
  });

  it('is not written where its caller may not, and then neither are the rows', async () => {
    const who = await world.person('nowhere', [
      { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::results/group/*' },
    ]);
    const client = new AthenaClient(who);
    const unload = "UNLOAD (SELECT 1 AS n) TO 's3://data/scratch/u3/' WITH (format = 'PARQUET')";
    const { Status } = await ended(await start(unload, 'open', client), client);
    expect(Status?.StateChangeReason).toMatch(/^Access denied when writing output to url: s3:\/\/results\/group\//);
    expect(await world.keys('scratch/u3/')).toEqual([]);
  });
});

describe('external_location', () => {
  const sql = (name: string): string =>
    `CREATE TABLE ${name} WITH (external_location = 's3://data/scratch/${name}/') AS SELECT 1 AS n`;

  it('is refused at once in a workgroup that enforces its own (workgroups-troubleshooting)', async () => {
    await expect(start(sql('w1'), 'enforced')).rejects.toThrow(
      "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena Workgroup that enforces a centralized output location for all queries. Please remove the 'external_location' property and resubmit the query.",
    );
    expect((await run(sql('w2'), 'open')).Status?.State).toBe('SUCCEEDED');
    const own = await run('CREATE TABLE w3 AS SELECT 1 AS n', 'enforced');
    expect(own.ResultConfiguration?.OutputLocation).toBe(`s3://results/group/tables/${own.QueryExecutionId ?? ''}`);
  });
});

describe('a cancelled statement that writes', () => {
  it('stores nothing', async () => {
    const numbers = 'FROM UNNEST(sequence(1, 10000)) AS a (x)';
    const id = await start(
      `UNLOAD (SELECT a.x AS n ${numbers}, UNNEST(sequence(1, 10000)) AS b (y)) TO 's3://data/scratch/long/' WITH (format = 'PARQUET')`,
    );
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    expect((await ended(id)).Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Query cancelled by user',
    });
    expect(await world.keys('scratch/long/')).toEqual([]);
  });
});

describe('the log', () => {
  it('shows what was read by Lake Formation’s leave, and the table as Athena had it made (logging-using-cloudtrail)', async () => {
    const who: ClientOptions = await world.person('logged');
    await world.grant('logged', { Table: ORDERS_TABLE }, ['SELECT']);
    await world.grant('logged', { Database: { Name: 'mine' } }, ['CREATE_TABLE']);
    expect(await world.ask(who, 'CREATE TABLE logged AS SELECT id FROM shop.orders')).toEqual([]);
    expect(await world.ask(who, 'INSERT INTO logged SELECT id FROM shop.orders')).toEqual([]);
    expect(await world.ask(who, 'INSERT INTO logged VALUES (1)')).toEqual([]);
    const made = await eventsOf('logged', 'CreateTable');
    expect(made).toMatchObject([{ invokedBy: 'athena.amazonaws.com', request: { databaseName: 'mine' } }]);
    const vended = (await eventsOf('logged', 'GetDataAccess')).map(({ request }) => request.tableArn);
    expect(vended).toEqual(Array(2).fill('arn:aws:glue:us-east-1:111122223333:table/shop/orders'));
  });
});

interface Detail {
  readonly arn: string;
  readonly invokedBy: string | undefined;
  readonly request: Readonly<Record<string, unknown>>;
}

async function eventsOf(role: string, AttributeValue: string): Promise<readonly Detail[]> {
  const { Events = [] } = await new CloudTrailClient(world.lake.admin).send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue }] }),
  );
  return Events.map(detail).filter(({ arn }) => arn.includes(`/${role}/`));
}

function detail({ CloudTrailEvent = '{}' }: Event): Detail {
  const event = JSON.parse(CloudTrailEvent) as {
    readonly userIdentity: { readonly arn?: string; readonly invokedBy?: string };
    readonly requestParameters: Readonly<Record<string, unknown>> | null;
  };
  const { arn = '', invokedBy } = event.userIdentity;
  return { arn, invokedBy, request: event.requestParameters ?? {} };
}

describe('EXECUTE', () => {
  it.each([
    ['CREATE TABLE pa AS SELECT ? AS n', 'CREATE TABLE', [['1']]],
    ['INSERT INTO pa SELECT n + ? FROM pa', 'INSERT', [['1'], ['2']]],
  ])(
    'runs a prepared %s with the rights of who executes it (querying-with-prepared-statements)',
    async (sql, _, rows) => {
      expect((await run(`PREPARE p FROM ${sql}`)).Status?.State).toBe('SUCCEEDED');
      const { Status } = await run('EXECUTE p USING 1');
      expect(Status).toMatchObject({ State: 'SUCCEEDED' });
      expect(await world.ask(world.lake.admin, 'SELECT n FROM pa ORDER BY n')).toEqual(rows);
    },
  );

  it('fails where its own text would be refused at once', async () => {
    await run(
      "PREPARE p FROM CREATE TABLE pb WITH (external_location = 's3://data/scratch/pb/') AS SELECT 1 AS n",
      'enforced',
    );
    const { Status } = await run('EXECUTE p', 'enforced');
    expect(Status?.StateChangeReason).toMatch(/^The Create Table As Select query failed because/);
    expect(await world.keys('scratch/pb/')).toEqual([]);
  });
});
