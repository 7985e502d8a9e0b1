import {
  CreateDatabaseCommand,
  CreateTableCommand,
  GetDatabasesCommand,
  GetTableCommand,
  GetTablesCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import {
  AddLFTagsToResourceCommand,
  CreateLFTagCommand,
  CreateLFTagExpressionCommand,
  DeleteLFTagCommand,
  DeleteLFTagExpressionCommand,
  GetLFTagCommand,
  GetLFTagExpressionCommand,
  GetResourceLFTagsCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  ListLFTagExpressionsCommand,
  ListLFTagsCommand,
  ListPermissionsCommand,
  type Permission,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  RemoveLFTagsFromResourceCommand,
  type Resource,
  RevokePermissionsCommand,
  SearchDatabasesByLFTagsCommand,
  SearchTablesByLFTagsCommand,
  UpdateLFTagCommand,
  UpdateLFTagExpressionCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ClientOptions, type QueryLake, startQueryLake } from '../../testing/query-lake.js';
import { refusalOf } from '../glue/testing/data-lake.js';

const ACCOUNT = '111122223333';
const DENIED =
  'AccessDeniedException: Resource does not exist or requester is not authorized to access requested permissions.';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';
const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

let lake: QueryLake;
let admin: LakeFormationClient;
let reader: ClientOptions;
let asReader: LakeFormationClient;
let steward: LakeFormationClient;

beforeAll(async () => {
  lake = await startQueryLake();
  admin = new LakeFormationClient(lake.admin);
  const DataLakeAdmins = [{ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/lake-admin` }];
  await admin.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins } }));
  await admin.send(new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::data', UseServiceLinkedRole: true }));
  const glue = new GlueClient(lake.admin);
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
  for (const Name of ['orders', 'people']) {
    const Columns = ['id', 'name', 'email'].map((column) => ({ Name: column, Type: 'string' }));
    const StorageDescriptor = { Location: `s3://data/${Name}/`, InputFormat: PARQUET, Columns };
    await glue.send(new CreateTableCommand({ DatabaseName: 'db', TableInput: { Name, StorageDescriptor } }));
    await lake.putParquet(`${Name}/a.parquet`, "SELECT '1' AS id, 'n' AS name, 'e' AS email");
  }
  reader = await lake.person('reader');
  asReader = new LakeFormationClient(reader);
  steward = new LakeFormationClient(await lake.person('steward'));
});

beforeEach(async () => {
  const { LFTags } = await admin.send(new ListLFTagsCommand({}));
  for (const { TagKey } of LFTags ?? []) await admin.send(new DeleteLFTagCommand({ TagKey }));
  await admin.send(new CreateLFTagCommand({ TagKey: 'Level', TagValues: ['Public', 'secret'] }));
  await admin.send(new CreateLFTagCommand({ TagKey: 'team', TagValues: ['a', 'b', 'c'] }));
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

const database: Resource = { Database: { Name: 'db' } };
const table = (Name = 'orders'): Resource => ({ Table: { DatabaseName: 'db', Name } });
const columns = (...ColumnNames: string[]): Resource => ({
  TableWithColumns: { DatabaseName: 'db', Name: 'orders', ColumnNames },
});
const pair = (TagKey: string, ...TagValues: string[]) => ({ TagKey, TagValues });
const policy = (ResourceType: 'DATABASE' | 'TABLE', ...Expression: ReturnType<typeof pair>[]): Resource => ({
  LFTagPolicy: { ResourceType, Expression },
});

async function tag(resource: Resource, key: string, value: string, by = admin): Promise<string[]> {
  const call = new AddLFTagsToResourceCommand({ Resource: resource, LFTags: [pair(key, value)] });
  return ((await by.send(call)).Failures ?? []).map((failure) => failure.Error?.ErrorCode ?? '');
}

const grant = (Resource: Resource, Permissions: Permission[], to = 'reader', by = admin): Promise<unknown> =>
  by.send(
    new GrantPermissionsCommand({ Principal: { DataLakePrincipalIdentifier: arnOf(to) }, Resource, Permissions }),
  );

async function sees(): Promise<string> {
  const glue = new GlueClient(reader);
  const databases = (await glue.send(new GetDatabasesCommand({}))).DatabaseList ?? [];
  if (databases.length === 0) return 'nothing';
  const tables = (await glue.send(new GetTablesCommand({ DatabaseName: 'db' }))).TableList ?? [];
  const shown = tables.map(
    ({ Name, StorageDescriptor }) => `${Name}(${(StorageDescriptor?.Columns ?? []).map((c) => c.Name).join(' ')})`,
  );
  return ['db', ...shown].join(' ');
}

async function reads(name = 'orders'): Promise<string> {
  const answer = await lake.ask(reader, `SELECT * FROM ${name}`, 'db');
  return 'failure' in answer ? (answer.failure.split(':')[0] ?? '') : answer.columns.join(' ');
}

describe('LF-Tags', () => {
  it('are defined in lower case, changed, listed and deleted', async () => {
    expect(await admin.send(new GetLFTagCommand({ TagKey: 'LEVEL' }))).toMatchObject({
      TagKey: 'level',
      TagValues: ['public', 'secret'],
    });
    expect(await refusalOf(admin.send(new CreateLFTagCommand({ TagKey: 'level', TagValues: ['x'] })))).toMatch(
      /^InvalidInputException/,
    );
    await tag(table(), 'level', 'secret');
    const update = (TagValuesToDelete: string[]) =>
      admin.send(new UpdateLFTagCommand({ TagKey: 'level', TagValuesToAdd: ['mid'], TagValuesToDelete }));
    expect(await refusalOf(update(['secret']))).toBe('InvalidInputException: Update not allowed');
    await update(['public']);
    expect((await admin.send(new GetLFTagCommand({ TagKey: 'level' }))).TagValues).toEqual(['mid', 'secret']);
    await admin.send(new DeleteLFTagCommand({ TagKey: 'level' }));
    expect(await admin.send(new GetResourceLFTagsCommand({ Resource: table() }))).not.toHaveProperty('LFTagsOnTable');
    expect(await refusalOf(admin.send(new GetLFTagCommand({ TagKey: 'level' })))).toMatch(/^EntityNotFoundException/);
  });

  it('go down from database to table to column, and are overridden below', async () => {
    await tag(database, 'level', 'public');
    await tag(database, 'team', 'a');
    await tag(table(), 'team', 'b');
    await tag(columns('email'), 'level', 'secret');
    const of = async (Resource: Resource, ShowAssignedLFTags?: boolean) => {
      const flag = ShowAssignedLFTags === undefined ? {} : { ShowAssignedLFTags };
      const tags = await admin.send(new GetResourceLFTagsCommand({ Resource, ...flag }));
      const spell = (pairs: typeof tags.LFTagsOnTable) => pairs?.map((one) => `${one.TagKey}=${one.TagValues?.join()}`);
      return [
        spell(tags.LFTagOnDatabase),
        spell(tags.LFTagsOnTable),
        tags.LFTagsOnColumns?.map((column) => [column.Name, ...(spell(column.LFTags) ?? [])].join(' ')),
      ];
    };
    expect(await of(database)).toEqual([['level=public', 'team=a'], undefined, undefined]);
    expect(await of(columns('email', 'id'))).toEqual([
      ['level=public', 'team=a'],
      ['level=public', 'team=b'],
      ['email level=secret team=b', 'id level=public team=b'],
    ]);
    expect(await of(table(), true)).toEqual([['level=public', 'team=a'], ['team=b'], ['email level=secret']]);
    const remove = new RemoveLFTagsFromResourceCommand({ Resource: table(), LFTags: [pair('team', 'b')] });
    expect((await admin.send(remove)).Failures).toEqual([]);
    expect((await admin.send(remove)).Failures).toMatchObject([{ Error: { ErrorCode: 'EntityNotFoundException' } }]);
    expect((await of(table()))[1]).toEqual(['level=public', 'team=a']);
  });

  it('fail one by one', async () => {
    const LFTags = [
      pair('team', 'a'),
      pair('team', 'nothing'),
      pair('nothing', 'a'),
      pair('level', 'public', 'secret'),
    ];
    const { Failures } = await admin.send(new AddLFTagsToResourceCommand({ Resource: table(), LFTags }));
    expect(Failures?.map((failure) => failure.Error?.ErrorCode)).toEqual([
      'EntityNotFoundException',
      'EntityNotFoundException',
      'InvalidInputException',
    ]);
  });

  it('are found by search, by a column too', async () => {
    await tag(database, 'level', 'public');
    await tag(columns('email'), 'level', 'secret');
    const search = async (value: string) => {
      const Expression = [pair('level', value)];
      const { TableList } = await admin.send(new SearchTablesByLFTagsCommand({ Expression }));
      const { DatabaseList } = await admin.send(new SearchDatabasesByLFTagsCommand({ Expression }));
      return [DatabaseList?.map((one) => one.Database?.Name), TableList?.map((one) => one.Table?.Name)];
    };
    expect(await search('public')).toEqual([['db'], ['orders', 'people']]);
    expect(await search('secret')).toEqual([[], ['orders']]);
    expect(
      await refusalOf(asReader.send(new SearchTablesByLFTagsCommand({ Expression: [pair('level', 'public')] }))),
    ).toBe(DENIED);
  });
});

describe('permissions by LF-Tags', () => {
  it('reach what satisfies every key by one of its values', async () => {
    await tag(table(), 'level', 'public');
    await tag(table(), 'team', 'b');
    await grant(policy('TABLE', pair('level', 'public'), pair('team', 'a', 'b')), ['SELECT']);
    expect(await sees()).toBe('db orders(id name email)');
    expect(await reads()).toBe('id name email');
    expect(await reads('people')).toBe('TABLE_NOT_FOUND');
    await tag(table(), 'team', 'c');
    expect(await sees()).toBe('nothing');
    expect(await reads()).toBe('SCHEMA_NOT_FOUND');
  });

  it('follow the tags of columns, and shrink where they reach some columns only', async () => {
    await tag(database, 'level', 'public');
    await tag(columns('email'), 'level', 'secret');
    await grant(policy('TABLE', pair('level', 'public')), ['ALL']);
    expect(await sees()).toBe('db orders(id name) people(id name email)');
    expect(await reads()).toBe('id name');
    const { permissions } = lake.bare.assembled.lake;
    expect(permissions.may(arnOf('reader'), 'DROP', 'db', 'people')).toBe(true);
    expect(permissions.may(arnOf('reader'), 'DROP', 'db', 'orders')).toBe(false);
    await tag(columns('email'), 'level', 'public');
    expect(permissions.may(arnOf('reader'), 'DROP', 'db', 'orders')).toBe(true);
  });

  it('on databases show the database and none of its tables', async () => {
    await tag(database, 'level', 'public');
    await grant(policy('DATABASE', pair('level', 'public')), ['DESCRIBE']);
    expect(await sees()).toBe('db');
  });

  it('are united with grants by name', async () => {
    await tag(columns('email'), 'level', 'secret');
    await grant(policy('TABLE', pair('level', 'secret')), ['SELECT']);
    expect(await reads()).toBe('email');
    await grant(columns('id'), ['SELECT']);
    expect(await reads()).toBe('id email');
    await admin.send(
      new RevokePermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: arnOf('reader') },
        Resource: columns('id'),
        Permissions: ['SELECT'],
      }),
    );
  });

  it('can be given by a saved expression, and follow it', async () => {
    await tag(table(), 'team', 'b');
    const save = { Name: 'ours', Expression: [pair('team', 'a')] };
    await admin.send(new CreateLFTagExpressionCommand(save));
    await grant({ LFTagPolicy: { ResourceType: 'TABLE', ExpressionName: 'ours' } }, ['SELECT']);
    expect(await sees()).toBe('nothing');
    await admin.send(new UpdateLFTagExpressionCommand({ Name: 'ours', Expression: [pair('team', 'a', 'b')] }));
    expect(await reads()).toBe('id name email');
    expect(await admin.send(new GetLFTagExpressionCommand({ Name: 'ours' }))).toMatchObject({
      Name: 'ours',
      Expression: [pair('team', 'a', 'b')],
    });
    expect((await admin.send(new ListLFTagExpressionsCommand({}))).LFTagExpressions).toHaveLength(1);
    expect((await asReader.send(new ListLFTagExpressionsCommand({}))).LFTagExpressions).toHaveLength(0);
    await admin.send(new DeleteLFTagExpressionCommand({ Name: 'ours' }));
    expect(await sees()).toBe('nothing');
  });

  it('are in the effective view of a table, and listed by themselves', async () => {
    await tag(table(), 'team', 'b');
    await grant(policy('TABLE', pair('team', 'b')), ['SELECT', 'DESCRIBE']);
    const Principal = { DataLakePrincipalIdentifier: arnOf('reader') };
    const listed = async (input: object) =>
      (await admin.send(new ListPermissionsCommand(input))).PrincipalResourcePermissions?.map((row) => row.Permissions);
    expect(await listed({ Principal, Resource: table() })).toEqual([['DESCRIBE', 'SELECT']]);
    expect(await listed({ Principal, Resource: table('people') })).toEqual([]);
    expect(await listed({ ResourceType: 'LF_TAG_POLICY_TABLE' })).toEqual([['DESCRIBE', 'SELECT']]);
  });
});

describe('permissions on LF-Tags', () => {
  const onTag = (...TagValues: string[]): Resource => ({ LFTag: { TagKey: 'team', TagValues } });

  it('let others see, put on and speak in the values that they were given', async () => {
    expect(await refusalOf(steward.send(new GetLFTagCommand({ TagKey: 'team' })))).toBe(DENIED);
    await grant(onTag('a', 'b'), ['ASSOCIATE', 'DESCRIBE', 'GRANT_WITH_LF_TAG_EXPRESSION'], 'steward');
    expect((await steward.send(new GetLFTagCommand({ TagKey: 'team' }))).TagValues).toEqual(['a', 'b']);
    expect(await refusalOf(tag(table(), 'team', 'a', steward))).toBe(DENIED);
    await grant(table(), ['DESCRIBE'], 'steward');
    expect(await tag(table(), 'team', 'a', steward)).toEqual([]);
    expect(await tag(table(), 'team', 'c', steward)).toEqual(['AccessDeniedException']);
    await grant(policy('TABLE', pair('team', 'a')), ['SELECT'], 'reader', steward);
    expect(await reads()).toBe('id name email');
    expect(await refusalOf(grant(policy('TABLE', pair('team', 'a', 'c')), ['SELECT'], 'reader', steward))).toBe(DENIED);
    expect(await refusalOf(grant(onTag('a'), ['ASSOCIATE'], 'reader', steward))).toBe(DENIED);
    const { PrincipalResourcePermissions } = await admin.send(
      new ListPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: arnOf('steward') },
        ResourceType: 'LF_TAG',
      }),
    );
    expect(PrincipalResourcePermissions?.map((row) => row.Resource?.LFTag?.TagValues)).toEqual([['a', 'b']]);
  });

  it('are the creator’s, who needs CREATE_LF_TAG', async () => {
    const create = new CreateLFTagCommand({ TagKey: 'own', TagValues: ['x'] });
    expect(await refusalOf(steward.send(create))).toBe(DENIED);
    await grant({ Catalog: {} }, ['CREATE_LF_TAG'], 'steward');
    await steward.send(create);
    await grant({ LFTag: { TagKey: 'own', TagValues: ['x'] } }, ['DESCRIBE'], 'reader', steward);
    expect((await asReader.send(new ListLFTagsCommand({}))).LFTags?.map((one) => one.TagKey)).toEqual(['own']);
    expect(await refusalOf(asReader.send(new DeleteLFTagCommand({ TagKey: 'own' })))).toBe(DENIED);
    await steward.send(new DeleteLFTagCommand({ TagKey: 'own' }));
  });

  it('are nothing that all of IAM can hold', async () => {
    const call = new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
      Resource: policy('TABLE', pair('team', 'a')),
      Permissions: ['ALL'],
    });
    expect(await refusalOf(admin.send(call))).toMatch(/^InvalidInputException/);
  });

  it('on an unknown table are asked of Glue as of any', async () => {
    expect(
      await refusalOf(new GlueClient(reader).send(new GetTableCommand({ DatabaseName: 'db', Name: 'people' }))),
    ).toMatch(/^AccessDeniedException: Insufficient Lake Formation permission/);
  });
});
