import { setTimeout as sleep } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import {
  CreateCatalogCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteCatalogCommand,
  GetCatalogCommand,
  GetCatalogsCommand,
  GetDatabasesCommand,
  GetTableCommand,
  GetTablesCommand,
  GlueClient,
  UpdateCatalogCommand,
} from '@aws-sdk/client-glue';
import { GrantPermissionsCommand, LakeFormationClient, RevokePermissionsCommand } from '@aws-sdk/client-lakeformation';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAthena } from '../athena/index.js';
import { type DataLake, refusalOf, startDataLake } from './testing/data-lake.js';

const PARQUET = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
};
const CatalogId = '111122223333';

let lake: DataLake;
let glue: GlueClient;
let athena: AthenaClient;
let stranger: GlueClient;

beforeAll(async () => {
  lake = await startDataLake({ services: { athena: createAthena } });
  glue = new GlueClient(lake.admin);
  athena = new AthenaClient(lake.admin);
  stranger = new GlueClient(await lake.person('stranger', [{ Effect: 'Allow', Action: 'glue:*', Resource: '*' }]));
  await new S3Client(lake.admin).send(new CreateBucketCommand({ Bucket: 'results' }));
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function createTable(Name: string, input: object): Promise<void> {
  const StorageDescriptor = {
    Columns: [{ Name: 'id', Type: 'string' }],
    Location: `s3://results/${Name}/`,
    ...PARQUET,
  };
  await glue.send(
    new CreateTableCommand({
      DatabaseName: 'db',
      TableInput: { Name, TableType: 'EXTERNAL_TABLE', StorageDescriptor, ...input },
    }),
  );
}

/** How a query ends: its reason when it failed, its rows when it did not. */
async function ask(QueryString: string): Promise<string | readonly (string | undefined)[]> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({ QueryString, ResultConfiguration: { OutputLocation: 's3://results/out/' } }),
  );
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const state = QueryExecution?.Status?.State;
    if (state === 'FAILED') return QueryExecution?.Status?.StateChangeReason ?? '';
    if (state === 'SUCCEEDED') {
      const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
      return ResultSet?.Rows?.map((row) => row.Data?.[0]?.VarCharValue) ?? [];
    }
    await sleep(25);
  }
  throw new Error(`${QueryString} did not end`);
}

describe('tables that are registered and not queried', () => {
  it.each([
    ['iceberg', 'an Apache Iceberg table', { table_type: 'ICEBERG', metadata_location: 's3://results/m.json' }],
    ['delta', 'a Delta Lake table', { 'spark.sql.sources.provider': 'delta' }],
    ['hudi', 'an Apache Hudi table', { 'spark.sql.sources.provider': 'hudi' }],
  ])(
    '%s: the catalogue keeps it, a query is refused by name',
    async (name, kind, Parameters) => {
      await createTable(name, { Parameters });
      const { Table } = await glue.send(new GetTableCommand({ DatabaseName: 'db', Name: name }));
      expect(Table?.Parameters).toEqual(Parameters);
      for (const sql of [
        `SELECT * FROM db.${name}`,
        `SELECT * FROM db.${name} WHERE false`,
        `SELECT 1 FROM db.${name}`,
      ]) {
        expect(await ask(sql)).toMatch(
          new RegExp(`^NOT_SUPPORTED: line 1:\\d+: ${kind} is not supported by this lake$`),
        );
      }
      // The first query loads the grammar, which takes seconds on a busy machine.
    },
    60_000,
  );

  it('a federated database is listed, and everything in it is refused by name', async () => {
    const FederatedDatabase = { ConnectionName: 'aws:redshift', Identifier: 'arn:aws:redshift:x' };
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'far', FederatedDatabase } }));
    const { DatabaseList } = await glue.send(new GetDatabasesCommand({ ResourceShareType: 'FEDERATED' }));
    expect(DatabaseList?.map((database) => [database.Name, database.FederatedDatabase])).toEqual([
      ['far', FederatedDatabase],
    ]);
    const inside = new CreateTableCommand({ DatabaseName: 'far', TableInput: { Name: 't' } });
    expect(await refusalOf(glue.send(inside))).toMatch(/^NotImplementedException: A table in a federated database/);
    expect(await refusalOf(glue.send(new GetTablesCommand({ DatabaseName: 'far' })))).toMatch(
      /^NotImplementedException/,
    );
    expect(await ask('SELECT * FROM far.t')).toBe(
      'NOT_SUPPORTED: the federated database far is not supported by this lake',
    );
  });

  it('a catalog of S3 Tables is registered by administrators, and refused by name when it is queried', async () => {
    const input = { FederatedCatalog: { ConnectionName: 'aws:s3tables', Identifier: 'arn:aws:s3tables:us-east-1:x' } };
    const create = new CreateCatalogCommand({ Name: 's3tablescatalog', CatalogInput: input });
    expect(await refusalOf(stranger.send(create))).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s): Required Create Catalog on Catalog',
    );
    await glue.send(create);
    expect(await refusalOf(glue.send(create))).toBe('AlreadyExistsException: Catalog already exists.');
    const get = new GetCatalogCommand({ CatalogId: `${CatalogId}:s3tablescatalog` });
    expect((await glue.send(get)).Catalog).toMatchObject({ Name: 's3tablescatalog', ...input });
    expect(await refusalOf(stranger.send(get))).toMatch(/^AccessDeniedException/);
    expect((await stranger.send(new GetCatalogsCommand({}))).CatalogList).toEqual([]);
    expect((await glue.send(new GetCatalogsCommand({}))).CatalogList?.map((one) => one.Name)).toEqual([
      's3tablescatalog',
    ]);
    expect(await ask('SELECT * FROM "s3tablescatalog/bucket".ns.t')).toMatch(
      /^NOT_SUPPORTED: .* the catalog s3tablescatalog\/bucket is not supported by this lake$/,
    );
    expect(await ask('SELECT * FROM nowhere.ns.t')).toMatch(/^CATALOG_NOT_FOUND/);
    const inside = new GetTablesCommand({ CatalogId: `${CatalogId}:s3tablescatalog/bucket`, DatabaseName: 'ns' });
    expect(await refusalOf(glue.send(inside))).toMatch(/^NotImplementedException: The catalog/);
    const changed = { ...input, Description: 'changed' };
    await glue.send(new UpdateCatalogCommand({ CatalogId: 's3tablescatalog', CatalogInput: changed }));
    expect((await glue.send(get)).Catalog?.Description).toBe('changed');
    await glue.send(new DeleteCatalogCommand({ CatalogId: 's3tablescatalog' }));
    expect(await refusalOf(glue.send(get))).toBe('EntityNotFoundException: Catalog s3tablescatalog not found.');
  });
});

describe('queries through resource links', () => {
  beforeAll(async () => {
    await createTable('plain', {});
    const target = { CatalogId, DatabaseName: 'db', Name: 'plain' };
    const link = { Name: 'linked', TargetTable: target };
    await glue.send(new CreateTableCommand({ DatabaseName: 'db', TableInput: link }));
    const TargetDatabase = { CatalogId, DatabaseName: 'db' };
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'to_db', TargetDatabase } }));
  });

  it.each([
    'SELECT linked.id FROM db.linked WHERE false',
    'SELECT plain.id FROM to_db.plain WHERE false',
    'SELECT * FROM db.linked',
  ])('%s reads the target', async (sql) => {
    expect(await ask(sql)).toEqual(['id']);
  });

  it('through two links at once lead nowhere', async () => {
    expect(await ask('SELECT * FROM to_db.linked')).toMatch(/^TABLE_NOT_FOUND/);
  });

  it('need rights on the link and on its target', async () => {
    const person = await lake.person('halfway', [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    const lf = new LakeFormationClient(lake.admin);
    const mine = new AthenaClient(person);
    const revoked = { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' };
    for (const Name of ['plain', 'linked']) {
      const Resource = { Table: { DatabaseName: 'db', Name } };
      await lf.send(new RevokePermissionsCommand({ Principal: revoked, Resource, Permissions: ['ALL'] }));
    }
    const give = (Name: string, Permissions: ('SELECT' | 'DESCRIBE')[]) =>
      lf.send(
        new GrantPermissionsCommand({
          Principal: { DataLakePrincipalIdentifier: person.roleArn },
          Resource: { Table: { DatabaseName: 'db', Name } },
          Permissions,
        }),
      );
    const before = athena;
    athena = mine;
    try {
      expect(await ask('SELECT * FROM db.linked')).toMatch(/^TABLE_NOT_FOUND/);
      await give('linked', ['DESCRIBE']);
      expect(await ask('SELECT * FROM db.linked')).toMatch(/^TABLE_NOT_FOUND/);
      await give('plain', ['SELECT']);
      expect(await ask('SELECT * FROM db.linked')).toEqual(['id']);
    } finally {
      athena = before;
    }
  });
});
