import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  CreateDataCellsFilterCommand,
  GrantPermissionsCommand,
  type GrantPermissionsCommandInput,
  LakeFormationClient,
  type Permission,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type ClientOptions, type QueryLake, startQueryLake } from './query-lake.js';

const ACCOUNT = '111122223333';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';
const ORDERS = `SELECT * FROM (VALUES (1, 'ann', '987-65-1', 'EU'), (2, 'bob', '987-65-2', 'US')) t(id, name, ssn, region)`;

/**
 * A lake to write in. `shop.orders` lies in the registered location `s3://data/lake/`; `mine` is a database of everybody's
 * who may create tables in it. Outside that location stand `s3://data/scratch/`, where people may work, and
 * `s3://data/private/`, where they may not.
 */
export interface WriteLake {
  readonly lake: QueryLake;
  readonly lf: LakeFormationClient;
  /** Makes a role that may do everything but for S3, where it may work with the results and `s3://data/scratch/`. */
  person(name: string, more?: readonly object[]): Promise<ClientOptions>;
  grant(role: string, resource: GrantPermissionsCommandInput['Resource'], permissions: Permission[]): Promise<void>;
  /** The rows of a statement in the context of `mine`, or the reason why it failed. */
  ask(who: ClientOptions, sql: string): Promise<string | readonly (readonly (string | null)[])[]>;
  /** Keys of the bucket `data` below `prefix`. */
  keys(prefix: string, bucket?: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

const IN_S3 = (prefix: string): readonly object[] => [
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::data/${prefix}*` },
  {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::data',
    Condition: { StringLike: { 's3:prefix': `${prefix}*` } },
  },
];

const EVERYBODY = [
  { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
  { Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::results', 'arn:aws:s3:::results/*'] },
  ...IN_S3('scratch/'),
];

/** IAM's part of the right to write below a prefix of the bucket `data`. */
export function mayWork(prefix: string): readonly object[] {
  return IN_S3(prefix);
}

export const ORDERS_TABLE = { DatabaseName: 'shop', Name: 'orders' };

export async function startWriteLake(): Promise<WriteLake> {
  const lake = await startQueryLake();
  const lf = new LakeFormationClient(lake.admin);
  const glue = new GlueClient(lake.admin);
  const s3 = new S3Client(lake.admin);
  const admin = { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/lake-admin` };
  await lf.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins: [admin] } }));
  for (const Name of ['shop', 'mine']) await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
  await lf.send(new RegisterResourceCommand({ ResourceArn: 'arn:aws:s3:::data/lake', UseServiceLinkedRole: true }));
  const Columns = ['id', 'name', 'ssn'].map((Name) => ({ Name, Type: Name === 'id' ? 'int' : 'string' }));
  await glue.send(
    new CreateTableCommand({
      DatabaseName: 'shop',
      TableInput: {
        Name: 'orders',
        TableType: 'EXTERNAL_TABLE',
        StorageDescriptor: {
          Columns: [...Columns, { Name: 'region', Type: 'string' }],
          Location: 's3://data/lake/orders/',
          InputFormat: PARQUET,
        },
      },
    }),
  );
  await lake.putParquet('lake/orders/a.parquet', ORDERS);
  await lake.putParquet('private/p.parquet', `SELECT 's3cr3t' AS note`);
  await lf.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        TableCatalogId: ACCOUNT,
        DatabaseName: 'shop',
        TableName: 'orders',
        Name: 'eu',
        RowFilter: { FilterExpression: "region = 'EU'" },
        ColumnWildcard: { ExcludedColumnNames: ['ssn'] },
      },
    }),
  );
  return {
    lake,
    lf,
    person: (name, more = []) => lake.person(name, [...EVERYBODY, ...more]),
    grant: async (role, Resource, Permissions) => {
      const Principal = { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:role/${role}` };
      await lf.send(new GrantPermissionsCommand({ Principal, Resource, Permissions }));
    },
    ask: async (who, sql) => {
      const answer = await lake.ask(who, sql, 'mine');
      return 'failure' in answer ? answer.failure : answer.rows;
    },
    keys: async (Prefix, Bucket = 'data') => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return Contents.map(({ Key = '' }) => Key);
    },
    close: () => lake.close(),
  };
}

/** The grant of the data cells filter on `shop.orders`: region EU, without `ssn`. */
export const EU_FILTER = {
  DataCellsFilter: { TableCatalogId: ACCOUNT, DatabaseName: 'shop', TableName: 'orders', Name: 'eu' },
};
