import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  CreateDataCellsFilterCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { expect, it } from 'vitest';
import { type QueryLake, startQueryLake } from '../../testing/query-lake.js';

const ACCOUNT = '111122223333';
const FILTER = { TableCatalogId: ACCOUNT, DatabaseName: 'shop', TableName: 'orders', Name: 'eu' };

it.each([
  ['dropped', [['1'], ['2']]],
  [undefined, [['1'], ['2']]],
  ['applied', [['1']]],
] as const)('a table’s cell filter through a view, switched to %s', async (cellFiltersThroughViews, seen) => {
  const lake = await startQueryLake({
    switches: cellFiltersThroughViews === undefined ? {} : { cellFiltersThroughViews },
  });
  try {
    await filteredTableWithView(lake);
    const reader = await lake.person('reader');
    await grantToReader(lake);
    expect(await lake.ask(reader, 'SELECT id FROM orders', 'shop')).toMatchObject({ rows: [['1']] });
    expect(await lake.ask(reader, 'SELECT id FROM ids ORDER BY id', 'shop')).toMatchObject({ rows: seen });
    expect(lake.bare.defects).toEqual([]);
  } finally {
    await lake.close();
  }
});

async function filteredTableWithView(lake: QueryLake): Promise<void> {
  const lf = new LakeFormationClient(lake.admin);
  const glue = new GlueClient(lake.admin);
  const admin = { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/lake-admin` };
  await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins: [admin] } }));
  await lf.send(new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::data', UseServiceLinkedRole: true }));
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'shop' } }));
  const StorageDescriptor = {
    Columns: ['id', 'region'].map((Name) => ({ Name, Type: 'string' })),
    Location: 's3://data/orders/',
    InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  };
  await glue.send(new CreateTableCommand({ DatabaseName: 'shop', TableInput: { Name: 'orders', StorageDescriptor } }));
  await lake.putParquet('orders/a.parquet', `SELECT * FROM (VALUES ('1', 'EU'), ('2', 'US')) t(id, region)`);
  await lake.ask(lake.admin, 'CREATE VIEW ids AS SELECT id FROM orders', 'shop');
  const rows = { RowFilter: { FilterExpression: "region = 'EU'" }, ColumnWildcard: { ExcludedColumnNames: [] } };
  await lf.send(new CreateDataCellsFilterCommand({ TableData: { ...FILTER, ...rows } }));
}

async function grantToReader(lake: QueryLake): Promise<void> {
  const lf = new LakeFormationClient(lake.admin);
  const Principal = { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:role/reader` };
  for (const Resource of [{ DataCellsFilter: FILTER }, { Table: { DatabaseName: 'shop', Name: 'ids' } }]) {
    await lf.send(new GrantPermissionsCommand({ Principal, Resource, Permissions: ['SELECT'] }));
  }
}
