import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchDeleteTableCommand,
  BatchDeleteTableVersionCommand,
  BatchGetPartitionCommand,
  BatchUpdatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableVersionCommand,
  GetPartitionIndexesCommand,
  GetPartitionsCommand,
  GetTableVersionCommand,
  GetTableVersionsCommand,
  GetTagsCommand,
  GetUnfilteredPartitionMetadataCommand,
  GetUnfilteredPartitionsMetadataCommand,
  GetUnfilteredTableMetadataCommand,
  GlueClient,
  SearchTablesCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePartitionCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import {
  GrantPermissionsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../model/caller.js';
import { isIntegratedEngine, requireEnforceable } from './integrated-engine.js';
import { type DataLake, refusalOf, startDataLake } from './testing/data-lake.js';

const columns = (...names: string[]) => names.map((Name) => ({ Name, Type: 'string' }));
const CatalogId = '111122223333';

let lake: DataLake;
let admin: GlueClient;
let lf: LakeFormationClient;
let limited: GlueClient;
let stranger: GlueClient;

beforeAll(async () => {
  lake = await startDataLake();
  admin = new GlueClient(lake.admin);
  lf = new LakeFormationClient(lake.admin);
  const administrator = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' };
  await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins: [administrator] } }));
  const everything = [{ Effect: 'Allow', Action: 'glue:*', Resource: '*' }];
  limited = new GlueClient(await lake.person('limited', everything));
  stranger = new GlueClient(await lake.person('stranger', everything));
  await admin.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' }, Tags: { owner: 'me' } }));
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function createTable(Name: string, input: object = {}): Promise<void> {
  await admin.send(new CreateTableCommand({ DatabaseName: 'db', TableInput: { Name, ...input } }));
}

async function grantColumns(Name: string, ColumnNames: string[]): Promise<void> {
  await lf.send(
    new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/limited' },
      Resource: { TableWithColumns: { DatabaseName: 'db', Name, ColumnNames } },
      Permissions: ['SELECT'],
    }),
  );
}

describe('table versions', () => {
  const of = { DatabaseName: 'db', TableName: 'versioned' };
  const change = (names: string[], SkipArchive = false) =>
    admin.send(
      new UpdateTableCommand({
        DatabaseName: 'db',
        SkipArchive,
        TableInput: { Name: 'versioned', StorageDescriptor: { Columns: columns(...names) } },
      }),
    );
  const ids = async (glue: GlueClient) =>
    (await glue.send(new GetTableVersionsCommand(of))).TableVersions?.map((version) => version.VersionId);

  beforeAll(async () => {
    await createTable('versioned', { StorageDescriptor: { Columns: columns('id', 'ssn', 'old') } });
    await change(['id', 'ssn']);
    await change(['id', 'ssn', 'extra'], true);
    await change(['id', 'ssn', 'name']);
    await grantColumns('versioned', ['id', 'name']);
  });

  it('are kept but where the caller skips it', async () => {
    expect(await ids(admin)).toEqual(['3', '2', '0']);
  });

  it('show old columns to whom sees everything, and hidden ones to nobody else', async () => {
    const columnsOf = async (glue: GlueClient, VersionId: string) =>
      (
        await glue.send(new GetTableVersionCommand({ ...of, VersionId }))
      ).TableVersion?.Table?.StorageDescriptor?.Columns?.map((column) => column.Name);
    expect(await columnsOf(admin, '0')).toEqual(['id', 'ssn', 'old']);
    expect(await columnsOf(limited, '0')).toEqual(['id']);
    expect(await columnsOf(limited, '3')).toEqual(['id', 'name']);
    expect(JSON.stringify(await limited.send(new GetTableVersionsCommand(of)))).not.toContain('ssn');
  });

  it('are refused with their table', async () => {
    expect(await refusalOf(stranger.send(new GetTableVersionsCommand(of)))).toMatch(/Required Describe on versioned$/);
    expect(await refusalOf(limited.send(new DeleteTableVersionCommand({ ...of, VersionId: '0' })))).toMatch(
      /^AccessDeniedException: Insufficient Lake Formation permission/,
    );
  });

  it('come in pages', async () => {
    const first = await admin.send(new GetTableVersionsCommand({ ...of, MaxResults: 2 }));
    const second = await admin.send(new GetTableVersionsCommand({ ...of, MaxResults: 2, NextToken: first.NextToken }));
    expect(second.TableVersions?.map((version) => version.VersionId)).toEqual(['0']);
  });

  it('are deleted one by one and together, but never the current one', async () => {
    await admin.send(new DeleteTableVersionCommand({ ...of, VersionId: '0' }));
    const { Errors } = await admin.send(new BatchDeleteTableVersionCommand({ ...of, VersionIds: ['0', '2', '3'] }));
    expect(Errors?.map((error) => [error.VersionId, error.ErrorDetail?.ErrorCode])).toEqual([
      ['0', 'EntityNotFoundException'],
      ['3', 'InvalidInputException'],
    ]);
    expect(await ids(admin)).toEqual(['3']);
    expect(await refusalOf(admin.send(new GetTableVersionCommand({ ...of, VersionId: '2' })))).toMatch(
      /^EntityNotFoundException/,
    );
  });
});

describe('partitions', () => {
  const of = { DatabaseName: 'db', TableName: 'parted' };
  const values = async (Expression?: string) =>
    (await admin.send(new GetPartitionsCommand({ ...of, Expression }))).Partitions?.map((one) => one.Values?.join('/'));

  beforeAll(async () => {
    await createTable('parted', {
      PartitionKeys: [
        { Name: 'day', Type: 'date' },
        { Name: 'n', Type: 'int' },
      ],
      StorageDescriptor: { Columns: columns('id'), Location: 's3://lake/parted/' },
    });
    await admin.send(
      new BatchCreatePartitionCommand({
        ...of,
        PartitionInputList: ['2026-01-01', '2026-01-02'].flatMap((day) =>
          ['2', '10'].map((n) => ({ Values: [day, n] })),
        ),
      }),
    );
  });

  it('are picked by an expression', async () => {
    expect(await values("day = '2026-01-02' AND n < 10")).toEqual(['2026-01-02/2']);
    expect(await refusalOf(admin.send(new GetPartitionsCommand({ ...of, Expression: 'id = 1' })))).toMatch(
      /^InvalidInputException: Unsupported expression: id is not a partition key/,
    );
  });

  it('divide into segments that together are the whole', async () => {
    const segments = await Promise.all(
      [0, 1, 2].map((SegmentNumber) =>
        admin.send(new GetPartitionsCommand({ ...of, Segment: { SegmentNumber, TotalSegments: 3 } })),
      ),
    );
    const all = segments.flatMap((segment) => segment.Partitions?.map((one) => one.Values?.join('/')) ?? []);
    expect(all.sort()).toEqual(await values());
    const beyond = new GetPartitionsCommand({ ...of, Segment: { SegmentNumber: 3, TotalSegments: 3 } });
    expect(await refusalOf(admin.send(beyond))).toMatch(/^InvalidInputException/);
  });

  it('are given together, as far as they are there', async () => {
    const { Partitions, UnprocessedKeys } = await admin.send(
      new BatchGetPartitionCommand({
        ...of,
        PartitionsToGet: [{ Values: ['2026-01-02', '10'] }, { Values: ['1999-01-01', '1'] }],
      }),
    );
    expect(Partitions?.map((one) => one.Values)).toEqual([['2026-01-02', '10']]);
    expect(UnprocessedKeys).toEqual([]);
  });

  it('have no indexes here', async () => {
    expect((await admin.send(new GetPartitionIndexesCommand(of))).PartitionIndexDescriptorList).toEqual([]);
    expect(await refusalOf(stranger.send(new GetPartitionIndexesCommand(of)))).toMatch(/Required Describe on parted$/);
  });

  it('are changed and deleted, each on its own in a batch', async () => {
    const moved = { Values: ['2026-02-01', '2'], StorageDescriptor: { Location: 's3://lake/parted/moved/' } };
    const PartitionValueList = ['2026-01-01', '2'];
    await admin.send(new UpdatePartitionCommand({ ...of, PartitionValueList, PartitionInput: moved }));
    const { Errors: unchanged } = await admin.send(
      new BatchUpdatePartitionCommand({
        ...of,
        Entries: [
          { PartitionValueList: ['2026-02-01', '2'], PartitionInput: { Values: ['2026-01-02', '2'] } },
          { PartitionValueList: ['1999-01-01', '2'], PartitionInput: {} },
        ],
      }),
    );
    expect(unchanged?.map((error) => error.ErrorDetail?.ErrorCode)).toEqual([
      'AlreadyExistsException',
      'EntityNotFoundException',
    ]);
    const { Errors: undeleted } = await admin.send(
      new BatchDeletePartitionCommand({
        ...of,
        PartitionsToDelete: [{ Values: ['2026-02-01', '2'] }, { Values: ['1999-01-01', '2'] }],
      }),
    );
    expect(undeleted?.map((error) => error.PartitionValues)).toEqual([['1999-01-01', '2']]);
    expect(await values()).toEqual(['2026-01-01/10', '2026-01-02/10', '2026-01-02/2']);
  });

  it('need data location permission outside their table, and a like-named folder is outside', async () => {
    await lf.send(new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::lake', UseServiceLinkedRole: true }));
    await lf.send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/limited' },
        Resource: { Table: { DatabaseName: 'db', Name: 'parted' } },
        Permissions: ['ALTER', 'DESCRIBE'],
      }),
    );
    const at = (n: string, Location: string) =>
      limited.send(
        new BatchCreatePartitionCommand({
          ...of,
          PartitionInputList: [{ Values: ['2026-03-01', n], StorageDescriptor: { Location } }],
        }),
      );
    expect((await at('1', 's3://lake/parted/x/')).Errors).toEqual([]);
    expect((await at('2', 's3://lake/parted2/x/')).Errors?.[0]?.ErrorDetail?.ErrorCode).toBe('AccessDeniedException');
  });
});

describe('deleting many tables', () => {
  it('names those that stay', async () => {
    await createTable('one');
    const { Errors } = await admin.send(
      new BatchDeleteTableCommand({ DatabaseName: 'db', TablesToDelete: ['one', 'nothing'] }),
    );
    expect(Errors?.map((error) => [error.TableName, error.ErrorDetail?.ErrorCode])).toEqual([
      ['nothing', 'EntityNotFoundException'],
    ]);
  });
});

describe('tags', () => {
  const ResourceArn = 'arn:aws:glue:us-east-1:111122223333:database/db';

  it('are given with the database, added, and taken away', async () => {
    await admin.send(new TagResourceCommand({ ResourceArn, TagsToAdd: { team: 'a' } }));
    expect((await admin.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ owner: 'me', team: 'a' });
    await admin.send(new UntagResourceCommand({ ResourceArn, TagsToRemove: ['owner'] }));
    expect((await admin.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ team: 'a' });
  });

  it('are hidden with the database, need glue:GetDatabase, and go with it', async () => {
    expect(await refusalOf(stranger.send(new GetTagsCommand({ ResourceArn })))).toMatch(/Required Describe on db$/);
    const only = new GlueClient(
      await lake.person('tagger', [{ Effect: 'Allow', Action: 'glue:GetTags', Resource: '*' }]),
    );
    expect(await refusalOf(only.send(new GetTagsCommand({ ResourceArn })))).toContain('glue:GetDatabase');
    const passing = ResourceArn.replace('/db', '/passing');
    const make = new CreateDatabaseCommand({ DatabaseInput: { Name: 'passing' }, Tags: { a: 'b' } });
    await admin.send(make);
    await admin.send(new DeleteDatabaseCommand({ Name: 'passing' }));
    expect(await refusalOf(admin.send(new GetTagsCommand({ ResourceArn: passing })))).toMatch(
      /^EntityNotFoundException/,
    );
    await admin.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'passing' } }));
    expect((await admin.send(new GetTagsCommand({ ResourceArn: passing }))).Tags).toEqual({});
  });

  it.each(['arn:aws:glue:us-east-1:111122223333:table/db/parted', 'arn:aws:glue:us-east-1:444455556666:database/db'])(
    'are refused for %s',
    async (arn) => {
      expect(await refusalOf(admin.send(new GetTagsCommand({ ResourceArn: arn })))).toMatch(/^InvalidInputException/);
    },
  );
});

describe('search', () => {
  it('finds the parts of a name that punctuation divides, and no part of a word', async () => {
    for (const name of ['customer-link', 'xx-link-yy', 'xxlinkyy']) await createTable(name);
    const { TableList } = await admin.send(new SearchTablesCommand({ Filters: [{ Key: 'Name', Value: 'link' }] }));
    expect(TableList?.map((table) => table.Name)).toEqual(['customer-link', 'xx-link-yy']);
  });
});

describe('unfiltered metadata', () => {
  const of = { CatalogId, DatabaseName: 'db', TableName: 'parted' };
  const SupportedPermissionTypes: ['COLUMN_PERMISSION', 'CELL_FILTER_PERMISSION'] = [
    'COLUMN_PERMISSION',
    'CELL_FILTER_PERMISSION',
  ];

  it('is refused to everybody who is no integrated engine, administrators too', async () => {
    for (const glue of [admin, limited, stranger]) {
      const calls = [
        glue.send(
          new GetUnfilteredTableMetadataCommand({
            CatalogId,
            DatabaseName: 'db',
            Name: 'parted',
            SupportedPermissionTypes,
          }),
        ),
        glue.send(new GetUnfilteredPartitionsMetadataCommand({ ...of, SupportedPermissionTypes })),
        glue.send(
          new GetUnfilteredPartitionMetadataCommand({
            ...of,
            PartitionValues: ['2026-01-01', '10'],
            SupportedPermissionTypes,
          }),
        ),
      ];
      for (const call of calls) expect(await refusalOf(call)).toBe('AccessDeniedException: Access is not allowed.');
    }
  });

  it('is asked of IAM as glue:GetTable', async () => {
    const nobody = new GlueClient(await lake.person('nobody', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]));
    const call = new GetUnfilteredTableMetadataCommand({
      CatalogId,
      DatabaseName: 'db',
      Name: 'parted',
      SupportedPermissionTypes,
    });
    expect(await refusalOf(nobody.send(call))).toContain('is not authorized to perform: glue:GetTable on resource');
  });

  const session = { sessionName: 's', roleId: 'AROA', roleArn: 'arn', createdAt: new Date(0), expiresAt: new Date(0) };
  const caller = (tags?: Readonly<Record<string, string>>): Caller => ({
    type: 'AssumedRole',
    accountId: CatalogId,
    arn: 'a',
    principalArn: 'p',
    userId: 'u',
    accessKeyId: 'k',
    name: 'n',
    ...(tags === undefined ? {} : { session: { ...session, tags, chained: false } }),
  });
  const on = {
    AllowExternalDataFiltering: true,
    ExternalDataFilteringAllowList: [{ DataLakePrincipalIdentifier: CatalogId }],
    AuthorizedSessionTagValueList: ['engine'],
  };
  it.each([
    ['all three', { LakeFormationAuthorizedCaller: 'engine' }, on, true],
    ['another value', { LakeFormationAuthorizedCaller: 'other' }, on, false],
    ['no tag', {}, on, false],
    ['a user', undefined, on, false],
    ['switched off', { LakeFormationAuthorizedCaller: 'engine' }, { ...on, AllowExternalDataFiltering: false }, false],
    ['not listed', { LakeFormationAuthorizedCaller: 'engine' }, { ...on, ExternalDataFilteringAllowList: [] }, false],
  ])('an engine with %s', (_what, tags, settings, wanted) => {
    expect(isIntegratedEngine(caller(tags), settings)).toBe(wanted);
  });

  it.each<[readonly ('COLUMN_PERMISSION' | 'CELL_FILTER_PERMISSION')[], string | undefined, number, boolean]>([
    [['COLUMN_PERMISSION'], undefined, 1, true],
    [['COLUMN_PERMISSION'], 'a = 1', 1, false],
    [['CELL_FILTER_PERMISSION'], 'a = 1', 1, true],
    [[], undefined, 1, false],
    [[], undefined, 2, true],
  ])('an engine with %j, filter %s and %d of 2 columns may have it: %s', (supported, rowFilter, count, wanted) => {
    const names = ['a', 'b'].slice(0, count);
    const access = { visible: true, selectable: names, described: names, viaIamAllowedPrincipals: false };
    const cells = { everywhere: [], filters: [] };
    const attempt = () =>
      requireEnforceable({ ...access, ...(rowFilter === undefined ? {} : { cells }) }, supported, 2);
    if (wanted) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(/does not support filtering/);
  });
});
