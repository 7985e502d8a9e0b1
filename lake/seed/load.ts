import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AthenaClient } from '@aws-sdk/client-athena';
import type { Table } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { Clock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import { poll } from '../../core/poll.js';
import type { DataSets } from './generate.js';

export interface LoadOptions {
  /** Tables of the catalogue; those that a set is named after are loaded. */
  readonly tables: readonly Table[];
  /** Files by the name of the table that they belong in, as `folder/<table>/<key>`. */
  readonly sets: DataSets;
  readonly folder: string;
  readonly s3: S3Client;
  readonly athena: AthenaClient;
  readonly clock: Clock;
  /** Where Athena may leave what MSCK REPAIR TABLE prints, `s3://bucket/prefix/`; removed again. */
  readonly outputLocation: string;
}

/** Uploads in flight. */
const UPLOADS = 8;
const REPAIR_DEADLINE_MS = 60_000;

interface Target {
  readonly database: string;
  readonly table: string;
  readonly bucket: string;
  /** Ends in a slash. */
  readonly prefix: string;
  readonly partitioned: boolean;
}

/**
 * Loads the walkthrough's data into those of its tables that the catalogue has, as a user would: Parquet by PutObject,
 * partitions by MSCK REPAIR TABLE. Tables are found by name in any database. Returns `database.table` of those loaded.
 */
export async function loadData(options: LoadOptions): Promise<readonly string[]> {
  const { sets, folder } = options;
  const targets = options.tables.filter(({ Name }) => Object.hasOwn(sets, Name ?? '')).map(targetOf);
  const limit = pLimit(UPLOADS);
  await Promise.all(
    targets.flatMap((target) =>
      (sets[target.table] ?? []).map(async ({ key }) =>
        limit(async () => upload(options.s3, target, key, join(folder, target.table, key))),
      ),
    ),
  );
  for (const target of targets) if (target.partitioned) await repair(options, target);
  return targets.map(({ database, table }) => `${database}.${table}`);
}

function targetOf(table: Table): Target {
  const { bucket, prefix } = s3Place(table.StorageDescriptor?.Location ?? '');
  return {
    database: table.DatabaseName ?? '',
    table: table.Name ?? '',
    bucket,
    prefix,
    partitioned: (table.PartitionKeys ?? []).length > 0,
  };
}

async function upload(s3: S3Client, target: Target, key: string, path: string): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const Body = await readFile(path);
  await s3.send(new PutObjectCommand({ Bucket: target.bucket, Key: `${target.prefix}${key}`, Body }));
}

/** MSCK REPAIR TABLE; its printout names partitions, hence data, so it is not left behind. */
async function repair(options: LoadOptions, { database, table }: Target): Promise<void> {
  const { GetQueryExecutionCommand, StartQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const { QueryExecutionId } = await options.athena.send(
    new StartQueryExecutionCommand({
      QueryString: `MSCK REPAIR TABLE ${table}`,
      QueryExecutionContext: { Database: database },
      ResultConfiguration: { OutputLocation: options.outputLocation },
    }),
  );
  const execution = await poll(
    async () => {
      const { QueryExecution } = await options.athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const state = QueryExecution?.Status?.State;
      return state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED' ? QueryExecution : undefined;
    },
    {
      awaited: `MSCK REPAIR TABLE ${database}.${table}`,
      clock: options.clock,
      deadlineMs: REPAIR_DEADLINE_MS,
      maxAttempts: 2_000,
      intervalMs: () => 30,
    },
  );
  if (execution.Status?.State !== 'SUCCEEDED') {
    throw new LakeproofError({
      code: 'SEED_REPAIR',
      message: `MSCK REPAIR TABLE ${database}.${table} ended ${execution.Status?.State ?? 'unknown'}: ${execution.Status?.StateChangeReason ?? 'no reason given'}`,
      likelyCause: 'the loading user created the table and so may alter it; another template may say otherwise',
      nextStep: 'load the partitions by hand, or start with --data none',
    });
  }
  await removePrintout(options.s3, execution.ResultConfiguration?.OutputLocation);
}

async function removePrintout(s3: S3Client, location: string | undefined): Promise<void> {
  if (location === undefined) return;
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  const { bucket, key } = s3Object(location);
  await Promise.all(
    [key, `${key}.metadata`].map(async (Key) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))),
  );
}

/** `s3://bucket/some/prefix[/]` taken apart. */
function s3Place(location: string): { bucket: string; prefix: string } {
  const { bucket, key } = s3Object(location);
  return { bucket, prefix: key === '' || key.endsWith('/') ? key : `${key}/` };
}

function s3Object(location: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(location) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new LakeproofError({
      code: 'SEED_LOCATION',
      message: `${JSON.stringify(location)} is no S3 location`,
      nextStep: 'give the table a Location of the form s3://bucket/prefix/',
    });
  }
  return { bucket, key };
}
