import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  GetDataLakeSettingsCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, type AssumeRoleCommandInput, type Credentials, STSClient } from '@aws-sdk/client-sts';
import { systemClock } from '../../core/clock.js';
import { type ClientOptions, type QueryLake, startQueryLake } from '../../lake/testing/query-lake.js';
import { deliveredObjects, type LoggedEvent, letCloudTrailWrite, recordsOf } from '../../lake/testing/trail-bucket.js';

export const ACCOUNT = '111122223333';
const PERIODS = { logFilesMs: 1_000, digestsMs: 3_600_000 };

/** An account in which the situations of published events can be brought about. */
export interface World {
  readonly lake: QueryLake;
  readonly admin: ClientOptions;
  /** The user of this name, made when he is first asked for. */
  user(name: string): Promise<ClientOptions>;
  role(name: string, trusted?: object): Promise<string>;
  session(who: ClientOptions, input: AssumeRoleCommandInput): Promise<ClientOptions>;
  /** A table of one Parquet file; whoever is named may read it. */
  table(database: string, name: string, readers?: readonly string[]): Promise<string>;
  register(location: string, roleArn: string): Promise<void>;
  settings(changed: object): Promise<void>;
  /** The events that were delivered since the last look, of both categories. */
  delivered(): Promise<readonly LoggedEvent[]>;
  close(): Promise<void>;
}

const EVERYTHING = policyOf({ Effect: 'Allow', Action: '*', Resource: '*' });

export async function makeWorld(): Promise<World> {
  let aheadMs = 0;
  const begunMs = Date.now();
  const clock = { ...systemClock, now: () => new Date(begunMs + aheadMs) };
  const lake = await startQueryLake({ clock, deliveryPeriods: PERIODS });
  const { admin } = lake;
  const iam = new IAMClient(admin);
  const lf = new LakeFormationClient(admin);
  const seen = new Set<string>();
  const users = new Map<string, Promise<ClientOptions>>();
  await startTrail(admin);
  const settings = async (changed: object): Promise<void> => {
    const { DataLakeSettings = {} } = await lf.send(new GetDataLakeSettingsCommand({}));
    await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { ...DataLakeSettings, ...changed } }));
  };
  return {
    lake,
    admin,
    user: (name) => {
      const user = users.get(name) ?? makeUser(iam, admin, name);
      users.set(name, user);
      return user;
    },
    role: (name, trusted) => makeRole(iam, name, trusted),
    session: async (who, input) => {
      const { Credentials: credentials } = await new STSClient(who).send(new AssumeRoleCommand(input));
      return { ...admin, credentials: keysOf(credentials) };
    },
    table: (database, name, readers = []) => makeTable(lake, lf, { database, name, readers }),
    register: async (ResourceArn, RoleArn) => {
      await lf.send(new RegisterResourceCommand({ ResourceArn, RoleArn }));
    },
    settings,
    delivered: async () => {
      aheadMs += PERIODS.logFilesMs;
      await lake.bare.assembled.deliveries.deliverDue();
      const files = await deliveredObjects(admin, 'logs', `AWSLogs/${ACCOUNT}/CloudTrail/`);
      const fresh = files.flatMap(recordsOf).filter(({ eventID }) => !seen.has(eventID));
      for (const { eventID } of fresh) seen.add(eventID);
      return fresh;
    },
    close: () => lake.close(),
  };
}

async function startTrail(admin: ClientOptions): Promise<void> {
  const trail = new CloudTrailClient(admin);
  await new S3Client(admin).send(new CreateBucketCommand({ Bucket: 'logs' }));
  await letCloudTrailWrite(admin, 'logs');
  await trail.send(new CreateTrailCommand({ Name: 'all', S3BucketName: 'logs' }));
  const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
  const EventSelectors = [{ IncludeManagementEvents: true, DataResources }];
  await trail.send(new PutEventSelectorsCommand({ TrailName: 'all', EventSelectors }));
  await trail.send(new StartLoggingCommand({ Name: 'all' }));
}

async function makeUser(iam: IAMClient, admin: ClientOptions, UserName: string): Promise<ClientOptions> {
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'all', PolicyDocument: EVERYTHING }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  return { ...admin, credentials: { accessKeyId, secretAccessKey } };
}

async function makeRole(iam: IAMClient, RoleName: string, trusted?: object): Promise<string> {
  const Principal = trusted ?? { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  const AssumeRolePolicyDocument = policyOf({ Effect: 'Allow', Principal, Action });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument: EVERYTHING }));
  return Role?.Arn ?? '';
}

async function makeTable(
  lake: QueryLake,
  lf: LakeFormationClient,
  {
    database,
    name,
    readers,
  }: { readonly database: string; readonly name: string; readonly readers: readonly string[] },
): Promise<string> {
  const glue = new GlueClient(lake.admin);
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
  const StorageDescriptor = {
    Columns: [{ Name: 'id', Type: 'int' }],
    Location: `s3://data/${database}/${name}/`,
    InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  };
  await glue.send(new CreateTableCommand({ DatabaseName: database, TableInput: { Name: name, StorageDescriptor } }));
  await lake.putParquet(`${database}/${name}/a.parquet`, 'SELECT 1 AS id');
  for (const role of readers) {
    await lf.send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: role },
        Resource: { Table: { DatabaseName: database, Name: name } },
        Permissions: ['SELECT'],
      }),
    );
  }
  return `arn:aws:glue:us-east-1:${ACCOUNT}:table/${database}/${name}`;
}

function keysOf(credentials: Credentials | undefined): ClientOptions['credentials'] {
  return {
    accessKeyId: credentials?.AccessKeyId ?? '',
    secretAccessKey: credentials?.SecretAccessKey ?? '',
    ...{ sessionToken: credentials?.SessionToken ?? '' },
  };
}

function policyOf(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
