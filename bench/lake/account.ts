import { AthenaClient } from '@aws-sdk/client-athena';
import {
  CreateTableCommand,
  GetDatabaseCommand,
  GetTableCommand,
  GlueClient,
  type Table,
  UpdateDatabaseCommand,
} from '@aws-sdk/client-glue';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GrantPermissionsCommand, LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import pLimit from 'p-limit';
import { systemClock } from '../../core/clock.js';
import { generatedData } from '../../lake/seed/generate.js';
import { loadData } from '../../lake/seed/load.js';
import { reviewFiles } from '../../lake/seed/reviews.js';
import type { ClientOptions } from './lake-process.js';

export const DATABASE = 'amazon_reviews_db';
const REVIEWS = 'amazon_reviews_parquet';
const AT_ONCE = 8;

export interface Sizes {
  /** Of the files that the shared tables share, and of all tables with files of their own together. */
  readonly rows: number;
  readonly bodyBytes: number;
  readonly roles: number;
  readonly tables: number;
}

/** An account whose roles each may read every table but for one column. */
export interface Account {
  /** All with the same files. */
  readonly tables: readonly string[];
  /** Each with files of its own. */
  readonly ownTables: readonly string[];
  readonly roles: readonly Role[];
  readonly outputLocation: string;
}

export interface Role {
  readonly athena: AthenaClient;
  readonly refused: string;
  readonly permitted: readonly string[];
}

/** Tables of the same files, and roles that differ in the column that they may not read; all through AWS's APIs. */
export async function setUpAccount(admin: ClientOptions, sizes: Sizes): Promise<Account> {
  const sts = new STSClient(admin);
  const glue = new GlueClient(admin);
  const { Account: accountId = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const outputLocation = `s3://sagemaker-audit-control-query-results-${admin.region}-${accountId}/bench/`;
  const { Table: reviews } = await glue.send(new GetTableCommand({ DatabaseName: DATABASE, Name: REVIEWS }));
  if (reviews === undefined) throw new Error('the lake has no table of reviews');
  await closeDefaults(glue);
  const tables = Array.from({ length: sizes.tables }, (_, index) => `reviews_${index}`);
  const ownTables = tables.map((_, index) => `own_${index}`);
  const made = [
    ...tables.map((Name) => ({ ...reviews, Name })),
    ...ownTables.map((Name) => ({ ...reviews, Name, StorageDescriptor: elsewhere(reviews, Name) })),
  ];
  const limit = pLimit(AT_ONCE);
  await Promise.all(made.map((table) => limit(() => glue.send(new CreateTableCommand(tableInput(table))))));
  await load(admin, sizes, [reviews, ...made], outputLocation);
  const columns = (reviews.StorageDescriptor?.Columns ?? []).map(({ Name }) => Name ?? '');
  const roles = await Promise.all(
    Array.from({ length: sizes.roles }, (_, index) =>
      limit(() =>
        roleOf({
          admin,
          accountId,
          tables: [...tables, ...ownTables],
          columns,
          name: `bench-${index}`,
          refusedAt: index,
        }),
      ),
    ),
  );
  return { tables, ownTables, roles, outputLocation };
}

/** CloudFormation dropped the database's empty list: its new tables would be opened to everybody whom IAM lets in. */
async function closeDefaults(glue: GlueClient): Promise<void> {
  const { Database: { Name = DATABASE, Description, LocationUri } = {} } = await glue.send(
    new GetDatabaseCommand({ Name: DATABASE }),
  );
  const DatabaseInput = { Name, Description, LocationUri, CreateTableDefaultPermissions: [] };
  await glue.send(new UpdateDatabaseCommand({ Name, DatabaseInput }));
}

/** Beside the table of reviews, so that the same role and registration lead there. */
function elsewhere({ StorageDescriptor }: Table, name: string): Table['StorageDescriptor'] {
  const Location = (StorageDescriptor?.Location ?? '').replace(/\/?$/, `_${name}/`);
  return { ...StorageDescriptor, Location };
}

function tableInput({ Name, StorageDescriptor, PartitionKeys }: Table): CreateTableCommand['input'] {
  return {
    DatabaseName: DATABASE,
    TableInput: { Name, TableType: 'EXTERNAL_TABLE', StorageDescriptor, PartitionKeys },
  };
}

/** Every table is repaired; the table of reviews and those with files of their own have their files put. */
async function load(
  admin: ClientOptions,
  { rows, bodyBytes }: Sizes,
  tables: readonly Table[],
  outputLocation: string,
): Promise<void> {
  const own = tables.filter(({ Name = '' }) => Name.startsWith('own_'));
  const sets = {
    [REVIEWS]: reviewFiles(undefined, { count: rows, bodyBytes }),
    ...Object.fromEntries(
      own.map(({ Name = '' }) => [Name, reviewFiles(undefined, { count: rows / own.length, bodyBytes })]),
    ),
  };
  const data = await generatedData(sets, { cached: false });
  try {
    const s3 = new S3Client({ ...admin, forcePathStyle: true });
    const athena = new AthenaClient(admin);
    const none = Object.fromEntries(tables.map(({ Name = '' }) => [Name, []]));
    await loadData({
      tables,
      sets: { ...none, ...sets },
      folder: data.folder,
      s3,
      athena,
      clock: systemClock,
      outputLocation,
    });
  } finally {
    await data.dispose();
  }
}

interface RoleRequest {
  readonly admin: ClientOptions;
  readonly accountId: string;
  readonly tables: readonly string[];
  readonly columns: readonly string[];
  readonly name: string;
  readonly refusedAt: number;
}

async function roleOf({ admin, accountId, tables, columns, name, refusedAt }: RoleRequest): Promise<Role> {
  const iam = new IAMClient(admin);
  const RoleArn = `arn:aws:iam::${accountId}:role/${name}`;
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustOf(accountId) }));
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'Query', PolicyDocument: QUERY }));
  const refused = columns[refusedAt % columns.length] ?? '';
  const permitted = columns.filter((column) => column !== refused);
  const lakeFormation = new LakeFormationClient(admin);
  for (const Name of tables) {
    await lakeFormation.send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: RoleArn },
        Resource: { TableWithColumns: { DatabaseName: DATABASE, Name, ColumnNames: permitted } },
        Permissions: ['SELECT'],
      }),
    );
  }
  const { Credentials } = await new STSClient(admin).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: name }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return { athena: new AthenaClient({ ...admin, ...LONG_LIVED, credentials }), refused, permitted };
}

/** As one sets clients up that ask much: they share their connections, and put their middleware together once. */
const LONG_LIVED = {
  requestHandler: new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: 50 } }),
  cacheMiddleware: true,
} as const;

function trustOf(accountId: string): string {
  const Principal = { AWS: `arn:aws:iam::${accountId}:root` };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  });
}

const QUERY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['athena:*', 'glue:Get*', 'lakeformation:GetDataAccess', 's3:GetObject', 's3:PutObject'],
      Resource: '*',
    },
  ],
});
