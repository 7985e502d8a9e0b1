import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { FakeClock } from '../../../core/clock.js';
import { dataServices } from '../../data-services.js';
import { type AssembledLake, createLake, type DataServices } from '../../lake.js';
import type { Caller } from '../../model/caller.js';
import { ACCOUNT_ID, foundAccount, PARTITION, REGION } from '../../process/account.js';
import { FileJournal } from '../../storage/file-journal.js';
import { fixedDelivery } from '../delivery-delay.js';

const PERIODS = { logFilesMs: 5_000, digestsMs: 20_000 };
const FOLDER = `AWSLogs/${ACCOUNT_ID}/`;

let stateDir: string;
/** Both lakes have the same objects: what becomes of those is no matter here. */
let s3: ReturnType<DataServices['s3']> | undefined;
const open: AssembledLake[] = [];
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'lakeproof-restart-'));
  s3 = undefined;
});
afterEach(() => {
  for (const lake of open.splice(0)) lake.deliveries.close();
  rmSync(stateDir, { recursive: true, force: true });
});

/** A lake on the folder; the one before it was neither closed nor asked to end. */
function startLake(
  clock: FakeClock,
  isNew: boolean,
): { readonly assembled: AssembledLake; readonly journal: FileJournal } {
  const journal = new FileJournal({ path: join(stateDir, 'journal.jsonl'), isNew, onDefect: raise });
  const account = { partition: PARTITION, accountId: ACCOUNT_ID, region: REGION, clock, stateDir };
  const assembled = createLake({
    account: { ...account, journal },
    services: {
      ...dataServices,
      s3: (_, getLake) => {
        s3 ??= dataServices.s3({ ...account, stateDir: join(stateDir, 'objects') }, getLake);
        return s3;
      },
    },
    auditDelivery: fixedDelivery(1_000),
    deliveryPeriods: PERIODS,
    onDefect: raise,
  });
  open.push(assembled);
  journal.restore();
  return { assembled, journal };
}

function raise(defect: unknown): never {
  throw defect;
}

async function makeBucket({ lake }: AssembledLake, admin: Caller): Promise<void> {
  await lake.invoke(admin, 's3', 'CreateBucket', { Bucket: 'logs' });
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:*',
    Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'],
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await lake.invoke(admin, 's3', 'PutBucketPolicy', { Bucket: 'logs', Policy });
}

const digestSchema = z.object({
  digestStartTime: z.string(),
  digestEndTime: z.string(),
  digestPublicKeyFingerprint: z.string(),
  previousDigestSignature: z.string().nullable(),
});
const recordsSchema = z.object({ Records: z.array(z.object({ eventName: z.string(), eventID: z.string() })) });

function contents(
  { lake }: AssembledLake,
  kind: string,
): readonly { readonly json: unknown; readonly signature: string }[] {
  return lake.objects.list('logs', `${FOLDER}${kind}/`).map(({ path, metadata }) => ({
    json: JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as unknown,
    signature: metadata.signature ?? '',
  }));
}

it('a lake that was killed goes on: with the events that wait, the chain of digests and its key', async () => {
  const clock = new FakeClock('2026-03-01T10:00:00Z');
  const first = startLake(clock, true);
  const { admin } = foundAccount(first.assembled);
  await makeBucket(first.assembled, admin);
  const call = (lake: AssembledLake, operation: string, input: object) =>
    lake.lake.invoke(admin, 'cloudtrail', operation, input);
  await call(first.assembled, 'CreateTrail', { Name: 'audit', S3BucketName: 'logs', EnableLogFileValidation: true });
  await call(first.assembled, 'StartLogging', { Name: 'audit' });
  clock.advance(PERIODS.digestsMs);
  await first.assembled.deliveries.deliverDue();
  const [before] = contents(first.assembled, 'CloudTrail-Digest');
  const delivered = contents(first.assembled, 'CloudTrail').flatMap(({ json }) => recordsSchema.parse(json).Records);
  expect(delivered.map(({ eventName }) => eventName)).toEqual(['StartLogging']);
  await call(first.assembled, 'DescribeTrails', {});
  first.journal.commit();
  // Never acknowledged.
  await call(first.assembled, 'ListTrails', {});

  const second = startLake(clock, false);
  clock.advance(PERIODS.digestsMs);
  await second.assembled.deliveries.deliverDue();
  const records = contents(second.assembled, 'CloudTrail').flatMap(({ json }) => recordsSchema.parse(json).Records);
  const names = records.map(({ eventName }) => eventName);
  expect(names).toContain('DescribeTrails');
  expect(names).not.toContain('ListTrails');
  expect(names.filter((name) => name === 'StartLogging')).toHaveLength(1);
  const after = contents(second.assembled, 'CloudTrail-Digest').at(-1);
  const [older, newer] = [digestSchema.parse(before?.json), digestSchema.parse(after?.json)];
  expect(newer.previousDigestSignature).toBe(before?.signature);
  expect(newer.digestStartTime).toBe(older.digestEndTime);
  expect(newer.digestPublicKeyFingerprint).toBe(older.digestPublicKeyFingerprint);
  expect(await call(second.assembled, 'GetTrailStatus', { Name: 'audit' })).toMatchObject({
    IsLogging: true,
    LatestDigestDeliveryTime: clock.now(),
  });
});
