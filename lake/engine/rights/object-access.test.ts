import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  DeregisterResourceCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientOptions, type QueryLake, startQueryLake } from '../../testing/query-lake.js';

const DENIED = /^PERMISSION_DENIED: Access Denied \(Service: S3, Status Code: 403, /;
const BUT_FOR_DATA = [
  { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
  { Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::results', 'arn:aws:s3:::results/*'] },
];

let lake: QueryLake;
let lf: LakeFormationClient;
let narrow: ClientOptions;
let barred: ClientOptions;

beforeAll(async () => {
  lake = await startQueryLake();
  lf = new LakeFormationClient(lake.admin);
  const glue = new GlueClient(lake.admin);
  const admin = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' };
  await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins: [admin] } }));
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'shop' } }));
  for (const [Name, Location] of [
    ['mine', 's3://data/mine/'],
    ['everything', 's3://data/'],
  ] as const) {
    const StorageDescriptor = {
      Columns: [{ Name: 'note', Type: 'string' }],
      Location,
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    };
    const PartitionKeys = Name === 'mine' ? [{ Name: 'day', Type: 'string' }] : [];
    await glue.send(
      new CreateTableCommand({ DatabaseName: 'shop', TableInput: { Name, StorageDescriptor, PartitionKeys } }),
    );
  }
  await lake.putParquet('mine/day=1/a.parquet', "SELECT 'open' AS note");
  await lake.putParquet('private/b.parquet', "SELECT 's3cr3t' AS note");
  narrow = await lake.person('narrow', [
    ...BUT_FOR_DATA,
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/mine/*' },
  ]);
  barred = await lake.person('barred', [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/private/*' },
  ]);
  for (const role of ['narrow', 'barred']) {
    for (const Name of ['mine', 'everything']) {
      await lf.send(
        new GrantPermissionsCommand({
          Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::111122223333:role/${role}` },
          Resource: { Table: { DatabaseName: 'shop', Name } },
          Permissions: ['SELECT', 'ALTER'],
        }),
      );
    }
  }
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function ask(who: ClientOptions, sql: string): Promise<unknown> {
  const answer = await lake.ask(who, sql, 'shop');
  return 'failure' in answer ? answer.failure : answer.rows;
}

describe('the objects of a table', () => {
  it('that a caller hangs into a table of theirs are read by their own right to each of them', async () => {
    const add = "ALTER TABLE mine ADD PARTITION (day = '1') PARTITION (day = '2') LOCATION 's3://data/private/'";
    expect(await ask(narrow, add)).toEqual([]);
    expect(await ask(narrow, "SELECT note FROM mine WHERE day = '1'")).toEqual([['open']]);
    expect(await ask(narrow, 'SELECT note FROM mine')).toMatch(DENIED);
    expect(await ask(narrow, "SELECT count(*) FROM mine WHERE day = '2'")).toMatch(DENIED);
    expect(await ask(lake.admin, 'SELECT note FROM mine ORDER BY 1')).toEqual([['open'], ['s3cr3t']]);
  });

  it('stay closed where IAM denies a folder below the one that it allows', async () => {
    expect(await ask(barred, 'SELECT note FROM everything')).toMatch(DENIED);
    expect(await ask(barred, "SELECT note FROM mine WHERE day = '1'")).toEqual([['open']]);
  });

  it('are given out by Lake Formation below the table’s own folder only (lf-athena-limitations)', async () => {
    const ResourceArn = 'arn:aws:s3:::data/mine';
    await lf.send(new RegisterResourceCommand({ ResourceArn, UseServiceLinkedRole: true }));
    expect(await ask(narrow, "SELECT note FROM mine WHERE day = '1'")).toEqual([['open']]);
    expect(await ask(narrow, 'SELECT note FROM mine')).toMatch(DENIED);
    expect(await ask(lake.admin, 'SELECT note FROM mine')).toMatch(DENIED);
    await lf.send(new DeregisterResourceCommand({ ResourceArn }));
  });
});
