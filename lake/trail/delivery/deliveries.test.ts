import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, DeleteBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../../core/clock.js';
import { type QueryLake, startQueryLake } from '../../testing/query-lake.js';
import { deliveredObjects, type LoggedEvent, letCloudTrailWrite, recordsOf } from '../../testing/trail-bucket.js';

const PERIODS = { logFilesMs: 5_000, digestsMs: 20_000 };
const FOLDER = 'AWSLogs/111122223333/';

/** The lake's clock stands still between steps, and runs ahead of its clients' by less than the five minutes that it allows. */
const begunMs = Date.now();
let aheadMs = 0;
let lake: QueryLake;
let trail: CloudTrailClient;
let bucket = '';
let buckets = 0;

beforeAll(async () => {
  const clock = { ...systemClock, now: () => new Date(begunMs + aheadMs) };
  lake = await startQueryLake({ clock, deliveryPeriods: PERIODS });
  trail = new CloudTrailClient(lake.admin);
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

/** A trail of the name `audit` on a bucket of its own. */
beforeEach(async () => {
  const { trailList = [] } = await trail.send(new DescribeTrailsCommand({}));
  for (const { Name } of trailList) await trail.send(new DeleteTrailCommand({ Name }));
  await deliver();
  aheadMs = 0;
  buckets += 1;
  bucket = `trail-${buckets}`;
  await new S3Client(lake.admin).send(new CreateBucketCommand({ Bucket: bucket }));
  await letCloudTrailWrite(lake.admin, bucket);
});

async function createTrail(settings: { EnableLogFileValidation?: boolean; S3KeyPrefix?: string } = {}): Promise<void> {
  await trail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: bucket, ...settings }));
}

const start = () => trail.send(new StartLoggingCommand({ Name: 'audit' }));
const stop = () => trail.send(new StopLoggingCommand({ Name: 'audit' }));
const status = () => trail.send(new GetTrailStatusCommand({ Name: 'audit' }));

async function deliver(): Promise<void> {
  await lake.bare.assembled.deliveries.deliverDue();
}

async function later(ms: number): Promise<void> {
  aheadMs += ms;
  await deliver();
}

const logFiles = () => deliveredObjects(lake.admin, bucket, `${FOLDER}CloudTrail/`);

async function logged(): Promise<readonly LoggedEvent[]> {
  return (await logFiles()).flatMap(recordsOf);
}

async function namesLogged(): Promise<readonly string[]> {
  return (await logged()).map(({ eventName }) => eventName);
}

const text = z.string();
const digestSchema = z.object({
  digestStartTime: text,
  digestEndTime: text,
  digestS3Object: text,
  digestPublicKeyFingerprint: text,
  previousDigestS3Object: text.nullable(),
  previousDigestHashValue: text.nullable(),
  previousDigestSignature: text.nullable(),
  logFiles: z.array(z.object({ s3Object: text, hashValue: text, oldestEventTime: text, newestEventTime: text })),
});

async function digests() {
  const objects = await deliveredObjects(lake.admin, bucket, `${FOLDER}CloudTrail-Digest/`);
  return objects.map((object) => ({ ...object, digest: digestSchema.parse(JSON.parse(object.text)) }));
}

const sha256 = (value: string) => createHash('sha256').update(value).digest('hex');

describe('log files', () => {
  it('hold the events of a period as records, gzipped, under AWS’s path', async () => {
    await createTrail();
    await start();
    await lake.ask(lake.admin, 'SELECT 1');
    await deliver();
    expect(await logFiles()).toEqual([]);
    await later(PERIODS.logFilesMs);
    const files = await logFiles();
    expect(files).toHaveLength(1);
    expect(files[0]?.key).toMatch(
      /^AWSLogs\/111122223333\/CloudTrail\/us-east-1\/\d{4}\/\d\d\/\d\d\/111122223333_CloudTrail_us-east-1_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/,
    );
    expect(files[0]).toMatchObject({ contentType: 'application/json', contentEncoding: 'gzip' });
    const names = await namesLogged();
    expect(names[0]).toBe('StartLogging');
    expect(names).toContain('StartQueryExecution');
    expect(names).not.toContain('CreateTrail');
  });

  it('come once: what was delivered is not delivered again', async () => {
    await createTrail();
    await start();
    await later(PERIODS.logFilesMs);
    await later(PERIODS.logFilesMs);
    await later(PERIODS.logFilesMs);
    const ids = (await logged()).map(({ eventID }) => eventID);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lie below the trail’s prefix', async () => {
    await createTrail({ S3KeyPrefix: 'a/b' });
    await start();
    await later(PERIODS.logFilesMs);
    expect(await deliveredObjects(lake.admin, bucket, `a/b/${FOLDER}CloudTrail/us-east-1/`)).toHaveLength(1);
  });

  it('hold what the selectors take, and the event history the rest as well', async () => {
    await createTrail();
    const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];
    await trail.send(new PutEventSelectorsCommand({ TrailName: 'audit', EventSelectors }));
    await start();
    await lake.ask(lake.admin, 'SELECT 1');
    await later(PERIODS.logFilesMs);
    const names = await namesLogged();
    expect(names).toContain('StartQueryExecution');
    expect(names).not.toContain('GetQueryExecution');
    expect((await logged()).every(({ readOnly }) => readOnly === false)).toBe(true);
  });

  it('end with StopLogging, and begin again with StartLogging', async () => {
    await createTrail();
    await start();
    await stop();
    await lake.ask(lake.admin, 'SELECT 1');
    await deliver();
    expect(await namesLogged()).toEqual(['StartLogging', 'StopLogging']);
    await start();
    await later(PERIODS.logFilesMs);
    const names = await namesLogged();
    expect(names).not.toContain('StartQueryExecution');
    expect(names.filter((name) => name === 'StartLogging')).toHaveLength(2);
  });
});

describe('faults', () => {
  afterEach(() => lake.bare.assembled.faults.clear());

  it('trail-stopped: no file holds what was called meanwhile, and what comes after is there again', async () => {
    await createTrail();
    await start();
    lake.bare.assembled.faults.arm({ fault: 'trail-stopped', match: {}, times: null });
    await lake.ask(lake.admin, 'SELECT 1');
    lake.bare.assembled.faults.clear();
    await status();
    await later(PERIODS.logFilesMs);
    expect(await namesLogged()).toEqual(['StartLogging', 'GetTrailStatus']);
  });

  it('wrong-digest: a digest does not fit its file, and its signature does', async () => {
    await createTrail({ EnableLogFileValidation: true });
    await start();
    lake.bare.assembled.faults.arm({ fault: 'wrong-digest', match: {}, times: 1 });
    for (let periods = 0; periods < 2; periods += 1) {
      await status();
      await later(PERIODS.digestsMs);
    }
    const files = new Map((await logFiles()).map((file) => [file.key, sha256(file.text)]));
    const fits = (await digests()).map(({ digest }) =>
      digest.logFiles.map(({ s3Object, hashValue }) => files.get(s3Object) === hashValue),
    );
    expect(fits).toEqual([[false], [true]]);
  });
});

describe('digests', () => {
  it('name the files of their time by their hashes, and one another, also when there is nothing to name', async () => {
    await createTrail({ EnableLogFileValidation: true });
    await start();
    await lake.ask(lake.admin, 'SELECT 1');
    for (let periods = 0; periods < 3; periods += 1) await later(PERIODS.digestsMs);
    const [first, second, third, ...more] = await digests();
    expect(more).toEqual([]);
    if (first === undefined || second === undefined || third === undefined) throw new Error('digests are missing');
    const listed = [first, second, third].flatMap(({ digest }) => digest.logFiles);
    expect(listed.map(({ s3Object, hashValue }) => `${s3Object} ${hashValue}`).sort()).toEqual(
      (await logFiles()).map((file) => `${file.key} ${sha256(file.text)}`),
    );
    expect(listed.length).toBeGreaterThan(0);
    expect(third.digest.logFiles).toEqual([]);
    expect(first.digest).toMatchObject({ previousDigestS3Object: null, previousDigestSignature: null });
    for (const [before, digest] of [
      [first, second.digest],
      [second, third.digest],
    ] as const) {
      expect(digest).toMatchObject({
        digestStartTime: before.digest.digestEndTime,
        previousDigestS3Object: before.key,
        previousDigestHashValue: sha256(before.text),
        previousDigestSignature: before.metadata.signature,
      });
    }
  });

  it('are signed with the key that ListPublicKeys shows', async () => {
    await createTrail({ EnableLogFileValidation: true });
    await start();
    await later(PERIODS.digestsMs);
    const [signed] = await digests();
    const now = new Date(begunMs + aheadMs);
    const { PublicKeyList = [] } = await trail.send(new ListPublicKeysCommand({ StartTime: now, EndTime: now }));
    const key = PublicKeyList.find(({ Fingerprint }) => Fingerprint === signed?.digest.digestPublicKeyFingerprint);
    const publicKey = createPublicKey({ key: Buffer.from(key?.Value ?? []), format: 'der', type: 'pkcs1' });
    const toSign = `${signed?.digest.digestEndTime}\n${bucket}/${signed?.key}\n${sha256(signed?.text ?? '')}\nnull`;
    expect(signed?.metadata['signature-algorithm']).toBe('SHA256withRSA');
    const signature = Buffer.from(signed?.metadata.signature ?? '', 'hex');
    expect(verify('sha256', Buffer.from(toSign), publicKey, signature)).toBe(true);
  });

  it('end with the stop of their trail; a new start begins a new chain', async () => {
    await createTrail({ EnableLogFileValidation: true });
    await start();
    await later(PERIODS.digestsMs);
    await stop();
    await later(1_000);
    const chain = await digests();
    expect(chain).toHaveLength(2);
    const digested = chain.flatMap(({ digest }) => digest.logFiles.map(({ s3Object }) => s3Object));
    expect([...digested].sort()).toEqual((await logFiles()).map(({ key }) => key));
    expect(await namesLogged()).toContain('StopLogging');
    await later(3 * PERIODS.digestsMs);
    expect(await digests()).toHaveLength(2);
    await start();
    await later(PERIODS.digestsMs);
    const all = await digests();
    expect(all).toHaveLength(3);
    expect(all[2]?.digest.previousDigestS3Object).toBeNull();
  });

  it('are written while validation is on, and leave out what was delivered while it was off', async () => {
    await createTrail();
    await start();
    await later(PERIODS.digestsMs);
    expect(await digests()).toEqual([]);
    const undigested = (await logFiles()).map(({ key }) => key);
    await trail.send(new UpdateTrailCommand({ Name: 'audit', EnableLogFileValidation: true }));
    await later(PERIODS.digestsMs);
    await trail.send(new UpdateTrailCommand({ Name: 'audit', EnableLogFileValidation: false }));
    await later(PERIODS.digestsMs);
    await later(PERIODS.digestsMs);
    const chain = await digests();
    expect(chain).toHaveLength(2);
    const digested = chain.flatMap(({ digest }) => digest.logFiles.map(({ s3Object }) => s3Object));
    expect(digested.length).toBeGreaterThan(0);
    expect(digested.filter((key) => undigested.includes(key))).toEqual([]);
    await trail.send(new UpdateTrailCommand({ Name: 'audit', EnableLogFileValidation: true }));
    await later(PERIODS.digestsMs);
    expect((await digests()).at(-1)?.digest.previousDigestS3Object).toBeNull();
  });
});

describe('the bucket', () => {
  it('must let CloudTrail write before a trail is made or moved', async () => {
    await new S3Client(lake.admin).send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    await expect(createTrail()).rejects.toMatchObject({
      name: 'InsufficientS3BucketPolicyException',
      message: `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
    });
    await letCloudTrailWrite(lake.admin, bucket);
    await createTrail();
    const moved = trail.send(new UpdateTrailCommand({ Name: 'audit', S3BucketName: 'results' }));
    await expect(moved).rejects.toMatchObject({ name: 'InsufficientS3BucketPolicyException' });
  });

  it('that lets CloudTrail write no more leaves an error in the status, and gets it all once it does again', async () => {
    await createTrail({ EnableLogFileValidation: true });
    await start();
    await new S3Client(lake.admin).send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    await later(PERIODS.digestsMs);
    const refused = await status();
    expect(refused).toMatchObject({ LatestDeliveryError: 'AccessDenied', LatestDigestDeliveryError: 'AccessDenied' });
    expect(refused.LatestDeliveryTime).toBeUndefined();
    expect(await logFiles()).toEqual([]);
    await letCloudTrailWrite(lake.admin, bucket);
    await later(PERIODS.digestsMs);
    expect(await namesLogged()).toContain('StartLogging');
    const delivered = await status();
    expect(delivered).toMatchObject({
      LatestDeliveryTime: expect.any(Date) as unknown,
      LatestDigestDeliveryTime: expect.any(Date) as unknown,
    });
    expect(delivered.LatestDeliveryError).toBeUndefined();
    expect(delivered.LatestDigestDeliveryError).toBeUndefined();
  });
});
