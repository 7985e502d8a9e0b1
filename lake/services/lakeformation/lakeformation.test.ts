import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  BatchGrantPermissionsCommand,
  DeregisterResourceCommand,
  DescribeResourceCommand,
  GetDataLakePrincipalCommand,
  GetDataLakeSettingsCommand,
  GetEffectivePermissionsForPathCommand,
  GrantPermissionsCommand,
  type GrantPermissionsCommandInput,
  LakeFormationClient,
  ListPermissionsCommand,
  type ListPermissionsCommandInput,
  ListResourcesCommand,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  RevokePermissionsCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataLake, refusalOf, startDataLake } from '../glue/testing/data-lake.js';

const ACCOUNT = '111122223333';
const ADMIN = `arn:aws:iam::${ACCOUNT}:user/lake-admin`;
const DENIED =
  'AccessDeniedException: Resource does not exist or requester is not authorized to access requested permissions.';
const INVALID = 'InvalidInputException: Permissions modification is invalid.';
const EVERYTHING = [{ Effect: 'Allow', Action: 'lakeformation:*', Resource: '*' }];
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

let lake: DataLake;
let admin: LakeFormationClient;
let auditor: LakeFormationClient;
let analyst: LakeFormationClient;

beforeAll(async () => {
  lake = await startDataLake();
  admin = new LakeFormationClient(lake.admin);
  auditor = new LakeFormationClient(await lake.person('auditor', EVERYTHING));
  analyst = new LakeFormationClient(await lake.person('analyst', EVERYTHING));
  await lake.person('reader', EVERYTHING);
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

type Change = Pick<GrantPermissionsCommandInput, 'Resource' | 'Permissions' | 'PermissionsWithGrantOption'>;

function grantTo(principal: string, change: Change, by: LakeFormationClient = admin): Promise<unknown> {
  return by.send(new GrantPermissionsCommand({ Principal: { DataLakePrincipalIdentifier: principal }, ...change }));
}

function revokeFrom(principal: string, change: Change, by: LakeFormationClient = admin): Promise<unknown> {
  return by.send(new RevokePermissionsCommand({ Principal: { DataLakePrincipalIdentifier: principal }, ...change }));
}

async function listed(by: LakeFormationClient, input: ListPermissionsCommandInput = {}) {
  const { PrincipalResourcePermissions: rows } = await by.send(new ListPermissionsCommand(input));
  return (rows ?? []).map((row) => ({
    to: row.Principal?.DataLakePrincipalIdentifier?.replace(/^.*\//, ''),
    on: row.Resource,
    may: row.Permissions?.join(' '),
    passOn: row.PermissionsWithGrantOption?.join(' '),
  }));
}

const ordersTable = { Table: { DatabaseName: 'db', Name: 'orders' } };
const ordersColumns = (...ColumnNames: string[]) => ({
  TableWithColumns: { DatabaseName: 'db', Name: 'orders', ColumnNames },
});

describe('settings', () => {
  it('are AWS’s defaults at first, with lake-admin as administrator', async () => {
    const { DataLakeSettings } = await admin.send(new GetDataLakeSettingsCommand({}));
    const iamOnly = [{ Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] }];
    expect(DataLakeSettings).toMatchObject({
      DataLakeAdmins: [{ DataLakePrincipalIdentifier: ADMIN }],
      ReadOnlyAdmins: [],
      CreateDatabaseDefaultPermissions: iamOnly,
      CreateTableDefaultPermissions: iamOnly,
    });
  });

  it('are replaced as a whole', async () => {
    await admin.send(
      new PutDataLakeSettingsCommand({
        DataLakeSettings: {
          DataLakeAdmins: [{ DataLakePrincipalIdentifier: ADMIN }],
          ReadOnlyAdmins: [{ DataLakePrincipalIdentifier: roleArn('auditor') }],
        },
      }),
    );
    const { DataLakeSettings } = await auditor.send(new GetDataLakeSettingsCommand({}));
    expect(DataLakeSettings).toMatchObject({
      ReadOnlyAdmins: [{ DataLakePrincipalIdentifier: roleArn('auditor') }],
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
    });
  });

  it('refuse what is no principal, and default permissions to anyone but the virtual group', async () => {
    const put = (DataLakeSettings: object) => admin.send(new PutDataLakeSettingsCommand({ DataLakeSettings }));
    const session = { DataLakePrincipalIdentifier: `arn:aws:sts::${ACCOUNT}:assumed-role/analyst/s` };
    expect(await refusalOf(put({ DataLakeAdmins: [session] }))).toBe('InvalidInputException: Invalid principal');
    const someone = { Principal: { DataLakePrincipalIdentifier: roleArn('analyst') }, Permissions: ['ALL'] };
    expect(await refusalOf(put({ CreateTableDefaultPermissions: [someone] }))).toMatch(/^InvalidInputException/);
  });
});

describe('grants', () => {
  beforeAll(async () => {
    const glue = new GlueClient(lake.admin);
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db', LocationUri: 's3://data/db/' } }));
    for (const Name of ['orders', 'people']) {
      await glue.send(
        new CreateTableCommand({
          DatabaseName: 'db',
          TableInput: {
            Name,
            PartitionKeys: [{ Name: 'day', Type: 'string' }],
            StorageDescriptor: {
              Location: `s3://data/db/${Name}/`,
              Columns: ['id', 'name', 'email'].map((column) => ({ Name: column, Type: 'string' })),
            },
          },
        }),
      );
    }
  });

  it('are on record for a creator, SELECT in a row of its own', async () => {
    const all = 'ALL ALTER DELETE DESCRIBE DROP INSERT';
    expect(await listed(admin, { Resource: ordersTable })).toEqual([
      {
        to: 'lake-admin',
        on: { Table: { CatalogId: ACCOUNT, DatabaseName: 'db', Name: 'orders' } },
        may: all,
        passOn: all,
      },
      {
        to: 'lake-admin',
        on: { TableWithColumns: { CatalogId: ACCOUNT, DatabaseName: 'db', Name: 'orders', ColumnWildcard: {} } },
        may: 'SELECT',
        passOn: 'SELECT',
      },
    ]);
    expect(await listed(admin, { Resource: { Database: { Name: 'db' } } })).toEqual([
      {
        to: 'lake-admin',
        on: { Database: { CatalogId: ACCOUNT, Name: 'db' } },
        may: 'ALL ALTER CREATE_TABLE DESCRIBE DROP',
        passOn: 'ALL ALTER CREATE_TABLE DESCRIBE DROP',
      },
    ]);
  });

  it('list a column list as it was given, in every listing that covers it', async () => {
    await grantTo(roleArn('analyst'), {
      Resource: ordersColumns('NAME', 'id'),
      Permissions: ['SELECT'],
      PermissionsWithGrantOption: ['SELECT'],
    });
    const row = {
      to: 'analyst',
      on: {
        TableWithColumns: { CatalogId: ACCOUNT, DatabaseName: 'db', Name: 'orders', ColumnNames: ['id', 'name'] },
      },
      may: 'SELECT',
      passOn: 'SELECT',
    };
    const Principal = { DataLakePrincipalIdentifier: roleArn('analyst') };
    expect(await listed(auditor, { Principal })).toEqual([row]);
    expect(await listed(auditor, { Principal, Resource: ordersTable })).toEqual([row]);
    expect(await listed(auditor, { Resource: ordersTable })).toContainEqual(row);
    expect(await listed(auditor, { ResourceType: 'TABLE' })).toContainEqual(row);
    expect(await listed(auditor, { ResourceType: 'DATABASE' })).not.toContainEqual(row);
    expect(await listed(auditor, { Resource: { Table: { DatabaseName: 'db', Name: 'people' } } })).not.toContainEqual(
      row,
    );
    const filter = { Resource: { TableWithColumns: { DatabaseName: 'db', Name: 'orders', ColumnWildcard: {} } } };
    expect(await refusalOf(listed(auditor, filter))).toMatch(/^InvalidInputException/);
  });

  it('on all tables are listed for the wildcard alone, and for a principal on one of the tables', async () => {
    await grantTo(roleArn('reader'), {
      Resource: { Table: { DatabaseName: 'db', TableWildcard: {} } },
      Permissions: ['SELECT', 'DESCRIBE'],
    });
    const rows = [
      {
        to: 'reader',
        on: { Table: { CatalogId: ACCOUNT, DatabaseName: 'db', Name: 'ALL_TABLES', TableWildcard: {} } },
        may: 'DESCRIBE',
        passOn: '',
      },
      {
        to: 'reader',
        on: { TableWithColumns: { CatalogId: ACCOUNT, DatabaseName: 'db', Name: 'ALL_TABLES', ColumnWildcard: {} } },
        may: 'SELECT',
        passOn: '',
      },
    ];
    expect(await listed(auditor, { Resource: { Table: { DatabaseName: 'db', TableWildcard: {} } } })).toEqual(rows);
    const onOrders = await listed(auditor, { Resource: ordersTable });
    expect(onOrders.filter((row) => row.to === 'reader')).toEqual([]);
    const Principal = { DataLakePrincipalIdentifier: roleArn('reader') };
    expect(await listed(auditor, { Principal, Resource: ordersTable })).toEqual(rows);
    await revokeFrom(roleArn('reader'), {
      Resource: { Table: { DatabaseName: 'db', TableWildcard: {} } },
      Permissions: ['SELECT', 'DESCRIBE'],
    });
    expect(await listed(auditor, { Principal })).toEqual([]);
  });

  it('come in pages that together are the whole', async () => {
    const whole = await listed(auditor);
    const pages: Awaited<ReturnType<typeof listed>> = [];
    let NextToken: string | undefined;
    do {
      const input: ListPermissionsCommandInput = { MaxResults: 2, ...(NextToken === undefined ? {} : { NextToken }) };
      pages.push(...(await listed(auditor, input)));
      NextToken = (await auditor.send(new ListPermissionsCommand(input))).NextToken;
    } while (NextToken !== undefined);
    expect(whole.length).toBeGreaterThan(4);
    expect(pages).toEqual(whole);
  });

  it('show others only what they hold and what they may pass on', async () => {
    expect(await listed(analyst)).toEqual([expect.objectContaining({ to: 'analyst', may: 'SELECT' })]);
    await grantTo(roleArn('reader'), { Resource: ordersColumns('id'), Permissions: ['SELECT'] }, analyst);
    expect((await listed(analyst)).map((row) => row.to)).toEqual(['analyst', 'reader']);
    const unknown = { Resource: { Table: { DatabaseName: 'db', Name: 'people' } } };
    expect(await refusalOf(listed(analyst, unknown))).toBe(DENIED);
    const absent = { Resource: { Table: { DatabaseName: 'db', Name: 'x' } } };
    expect(await refusalOf(listed(analyst, absent))).toBe(DENIED);
    expect(await refusalOf(listed(auditor, absent))).toBe('EntityNotFoundException: Table not found.');
    await revokeFrom(roleArn('reader'), { Resource: ordersColumns('id'), Permissions: ['SELECT'] }, analyst);
  });

  it.each<[string, Change]>([
    ['more columns than one holds', { Resource: ordersColumns('id', 'email'), Permissions: ['SELECT'] }],
    ['the whole table by holding columns of it', { Resource: ordersTable, Permissions: ['SELECT'] }],
    ['another permission', { Resource: ordersTable, Permissions: ['DESCRIBE'] }],
    ['a table that is not there', { Resource: { Table: { DatabaseName: 'db', Name: 'x' } }, Permissions: ['SELECT'] }],
    ['a database', { Resource: { Database: { Name: 'db' } }, Permissions: ['DESCRIBE'] }],
  ])('cannot be passed on for %s', async (_what, change) => {
    expect(await refusalOf(grantTo(roleArn('reader'), change, analyst))).toBe(DENIED);
  });

  it('cannot be given by a read-only administrator', async () => {
    const change: Change = { Resource: ordersTable, Permissions: ['SELECT'] };
    expect(await refusalOf(grantTo(roleArn('reader'), change, auditor))).toBe(DENIED);
  });

  it.each<[string, Change, string]>([
    ['SELECT on a database', { Resource: { Database: { Name: 'db' } }, Permissions: ['SELECT'] }, INVALID],
    ['CREATE_TABLE on a table', { Resource: ordersTable, Permissions: ['CREATE_TABLE'] }, INVALID],
    ['DESCRIBE on columns', { Resource: ordersColumns('id'), Permissions: ['DESCRIBE'] }, INVALID],
    [
      'an unknown column',
      { Resource: ordersColumns('id', 'nothing'), Permissions: ['SELECT'] },
      'InvalidInputException: cannot grant/revoke permission on non-existent column',
    ],
    [
      'an unknown table',
      { Resource: { Table: { DatabaseName: 'db', Name: 'x' } }, Permissions: ['SELECT'] },
      'EntityNotFoundException: Table not found.',
    ],
    [
      'an unknown database',
      { Resource: { Database: { Name: 'x' } }, Permissions: ['DESCRIBE'] },
      'EntityNotFoundException: Database not found.',
    ],
  ])('are refused for %s', async (_what, change, message) => {
    expect(await refusalOf(grantTo(roleArn('reader'), change))).toBe(message);
  });

  it.each([
    ['a session', `arn:aws:sts::${ACCOUNT}:assumed-role/reader/session`],
    ['no principal at all', 'reader'],
  ])('are refused to %s', async (_what, principal) => {
    const change: Change = { Resource: ordersTable, Permissions: ['SELECT'] };
    expect(await refusalOf(grantTo(principal, change))).toBe('InvalidInputException: Invalid principal');
  });

  it('cannot be revoked when they were never made', async () => {
    const change: Change = { Resource: ordersTable, Permissions: ['SELECT'] };
    expect(await refusalOf(revokeFrom(roleArn('reader'), change))).toBe(
      'InvalidInputException: No permissions revoked. Grantee has no permissions and no grantable permissions on resource.',
    );
  });

  it('in a batch each stand alone, and the call succeeds', async () => {
    const Principal = { DataLakePrincipalIdentifier: roleArn('reader') };
    const { Failures } = await admin.send(
      new BatchGrantPermissionsCommand({
        Entries: [
          { Id: 'good', Principal, Resource: { Database: { Name: 'db' } }, Permissions: ['DESCRIBE'] },
          { Id: 'bad', Principal, Resource: { Database: { Name: 'x' } }, Permissions: ['DESCRIBE'] },
        ],
      }),
    );
    expect(Failures?.map((failure) => [failure.RequestEntry?.Id, failure.Error?.ErrorCode])).toEqual([
      ['bad', 'EntityNotFoundException'],
    ]);
    expect(await listed(auditor, { Principal })).toHaveLength(1);
  });

  it('by path name the tables below it', async () => {
    const { Permissions } = await auditor.send(
      new GetEffectivePermissionsForPathCommand({ ResourceArn: 'arn:aws:s3:::data/db/orders' }),
    );
    const places = (Permissions ?? []).map((row) => row.Resource?.Table?.Name ?? row.Resource?.TableWithColumns?.Name);
    expect(new Set(places)).toEqual(new Set(['orders']));
    const call = new GetEffectivePermissionsForPathCommand({ ResourceArn: 'arn:aws:s3:::data/db/orders' });
    expect(await refusalOf(analyst.send(call))).toBe(DENIED);
  });
});

describe('locations', () => {
  const ResourceArn = 'arn:aws:s3:::data/db';

  it('are registered once, described, moved to another role, and let go', async () => {
    await admin.send(new RegisterResourceCommand({ ResourceArn: `${ResourceArn}/`, RoleArn: roleArn('reader') }));
    const again = new RegisterResourceCommand({ ResourceArn, RoleArn: roleArn('reader') });
    expect(await refusalOf(admin.send(again))).toBe('AlreadyExistsException: Resource is already registered');
    const { ResourceInfo } = await auditor.send(new DescribeResourceCommand({ ResourceArn }));
    expect(ResourceInfo).toMatchObject({ ResourceArn, RoleArn: roleArn('reader'), HybridAccessEnabled: false });
    const { permissions } = lake.bare.assembled.lake;
    expect(permissions.registeredLocation('s3://data/db/orders/x.parquet')?.roleArn).toBe(roleArn('reader'));
    await admin.send(new UpdateResourceCommand({ ResourceArn, RoleArn: roleArn('auditor') }));
    const { ResourceInfoList } = await auditor.send(
      new ListResourcesCommand({
        FilterConditionList: [
          { Field: 'RESOURCE_ARN', ComparisonOperator: 'BEGINS_WITH', StringValueList: ['arn:aws:s3:::data'] },
        ],
      }),
    );
    expect(ResourceInfoList?.map((info) => info.RoleArn)).toEqual([roleArn('auditor')]);
    await admin.send(new DeregisterResourceCommand({ ResourceArn }));
    const gone = auditor.send(new DescribeResourceCommand({ ResourceArn }));
    expect(await refusalOf(gone)).toBe('EntityNotFoundException: Entity not found');
  });

  it('need the right to pass the role', async () => {
    const register = new RegisterResourceCommand({ ResourceArn, RoleArn: roleArn('reader') });
    expect(await refusalOf(analyst.send(register))).toMatch(/not authorized to perform: iam:PassRole on resource: /);
  });

  it('refuse what would change who decides', async () => {
    const federated = new RegisterResourceCommand({ ResourceArn, UseServiceLinkedRole: true, WithFederation: true });
    expect(await refusalOf(admin.send(federated))).toMatch(/^NotImplemented/);
  });
});

describe('the rest', () => {
  it('says who asks', async () => {
    const { Identity } = await analyst.send(new GetDataLakePrincipalCommand({}));
    expect(Identity).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/analyst/lakeproof-test`);
  });
});
