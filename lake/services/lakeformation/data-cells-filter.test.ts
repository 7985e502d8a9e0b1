import { CreateDatabaseCommand, CreateTableCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  CreateDataCellsFilterCommand,
  CreateLakeFormationOptInCommand,
  type DataCellsFilter,
  DeleteDataCellsFilterCommand,
  DeleteLakeFormationOptInCommand,
  GetDataCellsFilterCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  ListDataCellsFilterCommand,
  ListLakeFormationOptInsCommand,
  ListPermissionsCommand,
  type Permission,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  type Resource,
  RevokePermissionsCommand,
  UpdateDataCellsFilterCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type ClientOptions, type QueryLake, startQueryLake } from '../../testing/query-lake.js';
import { refusalOf } from '../glue/testing/data-lake.js';

const ACCOUNT = '111122223333';
const DENIED =
  'AccessDeniedException: Resource does not exist or requester is not authorized to access requested permissions.';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';
const NAME = { TableCatalogId: ACCOUNT, DatabaseName: 'db', TableName: 'orders' };
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const filterNamed = (Name: string): Resource => ({ DataCellsFilter: { ...NAME, Name } });
const WHOLE: Resource = { Table: { DatabaseName: 'db', Name: 'orders' } };

let lake: QueryLake;
let admin: LakeFormationClient;
let reader: ClientOptions;
let asReader: LakeFormationClient;

beforeAll(async () => {
  lake = await startQueryLake();
  admin = new LakeFormationClient(lake.admin);
  await admin.send(
    new PutDataLakeSettingsCommand({
      DataLakeSettings: {
        DataLakeAdmins: [{ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/lake-admin` }],
      },
    }),
  );
  await admin.send(new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::data', UseServiceLinkedRole: true }));
  const glue = new GlueClient(lake.admin);
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
  await glue.send(
    new CreateTableCommand({
      DatabaseName: 'db',
      TableInput: {
        Name: 'orders',
        StorageDescriptor: {
          Location: 's3://data/orders/',
          InputFormat: PARQUET,
          Columns: [
            { Name: 'id', Type: 'int' },
            { Name: 'country', Type: 'string' },
            { Name: 'email', Type: 'string' },
          ],
        },
      },
    }),
  );
  await lake.putParquet(
    'orders/a.parquet',
    "SELECT * FROM (VALUES (1, 'US', 'a@x'), (2, 'DE', 'b@x'), (3, 'DE', 'c@x')) AS t(id, country, email)",
  );
  reader = await lake.person('reader');
  asReader = new LakeFormationClient(reader);
  await lake.person('other');
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

type Filter = Partial<DataCellsFilter> & Pick<DataCellsFilter, 'Name'>;

const make = (filter: Filter, by = admin): Promise<unknown> =>
  by.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        ...NAME,
        RowFilter: { AllRowsWildcard: {} },
        ...(filter.ColumnNames === undefined ? { ColumnWildcard: {} } : {}),
        ...filter,
      },
    }),
  );
const drop = (Name: string, by = admin): Promise<unknown> =>
  by.send(new DeleteDataCellsFilterCommand({ ...NAME, Name }));
const change = (resource: Resource, permissions: Permission[], grantable: Permission[] = [], to = 'reader') => ({
  Principal: { DataLakePrincipalIdentifier: roleArn(to) },
  Resource: resource,
  Permissions: permissions,
  PermissionsWithGrantOption: grantable,
});
const grant = (...args: Parameters<typeof change>): Promise<unknown> =>
  admin.send(new GrantPermissionsCommand(change(...args)));
const revoke = (...args: Parameters<typeof change>): Promise<unknown> =>
  admin.send(new RevokePermissionsCommand(change(...args)));

async function read(sql = 'SELECT * FROM orders ORDER BY id', who = reader): Promise<string> {
  const answer: Answer = await lake.ask(who, sql, 'db');
  if ('failure' in answer) return answer.failure;
  return [answer.columns, ...answer.rows].map((row) => row.map((cell) => cell ?? '-').join(' ')).join(' / ');
}

describe('data cells filters', () => {
  it('are made, looked at, changed and deleted', async () => {
    await make({ Name: 'german', RowFilter: { FilterExpression: "country = 'DE'" }, ColumnNames: ['ID', 'country'] });
    const get = new GetDataCellsFilterCommand({ ...NAME, Name: 'german' });
    const { DataCellsFilter: made } = await admin.send(get);
    expect(made).toMatchObject({
      ...NAME,
      Name: 'german',
      RowFilter: { FilterExpression: "country = 'DE'" },
      ColumnNames: ['country', 'id'],
    });
    const stale = { ...NAME, Name: 'german', RowFilter: { AllRowsWildcard: {} }, ColumnWildcard: {}, VersionId: 'x' };
    expect(await refusalOf(admin.send(new UpdateDataCellsFilterCommand({ TableData: stale })))).toMatch(
      /^ConcurrentModificationException/,
    );
    await admin.send(
      new UpdateDataCellsFilterCommand({
        TableData: {
          ...NAME,
          Name: 'german',
          RowFilter: { AllRowsWildcard: {} },
          ColumnWildcard: { ExcludedColumnNames: ['email'] },
        },
      }),
    );
    const { DataCellsFilter: changed } = await admin.send(get);
    expect(changed).toMatchObject({
      RowFilter: { AllRowsWildcard: {} },
      ColumnWildcard: { ExcludedColumnNames: ['email'] },
    });
    expect(changed?.VersionId).not.toBe(made?.VersionId);
    const { DataCellsFilters } = await admin.send(new ListDataCellsFilterCommand({}));
    expect(DataCellsFilters?.map((filter) => filter.Name)).toEqual(['german']);
    await drop('german');
    expect(await refusalOf(admin.send(get))).toBe('EntityNotFoundException: Data cells filter not found.');
  });

  it.each<[string, Filter, RegExp]>([
    ['a filter of that name that is there', { Name: 'there' }, /^AlreadyExistsException/],
    ['no row filter at all', { Name: 'x', RowFilter: {} }, /^InvalidInputException: RowFilter/],
    [
      'a condition that is none',
      { Name: 'x', RowFilter: { FilterExpression: "country = 'DE" } },
      /^InvalidInputException: Invalid row filter expression/,
    ],
    [
      'a query in its condition',
      { Name: 'x', RowFilter: { FilterExpression: 'id IN (SELECT id FROM orders)' } },
      /^InvalidInputException: Invalid row filter expression/,
    ],
    ['an unknown column', { Name: 'x', ColumnNames: ['nothing'] }, /^InvalidInputException: Column not found: nothing/],
    ['both kinds of columns', { Name: 'x', ColumnNames: ['id'], ColumnWildcard: {} }, /^InvalidInputException/],
    ['an unknown table', { Name: 'x', TableName: 'nothing' }, /^EntityNotFoundException: Table not found/],
  ])('refuse %s', async (_what, filter, message) => {
    await make({ Name: 'there' });
    expect(await refusalOf(make(filter))).toMatch(message);
    await drop('there');
  });

  it('are made by whom may pass on SELECT of the whole table, and by nobody else', async () => {
    expect(await refusalOf(make({ Name: 'mine' }, asReader))).toBe(DENIED);
    await grant(WHOLE, ['SELECT']);
    expect(await refusalOf(make({ Name: 'mine' }, asReader))).toBe(DENIED);
    await grant(WHOLE, ['SELECT'], ['SELECT']);
    await make({ Name: 'mine' }, asReader);
    const onMine = change(filterNamed('mine'), ['SELECT'], [], 'other');
    await asReader.send(new GrantPermissionsCommand(onMine));
    await drop('mine', asReader);
    await revoke(WHOLE, ['SELECT'], ['SELECT']);
    expect(await refusalOf(asReader.send(new GetDataCellsFilterCommand({ ...NAME, Name: 'mine' })))).toBe(DENIED);
  });

  it('are looked at by whom holds DESCRIBE on them, deleted by whom holds DROP', async () => {
    await make({ Name: 'f' });
    const get = new GetDataCellsFilterCommand({ ...NAME, Name: 'f' });
    await grant(filterNamed('f'), ['SELECT']);
    expect(await refusalOf(asReader.send(get))).toBe(DENIED);
    await grant(filterNamed('f'), ['DESCRIBE']);
    expect((await asReader.send(get)).DataCellsFilter?.Name).toBe('f');
    expect((await asReader.send(new ListDataCellsFilterCommand({ Table: WHOLE.Table }))).DataCellsFilters).toHaveLength(
      1,
    );
    expect(await refusalOf(drop('f', asReader))).toBe(DENIED);
    await grant(filterNamed('f'), ['DROP']);
    await drop('f', asReader);
    const { PrincipalResourcePermissions: left } = await admin.send(
      new ListPermissionsCommand({ Principal: { DataLakePrincipalIdentifier: roleArn('reader') } }),
    );
    expect(left).toEqual([]);
  });

  it('know SELECT, DESCRIBE and DROP, and are listed with their table when related grants are asked for', async () => {
    await make({ Name: 'f' });
    expect(await refusalOf(grant(filterNamed('f'), ['ALTER']))).toBe(
      'InvalidInputException: Permissions modification is invalid.',
    );
    expect(await refusalOf(grant(filterNamed('nothing'), ['SELECT']))).toBe(
      'EntityNotFoundException: Data cells filter not found.',
    );
    await grant(filterNamed('f'), ['SELECT']);
    const listed = async (IncludeRelated?: string) => {
      const input = { Resource: WHOLE, ...(IncludeRelated === undefined ? {} : { IncludeRelated }) };
      const { PrincipalResourcePermissions: rows } = await admin.send(new ListPermissionsCommand(input));
      return rows?.filter((row) => row.Principal?.DataLakePrincipalIdentifier === roleArn('reader'));
    };
    expect(await listed()).toEqual([]);
    expect(await listed('TRUE')).toMatchObject([{ Resource: filterNamed('f'), Permissions: ['SELECT'] }]);
    await drop('f');
  });
});

describe('what a filter opens', () => {
  it('is rows and columns to Athena, columns to Glue', async () => {
    await make({ Name: 'german', RowFilter: { FilterExpression: "country = 'DE'" }, ColumnNames: ['id', 'email'] });
    expect(await read()).toMatch(/^SCHEMA_NOT_FOUND/);
    await grant(filterNamed('german'), ['SELECT']);
    expect(await read()).toBe('id email / 2 b@x / 3 c@x');
    expect(await read('SELECT country FROM orders')).toMatch(/^COLUMN_NOT_FOUND/);
    expect(await read('SELECT count(*) FROM orders')).toBe('_col0 / 2');
    const { Table } = await new GlueClient(reader).send(new GetTableCommand({ DatabaseName: 'db', Name: 'orders' }));
    expect(Table?.StorageDescriptor?.Columns?.map((column) => column.Name)).toEqual(['id', 'email']);
    await drop('german');
  });

  it('is the union, cell by cell, of several, and of column lists', async () => {
    await make({ Name: 'one', RowFilter: { FilterExpression: 'id <= 2' }, ColumnNames: ['id', 'country'] });
    await make({ Name: 'two', RowFilter: { FilterExpression: 'id >= 2' }, ColumnNames: ['id', 'email'] });
    await grant(filterNamed('one'), ['SELECT']);
    await grant(filterNamed('two'), ['SELECT']);
    expect(await read()).toBe('id country email / 1 US - / 2 DE b@x / 3 - c@x');
    await grant({ TableWithColumns: { DatabaseName: 'db', Name: 'orders', ColumnNames: ['country'] } }, ['SELECT']);
    expect(await read()).toBe('id country email / 1 US - / 2 DE b@x / 3 DE c@x');
    await drop('one');
    await drop('two');
    expect(await read('SELECT * FROM orders ORDER BY 1')).toBe('country / DE / DE / US');
    await revoke({ TableWithColumns: { DatabaseName: 'db', Name: 'orders', ColumnNames: ['country'] } }, ['SELECT']);
  });

  it('is every row, when one of them has no condition', async () => {
    await make({ Name: 'one', RowFilter: { FilterExpression: 'id = 1' } });
    await make({ Name: 'all', RowFilter: { FilterExpression: 'true' } });
    await grant(filterNamed('one'), ['SELECT']);
    expect(await read('SELECT count(*) FROM orders')).toBe('_col0 / 1');
    await grant(filterNamed('all'), ['SELECT']);
    expect(await read('SELECT count(*) FROM orders')).toBe('_col0 / 3');
    await drop('one');
    await drop('all');
  });
});

describe('hybrid access mode', () => {
  const optIn = { Principal: { DataLakePrincipalIdentifier: roleArn('reader') }, Resource: WHOLE };

  it('enforces Lake Formation for whom has opted in, and leaves the others to IAM', async () => {
    await admin.send(
      new UpdateResourceCommand({
        ResourceArn: 'arn:aws:s3:::data',
        RoleArn: roleArn('other'),
        HybridAccessEnabled: true,
      }),
    );
    const virtual = { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Resource: WHOLE };
    await admin.send(new GrantPermissionsCommand({ ...virtual, Permissions: ['ALL'] }));
    await make({ Name: 'one', RowFilter: { FilterExpression: 'id = 1' } });
    await grant(filterNamed('one'), ['SELECT']);
    expect(await read('SELECT count(*) FROM orders')).toBe('_col0 / 3');
    expect(await refusalOf(asReader.send(new CreateLakeFormationOptInCommand(optIn)))).toBe(DENIED);
    await admin.send(new CreateLakeFormationOptInCommand(optIn));
    expect(await read('SELECT count(*) FROM orders')).toBe('_col0 / 1');
    const other = await lake.person('third');
    expect(await read('SELECT count(*) FROM orders', other)).toBe('_col0 / 3');
    const { LakeFormationOptInsInfoList: listed } = await admin.send(new ListLakeFormationOptInsCommand({}));
    expect(listed).toMatchObject([optIn]);
    await admin.send(new DeleteLakeFormationOptInCommand(optIn));
    expect(await refusalOf(admin.send(new DeleteLakeFormationOptInCommand(optIn)))).toMatch(/^EntityNotFound/);
    expect(await read('SELECT count(*) FROM orders')).toBe('_col0 / 3');
  });
});
