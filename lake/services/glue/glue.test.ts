import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  BatchCreatePartitionCommand,
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetPartitionCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  GetTableVersionsCommand,
  GlueClient,
  SearchTablesCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import {
  GrantPermissionsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataLake, refusalOf, startDataLake } from './testing/data-lake.js';

const GLUE_READS = [
  { Effect: 'Allow', Action: ['glue:Get*', 'glue:SearchTables'], Resource: '*' },
  { Effect: 'Allow', Action: ['glue:UpdateTable', 'glue:CreateTable', 'glue:CreatePartition'], Resource: '*' },
];
const COLUMNS = ['id', 'name', 'email'].map((Name) => ({ Name, Type: 'string' }));

let lake: DataLake;
let admin: GlueClient;
let lf: LakeFormationClient;
let full: GlueClient;
let limited: GlueClient;
let stranger: GlueClient;

beforeAll(async () => {
  lake = await startDataLake();
  admin = new GlueClient(lake.admin);
  lf = new LakeFormationClient(lake.admin);
  const people = await Promise.all(['full', 'limited', 'stranger'].map((name) => lake.person(name, GLUE_READS)));
  [full, limited, stranger] = people.map((person) => new GlueClient(person)) as [GlueClient, GlueClient, GlueClient];
  await lf.send(
    new PutDataLakeSettingsCommand({
      DataLakeSettings: {
        DataLakeAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' }],
      },
    }),
  );
  await admin.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'Sales_DB', Description: 'orders' } }));
  await admin.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'hidden_db' } }));
  await admin.send(
    new CreateTableCommand({
      DatabaseName: 'sales_db',
      TableInput: {
        Name: 'Orders',
        TableType: 'EXTERNAL_TABLE',
        Parameters: { EXTERNAL: 'TRUE', 'spark.sql.sources.schema': '{"id":"string","email":"string"}' },
        PartitionKeys: [{ Name: 'day', Type: 'string' }],
        StorageDescriptor: {
          Columns: COLUMNS,
          Location: 's3://lake-data/sales_db/orders/',
          BucketColumns: ['email'],
          SortColumns: [{ Column: 'id', SortOrder: 1 }],
          SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      },
    }),
  );
  await admin.send(
    new CreateTableCommand({
      DatabaseName: 'sales_db',
      TableInput: { Name: 'secrets', StorageDescriptor: { Columns: COLUMNS } },
    }),
  );
  await lf.send(
    new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::lake-data/sales_db', UseServiceLinkedRole: true }),
  );
  await grant('full', { Table: { DatabaseName: 'sales_db', Name: 'orders' } }, ['SELECT']);
  await grant(
    'limited',
    { TableWithColumns: { DatabaseName: 'sales_db', Name: 'orders', ColumnNames: ['id', 'name'] } },
    ['SELECT'],
  );
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function grant(
  role: string,
  Resource: ConstructorParameters<typeof GrantPermissionsCommand>[0]['Resource'],
  Permissions: ConstructorParameters<typeof GrantPermissionsCommand>[0]['Permissions'],
): Promise<void> {
  const Principal = { DataLakePrincipalIdentifier: `arn:aws:iam::111122223333:role/${role}` };
  await lf.send(new GrantPermissionsCommand({ Principal, Resource, Permissions }));
}

const getOrders = new GetTableCommand({ DatabaseName: 'sales_db', Name: 'orders' });

describe('GetTable', () => {
  it('gives whom may read it all the whole table', async () => {
    const { Table } = await full.send(getOrders);
    expect(Table).toMatchObject({
      Name: 'orders',
      DatabaseName: 'sales_db',
      TableType: 'EXTERNAL_TABLE',
      CatalogId: '111122223333',
      VersionId: '0',
      CreatedBy: 'arn:aws:iam::111122223333:user/lake-admin',
      IsRegisteredWithLakeFormation: true,
      PartitionKeys: [{ Name: 'day' }],
      Parameters: { EXTERNAL: 'TRUE', 'spark.sql.sources.schema': '{"id":"string","email":"string"}' },
    });
    expect(Table?.StorageDescriptor?.Columns?.map((column) => column.Name)).toEqual(['id', 'name', 'email']);
    expect(Table?.CreateTime).toBeInstanceOf(Date);
  });

  it('trims columns wherever they are named, and drops Spark’s copy of the schema alone', async () => {
    const { Table } = await limited.send(getOrders);
    expect(Table?.StorageDescriptor?.Columns?.map((column) => column.Name)).toEqual(['id', 'name']);
    expect(Table?.PartitionKeys?.map((column) => column.Name)).toEqual(['day']);
    expect(Table?.StorageDescriptor?.BucketColumns).toEqual([]);
    expect(Table?.StorageDescriptor?.SortColumns).toEqual([{ Column: 'id', SortOrder: 1 }]);
    expect(Table?.Parameters).toEqual({ EXTERNAL: 'TRUE' });
    expect(JSON.stringify(Table)).not.toContain('email');
  });

  it.each([
    ['an existing table', 'orders', 'Insufficient Lake Formation permission(s): Required Describe on orders'],
    ['a table that is not there', 'nothing', 'Insufficient Lake Formation permission(s) on nothing'],
  ])('refuses a stranger %s', async (_what, Name, message) => {
    const refusal = await refusalOf(stranger.send(new GetTableCommand({ DatabaseName: 'sales_db', Name })));
    expect(refusal).toBe(`AccessDeniedException: ${message}`);
  });

  it('tells an administrator that a table is not there', async () => {
    const refusal = await refusalOf(admin.send(new GetTableCommand({ DatabaseName: 'sales_db', Name: 'nothing' })));
    expect(refusal).toBe('EntityNotFoundException: Entity Not Found');
  });
});

describe('lists', () => {
  it('show the databases in which the caller holds something', async () => {
    const listed = async (glue: GlueClient) =>
      (await glue.send(new GetDatabasesCommand({}))).DatabaseList?.map((database) => database.Name);
    expect(await listed(admin)).toEqual(['hidden_db', 'sales_db']);
    expect(await listed(limited)).toEqual(['sales_db']);
    expect(await listed(stranger)).toEqual([]);
  });

  it('show the tables with their visible columns, and never say that one is registered', async () => {
    const { TableList } = await limited.send(new GetTablesCommand({ DatabaseName: 'sales_db' }));
    expect(TableList?.map((table) => table.Name)).toEqual(['orders']);
    expect(TableList?.[0]?.StorageDescriptor?.Columns?.map((column) => column.Name)).toEqual(['id', 'name']);
    expect(TableList?.[0]?.IsRegisteredWithLakeFormation).toBe(false);
  });

  it('come in pages that together are the whole', async () => {
    const first = await admin.send(new GetTablesCommand({ DatabaseName: 'sales_db', MaxResults: 1 }));
    const second = await admin.send(
      new GetTablesCommand({ DatabaseName: 'sales_db', MaxResults: 1, NextToken: first.NextToken }),
    );
    expect([first, second].flatMap((page) => page.TableList?.map((table) => table.Name))).toEqual([
      'orders',
      'secrets',
    ]);
    expect(second.NextToken).toBeUndefined();
    const foreign = new GetTablesCommand({ DatabaseName: 'hidden_db', NextToken: first.NextToken });
    expect(await refusalOf(admin.send(foreign))).toMatch(/^InvalidInputException/);
  });

  it('do not let a stranger into a database', async () => {
    const text = 'AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on sales_db';
    expect(await refusalOf(stranger.send(new GetTablesCommand({ DatabaseName: 'sales_db' })))).toBe(text);
    expect(await refusalOf(stranger.send(new GetDatabaseCommand({ Name: 'sales_db' })))).toBe(text);
  });

  it('say that a database is not there to whom could make it, and read as a refusal to all others', async () => {
    const missing = new GetDatabaseCommand({ Name: 'no_db' });
    // A new account lets whom IAM allows create databases.
    expect(await refusalOf(stranger.send(missing))).toBe('EntityNotFoundException: Database no_db not found.');
    await lf.send(
      new RevokePermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
        Resource: { Catalog: {} },
        Permissions: ['CREATE_DATABASE'],
      }),
    );
    expect(await refusalOf(stranger.send(missing))).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on no_db',
    );
    expect(await refusalOf(admin.send(missing))).toBe('EntityNotFoundException: Database no_db not found.');
  });

  it('find no hidden column by search', async () => {
    const search = async (glue: GlueClient, SearchText: string) =>
      (await glue.send(new SearchTablesCommand({ SearchText }))).TableList?.map((table) => table.Name);
    expect(await search(admin, 'email')).toEqual(['orders', 'secrets']);
    expect(await search(full, 'email')).toEqual(['orders']);
    expect(await search(limited, 'email')).toEqual([]);
  });

  it('take simple name patterns', async () => {
    const named = async (Expression: string) =>
      (await admin.send(new GetTablesCommand({ DatabaseName: 'sales_db', Expression }))).TableList?.map((t) => t.Name);
    expect(await named('ord*')).toEqual(['orders']);
    expect(await named('*e*s')).toEqual(['orders', 'secrets']);
    expect(await named('secret')).toEqual([]);
    expect(await named('secret.|nothing')).toEqual(['secrets']);
  });
});

describe('creating and changing', () => {
  it('needs the right on the database, and names it', async () => {
    const create = new CreateTableCommand({ DatabaseName: 'sales_db', TableInput: { Name: 'mine' } });
    expect(await refusalOf(limited.send(create))).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s): Required Create Table on sales_db',
    );
    const update = new UpdateTableCommand({ DatabaseName: 'sales_db', TableInput: { Name: 'orders' } });
    expect(await refusalOf(limited.send(update))).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s): Required Alter on orders',
    );
  });

  it('asks for data location permission inside a registered location only', async () => {
    await grant('full', { Database: { Name: 'hidden_db' } }, ['CREATE_TABLE']);
    const at = (Location: string, Name: string) =>
      full.send(
        new CreateTableCommand({ DatabaseName: 'hidden_db', TableInput: { Name, StorageDescriptor: { Location } } }),
      );
    expect(await refusalOf(at('s3://lake-data/sales_db/orders/', 'steal'))).toMatch(
      /^AccessDeniedException: Insufficient Lake Formation permission/,
    );
    await at('s3://elsewhere/steal/', 'elsewhere');
    await grant('full', { DataLocation: { ResourceArn: 'arn:aws:s3:::lake-data/sales_db' } }, ['DATA_LOCATION_ACCESS']);
    await at('s3://lake-data/sales_db/orders/', 'shared');
    // The creator holds everything on what he made.
    const { Table } = await full.send(new GetTableCommand({ DatabaseName: 'hidden_db', Name: 'shared' }));
    expect(Table?.Name).toBe('shared');
  });

  it('keeps versions, newest first', async () => {
    const change = (Description: string) =>
      admin.send(
        new UpdateTableCommand({
          DatabaseName: 'sales_db',
          TableInput: { Name: 'secrets', Description, StorageDescriptor: { Columns: COLUMNS } },
        }),
      );
    await change('one');
    await change('two');
    const { TableVersions } = await admin.send(
      new GetTableVersionsCommand({ DatabaseName: 'sales_db', TableName: 'secrets' }),
    );
    expect(TableVersions?.map((version) => [version.VersionId, version.Table?.Description])).toEqual([
      ['2', 'two'],
      ['1', 'one'],
      ['0', undefined],
    ]);
  });

  it('forgets a dropped table with its grants', async () => {
    const where = { DatabaseName: 'sales_db', Name: 'passing' };
    const create = new CreateTableCommand({ DatabaseName: 'sales_db', TableInput: { Name: 'passing' } });
    await admin.send(create);
    await grant('stranger', { Table: where }, ['DESCRIBE']);
    expect((await stranger.send(new GetTableCommand(where))).Table?.Name).toBe('passing');
    await admin.send(new DeleteTableCommand(where));
    await admin.send(create);
    expect(await refusalOf(stranger.send(new GetTableCommand(where)))).toMatch(/^AccessDeniedException/);
    await admin.send(new DeleteTableCommand(where));
  });

  it('keeps IAM apart: without glue:GetTable Lake Formation is not even asked', async () => {
    const nobody = new GlueClient(await lake.person('nobody', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]));
    expect(await refusalOf(nobody.send(getOrders))).toBe(
      'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/nobody/lakeproof-test is not authorized to perform: glue:GetTable on resource: arn:aws:glue:us-east-1:111122223333:catalog because no identity-based policy allows the glue:GetTable action',
    );
  });
});

describe('partitions', () => {
  const of = { DatabaseName: 'sales_db', TableName: 'orders' };

  it('are added one by one and in a batch, and given with visible columns only', async () => {
    await admin.send(new CreatePartitionCommand({ ...of, PartitionInput: { Values: ['2026-01-01'] } }));
    const { Errors } = await admin.send(
      new BatchCreatePartitionCommand({
        ...of,
        PartitionInputList: [
          {
            Values: ['2026-01-02'],
            StorageDescriptor: { Columns: COLUMNS, Location: 's3://lake-data/sales_db/orders/x/' },
          },
          { Values: ['2026-01-01'] },
          { Values: ['too', 'many'] },
        ],
      }),
    );
    expect(Errors?.map((error) => error.ErrorDetail?.ErrorCode)).toEqual([
      'AlreadyExistsException',
      'InvalidInputException',
    ]);
    const { Partitions } = await limited.send(new GetPartitionsCommand(of));
    expect(Partitions?.map((partition) => [partition.Values, partition.StorageDescriptor?.Location])).toEqual([
      [['2026-01-01'], 's3://lake-data/sales_db/orders/day=2026-01-01/'],
      [['2026-01-02'], 's3://lake-data/sales_db/orders/x/'],
    ]);
    expect(JSON.stringify(Partitions)).not.toContain('email');
    expect(lake.bare.assembled.lake.catalogue.partitions('sales_db', 'orders')).toHaveLength(2);
  });

  it('are refused with their table, and missing ones are told', async () => {
    expect(await refusalOf(stranger.send(new GetPartitionsCommand(of)))).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on orders',
    );
    const missing = new GetPartitionCommand({ ...of, PartitionValues: ['1999-01-01'] });
    expect(await refusalOf(limited.send(missing))).toBe('EntityNotFoundException: Cannot find partition.');
    const add = new CreatePartitionCommand({ ...of, PartitionInput: { Values: ['2026-02-01'] } });
    expect(await refusalOf(limited.send(add))).toMatch(/Required Alter on orders$/);
  });
});

describe('IAM_ALLOWED_PRINCIPALS', () => {
  it('comes by the account’s default, opens the table to whom IAM allows, and goes by revoking', async () => {
    const settings = (CreateTableDefaultPermissions: { Principal: object; Permissions: ['ALL'] }[]) =>
      lf.send(
        new PutDataLakeSettingsCommand({
          DataLakeSettings: {
            DataLakeAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' }],
            CreateTableDefaultPermissions,
          },
        }),
      );
    const everyone = { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' };
    await settings([{ Principal: everyone, Permissions: ['ALL'] }]);
    await admin.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'open_db' } }));
    await admin.send(
      new CreateDatabaseCommand({ DatabaseInput: { Name: 'closed_db', CreateTableDefaultPermissions: [] } }),
    );
    // The databases took the default over when they were made.
    await settings([]);
    for (const DatabaseName of ['open_db', 'closed_db']) {
      await admin.send(
        new CreateTableCommand({ DatabaseName, TableInput: { Name: 't', StorageDescriptor: { Columns: COLUMNS } } }),
      );
    }
    const open = new GetTableCommand({ DatabaseName: 'open_db', Name: 't' });
    expect((await stranger.send(open)).Table?.StorageDescriptor?.Columns).toHaveLength(3);
    const closed = new GetTableCommand({ DatabaseName: 'closed_db', Name: 't' });
    expect(await refusalOf(stranger.send(closed))).toMatch(/Required Describe on t$/);
    expect(await markersOf('GetTable')).toEqual(
      expect.arrayContaining([
        { refused: false, objects: ['open_db:t'], principal: 'arn:aws:iam::111122223333:role/stranger' },
        { refused: true, objects: ['closed_db:t'], principal: 'arn:aws:iam::111122223333:role/stranger' },
      ]),
    );
    await lf.send(
      new RevokePermissionsCommand({
        Principal: everyone,
        Resource: { Table: { DatabaseName: 'open_db', Name: 't' } },
        Permissions: ['ALL'],
      }),
    );
    expect(await refusalOf(stranger.send(open))).toMatch(/Required Describe on t$/);
  });

  it('leaves no mark where Lake Formation alone let the caller through', async () => {
    const marks = await markersOf('GetTable');
    expect(marks.filter((mark) => mark.principal.endsWith('/full'))).toEqual([]);
  });
});

/** What CloudTrail says of calls for which Lake Formation alone gave too little. */
async function markersOf(eventName: string) {
  const trail = new CloudTrailClient(lake.admin);
  const { Events } = await trail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }] }),
  );
  return (Events ?? []).flatMap((event) => {
    const { additionalEventData, errorCode } = JSON.parse(event.CloudTrailEvent ?? '{}') as {
      readonly errorCode?: string;
      readonly additionalEventData?: {
        readonly insufficientLakeFormationPermissions: readonly string[];
        readonly lakeFormationPrincipal: string;
      };
    };
    if (additionalEventData === undefined) return [];
    const { insufficientLakeFormationPermissions: objects, lakeFormationPrincipal: principal } = additionalEventData;
    return [{ refused: errorCode !== undefined, objects, principal }];
  });
}
