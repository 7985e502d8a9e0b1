import {
  CloudTrailClient,
  CreateTrailCommand,
  type EventSelector,
  LookupEventsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeregisterResourceCommand,
  GetDataLakeSettingsCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.js';
import { type ClientOptions, type QueryLake, startQueryLake } from '../testing/query-lake.js';
import { deliveredObjects, type LoggedEvent, letCloudTrailWrite, recordsOf } from '../testing/trail-bucket.js';

const PERIODS = { logFilesMs: 1_000, digestsMs: 3_600_000 };
const ACCOUNT = '111122223333';
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

let lake: QueryLake;
let trail: CloudTrailClient;
let lf: LakeFormationClient;
let s3: S3Client;
let person: ClientOptions & { readonly roleArn: string };
let aheadMs = 0;
const seen = new Set<string>();

beforeAll(async () => {
  const begunMs = Date.now();
  const clock = { ...systemClock, now: () => new Date(begunMs + aheadMs) };
  lake = await startQueryLake({ clock, deliveryPeriods: PERIODS });
  trail = new CloudTrailClient(lake.admin);
  lf = new LakeFormationClient(lake.admin);
  s3 = new S3Client(lake.admin);
  await s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  await letCloudTrailWrite(lake.admin, 'logs');
  await trail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: 'logs' }));
  await trail.send(new StartLoggingCommand({ Name: 'audit' }));
  await makeTables();
  person = await lake.person('analyst');
  await lake.person('registrar');
  await grant('open');
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function makeTables(): Promise<void> {
  const glue = new GlueClient(lake.admin);
  const admin = { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/lake-admin` };
  await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins: [admin] } }));
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'shop' } }));
  for (const Name of ['open', 'closed']) {
    const StorageDescriptor = {
      Columns: [{ Name: 'note', Type: 'string' }],
      Location: `s3://data/${Name}/`,
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    };
    await glue.send(new CreateTableCommand({ DatabaseName: 'shop', TableInput: { Name, StorageDescriptor } }));
    await lake.putParquet(`${Name}/a.parquet`, "SELECT 'x' AS note");
  }
}

async function grant(Name: string): Promise<void> {
  await lf.send(
    new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: roleArn('analyst') },
      Resource: { Table: { DatabaseName: 'shop', Name } },
      Permissions: ['SELECT'],
    }),
  );
}

async function select(...DataResources: NonNullable<EventSelector['DataResources']>): Promise<void> {
  const EventSelectors = [{ IncludeManagementEvents: true, DataResources }];
  await trail.send(new PutEventSelectorsCommand({ TrailName: 'audit', EventSelectors }));
}

const objects = (...Values: string[]) => ({ Type: 'AWS::S3::Object', Values });

/** The records that were delivered since the last look. */
async function delivered(): Promise<readonly LoggedEvent[]> {
  aheadMs += PERIODS.logFilesMs;
  await lake.bare.assembled.deliveries.deliverDue();
  const files = await deliveredObjects(lake.admin, 'logs', `AWSLogs/${ACCOUNT}/CloudTrail/`);
  const fresh = files.flatMap(recordsOf).filter(({ eventID }) => !seen.has(eventID));
  for (const { eventID } of fresh) seen.add(eventID);
  return fresh;
}

const dataEvents = async () => (await delivered()).filter(({ eventCategory }) => eventCategory === 'Data');

/** `GetObject data/open/a.parquet` */
function shown({ eventName, requestParameters }: LoggedEvent): string {
  const { bucketName = '', key = '' } = requestParameters as { readonly bucketName?: string; readonly key?: string };
  return `${eventName} ${bucketName}/${key}`;
}

beforeEach(async () => {
  await select(objects('arn:aws:s3:::data/'));
  await delivered();
});

describe('data events of S3', () => {
  it('are left by each call about objects, with what it was about', async () => {
    const Bucket = 'data';
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k/one', Body: 'eight by' }));
    const { $metadata } = await s3.send(new GetObjectCommand({ Bucket, Key: 'k/one' }));
    await s3.send(new HeadObjectCommand({ Bucket, Key: 'k/one' }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'k/two', CopySource: 'data/k/one' }));
    await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'k/' }));
    await s3.send(new HeadBucketCommand({ Bucket }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'k/one' }, { Key: 'k/two' }] } }));
    const events = await dataEvents();
    expect(events.map(shown)).toEqual([
      'PutObject data/k/one',
      'GetObject data/k/one',
      'HeadObject data/k/one',
      'CopyObject data/k/two',
      'ListObjects data/',
      'HeadBucket data/',
      'DeleteObjects data/',
    ]);
    expect(events[1]).toMatchObject({
      managementEvent: false,
      readOnly: true,
      requestID: $metadata.requestId,
      responseElements: null,
      additionalEventData: {
        SignatureVersion: 'SigV4',
        AuthenticationMethod: 'AuthHeader',
        bytesTransferredIn: 0,
        bytesTransferredOut: 8,
        'x-amz-id-2': $metadata.extendedRequestId,
      },
      resources: [
        { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::data/k/one' },
        { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::data', accountId: ACCOUNT },
      ],
    });
    expect(events[0]).toMatchObject({
      readOnly: false,
      additionalEventData: { bytesTransferredIn: 8, bytesTransferredOut: 0 },
    });
    expect(events[3]).toMatchObject({ requestParameters: { 'x-amz-copy-source': 'data/k/one' } });
    expect(events[4]).toMatchObject({
      requestParameters: { prefix: 'k/', 'list-type': '2' },
      resources: [{ type: 'AWS::S3::Object', ARNPrefix: 'arn:aws:s3:::data/k/' }, { type: 'AWS::S3::Bucket' }],
    });
    expect(JSON.stringify(events[6])).not.toContain('k/one');
  });

  it('are left by refused calls, in the words of the refusal', async () => {
    const nobody = new S3Client(await lake.person('nobody', [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }]));
    await expect(nobody.send(new GetObjectCommand({ Bucket: 'data', Key: 'open/a.parquet' }))).rejects.toThrow();
    await expect(s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'nothing' }))).rejects.toThrow();
    const events = await dataEvents();
    expect(events.map(({ errorCode }) => errorCode)).toEqual(['AccessDenied', 'NoSuchKey']);
    expect(events[0]).toMatchObject({
      errorMessage: expect.stringMatching(/is not authorized to perform: s3:GetObject/) as unknown,
      responseElements: null,
    });
  });

  it('are made for no trail that does not select them, and are never in the event history', async () => {
    await select(objects('arn:aws:s3:::data/other/'));
    await s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'open/a.parquet' }));
    expect((await delivered()).map(shown).filter((text) => text.startsWith('GetObject'))).toEqual([]);
    await select(objects('arn:aws:s3:::data/'));
    await s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'open/a.parquet' }));
    expect(await dataEvents()).toHaveLength(1);
    for (const AttributeValue of ['GetObject', 'HeadObject', 'PutObject', 'ListObjects', 'HeadBucket']) {
      const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue }];
      expect((await trail.send(new LookupEventsCommand({ LookupAttributes }))).Events).toEqual([]);
    }
  });
});

describe('data events of a query', () => {
  const QUERY = 'SELECT note FROM open';
  const register = () =>
    lf.send(new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::data', RoleArn: roleArn('registrar') }));
  const deregister = () => lf.send(new DeregisterResourceCommand({ ResourceArn: 'arn:aws:s3:::data' }));

  it('name the session that Lake Formation gave out, where it gives the data out', async () => {
    await register();
    expect(await lake.ask(person, QUERY, 'shop')).toMatchObject({ rows: [['x']] });
    const events = await delivered();
    const access = events.filter(({ eventName }) => eventName === 'GetDataAccess');
    const reads = events.filter(({ eventName }) => eventName === 'GetObject');
    expect([access.length, reads.map(shown)]).toEqual([1, ['GetObject data/open/a.parquet']]);
    const vended = access[0]?.additionalEventData as Record<string, string> | undefined;
    const session = vended?.lakeFormationRoleSessionName;
    expect(session).toMatch(/^AWSLF-00-AT-111122223333-[A-Za-z0-9]{10}$/);
    expect(reads[0]).toMatchObject({
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/registrar/${session}`,
        principalId: expect.stringMatching(`^AROA[A-Z0-9]{17}:${session}$`) as unknown,
        accessKeyId: expect.stringMatching(/^ASIA/) as unknown,
        sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn('registrar'), userName: 'registrar' } },
        invokedBy: 'athena.amazonaws.com',
      },
      sourceIPAddress: 'athena.amazonaws.com',
      userAgent: 'athena.amazonaws.com',
    });
    expect(reads[0]?.userIdentity).not.toHaveProperty('sessionContext.sourceIdentity');
    await deregister();
  });

  it('carry the id of the role that asked as source identity, with SET_SOURCE_IDENTITY and a trust that lets it be set', async () => {
    await register();
    const { DataLakeSettings = {} } = await lf.send(new GetDataLakeSettingsCommand({}));
    const Parameters = { ...DataLakeSettings.Parameters, SET_SOURCE_IDENTITY: 'TRUE' };
    await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { ...DataLakeSettings, Parameters } }));
    const identityOf = async () => {
      await lake.ask(person, QUERY, 'shop');
      const events = await delivered();
      const asker = events.find(({ eventName }) => eventName === 'StartQueryExecution')?.userIdentity;
      const reader = events.find(({ eventName }) => eventName === 'GetObject')?.userIdentity;
      return { asker, reader } as Record<string, { principalId: string; sessionContext: { sourceIdentity?: string } }>;
    };
    expect((await identityOf()).reader?.sessionContext.sourceIdentity).toBeUndefined();
    const Principal = { Service: 'lakeformation.amazonaws.com' };
    const trust = { Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await new IAMClient(lake.admin).send(new UpdateAssumeRolePolicyCommand({ RoleName: 'registrar', PolicyDocument }));
    const { asker, reader } = await identityOf();
    const roleId = asker?.principalId.split(':')[0] ?? '';
    expect(reader?.sessionContext.sourceIdentity).toBe(`V2.${ACCOUNT}.${roleId}`);
    await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings }));
    await deregister();
  });

  it('are the caller’s own where no location is registered, and nobody gives data out', async () => {
    await lake.ask(person, QUERY, 'shop');
    const events = await delivered();
    expect(events.filter(({ eventName }) => eventName === 'GetDataAccess')).toEqual([]);
    expect(events.find(({ eventName }) => eventName === 'GetObject')).toMatchObject({
      userIdentity: {
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/analyst/lakeproof-test`,
        accessKeyId: person.credentials.accessKeyId,
        invokedBy: 'athena.amazonaws.com',
      },
      requestParameters: { bucketName: 'data', Host: 'data.s3.us-east-1.amazonaws.com', key: 'open/a.parquet' },
    });
  });

  it.each([
    ['refuses a table', 'SELECT note FROM closed'],
    ['refuses a column', 'SELECT nothing FROM open'],
    ['only plans', 'EXPLAIN SELECT note FROM open'],
    ['reads no row', 'SELECT note FROM open WHERE false'],
  ])('are not there when Athena %s', async (_, sql) => {
    await register();
    await lake.ask(person, sql, 'shop');
    expect((await dataEvents()).map(shown)).toEqual([]);
    await deregister();
  });

  it('are refused where the caller’s own right to the object is', async () => {
    const narrow = await lake.person('narrow', [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/open/a*' },
    ]);
    await lf.send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: roleArn('narrow') },
        Resource: { Table: { DatabaseName: 'shop', Name: 'open' } },
        Permissions: ['SELECT'],
      }),
    );
    expect(await lake.ask(narrow, QUERY, 'shop')).toHaveProperty('failure');
    expect(await dataEvents()).toMatchObject([
      { eventName: 'GetObject', errorCode: 'AccessDenied', requestParameters: { key: 'open/a.parquet' } },
    ]);
  });

  it('tell of its result too, which Athena writes and reads for the caller', async () => {
    await select(objects('arn:aws:s3:::results/'));
    await lake.ask(person, 'SELECT 1', 'shop');
    const events = await dataEvents();
    expect(events.map(shown)).toEqual([
      expect.stringMatching(/^PutObject results\/[0-9a-f-]{36}\.csv$/),
      expect.stringMatching(/^PutObject results\/[0-9a-f-]{36}\.csv\.metadata$/),
      expect.stringMatching(/^GetObject results\/[0-9a-f-]{36}\.csv$/),
    ]);
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/analyst/lakeproof-test`;
    for (const { userIdentity } of events) {
      expect(userIdentity).toMatchObject({ arn, invokedBy: 'athena.amazonaws.com' });
    }
  });
});
