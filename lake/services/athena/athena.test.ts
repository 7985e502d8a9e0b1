import { randomUUID } from 'node:crypto';
import {
  AthenaClient,
  BatchGetQueryExecutionCommand,
  CreateWorkGroupCommand,
  DeleteWorkGroupCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  ListWorkGroupsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
  UpdateWorkGroupCommand,
} from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/clock.js';
import { type ClientOptions, type QueryLake, startQueryLake } from '../../testing/query-lake.js';

const RESULTS = { OutputLocation: 's3://results/out/' };
const TEAM = 'arn:aws:athena:us-east-1:111122223333:workgroup/team';

let lake: QueryLake;
let athena: AthenaClient;
let s3: S3Client;
/** The lake's time is ahead of the machine's by this much. */
let aheadMs = 0;
const clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) };

beforeAll(async () => {
  lake = await startQueryLake({ clock });
  athena = new AthenaClient(lake.admin);
  s3 = new S3Client(lake.admin);
  const glue = new GlueClient(lake.admin);
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'shop' } }));
  await glue.send(
    new CreateTableCommand({
      DatabaseName: 'shop',
      TableInput: {
        Name: 'orders',
        TableType: 'EXTERNAL_TABLE',
        StorageDescriptor: {
          Columns: [
            { Name: 'id', Type: 'int' },
            { Name: 'note', Type: 'string' },
          ],
          Location: 's3://data/orders/',
          InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        },
      },
    }),
  );
  await lake.putParquet('orders/a.parquet', `SELECT * FROM (VALUES (1, 'say "hi"'), (2, NULL), (3, '')) t(id, note)`);
  for (const Name of ['team', 'enforced']) {
    await athena.send(
      new CreateWorkGroupCommand({
        Name,
        Configuration: {
          EnforceWorkGroupConfiguration: Name === 'enforced',
          ResultConfiguration: { OutputLocation: `s3://results/${Name}/` },
        },
      }),
    );
  }
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

type Start = Partial<StartQueryExecutionCommandInput>;

async function start(sql: string, more: Start = {}, client = athena): Promise<string> {
  const input = { QueryString: sql, ResultConfiguration: RESULTS, ...more };
  return (await client.send(new StartQueryExecutionCommand(input))).QueryExecutionId ?? '';
}

async function ended(id: string): Promise<QueryExecution> {
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    const { QueryExecution: execution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    if (execution !== undefined && !['QUEUED', 'RUNNING'].includes(execution.Status?.State ?? '')) return execution;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the query did not end');
}

/** `name AthenaErrorCode: message` of a refused call. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const code = 'AthenaErrorCode' in thrown ? ` ${String(thrown.AthenaErrorCode)}` : '';
    return `${thrown.name}${code}: ${thrown.message}`;
  }
  throw new Error('the call was answered');
}

const textOf = async (uri: string): Promise<string> => {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return (await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()) ?? '';
};

describe('a query that succeeds', () => {
  it('leaves a CSV object with its metadata, and its rows after a header', async () => {
    const id = await start('SELECT id, note FROM orders ORDER BY id', { QueryExecutionContext: { Database: 'shop' } });
    const execution = await ended(id);
    expect(execution).toMatchObject({
      QueryExecutionId: id,
      StatementType: 'DML',
      SubstatementType: 'SELECT',
      WorkGroup: 'primary',
      ResultConfiguration: { OutputLocation: `s3://results/out/${id}.csv` },
      QueryExecutionContext: { Database: 'shop' },
      EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
      Status: { State: 'SUCCEEDED' },
    });
    expect(execution.Statistics?.DataScannedInBytes).toBeGreaterThan(0);
    expect(await textOf(`s3://results/out/${id}.csv`)).toBe('"id","note"\n"1","say ""hi"""\n"2",\n"3",""\n');
    expect(await textOf(`s3://results/out/${id}.csv.metadata`)).toContain('note');
    const { ResultSet, UpdateCount } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    expect(ResultSet?.Rows?.map((row) => row.Data)).toEqual([
      [{ VarCharValue: 'id' }, { VarCharValue: 'note' }],
      [{ VarCharValue: '1' }, { VarCharValue: 'say "hi"' }],
      [{ VarCharValue: '2' }, {}],
      [{ VarCharValue: '3' }, { VarCharValue: '' }],
    ]);
    expect(UpdateCount).toBe(0);
    expect(ResultSet?.ResultSetMetadata?.ColumnInfo?.[0]).toEqual({
      CatalogName: 'hive',
      SchemaName: '',
      TableName: '',
      Name: 'id',
      Label: 'id',
      Type: 'integer',
      Precision: 10,
      Scale: 0,
      Nullable: 'UNKNOWN',
      CaseSensitive: false,
    });
  });

  it('leaves a text object and no header when it is a statement of Hive’s', async () => {
    const id = await start('SHOW TABLES IN shop');
    expect(await ended(id)).toMatchObject({
      StatementType: 'UTILITY',
      SubstatementType: 'SHOW_TABLES',
      ResultConfiguration: { OutputLocation: `s3://results/out/${id}.txt` },
    });
    expect(await textOf(`s3://results/out/${id}.txt`)).toBe('orders\n');
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    expect(ResultSet?.Rows).toEqual([{ Data: [{ VarCharValue: 'orders' }] }]);
  });

  it('is read page by page, its header counted on the first', async () => {
    const id = await start('SELECT n FROM UNNEST(sequence(1, 5)) AS t (n)');
    await ended(id);
    const pages: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 2, NextToken }));
      pages.push((page.ResultSet?.Rows ?? []).map((row) => row.Data?.[0]?.VarCharValue));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(pages).toEqual([
      ['n', '1'],
      ['2', '3'],
      ['4', '5'],
    ]);
    const many = await start('SELECT n FROM UNNEST(sequence(1, 1500)) AS t (n)');
    await ended(many);
    const first = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: many }));
    expect(first.ResultSet?.Rows).toHaveLength(1000);
    expect(first.NextToken).toBeDefined();
  });

  it('keeps the catalog of its context in lower case', async () => {
    const id = await start('SELECT 1', { QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'shop' } });
    expect((await ended(id)).QueryExecutionContext).toEqual({ Catalog: 'awsdatacatalog', Database: 'shop' });
  });
});

describe('a query that fails', () => {
  it('says why, in Athena’s words and numbers', async () => {
    const text =
      "COLUMN_NOT_FOUND: line 1:8: Column 'banana' cannot be resolved or requester is not authorized to access requested resources";
    const { Status, Statistics } = await ended(await start('SELECT banana FROM shop.orders'));
    expect(Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: text,
      AthenaError: { ErrorCategory: 2, ErrorType: 1006, Retryable: false, ErrorMessage: text },
    });
    expect(Statistics?.DataScannedInBytes).toBe(0);
  });

  it('has no results to give', async () => {
    const id = await start('SELECT * FROM shop.nope');
    await ended(id);
    expect(await refusal(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id })))).toBe(
      'InvalidRequestException INVALID_QUERY_EXECUTION_STATE: Query did not finish successfully. Final query state: FAILED',
    );
  });

  it('leaves its reason as its result object when it is a statement of Hive’s', async () => {
    const id = await start('SHOW TABLES IN nope');
    const { Status } = await ended(id);
    expect(Status?.State).toBe('FAILED');
    expect(await textOf(`s3://results/out/${id}.txt`)).toContain(Status?.StateChangeReason);
  });

  it('fails when the caller may not write where results go', async () => {
    const writer = await lake.person('reader', [
      { Effect: 'Allow', Action: ['athena:*', 'glue:*', 's3:Get*', 's3:List*'], Resource: '*' },
    ]);
    const id = await start('SELECT 1', {}, new AthenaClient(writer));
    expect((await ended(id)).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: `Access denied when writing output to url: s3://results/out/${id}.csv . Please ensure you are allowed to access the S3 bucket. If you are encrypting query results with KMS key, please ensure you are allowed to access your KMS key`,
    });
  });
});

describe('results that cannot be had', () => {
  it('says that it does not know the query', async () => {
    const id = randomUUID();
    const text = `InvalidRequestException QUERY_EXECUTION_NOT_FOUND: QueryExecution ${id} was not found`;
    for (const call of [
      () => athena.send(new GetQueryResultsCommand({ QueryExecutionId: id })),
      () => athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id })),
      () => athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id })),
    ]) {
      expect(await refusal(call())).toBe(text);
    }
  });

  it('takes no page size above 1000 and no token that it did not give', async () => {
    const id = await start('SELECT 1');
    await ended(id);
    expect(await refusal(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 1001 })))).toMatch(
      /^InvalidRequestException INVALID_INPUT: MaxResults is more than maximum allowed length 1000$/,
    );
    expect(await refusal(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 0 })))).toMatch(
      /'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1$/,
    );
    expect(await refusal(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: 'x' })))).toBe(
      'InvalidRequestException INVALID_INPUT: Malformed nextPageToken x',
    );
  });

  it('wants the right to read the result object as well', async () => {
    const id = await start('SELECT 1');
    await ended(id);
    const person = await lake.person('no-objects', [{ Effect: 'Allow', Action: 'athena:*', Resource: '*' }]);
    const call = new AthenaClient(person).send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    expect(await refusal(call)).toMatch(/^AccessDeniedException: .*s3:GetObject/);
  });
});

describe('a query that is cancelled', () => {
  it('ends CANCELLED with a reason and no error, and has no results', async () => {
    const blockers = await Promise.all(
      Array.from({ length: 8 }, () =>
        start('SELECT count(*) FROM UNNEST(sequence(1, 2000)) a CROSS JOIN UNNEST(sequence(1, 2000)) b'),
      ),
    );
    const id = await start('SELECT 1 AS late');
    expect(await refusal(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id })))).toMatch(
      /^InvalidRequestException (INVALID_QUERY_EXECUTION_STATE: Query has not yet finished\. Current state: (QUEUED|RUNNING))$/,
    );
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    const { Status } = await ended(id);
    expect(Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Query cancelled by user' });
    expect(Status?.AthenaError).toBeUndefined();
    expect(await refusal(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id })))).toBe(
      'InvalidRequestException RESULT_NOT_FOUND: Could not find results',
    );
    await Promise.all(
      blockers.map((QueryExecutionId) => athena.send(new StopQueryExecutionCommand({ QueryExecutionId }))),
    );
  });

  it('changes nothing about one that has ended', async () => {
    const id = await start('SELECT 1');
    await ended(id);
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    expect((await ended(id)).Status?.State).toBe('SUCCEEDED');
  });
});

describe('ClientRequestToken', () => {
  const token = (): string => randomUUID();

  it('gives the same query for the same call, whoever asks and whatever became of it', async () => {
    const ClientRequestToken = token();
    const first = await start('SELECT * FROM shop.nope', { ClientRequestToken });
    await ended(first);
    expect(await start('SELECT * FROM shop.nope', { ClientRequestToken })).toBe(first);
    const stranger = await lake.person('stranger', [{ Effect: 'Allow', Action: 'athena:*', Resource: '*' }]);
    expect(await start('SELECT * FROM shop.nope', { ClientRequestToken }, new AthenaClient(stranger))).toBe(first);
  });

  it('does not compare parameters and workgroup', async () => {
    const ClientRequestToken = token();
    const first = await start('SELECT ?', { ClientRequestToken, ExecutionParameters: ['1'] });
    expect(await start('SELECT ?', { ClientRequestToken, ExecutionParameters: ['2'], WorkGroup: 'team' })).toBe(first);
  });

  it.each<readonly [string, Start & { readonly sql?: string }]>([
    ['the text', { sql: 'SELECT 2' }],
    ['the database', { QueryExecutionContext: { Database: 'shop' } }],
    ['the catalog', { QueryExecutionContext: { Catalog: 'AwsDataCatalog' } }],
    ['the output location', { ResultConfiguration: { OutputLocation: 's3://results/else/' } }],
  ])('compares %s', async (_, { sql = 'SELECT 1', ...more }) => {
    const ClientRequestToken = token();
    await start('SELECT 1', { ClientRequestToken });
    expect(await refusal(start(sql, { ClientRequestToken, ...more }))).toBe(
      'InvalidRequestException IDEMPOTENT_PARAMETER_MISMATCH: Idempotent parameters do not match',
    );
  });

  it('is not used up by a call that its syntax refuses', async () => {
    const ClientRequestToken = token();
    expect(await refusal(start('SELEC 1', { ClientRequestToken }))).toMatch(
      /^InvalidRequestException MALFORMED_QUERY: line 1:1: mismatched input 'SELEC'\. Expecting: /,
    );
    expect(await start('SELECT 1', { ClientRequestToken })).toMatch(/^[-0-9a-f]{36}$/);
  });
});

describe('what StartQueryExecution refuses at once', () => {
  it.each<readonly [string, string, Start, string | RegExp]>([
    [
      'a short token',
      'SELECT 1',
      { ClientRequestToken: 'short' },
      /clientRequestToken.*Member must have length greater than or equal to 32/,
    ],
    [
      'a long token',
      'SELECT 1',
      { ClientRequestToken: 'x'.repeat(129) },
      /clientRequestToken.*Member must have length less than or equal to 128/,
    ],
    [
      'a long text',
      `SELECT '${'x'.repeat(262_145)}'`,
      {},
      /queryString.*Member must have length less than or equal to 262144/,
    ],
    [
      'a location that is no S3 path',
      'SELECT 1',
      { ResultConfiguration: { OutputLocation: 'http://x' } },
      'InvalidRequestException INVALID_INPUT: outputLocation is not a valid S3 path.',
    ],
    [
      'no location',
      'SELECT 1',
      { ResultConfiguration: {} },
      /^InvalidRequestException INVALID_INPUT: No output location provided\./,
    ],
    [
      'a bucket that is not there',
      'SELECT 1',
      { ResultConfiguration: { OutputLocation: 's3://nowhere-at-all/' } },
      'InvalidRequestException INVALID_INPUT: Unable to verify/create output bucket nowhere-at-all',
    ],
    [
      'a workgroup that is not there',
      'SELECT 1',
      { WorkGroup: 'nope' },
      'InvalidRequestException INVALID_INPUT: WorkGroup is not found.',
    ],
    ['bad syntax', 'SELECT FROM', {}, /^InvalidRequestException MALFORMED_QUERY: line 1:8: /],
    [
      'two statements',
      'SELECT 1; SELECT 2',
      {},
      'InvalidRequestException MALFORMED_QUERY: Only one sql statement is allowed. Got: SELECT 1; SELECT 2',
    ],
    [
      'a table that DESCRIBE does not find',
      'DESCRIBE shop.nope',
      {},
      /^InvalidRequestException INVALID_INPUT: Entity Not Found \(Service: AmazonDataCatalog; /,
    ],
    [
      'a location before the syntax',
      'SELEC 1',
      { ResultConfiguration: { OutputLocation: 'x' } },
      'InvalidRequestException INVALID_INPUT: outputLocation is not a valid S3 path.',
    ],
    [
      'a token before a location',
      'SELECT 1',
      { ClientRequestToken: 'x', ResultConfiguration: { OutputLocation: 'x' } },
      /clientRequestToken/,
    ],
  ])('%s', async (_, sql, more, text) => {
    const said = await refusal(start(sql, more));
    if (typeof text === 'string') expect(said).toBe(text);
    else expect(said).toMatch(text);
  });

  it('is in no history', async () => {
    const list = new ListQueryExecutionsCommand({ WorkGroup: 'team' });
    const before = (await athena.send(list)).QueryExecutionIds?.length;
    await refusal(start('SELEC 1', { WorkGroup: 'team' }));
    expect((await athena.send(list)).QueryExecutionIds).toHaveLength(before ?? -1);
  });
});

describe('workgroups', () => {
  it('replace the client’s location without a word when they enforce their own', async () => {
    const { ResultConfiguration } = await ended(await start('SELECT 1', { WorkGroup: 'enforced' }));
    expect(ResultConfiguration?.OutputLocation).toMatch(/^s3:\/\/results\/enforced\/[-0-9a-f]{36}\.csv$/);
    const free = await ended(await start('SELECT 1', { WorkGroup: 'team' }));
    expect(free.ResultConfiguration?.OutputLocation).toMatch(/^s3:\/\/results\/out\//);
    const own = await ended(await start('SELECT 1', { WorkGroup: 'team', ResultConfiguration: {} }));
    expect(own.ResultConfiguration?.OutputLocation).toMatch(/^s3:\/\/results\/team\//);
  });

  it('are listed by name, and described without a description that they do not have', async () => {
    const { WorkGroups } = await athena.send(new ListWorkGroupsCommand({}));
    expect(WorkGroups?.map(({ Name }) => Name)).toEqual(['enforced', 'primary', 'team']);
    expect(WorkGroups?.[0]?.Description).toBe('');
    const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: 'team' }));
    expect(WorkGroup).toMatchObject({ Name: 'team', State: 'ENABLED' });
    expect(WorkGroup).not.toHaveProperty('Description');
    expect(await refusal(athena.send(new GetWorkGroupCommand({ WorkGroup: 'nope' })))).toBe(
      'InvalidRequestException INVALID_INPUT: WorkGroup is not found.',
    );
  });

  it('can be disabled, updated, and deleted with what is in them', async () => {
    await athena.send(new CreateWorkGroupCommand({ Name: 'passing', Description: 'soon gone' }));
    await athena.send(new UpdateWorkGroupCommand({ WorkGroup: 'passing', State: 'DISABLED' }));
    expect(await refusal(start('SELECT 1', { WorkGroup: 'passing' }))).toBe(
      'InvalidRequestException INVALID_INPUT: WorkGroup passing is disabled.',
    );
    await athena.send(new UpdateWorkGroupCommand({ WorkGroup: 'passing', State: 'ENABLED' }));
    await ended(await start('SELECT 1', { WorkGroup: 'passing' }));
    expect(await refusal(athena.send(new DeleteWorkGroupCommand({ WorkGroup: 'passing' })))).toMatch(/is not empty$/);
    await athena.send(new DeleteWorkGroupCommand({ WorkGroup: 'passing', RecursiveDeleteOption: true }));
    expect(await refusal(athena.send(new DeleteWorkGroupCommand({ WorkGroup: 'primary' })))).toMatch(/INVALID_INPUT/);
  });
});

describe('prepared statements', () => {
  it('belong to their workgroup', async () => {
    await ended(await start('PREPARE twice FROM SELECT ? || ?', { WorkGroup: 'team' }));
    const ExecutionParameters = ["'a'", "'b'"];
    const own = await start('EXECUTE twice', { WorkGroup: 'team', ExecutionParameters });
    expect((await ended(own)).Status?.State).toBe('SUCCEEDED');
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: own }));
    expect(ResultSet?.Rows?.[1]?.Data).toEqual([{ VarCharValue: 'ab' }]);
    const foreign = await ended(await start('EXECUTE twice', { ExecutionParameters }));
    expect(foreign.Status?.StateChangeReason).toBe('NOT_FOUND: Prepared statement not found: twice');
  });
});

describe('who may ask', () => {
  let outsider: ClientOptions;
  let client: AthenaClient;
  beforeAll(async () => {
    outsider = await lake.person('outsider', [
      { Effect: 'Allow', Action: 'athena:*', Resource: TEAM },
      { Effect: 'Allow', Action: ['s3:*', 'glue:*'], Resource: '*' },
    ]);
    client = new AthenaClient(outsider);
  });

  it('is IAM’s to say, by workgroup', async () => {
    expect(await refusal(start('SELECT 1', {}, client))).toMatch(
      /^AccessDeniedException: .*athena:StartQueryExecution on .*resource/,
    );
    const id = await start('SELECT 1');
    await ended(id);
    for (const call of [
      () => client.send(new GetQueryExecutionCommand({ QueryExecutionId: id })),
      () => client.send(new GetQueryResultsCommand({ QueryExecutionId: id })),
      () => client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })),
      () => client.send(new ListQueryExecutionsCommand({})),
    ]) {
      expect(await refusal(call())).toMatch(/^AccessDeniedException: /);
    }
  });

  it('leaves foreign ids of a batch unprocessed', async () => {
    const [foreign, own, unknown] = [
      await start('SELECT 1'),
      await start('SELECT 1', { WorkGroup: 'team' }, client),
      randomUUID(),
    ];
    await Promise.all([ended(foreign), ended(own)]);
    const answer = await client.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [foreign, own, unknown] }));
    expect(answer.QueryExecutions?.map(({ QueryExecutionId }) => QueryExecutionId)).toEqual([own]);
    expect(answer.UnprocessedQueryExecutionIds?.map(({ QueryExecutionId }) => QueryExecutionId)).toEqual([
      foreign,
      unknown,
    ]);
  });
});

describe('history', () => {
  it('lists a workgroup’s queries, newest first, and forgets them after 45 days', async () => {
    await athena.send(new CreateWorkGroupCommand({ Name: 'history' }));
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift(await start('SELECT 1', { WorkGroup: 'history' }));
    const listed: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await athena.send(
        new ListQueryExecutionsCommand({ WorkGroup: 'history', MaxResults: 2, NextToken }),
      );
      listed.push(...(page.QueryExecutionIds ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(listed).toEqual(ids);
    await Promise.all(ids.map(ended));
    aheadMs = 45 * 24 * 60 * 60 * 1000 + 60_000;
    // A client each: one that has heard the time of the HTTP server would sign with that.
    const later = (): AthenaClient => new AthenaClient({ ...lake.admin, systemClockOffset: aheadMs });
    const { QueryExecutionIds } = await later().send(new ListQueryExecutionsCommand({ WorkGroup: 'history' }));
    expect(QueryExecutionIds).toEqual([]);
    expect(await refusal(later().send(new GetQueryExecutionCommand({ QueryExecutionId: ids[0] })))).toMatch(
      /was not found$/,
    );
    aheadMs = 0;
  });
});
