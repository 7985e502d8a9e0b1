import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { DuckDBInstance } from '@duckdb/node-api';
import { dataServices } from '../data-services.js';
import { type BareLake, type BareLakeOptions, startBareLake } from './bare-lake.js';

export type ClientOptions = ReturnType<BareLake['clientOptions']> & { readonly forcePathStyle: true };

/** What a query came to: its rows as GetQueryResults gives them, without the header, or why it failed. */
export type Answer =
  | { readonly rows: readonly (readonly (string | null)[])[]; readonly columns: readonly string[] }
  | { readonly failure: string };

/** A whole lake on a free port, with one bucket of data and one of results, and people to ask it. */
export interface QueryLake {
  readonly bare: BareLake;
  /** Settings for clients that sign as lake-admin. */
  readonly admin: ClientOptions;
  /** Makes the role `name` with an inline policy, and gives settings for clients in a session of it. */
  person(
    name: string,
    statements?: readonly object[],
    sessionTags?: Readonly<Record<string, string>>,
  ): Promise<ClientOptions & { readonly roleArn: string }>;
  /** Puts the rows of DuckDB's `query` at `s3://data/<key>` as Parquet. */
  putParquet(key: string, query: string): Promise<void>;
  /** Runs one statement as an SDK client does: start, poll, read every page. */
  ask(who: ClientOptions, sql: string, database?: string): Promise<Answer>;
  close(): Promise<void>;
}

const EVERYTHING = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

export async function startQueryLake(options: Omit<BareLakeOptions, 'services'> = {}): Promise<QueryLake> {
  const bare = await startBareLake({ ...options, services: dataServices });
  const admin = { ...bare.clientOptions(bare.founders.adminKey), forcePathStyle: true } as const;
  const folder = mkdtempSync(join(tmpdir(), 'lakeproof-parquet-'));
  const s3 = new S3Client(admin);
  for (const Bucket of ['data', 'results']) await s3.send(new CreateBucketCommand({ Bucket }));
  const duck = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const clients = new Map<string, AthenaClient>();
  return {
    bare,
    admin,
    person: async (name, statements = EVERYTHING, sessionTags = {}) => {
      const roleArn = await makeRole(admin, name, statements);
      return { ...admin, credentials: await sessionOf(admin, roleArn, sessionTags), roleArn };
    },
    putParquet: async (key, query) => {
      const path = join(folder, 'one.parquet');
      await duck.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
      await s3.send(new PutObjectCommand({ Bucket: 'data', Key: key, Body: readFileSync(path) }));
    },
    ask: async (who, sql, database) => {
      const key = who.credentials.accessKeyId;
      const athena = clients.get(key) ?? new AthenaClient(who);
      clients.set(key, athena);
      return answerOf(athena, sql, database);
    },
    close: async () => {
      duck.closeSync();
      rmSync(folder, { recursive: true, force: true });
      await bare.close();
    },
  };
}

async function answerOf(athena: AthenaClient, sql: string, database: string | undefined): Promise<Answer> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      ResultConfiguration: { OutputLocation: 's3://results/' },
      ...(database === undefined ? {} : { QueryExecutionContext: { Database: database } }),
    }),
  );
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'FAILED' || State === 'CANCELLED') return { failure: StateChangeReason ?? '' };
    if (State === 'SUCCEEDED') return rowsOf(athena, QueryExecutionId, QueryExecution?.StatementType === 'DML');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the query did not end');
}

async function rowsOf(athena: AthenaClient, QueryExecutionId: string | undefined, hasHeader: boolean): Promise<Answer> {
  const rows: (readonly (string | null)[])[] = [];
  let columns: readonly string[] = [];
  let NextToken: string | undefined;
  do {
    const token = NextToken === undefined ? {} : { NextToken };
    const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId, ...token }));
    columns = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map((column) => column.Name ?? '');
    const data = (page.ResultSet?.Rows ?? []).map((row) => (row.Data ?? []).map((cell) => cell.VarCharValue ?? null));
    rows.push(...(hasHeader && NextToken === undefined ? data.slice(1) : data));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { rows, columns };
}

async function makeRole(admin: ClientOptions, name: string, statements: readonly object[]): Promise<string> {
  const iam = new IAMClient(admin);
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policy([trust]), MaxSessionDuration: 43_200 }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName: name, PolicyName: 'inline', PolicyDocument: policy(statements) }),
  );
  return Role?.Arn ?? '';
}

async function sessionOf(
  admin: ClientOptions,
  RoleArn: string,
  tags: Readonly<Record<string, string>>,
): Promise<ClientOptions['credentials']> {
  const { Credentials } = await new STSClient(admin).send(
    new AssumeRoleCommand({
      RoleArn,
      RoleSessionName: 'lakeproof-test',
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    ...{ sessionToken: Credentials?.SessionToken ?? '' },
  };
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
