import { readdirSync } from 'node:fs';
import { AthenaClient, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetUserPolicyCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import {
  GetTemporaryGlueTableCredentialsCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
} from '@aws-sdk/client-lakeformation';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differencesOf, sampleOf } from './compare.js';
import { ACCOUNT, makeWorld, type World } from './world.js';

/*
 * Published events, and what the lake leaves in the same situation, field for field. What differs is listed with the
 * reason, and nothing may be listed that does not differ.
 */

let world: World;

beforeAll(async () => {
  world = await makeWorld();
});

afterAll(async () => {
  expect(world.lake.bare.defects).toEqual([]);
  await world.close();
});

/** By path: why the field differs. */
type Allowed = Readonly<Record<string, string>>;

interface Situation {
  readonly sample: string;
  /** Only what the excerpt holds was published. */
  readonly isExcerpt?: true;
  /** Of the events of the sample's name the last is compared, or the last about this bucket. */
  readonly bucketName?: string;
  /** Brings it about. */
  readonly happen: () => Promise<unknown>;
  readonly allowed: Allowed;
}

const CLIENT: Allowed = {
  sourceIPAddress: 'the tests call from 127.0.0.1',
  userAgent: 'the tests call with the SDK for JavaScript',
};
const NO_TLS: Allowed = {
  'tlsDetails.cipherSuite': 'the lake speaks HTTP without TLS',
  'tlsDetails.clientProvidedHostHeader': 'the lake speaks HTTP without TLS',
  'tlsDetails.tlsVersion': 'the lake speaks HTTP without TLS',
};
/** Published under eventVersion 1.05 and before; all are of 1.11 here. */
const OLDER: Allowed = { eventVersion: 'the form of today, 1.11, is emitted' };
const SINCE_1_05: Allowed = { readOnly: 'the guide’s record leaves it out' };
const SINCE_1_08: Allowed = {
  managementEvent: 'came with eventVersion 1.07',
  eventCategory: 'came with eventVersion 1.07',
};
const EXAMPLE_IDS: Allowed = {
  requestID: 'the guide’s example is no UUID',
  eventID: 'the guide’s example is no UUID',
};
const S3_REQUEST: Allowed = {
  requestID: 'S3 of the lake names requests by UUIDs',
  'additionalEventData.x-amz-id-2': 'another at each request',
};
const S3_SDK: Allowed = {
  'requestParameters.x-id': 'the SDK for JavaScript names the operation in the query',
};
const NO_CIPHER: Allowed = { 'additionalEventData.CipherSuite': 'the lake speaks HTTP without TLS' };
const PATH_STYLE: Allowed = { 'requestParameters.Host': 'the lake’s clients name the bucket in the path' };
const NO_TOKEN: Allowed = {
  'responseElements.credentials.sessionToken':
    'AWS prints the token; a log that anyone may read should hold no half of a credential',
};
const EXPIRATION: Allowed = {
  'responseElements.credentials.expiration': 'another time, and a comma after the year, as STS writes it since 2023',
};

const principal = (name: string) => ({ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:role/${name}` });

const SITUATIONS: readonly Situation[] = [
  {
    sample: 'get-data-access-athena',
    happen: async () => {
      const RoleArn = await world.role('Admin');
      await world.table('flights', 'flights_local', [RoleArn]);
      await world.register('arn:aws:s3:::data/flights', await world.role('registrar'));
      const session = await world.session(world.admin, { RoleArn, RoleSessionName: 'admin-session' });
      await world.lake.ask(session, 'SELECT id FROM flights_local', 'flights');
    },
    allowed: { 'requestParameters.expectedTableId': 'an example value: 32 hexadecimal digits here' },
  },
  {
    sample: 'get-data-access-engine',
    happen: async () => {
      const RoleArn = await world.role('human-resource-runtime-role');
      await world.settings({
        AllowExternalDataFiltering: true,
        ExternalDataFilteringAllowList: [{ DataLakePrincipalIdentifier: ACCOUNT }],
        AuthorizedSessionTagValueList: ['Amazon EMR'],
      });
      await new LakeFormationClient(world.admin).send(
        new GrantPermissionsCommand({
          Principal: principal('human-resource-runtime-role'),
          Resource: { Table: { DatabaseName: 'flights', Name: 'flights_local' } },
          Permissions: ['SELECT'],
        }),
      );
      const engine = await world.session(world.admin, {
        RoleArn,
        RoleSessionName: '5000',
        Tags: [{ Key: 'LakeFormationAuthorizedCaller', Value: 'Amazon EMR' }],
      });
      await new LakeFormationClient(engine).send(
        new GetTemporaryGlueTableCredentialsCommand({
          TableArn: `arn:aws:glue:us-east-1:${ACCOUNT}:table/flights/flights_local`,
          Permissions: ['SELECT'],
          SupportedPermissionTypes: ['CELL_FILTER_PERMISSION'],
          AuditContext: {
            AdditionalAuditContext:
              '{"platformType":"EMR_ON_EC2","jobIdentifier":"j-EXAMPLECLUSTER/application_1234567890123_0001"}',
          },
          QuerySessionContext: {
            QueryId: '22222222-3333-4444-5555-666666666666',
            QueryStartTime: new Date('2026-07-08T17:02:34Z'),
            QueryAuthorizationId: 'EXAMPLEQUERYAUTHID02',
          },
        }),
      );
    },
    allowed: { ...CLIENT, ...NO_TLS },
  },
  {
    sample: 'grant-permissions-failed',
    happen: async () => {
      const admin = await world.user('datalake_admin');
      await world.user('datalake_user1');
      await new LakeFormationClient(admin)
        .send(
          new GrantPermissionsCommand({
            Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/datalake_user1` },
            Resource: {},
            Permissions: ['CREATE_TABLE'],
          }),
        )
        .catch(() => undefined);
    },
    allowed: { ...CLIENT, ...OLDER, 'userIdentity.accessKeyId': 'left out by the guide' },
  },
  {
    sample: 'get-table-insufficient',
    isExcerpt: true,
    happen: async () => {
      const RoleArn = await world.role('MatanoDPMainStack-IcebergMetadataWriter');
      await world.table('matano', 'aws_cloudtrail');
      const session = await world.session(world.admin, { RoleArn, RoleSessionName: 'writer' });
      await new GlueClient(session).send(new GetTableCommand({ DatabaseName: 'matano', Name: 'aws_cloudtrail' }));
    },
    allowed: {},
  },
  {
    sample: 'start-query-execution',
    happen: async () => {
      const johndoe = await world.user('johndoe');
      await new S3Client(world.admin).send(new CreateBucketCommand({ Bucket: 'athena-johndoe-test' }));
      await new AthenaClient(johndoe).send(
        new StartQueryExecutionCommand({
          QueryString: 'Select 10',
          ResultConfiguration: { OutputLocation: 's3://athena-johndoe-test/test/' },
        }),
      );
    },
    allowed: {
      ...CLIENT,
      ...OLDER,
      ...SINCE_1_05,
      ...SINCE_1_08,
      'userIdentity.principalId': 'the guide’s example is no id',
      'userIdentity.accessKeyId': 'the guide’s example is no key',
    },
  },
  {
    sample: 'start-query-execution-failed',
    happen: async () => {
      const johndoe = await world.user('johndoe');
      await new AthenaClient(johndoe)
        .send(new StartQueryExecutionCommand({ QueryString: 'Select 10' }))
        .catch(() => undefined);
    },
    allowed: {
      ...CLIENT,
      ...OLDER,
      ...SINCE_1_05,
      ...SINCE_1_08,
      errorMessage: 'Athena’s text of 2017; that of today was recorded',
      'userIdentity.principalId': 'the guide’s example is no id',
      'userIdentity.accessKeyId': 'the guide’s example is no key',
    },
  },
  {
    sample: 'assume-role',
    happen: async () => {
      const john = await world.user('JohnDoe2');
      const RoleArn = await world.role('EC2-dev');
      await world.session(john, { RoleArn, RoleSessionName: 'JohnDoe-EC2-dev', SourceIdentity: 'JohnDoe' });
    },
    allowed: {
      ...CLIENT,
      ...OLDER,
      ...SINCE_1_05,
      ...SINCE_1_08,
      ...EXAMPLE_IDS,
      ...NO_TOKEN,
      ...EXPIRATION,
      'requestParameters.serialNumber': 'MFA is not modelled',
      'userIdentity.arn': 'IAM takes no two users whose names differ in case alone',
      'userIdentity.userName': 'IAM takes no two users whose names differ in case alone',
      sharedEventID: 'of calls into another account, which are not modelled',
    },
  },
  {
    sample: 'assume-role-chained',
    happen: async () => {
      const RoleArn = await world.role('JohnRole2');
      const first = await world.session(world.admin, {
        RoleArn: await world.role('JohnRole1'),
        RoleSessionName: 'JohnRole1',
        SourceIdentity: 'JohnDoe',
        Tags: [{ Key: 'Department', Value: 'Engineering' }],
        TransitiveTagKeys: ['Department'],
      });
      await world.session(first, {
        RoleArn,
        RoleSessionName: 'Role2WithTags',
        SourceIdentity: 'JohnDoe',
        Tags: [
          { Key: 'Email', Value: 'johndoe@example.com' },
          { Key: 'CostCenter', Value: '12345' },
        ],
        TransitiveTagKeys: ['Email', 'CostCenter'],
        DurationSeconds: 3600,
      });
    },
    allowed: {
      ...CLIENT,
      ...OLDER,
      ...SINCE_1_05,
      ...SINCE_1_08,
      ...EXAMPLE_IDS,
      ...NO_TOKEN,
      ...EXPIRATION,
      'responseElements.packedPolicySize': 'the guide’s record leaves it out, though tags were passed',
      'responseElements.assumedRoleUser.arn': 'the guide’s record names another role than was assumed',
      'userIdentity.arn': 'the guide’s record names the user for the role',
      'userIdentity.sessionContext.sessionIssuer.userName': 'the guide’s record names the user for the role',
    },
  },
  {
    sample: 'get-user-policy',
    happen: async () => {
      const jane = await world.user('JaneDoe');
      const PolicyName = 'ReadOnlyAccess-JaneDoe-201407151307';
      const PolicyDocument =
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}';
      await new IAMClient(world.admin).send(
        new PutUserPolicyCommand({ UserName: 'JaneDoe', PolicyName, PolicyDocument }),
      );
      await new IAMClient(jane).send(new GetUserPolicyCommand({ UserName: 'JaneDoe', PolicyName }));
    },
    allowed: {
      ...CLIENT,
      ...OLDER,
      ...SINCE_1_05,
      ...SINCE_1_08,
      ...EXAMPLE_IDS,
      eventType: 'the guide’s record leaves it out',
      recipientAccountId: 'the guide’s record leaves it out',
      'userIdentity.invokedBy': 'the guide’s caller is the console',
      'userIdentity.sessionContext.attributes.creationDate': 'the guide’s caller is the console, by a session',
      'userIdentity.sessionContext.attributes.mfaAuthenticated': 'the guide’s caller is the console, by a session',
    },
  },
  {
    sample: 'delete-bucket',
    happen: async () => {
      const RoleArn = await world.role('AssumeNothing');
      const session = await world.session(world.admin, { RoleArn, RoleSessionName: 'devdsk' });
      const Bucket = 'my-test-bucket-cross-account';
      await new S3Client(session).send(new CreateBucketCommand({ Bucket }));
      await new S3Client(session).send(new DeleteBucketCommand({ Bucket }));
    },
    allowed: {
      ...CLIENT,
      ...OLDER,
      ...SINCE_1_05,
      ...SINCE_1_08,
      eventID: 'the guide’s example is no UUID',
      requestID: 'S3 of the lake names requests by UUIDs',
      'requestParameters.Host': 'came after eventVersion 1.04',
      'additionalEventData.SignatureVersion': 'came after eventVersion 1.04',
      'additionalEventData.AuthenticationMethod': 'came after eventVersion 1.04',
      'additionalEventData.bytesTransferredIn': 'came after eventVersion 1.04',
      'additionalEventData.bytesTransferredOut': 'came after eventVersion 1.04',
      'additionalEventData.x-amz-id-2': 'came after eventVersion 1.04',
      'resources.0.ARN': 'came after eventVersion 1.04',
      'resources.0.accountId': 'came after eventVersion 1.04',
      'resources.0.type': 'came after eventVersion 1.04',
    },
  },
  {
    sample: 'put-object',
    happen: async () => {
      const RoleArn = await world.role('SomeRole');
      const session = await world.session(world.admin, { RoleArn, RoleSessionName: 'user-SomeRole' });
      await new S3Client(world.admin).send(new CreateBucketCommand({ Bucket: 'bucketname' }));
      const Body = 'x'.repeat(197);
      await new S3Client(session).send(new PutObjectCommand({ Bucket: 'bucketname', Key: 'OBJECTKEY', Body }));
    },
    allowed: {
      ...CLIENT,
      ...OLDER,
      ...SINCE_1_08,
      ...S3_REQUEST,
      ...S3_SDK,
      ...NO_CIPHER,
      ...PATH_STYLE,
      responseElements: 'every object is encrypted since January 2023, and its event says so',
      'responseElements.x-amz-server-side-encryption':
        'every object is encrypted since January 2023, and its event says so',
      'requestParameters.bucketName': 'bucket names are in lower case',
      'resources.0.ARN': 'bucket names are in lower case',
      'resources.1.ARN': 'bucket names are in lower case',
      'userIdentity.accessKeyId': 'the published key was made unrecognisable',
    },
  },
  {
    sample: 'list-objects',
    happen: async () => {
      const collector = await world.user('wareville_collector');
      const Bucket = 'aoc-cloudtrail-wareville';
      await new S3Client(world.admin).send(new CreateBucketCommand({ Bucket }));
      await new S3Client(collector).send(new ListObjectsV2Command({ Bucket, Prefix: '' }));
    },
    allowed: {
      ...CLIENT,
      ...OLDER,
      ...S3_REQUEST,
      ...NO_CIPHER,
      ...PATH_STYLE,
      ...NO_TLS,
      'additionalEventData.bytesTransferredOut': 'another list',
      'requestParameters.list-type': 'the publisher lists by version 1',
    },
  },
  {
    sample: 'get-object-source-identity',
    isExcerpt: true,
    bucketName: 'data',
    happen: async () => {
      const registrar = await world.role('LFRegistrationRole', { Service: 'lakeformation.amazonaws.com' });
      const reader = await world.role('analyst');
      await world.settings({ Parameters: { SET_SOURCE_IDENTITY: 'TRUE' } });
      await world.table('traced', 'orders', [reader]);
      await world.register('arn:aws:s3:::data/traced', registrar);
      const session = await world.session(world.admin, { RoleArn: reader, RoleSessionName: 'analyst' });
      await world.lake.ask(session, 'SELECT id FROM orders', 'traced');
    },
    allowed: { 'userIdentity.invokedBy': 'the guide’s engine is Glue' },
  },
];

/** Where the excerpt does not say. */
const NAMES: Readonly<Record<string, readonly [source: string, name: string]>> = {
  'get-object-source-identity': ['s3.amazonaws.com', 'GetObject'],
};

describe('the lake’s events are those that were published', () => {
  it.each(SITUATIONS)('$sample', async ({ sample, isExcerpt = false, bucketName, happen, allowed }) => {
    const { event } = sampleOf(sample);
    await world.delivered();
    await happen();
    const [source, name] = NAMES[sample] ?? [event.eventSource, event.eventName];
    const made = (await world.delivered()).filter(
      ({ eventSource, eventName }) => eventSource === source && eventName === name,
    );
    const emitted = made.findLast(({ requestParameters }) =>
      bucketName === undefined ? true : (requestParameters as { bucketName?: string }).bucketName === bucketName,
    );
    expect(emitted).toBeDefined();
    const differences = differencesOf(event, emitted ?? {}, isExcerpt);
    const unexpected = differences.filter(({ path }) => allowed[path] === undefined);
    expect(unexpected).toEqual([]);
    const paths = new Set(differences.map(({ path }) => path));
    expect(Object.keys(allowed).filter((path) => !paths.has(path))).toEqual([]);
  });

  it('and every sample has its situation and its source', () => {
    const files = readdirSync(new URL('samples', import.meta.url)).map((file) => file.replace(/\.json$/, ''));
    expect(SITUATIONS.map(({ sample }) => sample).sort()).toEqual(files.sort());
    for (const file of files) expect(sampleOf(file).source).not.toBe('');
  });
});
