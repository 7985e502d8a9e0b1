import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  DeletePartitionCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import {
  CreateDataCellsFilterCommand,
  type DataLakeSettings,
  GetTemporaryDataLocationCredentialsCommand,
  GetTemporaryGluePartitionCredentialsCommand,
  GetTemporaryGlueTableCredentialsCommand,
  type GetTemporaryGlueTableCredentialsCommandInput,
  GrantPermissionsCommand,
  LakeFormationClient,
  type Permission,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  type Resource,
} from '@aws-sdk/client-lakeformation';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryLake, startQueryLake } from '../../testing/query-lake.js';
import { refusalOf } from '../glue/testing/data-lake.js';

const ACCOUNT = '111122223333';
const DENIED =
  'AccessDeniedException: Resource does not exist or requester is not authorized to access requested permissions.';
const TABLE_ARN = `arn:aws:glue:us-east-1:${ACCOUNT}:table/db/orders`;
const ONLY_LAKE_FORMATION = [{ Effect: 'Allow', Action: 'lakeformation:*', Resource: '*' }];
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

let lake: QueryLake;
let admin: LakeFormationClient;
let engine: LakeFormationClient;
let plain: LakeFormationClient;

beforeAll(async () => {
  lake = await startQueryLake();
  admin = new LakeFormationClient(lake.admin);
  await settings({});
  await lake.person('registrar', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]);
  await admin.send(
    new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::data/orders', RoleArn: roleArn('registrar') }),
  );
  const glue = new GlueClient(lake.admin);
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
  const StorageDescriptor = {
    Location: 's3://data/orders/',
    Columns: [
      { Name: 'id', Type: 'int' },
      { Name: 'email', Type: 'string' },
    ],
  };
  const PartitionKeys = [{ Name: 'day', Type: 'string' }];
  await glue.send(
    new CreateTableCommand({ DatabaseName: 'db', TableInput: { Name: 'orders', StorageDescriptor, PartitionKeys } }),
  );
  await glue.send(
    new CreatePartitionCommand({
      DatabaseName: 'db',
      TableName: 'orders',
      PartitionInput: {
        Values: ['1'],
        StorageDescriptor: { ...StorageDescriptor, Location: 's3://data/orders/day=1/' },
      },
    }),
  );
  const s3 = new S3Client(lake.admin);
  for (const Key of ['orders/day=1/x', 'orders/day=2/x', 'other/x']) {
    await s3.send(new PutObjectCommand({ Bucket: 'data', Key, Body: 'rows' }));
  }
  engine = new LakeFormationClient(
    await lake.person('engine', ONLY_LAKE_FORMATION, { LakeFormationAuthorizedCaller: 'ours' }),
  );
  plain = new LakeFormationClient(await lake.person('plain', ONLY_LAKE_FORMATION));
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

function settings(more: Partial<DataLakeSettings>): Promise<unknown> {
  const DataLakeAdmins = [{ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/lake-admin` }];
  return admin.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins, ...more } }));
}

const grant = (to: string, Resource: Resource, Permissions: Permission[] = ['SELECT']): Promise<unknown> =>
  admin.send(
    new GrantPermissionsCommand({ Principal: { DataLakePrincipalIdentifier: roleArn(to) }, Resource, Permissions }),
  );

const ask = (who: LakeFormationClient, more: Partial<GetTemporaryGlueTableCredentialsCommandInput> = {}) =>
  who.send(new GetTemporaryGlueTableCredentialsCommand({ TableArn: TABLE_ARN, ...more }));

interface Keys {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
}

function s3With({ AccessKeyId = '', SecretAccessKey = '', SessionToken = '' }: Keys): S3Client {
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return new S3Client({ ...lake.admin, credentials });
}

async function reads(keys: Keys, Key: string): Promise<boolean> {
  const outcome = s3With(keys).send(new GetObjectCommand({ Bucket: 'data', Key }));
  return outcome.then(
    () => true,
    (thrown: unknown) => {
      if (thrown instanceof Error && thrown.name === 'AccessDenied') return false;
      throw thrown;
    },
  );
}

const WHOLE: Resource = { Table: { DatabaseName: 'db', Name: 'orders' } };

describe('full-table vending', () => {
  it('gives nothing unless the account lets engines have it', async () => {
    await grant('plain', WHOLE);
    expect(await refusalOf(ask(plain))).toBe(DENIED);
  });

  it('gives the objects of the table, and no others, to whom reads all of it; and is logged', async () => {
    await settings({ AllowFullTableExternalDataAccess: true });
    const keys = await ask(plain, { AuditContext: { AdditionalAuditContext: 'query 7' }, DurationSeconds: 900 });
    expect(keys.VendedS3Path).toEqual(['s3://data/orders/']);
    expect([await reads(keys, 'orders/day=1/x'), await reads(keys, 'other/x')]).toEqual([true, false]);
    const write = s3With(keys).send(new PutObjectCommand({ Bucket: 'data', Key: 'orders/day=1/y', Body: 'y' }));
    expect(await refusalOf(write)).toMatch(/^AccessDenied/);
    const { Events } = await new CloudTrailClient(lake.admin).send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'GetDataAccess' }] }),
    );
    const event = JSON.parse(Events?.[0]?.CloudTrailEvent ?? '{}') as Record<string, unknown>;
    expect(event).toMatchObject({
      requestParameters: {
        tableArn: TABLE_ARN,
        durationSeconds: 900,
        auditContext: { additionalAuditContext: 'query 7' },
      },
      additionalEventData: {
        lakeFormationPrincipal: roleArn('plain'),
        lakeFormationRoleSessionName: expect.stringMatching(/^AWSLF-00-NA-111122223333-\w+$/) as unknown,
      },
    });
    // Engines of whole tables name no permissions, and do not filter cells.
    for (const member of ['permissions', 'cellLevelSecurityEnforced', 'supportedPermissionTypes']) {
      expect(event['requestParameters']).not.toHaveProperty(member);
    }
  });

  it('is cut down to a path or a partition', async () => {
    const below = await ask(plain, { S3Path: 's3://data/orders/day=2' });
    expect([await reads(below, 'orders/day=1/x'), await reads(below, 'orders/day=2/x')]).toEqual([false, true]);
    expect(await refusalOf(ask(plain, { S3Path: 's3://data/other' }))).toMatch(/^InvalidInputException/);
    const partition = (Values: string[]) =>
      plain.send(new GetTemporaryGluePartitionCredentialsCommand({ TableArn: TABLE_ARN, Partition: { Values } }));
    const keys = await partition(['1']);
    expect([await reads(keys, 'orders/day=1/x'), await reads(keys, 'orders/day=2/x')]).toEqual([true, false]);
    expect(await refusalOf(partition(['9']))).toMatch(/^EntityNotFoundException/);
  });

  it('is had by location too', async () => {
    const of = (location: string, scope: 'READ' | 'READWRITE' = 'READ') =>
      plain.send(
        new GetTemporaryDataLocationCredentialsCommand({ DataLocations: [location], CredentialsScope: scope }),
      );
    const { Credentials = {}, CredentialsScope } = await of('s3://data/orders/day=1');
    expect(CredentialsScope).toBe('READ');
    expect([await reads(Credentials, 'orders/day=1/x'), await reads(Credentials, 'orders/day=2/x')]).toEqual([
      true,
      false,
    ]);
    expect(await refusalOf(of('s3://data/orders', 'READWRITE'))).toBe(DENIED);
    expect(await refusalOf(of('s3://data/other'))).toBe(DENIED);
  });

  it('is refused to whom reads a part', async () => {
    await grant('engine', { TableWithColumns: { DatabaseName: 'db', Name: 'orders', ColumnNames: ['id'] } });
    expect(await refusalOf(ask(engine))).toBe(DENIED);
  });

  it.each([
    ['what one does not hold', { Permissions: ['INSERT' as const] }, DENIED],
    ['a table that is not there', { TableArn: `${TABLE_ARN}x` }, DENIED],
    ['what is no table', { TableArn: `arn:aws:glue:us-east-1:${ACCOUNT}:database/db` }, /^InvalidInputException/],
    ['too long a time', { DurationSeconds: 43_200 }, /^InvalidInputException/],
  ])('is refused for %s', async (_what, more, message) => {
    const refusal = await refusalOf(ask(plain, more));
    if (typeof message === 'string') expect(refusal).toBe(message);
    else expect(refusal).toMatch(message);
  });
});

describe('an integrated engine', () => {
  it('is let in by its account and its session’s tag, and must be able to enforce what is granted', async () => {
    const columns = { SupportedPermissionTypes: ['COLUMN_PERMISSION' as const] };
    expect(await refusalOf(ask(engine, columns))).toBe(DENIED);
    await settings({
      AllowExternalDataFiltering: true,
      ExternalDataFilteringAllowList: [{ DataLakePrincipalIdentifier: ACCOUNT }],
      AuthorizedSessionTagValueList: ['ours'],
    });
    expect(await refusalOf(ask(plain, columns))).toBe(DENIED);
    expect(await reads(await ask(engine, columns), 'orders/day=1/x')).toBe(true);
    expect(await refusalOf(ask(engine))).toMatch(/^PermissionTypeMismatchException/);
    const place = { TableCatalogId: ACCOUNT, DatabaseName: 'db', TableName: 'orders' };
    const filter = { ...place, Name: 'f', RowFilter: { FilterExpression: 'id = 1' }, ColumnWildcard: {} };
    await admin.send(new CreateDataCellsFilterCommand({ TableData: filter }));
    await grant('engine', { DataCellsFilter: { ...place, Name: 'f' } });
    expect(await refusalOf(ask(engine, columns))).toMatch(/^PermissionTypeMismatchException/);
    const cells = { SupportedPermissionTypes: ['COLUMN_PERMISSION' as const, 'CELL_FILTER_PERMISSION' as const] };
    expect(await reads(await ask(engine, cells), 'orders/day=1/x')).toBe(true);
  });

  it('gets nothing of a location that is not registered', async () => {
    await new GlueClient(lake.admin).send(
      new DeletePartitionCommand({ DatabaseName: 'db', TableName: 'orders', PartitionValues: ['1'] }),
    );
    await new GlueClient(lake.admin).send(
      new CreateTableCommand({
        DatabaseName: 'db',
        TableInput: {
          Name: 'free',
          StorageDescriptor: { Location: 's3://data/other/', Columns: [{ Name: 'id', Type: 'int' }] },
        },
      }),
    );
    await grant('engine', { Table: { DatabaseName: 'db', Name: 'free' } });
    expect(await refusalOf(ask(engine, { TableArn: TABLE_ARN.replace('orders', 'free') }))).toMatch(
      /^InvalidInputException: The location is not registered/,
    );
  });
});
