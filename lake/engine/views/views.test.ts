import { CreateDatabaseCommand, CreateTableCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  CreateDataCellsFilterCommand,
  GrantPermissionsCommand,
  type GrantPermissionsCommandInput,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientOptions, type QueryLake, startQueryLake } from '../../testing/query-lake.js';

let lake: QueryLake;
let lf: LakeFormationClient;
let glue: GlueClient;
const people = new Map<string, ClientOptions>();

beforeAll(async () => {
  lake = await startQueryLake();
  lf = new LakeFormationClient(lake.admin);
  glue = new GlueClient(lake.admin);
  const admin = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' };
  await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins: [admin] } }));
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'shop' } }));
  const Columns = ['id', 'note', 'region'].map((Name) => ({ Name, Type: 'string' }));
  const storage = {
    Columns,
    Location: 's3://data/orders/',
    InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  };
  await glue.send(
    new CreateTableCommand({ DatabaseName: 'shop', TableInput: { Name: 'orders', StorageDescriptor: storage } }),
  );
  await lf.send(new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::data', UseServiceLinkedRole: true }));
  await lake.putParquet(
    'orders/a.parquet',
    `SELECT * FROM (VALUES ('1', 'a', 'EU'), ('2', 'b', 'US')) t(id, note, region)`,
  );
  for (const name of ['viewer', 'narrow', 'filtered', 'maker']) people.set(name, await lake.person(name));
  await rows('admin', 'CREATE VIEW named AS SELECT id, note FROM orders');
  await rows('admin', 'CREATE VIEW starred AS SELECT * FROM shop.orders');
  for (const name of ['viewer', 'narrow', 'filtered']) {
    for (const Name of ['named', 'starred']) {
      await grant(name, { Table: { DatabaseName: 'shop', Name } }, ['SELECT']);
    }
  }
  const orders = { DatabaseName: 'shop', Name: 'orders' };
  await grant('narrow', { TableWithColumns: { ...orders, ColumnNames: ['id'] } }, ['SELECT']);
  await lf.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        TableCatalogId: '111122223333',
        DatabaseName: 'shop',
        TableName: 'orders',
        Name: 'eu',
        RowFilter: { FilterExpression: "region = 'EU'" },
        ColumnWildcard: { ExcludedColumnNames: [] },
      },
    }),
  );
  const filter = { TableCatalogId: '111122223333', DatabaseName: 'shop', TableName: 'orders', Name: 'eu' };
  await grant('filtered', { DataCellsFilter: filter }, ['SELECT']);
  await grant('maker', { Table: orders }, ['SELECT']);
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function grant(
  role: string,
  Resource: GrantPermissionsCommandInput['Resource'],
  Permissions: GrantPermissionsCommandInput['Permissions'],
): Promise<void> {
  const Principal = { DataLakePrincipalIdentifier: `arn:aws:iam::111122223333:role/${role}` };
  await lf.send(new GrantPermissionsCommand({ Principal, Resource, Permissions }));
}

const ask = async (who: string, sql: string): ReturnType<QueryLake['ask']> =>
  lake.ask(people.get(who) ?? lake.admin, sql, 'shop');

async function rows(who: string, sql: string): Promise<readonly (readonly (string | null)[])[]> {
  const answer = await ask(who, sql);
  if ('failure' in answer) throw new Error(answer.failure);
  return answer.rows;
}

async function failure(who: string, sql: string): Promise<string> {
  const answer = await ask(who, sql);
  if ('failure' in answer) return answer.failure;
  throw new Error('answered');
}

describe('a view', () => {
  it('gives the rows of its query, in the context of who made it', async () => {
    expect(await rows('admin', 'SELECT note FROM named ORDER BY id')).toEqual([['a'], ['b']]);
    expect(await rows('admin', 'SELECT count(*) FROM named n JOIN orders o ON n.id = o.id')).toEqual([['2']]);
  });

  it('is a table of Glue, in Athena’s form', async () => {
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: 'shop', Name: 'named' }));
    expect(Table).toMatchObject({
      TableType: 'VIRTUAL_VIEW',
      ViewExpandedText: '/* Presto View */',
      StorageDescriptor: {
        Columns: [
          { Name: 'id', Type: 'string' },
          { Name: 'note', Type: 'string' },
        ],
      },
    });
    const base64 = /^\/\* Presto View: (.*) \*\/$/.exec(Table?.ViewOriginalText ?? '')?.[1] ?? '';
    expect(JSON.parse(Buffer.from(base64, 'base64').toString())).toEqual({
      originalSql: 'SELECT id, note FROM orders',
      catalog: 'awsdatacatalog',
      schema: 'shop',
      columns: [
        { name: 'id', type: 'varchar' },
        { name: 'note', type: 'varchar' },
      ],
    });
    expect(await rows('viewer', 'SHOW CREATE VIEW named')).toEqual([
      ['CREATE VIEW shop.named AS'],
      ['SELECT id, note FROM orders'],
    ]);
    expect(await rows('viewer', 'SHOW TABLES')).toEqual([['named'], ['starred']]);
  });

  it('gives no data to whom only the view is granted', async () => {
    expect(await failure('viewer', 'SELECT * FROM named')).toBe(
      "INVALID_VIEW: line 1:15: Failed analyzing stored view 'awsdatacatalog.shop.named': line 1:22: Table 'awsdatacatalog.shop.orders' does not exist",
    );
    expect(await failure('viewer', 'EXPLAIN SELECT * FROM named')).toMatch(/^INVALID_VIEW: /);
  });

  it('names a column that its reader may not read as one that is not there', async () => {
    expect(await failure('narrow', 'SELECT id FROM named')).toBe(
      "INVALID_VIEW: line 1:16: Failed analyzing stored view 'awsdatacatalog.shop.named': line 1:12: Column 'note' cannot be resolved or requester is not authorized to access requested resources",
    );
    expect(await failure('narrow', 'SELECT id FROM starred')).toBe(
      "VIEW_IS_STALE: line 1:16: View 'awsdatacatalog.shop.starred' is stale; it must be re-created.",
    );
  });

  it('does not carry a table’s cell filter over, as documented', async () => {
    expect(await rows('filtered', 'SELECT id FROM orders')).toEqual([['1']]);
    expect(await rows('filtered', 'SELECT id FROM named ORDER BY id')).toEqual([['1'], ['2']]);
  });

  it('is among all tables of its database, and has a table listed that is granted for its sake', async () => {
    people.set('all', await lake.person('all'));
    await grant('all', { Table: { DatabaseName: 'shop', TableWildcard: {} } }, ['SELECT']);
    expect(await rows('all', 'SELECT id FROM named ORDER BY id')).toEqual([['1'], ['2']]);
    expect(await rows('filtered', 'SHOW TABLES')).toEqual([['named'], ['orders'], ['starred']]);
  });

  it('is described by its columns and their types, which need no right to what it reads', async () => {
    const columns = [
      ['id', 'varchar'],
      ['note', 'varchar'],
    ];
    expect(await rows('viewer', 'DESCRIBE named')).toEqual(columns);
    expect(await rows('viewer', 'SHOW COLUMNS IN named')).toEqual(columns);
    expect(await failure('viewer', 'DESCRIBE FORMATTED named')).toMatch(/^NOT_SUPPORTED: /);
  });

  it('has no permissions on columns, nor ALTER, INSERT or DELETE', async () => {
    const view = { DatabaseName: 'shop', Name: 'named' };
    const invalid = { name: 'InvalidInputException', message: 'Permissions modification is invalid.' };
    await expect(
      grant('viewer', { TableWithColumns: { ...view, ColumnNames: ['id'] } }, ['SELECT']),
    ).rejects.toMatchObject(invalid);
    for (const permission of ['ALTER', 'INSERT', 'DELETE'] as const) {
      await expect(grant('viewer', { Table: view }, [permission])).rejects.toMatchObject(invalid);
    }
    await grant('viewer', { Table: view }, ['DESCRIBE', 'DROP', 'ALL']);
  });

  it('is made only by whom Lake Formation lets create tables', async () => {
    expect(await failure('maker', 'CREATE VIEW mine AS SELECT id FROM orders')).toMatch(
      /^HIVE_METASTORE_ERROR: Insufficient Lake Formation permission\(s\): Required Create Table on shop \(Service: AmazonDataCatalog; /,
    );
    await grant('maker', { Database: { Name: 'shop' } }, ['CREATE_TABLE']);
    await rows('maker', 'CREATE VIEW mine AS SELECT id FROM orders');
    expect(await rows('maker', 'SELECT * FROM mine ORDER BY 1')).toEqual([['1'], ['2']]);
    expect(await failure('viewer', 'SELECT * FROM mine')).toMatch(/^TABLE_NOT_FOUND: /);
  });

  it('is replaced and dropped by name', async () => {
    await rows('admin', 'CREATE VIEW passing AS SELECT 1 AS a');
    expect(await failure('admin', 'CREATE VIEW passing AS SELECT 2 AS a')).toBe(
      "TABLE_ALREADY_EXISTS: line 1:1: View already exists: 'awsdatacatalog.shop.passing'",
    );
    await rows('admin', 'CREATE OR REPLACE VIEW passing AS SELECT 2 AS a');
    expect(await rows('admin', 'SELECT a FROM passing')).toEqual([['2']]);
    await rows('admin', 'DROP VIEW passing');
    await rows('admin', 'DROP VIEW IF EXISTS passing');
    expect(await failure('admin', 'DROP VIEW passing')).toBe(
      "TABLE_NOT_FOUND: line 1:1: View 'awsdatacatalog.shop.passing' does not exist",
    );
    expect(await failure('admin', 'DROP VIEW orders')).toMatch(/^TABLE_NOT_FOUND: /);
  });

  it.each([
    [
      'without a name for a column',
      'CREATE VIEW x AS SELECT 1',
      'MISSING_COLUMN_NAME: line 1:1: Column name not specified at position 1',
    ],
    [
      'with one name twice',
      'CREATE VIEW x AS SELECT 1 AS a, 2 AS a',
      "DUPLICATE_COLUMN_NAME: line 1:1: Column name 'a' specified more than once",
    ],
    [
      'over what the caller does not see',
      'CREATE VIEW x AS SELECT * FROM nope',
      "TABLE_NOT_FOUND: line 1:32: Table 'awsdatacatalog.shop.nope' does not exist",
    ],
    [
      'in a database that is not there',
      'CREATE VIEW nodb.x AS SELECT 1 AS a',
      "SCHEMA_NOT_FOUND: line 1:1: Schema 'nodb' does not exist",
    ],
  ])('is not made %s', async (_, sql, text) => {
    expect(await failure('admin', sql)).toBe(text);
  });

  it('that names itself is told so', async () => {
    await rows('admin', 'CREATE VIEW loop AS SELECT 1 AS a');
    await rows('admin', 'CREATE OR REPLACE VIEW loop AS SELECT a FROM loop');
    expect(await failure('admin', 'SELECT * FROM loop')).toMatch(/View is recursive$/);
  });
});

describe('databases and tables', () => {
  it('are created and dropped through Glue, whose word is Lake Formation’s', async () => {
    await rows('admin', "CREATE DATABASE IF NOT EXISTS temp COMMENT 'c' WITH DBPROPERTIES ('k' = 'v')");
    await rows('admin', 'CREATE SCHEMA IF NOT EXISTS temp');
    expect(await failure('admin', 'CREATE DATABASE temp')).toMatch(
      /^FAILED: Execution Error, return code 1 from org\.apache\.hadoop\.hive\.ql\.exec\.DDLTask\. AlreadyExistsException\(message:Database temp already exists\)$/,
    );
    await rows('admin', 'CREATE VIEW temp.v AS SELECT 1 AS a');
    expect(await failure('admin', 'DROP DATABASE temp')).toMatch(
      /InvalidOperationException\(message:Database temp is not empty/,
    );
    await rows('admin', 'DROP DATABASE temp CASCADE');
    expect(await rows('admin', "SHOW DATABASES LIKE 'temp'")).toEqual([]);
    await rows('admin', 'DROP DATABASE IF EXISTS temp');
    expect(await failure('admin', 'DROP DATABASE temp')).toMatch(/temp: database not found/);
    // A new account lets everybody whom IAM lets.
    await lf.send(
      new RevokePermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
        Resource: { Catalog: {} },
        Permissions: ['CREATE_DATABASE'],
      }),
    );
    expect(await failure('viewer', 'CREATE DATABASE mine')).toMatch(
      /DDLTask\. MetaException\(message:Insufficient Lake Formation permission\(s\): Required Create Database on Catalog \(Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; /,
    );
  });

  it('are dropped only by whom DROP is granted, and are not there for whom they are hidden from', async () => {
    expect(await failure('narrow', 'DROP TABLE orders')).toMatch(
      /MetaException\(message:Insufficient Lake Formation permission/,
    );
    expect(await failure('viewer', 'DROP TABLE orders')).toMatch(/Table not found shop\.orders$/);
    await rows('viewer', 'DROP TABLE IF EXISTS orders');
    await rows('admin', 'DROP TABLE orders');
    expect(await failure('admin', 'SELECT * FROM orders')).toMatch(/^TABLE_NOT_FOUND: /);
  });
});
