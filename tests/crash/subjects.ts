import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueryExecutionCommand, GetQueryResultsCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { CreateTableCommand, DeleteTableCommand, GetTableCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  GrantPermissionsCommand,
  ListPermissionsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Caller } from './caller.js';
import { Known } from './known.js';
import type { Random } from './random.js';

export const BUCKET = 'crash-data';
export const RESULTS = 'crash-results';
export const DATABASE = 'crash';
export const GRANTED_TABLE = 'granted';

const MIB = 1024 * 1024;
const NO_EVENT = { leavesEvent: false } as const;

/** A thing in the lake that calls change and that can be looked at. One call at a time is about it. */
export interface Subject {
  act(caller: Caller, random: Random): Promise<void>;
  /** After a restart. Throws Error when something acknowledged is lost or something is there in part. */
  check(caller: Caller): Promise<void>;
}

/** Bytes that a number stands for. */
function contentOf(nonce: number, sizeBytes: number): Buffer {
  const line = createHash('sha256').update(String(nonce)).digest();
  return Buffer.alloc(sizeBytes, line);
}

interface ObjectContent {
  readonly nonce: string;
  readonly digest: string;
}

/** An object that is put, small and large, in one piece and in parts, and deleted. */
export function objectSubject(Key: string): Subject {
  const known = new Known<ObjectContent | undefined>(`object ${Key}`, undefined);
  return {
    act: async (caller, random) => {
      if (random.below(5) === 0) {
        const gone = new DeleteObjectCommand({ Bucket: BUCKET, Key });
        await known.change(undefined, () => caller.send(caller.s3.send(gone), NO_EVENT));
        return;
      }
      const nonce = random.below(1_000_000);
      const body = contentOf(nonce, random.pick([0, 10, 5_000, 100_000, 3 * MIB, 11 * MIB]));
      const next = contentFacts(nonce, body);
      const put = body.length > 10 * MIB ? putInParts(caller, Key, nonce, body) : putAtOnce(caller, Key, nonce, body);
      await known.change(next, put);
    },
    check: async (caller) => known.found(await objectIn(caller, Key)),
  };
}

function contentFacts(nonce: number, body: Uint8Array): ObjectContent {
  return { nonce: String(nonce), digest: createHash('sha256').update(body).digest('hex') };
}

function putAtOnce(caller: Caller, Key: string, nonce: number, Body: Buffer): () => Promise<unknown> {
  const put = new PutObjectCommand({ Bucket: BUCKET, Key, Body, Metadata: { nonce: String(nonce) } });
  return () => caller.send(caller.s3.send(put), NO_EVENT);
}

function putInParts(caller: Caller, Key: string, nonce: number, body: Buffer): () => Promise<unknown> {
  const at = { Bucket: BUCKET, Key };
  return async () => {
    const create = new CreateMultipartUploadCommand({ ...at, Metadata: { nonce: String(nonce) } });
    const { UploadId } = await caller.send(caller.s3.send(create), NO_EVENT);
    const Parts = await Promise.all(
      [0, 1, 2].map(async (index) => {
        const Body = body.subarray(index * 5 * MIB, (index + 1) * 5 * MIB);
        const part = new UploadPartCommand({ ...at, UploadId, PartNumber: index + 1, Body });
        const { ETag } = await caller.send(caller.s3.send(part), NO_EVENT);
        return { PartNumber: index + 1, ETag };
      }),
    );
    const complete = new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } });
    await caller.send(caller.s3.send(complete), NO_EVENT);
  };
}

async function objectIn(caller: Caller, Key: string): Promise<ObjectContent | undefined> {
  try {
    const { Body, Metadata } = await caller.send(
      caller.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key })),
      NO_EVENT,
    );
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return { nonce: Metadata?.nonce ?? '', digest: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    requireAbsent(error, 'NoSuchKey');
    return undefined;
  }
}

/** An upload of which a part was acknowledged: it can be completed after any number of kills. */
export function uploadSubject(Key: string): Subject {
  let open: { readonly UploadId: string; readonly ETag: string; readonly body: Buffer } | undefined;
  return {
    act: async (caller, random) => {
      if (open !== undefined) return;
      const at = { Bucket: BUCKET, Key };
      const { UploadId = '' } = await caller.send(caller.s3.send(new CreateMultipartUploadCommand(at)), NO_EVENT);
      const body = contentOf(random.below(1_000_000), random.pick([100, 70_000, 2 * MIB]));
      const part = new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: body });
      const { ETag = '' } = await caller.send(caller.s3.send(part), NO_EVENT);
      open = { UploadId, ETag, body };
    },
    check: async (caller) => {
      if (open === undefined) return;
      const { UploadId, ETag, body } = open;
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      const complete = new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId, MultipartUpload });
      await caller.send(caller.s3.send(complete), NO_EVENT);
      const found = await objectIn(caller, Key);
      const wanted = createHash('sha256').update(body).digest('hex');
      if (found?.digest !== wanted) throw new Error(`the upload of ${Key} has other bytes than were acknowledged`);
      open = undefined;
    },
  };
}

/** A table that is made, changed and dropped. */
export function tableSubject(name: string): Subject {
  const known = new Known<string | undefined>(`table ${name}`, undefined);
  return {
    act: async (caller, random) => {
      if (known.sure !== undefined && random.below(4) === 0) {
        const drop = new DeleteTableCommand({ DatabaseName: DATABASE, Name: name });
        await known.change(undefined, () => caller.send(caller.glue.send(drop)));
        return;
      }
      const next = String(random.below(1_000_000));
      const input = { DatabaseName: DATABASE, TableInput: tableInput(name, next) };
      await known.change(next, () =>
        caller.send(
          known.sure === undefined
            ? caller.glue.send(new CreateTableCommand(input))
            : caller.glue.send(new UpdateTableCommand(input)),
        ),
      );
    },
    check: async (caller) => {
      try {
        const get = new GetTableCommand({ DatabaseName: DATABASE, Name: name });
        const { Table } = await caller.send(caller.glue.send(get));
        const { version, echo } = Table?.Parameters ?? {};
        known.found(version === echo ? version : `half: ${version}, ${echo}`);
      } catch (error) {
        requireAbsent(error, 'EntityNotFoundException');
        known.found(undefined);
      }
    },
  };
}

function tableInput(Name: string, version: string) {
  return {
    Name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { version, echo: version },
    StorageDescriptor: { Columns: [{ Name: 'id', Type: 'int' }], Location: `s3://${BUCKET}/tables/${Name}/` },
  };
}

/** What a role holds on a table, granted and revoked. */
export function grantSubject(principalArn: string): Subject {
  const all = ['ALTER', 'DESCRIBE', 'INSERT', 'SELECT'] as const;
  const known = new Known<readonly string[]>(`grants of ${principalArn}`, []);
  const Resource = { Table: { DatabaseName: DATABASE, Name: GRANTED_TABLE } };
  const Principal = { DataLakePrincipalIdentifier: principalArn };
  return {
    act: async (caller, random) => {
      const permission = random.pick(all);
      const about = { Principal, Resource, Permissions: [permission] };
      const held = known.sure.includes(permission);
      const next = held ? known.sure.filter((one) => one !== permission) : [...known.sure, permission].sort();
      await known.change(next, () =>
        caller.send(
          held
            ? caller.lakeFormation.send(new RevokePermissionsCommand(about))
            : caller.lakeFormation.send(new GrantPermissionsCommand(about)),
        ),
      );
    },
    check: async (caller) => {
      const list = await caller.send(caller.lakeFormation.send(new ListPermissionsCommand({ Principal, Resource })));
      const held = list.PrincipalResourcePermissions?.flatMap(({ Permissions }) => Permissions ?? []) ?? [];
      known.found([...new Set<string>(held)].sort());
    },
  };
}

/** A role's inline policy, put and deleted. */
export function policySubject(RoleName: string): Subject {
  const PolicyName = 'changing';
  const known = new Known<string | undefined>(`policy of ${RoleName}`, undefined);
  return {
    act: async (caller, random) => {
      if (known.sure !== undefined && random.below(4) === 0) {
        const gone = new DeleteRolePolicyCommand({ RoleName, PolicyName });
        await known.change(undefined, () => caller.send(caller.iam.send(gone)));
        return;
      }
      const next = policyText(`s3:::${BUCKET}/${random.below(1_000_000)}`);
      const put = new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: next });
      await known.change(next, () => caller.send(caller.iam.send(put)));
    },
    check: async (caller) => {
      try {
        const { PolicyDocument } = await caller.send(
          caller.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
        );
        known.found(decodeURIComponent(PolicyDocument ?? ''));
      } catch (error) {
        requireAbsent(error, 'NoSuchEntityException');
        known.found(undefined);
      }
    },
  };
}

function policyText(resource: string): string {
  const Statement = [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`arn:aws:${resource}`] }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** Roles that were made: none goes. */
export function roleSubject(prefix: string): Subject {
  const made: string[] = [];
  return {
    act: async (caller, random) => {
      const RoleName = `${prefix}-${random.below(1_000_000_000)}`;
      await createRole(caller, RoleName);
      made.push(RoleName);
    },
    check: async (caller) => {
      // A role that is there can be assumed: its trust policy came back with it.
      for (const name of made.splice(0)) await assume(caller, name);
    },
  };
}

export async function createRole(caller: Caller, RoleName: string): Promise<void> {
  const Statement = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await caller.send(caller.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })));
}

function assume(caller: Caller, name: string) {
  const RoleArn = `arn:aws:iam::111122223333:role/${name}`;
  return caller.send(caller.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'crash' })));
}

/** Sessions of a role: whoever has the credentials goes on working. */
export function sessionSubject(role: string): Subject {
  const open: {
    readonly arn: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  }[] = [];
  return {
    act: async (caller) => {
      const { AssumedRoleUser, Credentials } = await assume(caller, role);
      open.push({
        arn: AssumedRoleUser?.Arn ?? '',
        credentials: {
          accessKeyId: Credentials?.AccessKeyId ?? '',
          secretAccessKey: Credentials?.SecretAccessKey ?? '',
          sessionToken: Credentials?.SessionToken ?? '',
        },
      });
    },
    check: async (caller) => {
      for (const { arn, credentials } of open.slice(-5)) {
        const client = new STSClient({ ...caller.access, credentials });
        const { Arn } = await caller.send(client.send(new GetCallerIdentityCommand({})));
        client.destroy();
        if (Arn !== arn) throw new Error(`the session of ${arn} is another now: ${Arn}`);
      }
      open.splice(0, Math.max(0, open.length - 5));
    },
  };
}

const ENDED: readonly (string | undefined)[] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** Queries that were started, some of them seen to succeed. */
export function querySubject(): Subject {
  const seen: { readonly id: string; readonly rows: number; readonly first: string; succeeded: boolean }[] = [];
  return {
    act: async (caller, random) => {
      const first = String(random.below(1_000_000));
      const rows = random.pick([1, 3, 2_000]);
      const QueryString = `SELECT '${first}' AS nonce, n FROM UNNEST(sequence(1, ${rows})) AS t(n)`;
      const ResultConfiguration = { OutputLocation: `s3://${RESULTS}/q/` };
      const start = new StartQueryExecutionCommand({ QueryString, ResultConfiguration });
      const { QueryExecutionId: id = '' } = await caller.send(caller.athena.send(start));
      const query = { id, rows, first, succeeded: false };
      seen.push(query);
      if (random.below(3) === 0) return;
      for (let state: string | undefined; !ENDED.includes(state); ) {
        await sleep(5);
        state = await stateOf(caller, id);
        if (state === 'FAILED') throw new Error(`the query ${QueryString} failed`);
        query.succeeded = state === 'SUCCEEDED';
      }
    },
    check: async (caller) => {
      for (const query of seen.splice(0)) {
        const state = await stateOf(caller, query.id);
        if (!ENDED.includes(state)) throw new Error(`query ${query.id} is ${state} after its lake was killed`);
        if (state !== 'SUCCEEDED' && query.succeeded)
          throw new Error(`query ${query.id} had succeeded and is ${state}`);
        if (state === 'SUCCEEDED') await checkRows(caller, query);
      }
    },
  };
}

async function stateOf(caller: Caller, QueryExecutionId: string): Promise<string | undefined> {
  const get = new GetQueryExecutionCommand({ QueryExecutionId });
  return (await caller.send(caller.athena.send(get))).QueryExecution?.Status?.State;
}

async function checkRows(
  caller: Caller,
  query: { readonly id: string; readonly rows: number; readonly first: string },
): Promise<void> {
  const get = new GetQueryResultsCommand({ QueryExecutionId: query.id });
  const { ResultSet } = await caller.send(caller.athena.send(get));
  const rows = ResultSet?.Rows?.slice(1).map(({ Data }) => Data?.map(({ VarCharValue }) => VarCharValue)) ?? [];
  const isWhole = rows.length === Math.min(query.rows, 999) && rows.every((row) => row?.[0] === query.first);
  if (!isWhole) throw new Error(`query ${query.id} gives ${rows.length} rows of ${query.rows}, or other ones`);
  const object = new GetObjectCommand({ Bucket: RESULTS, Key: `q/${query.id}.csv` });
  const { Body } = await caller.send(caller.s3.send(object), NO_EVENT);
  const lines = (await Body?.transformToString())?.trimEnd().split('\n').length ?? 0;
  if (lines !== query.rows + 1) throw new Error(`the result object of ${query.id} has ${lines} lines`);
}

/** Throws every other error than the one that says that there is no such thing. */
function requireAbsent(error: unknown, name: string): void {
  if (!(error instanceof Error && error.name === name)) throw error;
}
