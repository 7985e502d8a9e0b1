import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { fromIni, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { systemClock } from '../../core/clock.js';
import { poll } from '../../core/poll.js';
import type { LakeProcess } from '../../helpers/engine/lake-process.js';

const REGION = 'us-east-1';
const ACCOUNT_ID = '111122223333';

/** Variables that lead the CLI to a lake, by way of `url` where something stands between. */
export function environmentOf({ connection }: LakeProcess, url: string): Record<string, string> {
  if (connection.kind !== 'fixed') throw new Error('a lake is reached by its own keys');
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: connection.accessKeyId,
    AWS_SECRET_ACCESS_KEY: connection.secretAccessKey.reveal(),
  };
}

/** The account's administrator, by the state folder's aws-config. */
export function administratorOf({ stateDir }: LakeProcess): ReturnType<typeof fromIni> {
  const none = join(stateDir, 'no-credentials-file');
  return fromIni({ profile: 'lake-admin', configFilepath: join(stateDir, 'aws-config'), filepath: none });
}

/** A Studio profile's execution role, as the runner assumes it. */
export function executionRoleOf({ connection, url }: LakeProcess, profile: string) {
  if (connection.kind !== 'fixed') throw new Error('a lake is reached by its own keys');
  const clientConfig = { endpoint: url, region: REGION };
  const RoleSessionName = 'lakeproof-by-hand';
  const runner = fromTemporaryCredentials({
    masterCredentials: {
      accessKeyId: connection.accessKeyId,
      secretAccessKey: connection.secretAccessKey.reveal(),
    },
    params: { RoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/LakeproofRunner`, RoleSessionName },
    clientConfig,
  });
  return fromTemporaryCredentials({
    masterCredentials: runner,
    params: {
      RoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/SageMakerStudioExecutionRole_${profile}`,
      RoleSessionName,
      ExternalId: 'lakeproof-walkthrough',
    },
    clientConfig,
  });
}

/** Runs a query as a profile in its own workgroup: the cells by column name, and where Athena left the result. */
export async function queriedAs(
  lake: LakeProcess,
  profile: string,
  sql: string,
): Promise<{ readonly rows: readonly Readonly<Record<string, string>>[]; readonly outputLocation: string }> {
  const athena = new AthenaClient({
    endpoint: lake.url,
    region: REGION,
    credentials: executionRoleOf(lake, profile),
  });
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({ QueryString: sql, WorkGroup: `studio-${profile}` }),
  );
  const ended = await poll(
    async () => {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      return QueryExecution?.Status?.CompletionDateTime === undefined ? undefined : QueryExecution;
    },
    { awaited: sql, clock: systemClock, deadlineMs: 20_000, maxAttempts: 400, intervalMs: () => 50 },
  );
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  const [header, ...rows] = (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
    Data.map(({ VarCharValue = '' }) => VarCharValue),
  );
  return {
    rows: rows.map((row) => Object.fromEntries((header ?? []).map((name, at) => [name, row[at] ?? '']))),
    outputLocation: ended.ResultConfiguration?.OutputLocation ?? '',
  };
}

/** Every object of the account as `s3://bucket/key`, with its bytes read only when asked for. */
export async function objectsOf(
  lake: LakeProcess,
): Promise<readonly { readonly location: string; readonly read: () => Promise<Buffer> }[]> {
  const s3 = new S3Client({
    endpoint: lake.url,
    region: REGION,
    forcePathStyle: true,
    credentials: administratorOf(lake),
  });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const objects: { readonly location: string; readonly read: () => Promise<Buffer> }[] = [];
  for (const { Name: Bucket = '' } of Buckets) {
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
      for (const { Key = '' } of page.Contents ?? []) {
        objects.push({
          location: `s3://${Bucket}/${Key}`,
          read: async () => {
            const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
            return Buffer.from((await Body?.transformToByteArray()) ?? []);
          },
        });
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }
  return objects;
}
