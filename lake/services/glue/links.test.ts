import {
  BatchCreatePartitionCommand,
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  GlueClient,
  SearchTablesCommand,
  UpdateDatabaseCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import {
  GrantPermissionsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
  type Resource,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataLake, refusalOf, startDataLake } from './testing/data-lake.js';

const CatalogId = '111122223333';
const READS = [{ Effect: 'Allow', Action: ['glue:Get*', 'glue:SearchTables'], Resource: '*' }];

let lake: DataLake;
let admin: GlueClient;
let lf: LakeFormationClient;
/** Holds the links and, of the target, two columns. */
let reader: GlueClient;
/** Holds the links alone. */
let linked: GlueClient;

beforeAll(async () => {
  lake = await startDataLake();
  admin = new GlueClient(lake.admin);
  lf = new LakeFormationClient(lake.admin);
  const administrator = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' };
  await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins: [administrator] } }));
  reader = new GlueClient(await lake.person('reader', READS));
  linked = new GlueClient(await lake.person('linked', READS));
  await admin.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'sales', Description: 'the target' } }));
  await admin.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'local' } }));
  await admin.send(
    new CreateTableCommand({
      DatabaseName: 'sales',
      TableInput: {
        Name: 'orders',
        Description: 'all orders',
        PartitionKeys: [{ Name: 'day', Type: 'string' }],
        StorageDescriptor: {
          Location: 's3://lake-data/sales/orders/',
          Columns: ['id', 'name', 'email'].map((Name) => ({ Name, Type: 'string' })),
        },
      },
    }),
  );
  await admin.send(
    new CreateDatabaseCommand({
      DatabaseInput: { Name: 'to_sales', TargetDatabase: { CatalogId, DatabaseName: 'sales' } },
    }),
  );
  await admin.send(
    new CreateTableCommand({
      DatabaseName: 'local',
      TableInput: { Name: 'to_orders', TargetTable: { CatalogId, DatabaseName: 'sales', Name: 'orders' } },
    }),
  );
  await admin.send(
    new CreateTableCommand({
      DatabaseName: 'sales',
      TableInput: { Name: 'again', TargetTable: { CatalogId, DatabaseName: 'sales', Name: 'orders' } },
    }),
  );
  await admin.send(
    new CreatePartitionCommand({
      DatabaseName: 'sales',
      TableName: 'orders',
      PartitionInput: { Values: ['2026-01-01'] },
    }),
  );
  for (const role of ['reader', 'linked']) {
    await grant(role, { Database: { Name: 'to_sales' } }, ['DESCRIBE']);
    await grant(role, { Table: { DatabaseName: 'local', Name: 'to_orders' } }, ['DESCRIBE']);
  }
  await grant('reader', { TableWithColumns: { DatabaseName: 'sales', Name: 'orders', ColumnNames: ['id', 'name'] } }, [
    'SELECT',
  ]);
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function grant(role: string, resource: Resource, Permissions: ('DESCRIBE' | 'SELECT')[]): Promise<void> {
  const Principal = { DataLakePrincipalIdentifier: `arn:aws:iam::111122223333:role/${role}` };
  await lf.send(new GrantPermissionsCommand({ Principal, Resource: resource, Permissions }));
}

const toOrders = { DatabaseName: 'local', Name: 'to_orders' };
const target = { CatalogId, DatabaseName: 'sales', Name: 'orders' };

describe('a link to a table', () => {
  it('shows the target’s properties under its own name, trimmed as the target is', async () => {
    const { Table } = await reader.send(new GetTableCommand(toOrders));
    expect(Table).toMatchObject({ ...toOrders, TargetTable: target, Description: 'all orders' });
    expect(Table?.StorageDescriptor?.Columns?.map((column) => column.Name)).toEqual(['id', 'name']);
    expect(JSON.stringify(Table)).not.toContain('email');
  });

  it('gives no right on its target', async () => {
    expect(await refusalOf(linked.send(new GetTableCommand(toOrders)))).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on orders',
    );
    const partitions = new GetPartitionsCommand({ DatabaseName: 'local', TableName: 'to_orders' });
    expect(await refusalOf(linked.send(partitions))).toMatch(/Required Describe on orders$/);
  });

  it('is listed with its own properties to whom may see nothing of the target', async () => {
    const listed = async (glue: GlueClient) =>
      (await glue.send(new GetTablesCommand({ DatabaseName: 'local' }))).TableList?.map((table) => [
        table.Name,
        table.TargetTable?.Name,
        table.Description,
        table.StorageDescriptor?.Columns?.length,
      ]);
    expect(await listed(reader)).toEqual([['to_orders', 'orders', 'all orders', 2]]);
    expect(await listed(linked)).toEqual([['to_orders', 'orders', undefined, undefined]]);
  });

  it('is not followed by a search', async () => {
    const { TableList } = await reader.send(new SearchTablesCommand({ SearchText: '"to_orders"' }));
    expect(TableList?.map((table) => [table.Name, table.StorageDescriptor])).toEqual([['to_orders', undefined]]);
  });

  it('is the way to the target’s partitions, for reading and for writing', async () => {
    const of = { DatabaseName: 'local', TableName: 'to_orders' };
    await admin.send(new BatchCreatePartitionCommand({ ...of, PartitionInputList: [{ Values: ['2026-01-02'] }] }));
    const { Partitions } = await reader.send(new GetPartitionsCommand(of));
    expect(Partitions?.map((one) => [one.TableName, one.Values])).toEqual([
      ['orders', ['2026-01-01']],
      ['orders', ['2026-01-02']],
    ]);
  });

  it('changes its target when it is updated, and is never pointed elsewhere', async () => {
    const columns = ['id', 'name', 'email'].map((Name) => ({ Name, Type: 'string' }));
    const input = {
      Name: 'to_orders',
      Description: 'changed',
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
      StorageDescriptor: { Location: 's3://lake-data/sales/orders/', Columns: columns },
    };
    await admin.send(new UpdateTableCommand({ DatabaseName: 'local', TableInput: input }));
    const { Table } = await admin.send(new GetTableCommand({ DatabaseName: 'sales', Name: 'orders' }));
    expect(Table?.Description).toBe('changed');
    const elsewhere = new UpdateTableCommand({
      DatabaseName: 'local',
      TableInput: { Name: 'to_orders', TargetTable: { CatalogId, DatabaseName: 'local', Name: 'x' } },
    });
    expect(await refusalOf(admin.send(elsewhere))).toMatch(/^InvalidInputException/);
  });

  it('goes alone when it is deleted', async () => {
    const passing = { DatabaseName: 'local', Name: 'passing' };
    await admin.send(
      new CreateTableCommand({ DatabaseName: 'local', TableInput: { Name: 'passing', TargetTable: target } }),
    );
    await admin.send(new DeleteTableCommand(passing));
    expect((await admin.send(new GetTableCommand({ DatabaseName: 'sales', Name: 'orders' }))).Table?.Name).toBe(
      'orders',
    );
  });
});

describe('a link to a database', () => {
  it('shows the target’s properties to whom may see the target, its own to all others', async () => {
    const get = new GetDatabaseCommand({ Name: 'to_sales' });
    expect((await reader.send(get)).Database).toMatchObject({
      Name: 'to_sales',
      Description: 'the target',
      TargetDatabase: { DatabaseName: 'sales' },
    });
    const { Database } = await linked.send(get);
    expect(Database).toMatchObject({ Name: 'to_sales', TargetDatabase: { DatabaseName: 'sales' } });
    expect(Database?.Description).toBeUndefined();
  });

  it('is listed beside what it leads to', async () => {
    const names = async (glue: GlueClient) =>
      (await glue.send(new GetDatabasesCommand({}))).DatabaseList?.map((database) => database.Name);
    expect(await names(reader)).toEqual(['local', 'sales', 'to_sales']);
    expect(await names(linked)).toEqual(['local', 'to_sales']);
  });

  it('leads to the target’s tables for whom may see them', async () => {
    const { TableList } = await reader.send(new GetTablesCommand({ DatabaseName: 'to_sales' }));
    expect(TableList?.map((table) => [table.DatabaseName, table.Name])).toEqual([['sales', 'orders']]);
    expect(await refusalOf(linked.send(new GetTablesCommand({ DatabaseName: 'to_sales' })))).toMatch(
      /Required Describe on sales$/,
    );
  });

  it('does not follow a link that stands in its target', async () => {
    const { Table } = await admin.send(new GetTableCommand({ DatabaseName: 'to_sales', Name: 'again' }));
    expect([Table?.TargetTable?.Name, Table?.StorageDescriptor]).toEqual(['orders', undefined]);
    const of = { DatabaseName: 'to_sales', TableName: 'again' };
    expect((await admin.send(new GetPartitionsCommand(of))).Partitions).toEqual([]);
    const add = new CreatePartitionCommand({ ...of, PartitionInput: { Values: ['x'] } });
    expect(await refusalOf(admin.send(add))).toMatch(/^InvalidInputException/);
  });

  it('takes a new table into its target, but no link', async () => {
    await admin.send(new CreateTableCommand({ DatabaseName: 'to_sales', TableInput: { Name: 'fresh' } }));
    expect((await admin.send(new GetTableCommand({ DatabaseName: 'sales', Name: 'fresh' }))).Table?.Name).toBe('fresh');
    const link = new CreateTableCommand({
      DatabaseName: 'to_sales',
      TableInput: { Name: 'no', TargetTable: target },
    });
    expect(await refusalOf(admin.send(link))).toMatch(/^InvalidInputException/);
  });

  it('changes its target when it is updated', async () => {
    const input = { Name: 'to_sales', Description: 'by its link' };
    await admin.send(new UpdateDatabaseCommand({ Name: 'to_sales', DatabaseInput: input }));
    const { Database } = await admin.send(new GetDatabaseCommand({ Name: 'sales' }));
    expect(Database?.Description).toBe('by its link');
  });

  it('goes alone when it is deleted', async () => {
    const passing = { Name: 'passing', TargetDatabase: { CatalogId, DatabaseName: 'sales' } };
    await admin.send(new CreateDatabaseCommand({ DatabaseInput: passing }));
    await admin.send(new DeleteDatabaseCommand({ Name: 'passing' }));
    expect((await admin.send(new GetDatabaseCommand({ Name: 'sales' }))).Database?.Name).toBe('sales');
  });

  it('into another account or Region is not modelled, and says so', async () => {
    const foreign = { Name: 'far', TargetDatabase: { CatalogId: '444455556666', DatabaseName: 'sales' } };
    expect(await refusalOf(admin.send(new CreateDatabaseCommand({ DatabaseInput: foreign })))).toMatch(
      /^NotImplementedException: A resource link to another account/,
    );
  });

  it('asks IAM for the target too', async () => {
    const links = ['catalog', 'database/to_sales', 'database/local', 'table/local/*'];
    const onlyLinks = new GlueClient(
      await lake.person('only-links', [
        {
          Effect: 'Allow',
          Action: 'glue:Get*',
          Resource: links.map((resource) => `arn:aws:glue:us-east-1:111122223333:${resource}`),
        },
      ]),
    );
    for (const resource of [
      { Database: { Name: 'to_sales' } },
      { Table: { DatabaseName: 'local', Name: 'to_orders' } },
      { Table: { DatabaseName: 'sales', Name: 'orders' } },
    ]) {
      await grant('only-links', resource, ['DESCRIBE']);
    }
    expect(await refusalOf(onlyLinks.send(new GetTableCommand(toOrders)))).toContain(
      'is not authorized to perform: glue:GetTable on resource: arn:aws:glue:us-east-1:111122223333:database/sales',
    );
    const { Database } = await onlyLinks.send(new GetDatabaseCommand({ Name: 'to_sales' }));
    expect(Database?.Description).toBeUndefined();
  });
});
