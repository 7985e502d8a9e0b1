import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually, type LakeClients, type Outcome, startLakeClients } from './lake-clients.js';

const ADMIN = 'lake-admin';
const BUCKET = 'lakeproof-trail-111122223333-us-east-1';
const TRAIL = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/lakeproof-trail';
const DIGEST_PERIOD_MS = 2_000;
const START = new Date(Date.now() - 3_600_000).toISOString();

const digestSchema = z.looseObject({
  digestEndTime: z.string(),
  previousDigestSignature: z.string().nullable(),
  logFiles: z.array(z.looseObject({ s3Object: z.string(), hashValue: z.string() })),
});
const metadataSchema = z.object({ Metadata: z.record(z.string(), z.string()).default({}) });

interface Kept {
  readonly key: string;
  readonly bytes: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

type Digest = z.infer<typeof digestSchema>;

interface Delivered {
  readonly digests: ReadonlyMap<string, Digest>;
  readonly logFiles: number;
}

let clients: LakeClients;
let folder: string;
/** By their keys, in their order. */
let digests: ReadonlyMap<string, Digest>;
/** One that is listed, and the digest that lists it. */
let logFile: Kept;
let itsDigest: Kept;
/** What a test spoilt. */
let spoilt: Kept[] = [];

/** A trail that logged for some seconds and was stopped, so that no file comes any more. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakeproof-validate-'));
  clients = await startLakeClients({
    template: 'infra/walkthrough.template.yaml',
    data: 'none',
    args: ['--trail-period', '1s', '--digest-period', `${DIGEST_PERIOD_MS / 1_000}s`],
  });
  await eventually('three digests', async () => ((await delivered()).digests.size < 3 ? undefined : true));
  await succeed('cloudtrail', 'stop-logging', '--name', TRAIL);
  digests = (await eventually('the end of deliveries', quietBucket)).digests;
  const [key, digest] = [...digests].find(([, { logFiles }]) => logFiles.length > 0) ?? ['', undefined];
  itsDigest = await kept(key);
  logFile = await kept(digest?.logFiles[0]?.s3Object ?? '');
});

afterEach(async () => {
  for (const object of spoilt) await put(object);
  spoilt = [];
});

afterAll(async () => {
  await clients.stop();
  await rm(folder, { recursive: true, force: true });
});

async function succeed(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await clients.aws(ADMIN, ...args);
  if (status !== 0) throw new Error(`aws ${args.join(' ')} ended ${status}: ${stderr}`);
  return stdout;
}

/** What is in the bucket now. */
async function delivered(): Promise<Delivered> {
  const copy = join(folder, 'bucket');
  await succeed('s3', 'sync', `s3://${BUCKET}`, copy, '--quiet');
  const paths = (await readdir(copy, { recursive: true })).filter((path) => path.endsWith('.json.gz')).sort();
  const found = new Map<string, Digest>();
  for (const key of paths.filter((path) => path.includes('/CloudTrail-Digest/'))) {
    found.set(key, digestOf(await readFile(join(copy, key))));
  }
  return { digests: found, logFiles: paths.length - found.size };
}

/**
 * What is in the bucket once every log file is listed and nothing has come for two of the digests' periods. That a digest
 * lists the last log file does not say that it is the last digest: one more, which lists none, may end the chain.
 */
async function quietBucket(): Promise<Delivered | undefined> {
  const before = await delivered();
  await sleep(2 * DIGEST_PERIOD_MS);
  const after = await delivered();
  const listed = [...after.digests.values()].flatMap((digest) => digest.logFiles).length;
  const isQuiet = after.digests.size === before.digests.size && after.logFiles === before.logFiles;
  // Three came before it was stopped.
  return isQuiet && listed === after.logFiles && after.digests.size > 3 ? after : undefined;
}

async function kept(key: string): Promise<Kept> {
  const path = join(folder, createHash('md5').update(key).digest('hex'));
  const answer = await clients.json(ADMIN, 's3api', 'get-object', '--bucket', BUCKET, '--key', key, path);
  return { key, bytes: await readFile(path), metadata: metadataSchema.parse(answer).Metadata };
}

async function put({ key, bytes, metadata }: Kept): Promise<void> {
  const path = join(folder, 'put');
  await writeFile(path, bytes);
  const about = ['--bucket', BUCKET, '--key', key, '--body', path, '--metadata', JSON.stringify(metadata)];
  await succeed('s3api', 'put-object', ...about);
}

async function spoil(object: Kept, as: Partial<Kept>): Promise<void> {
  spoilt.push(object);
  await put({ ...object, ...as });
}

async function remove(object: Kept): Promise<void> {
  spoilt.push(object);
  await succeed('s3api', 'delete-object', '--bucket', BUCKET, '--key', object.key);
}

const textOf = (bytes: Buffer) => gunzipSync(bytes).toString('utf8');

function digestOf(bytes: Buffer): Digest {
  return digestSchema.parse(JSON.parse(textOf(bytes)));
}

async function validate(...args: string[]): Promise<Outcome> {
  return clients.aws(ADMIN, 'cloudtrail', 'validate-logs', '--trail-arn', TRAIL, '--start-time', START, ...args);
}

const logFileCount = () => [...digests.values()].flatMap(({ logFiles }) => logFiles).length;

describe('aws cloudtrail validate-logs', () => {
  test('accepts the files of an honest trail, each of them', async () => {
    const { status, stdout, stderr } = await validate('--verbose');
    expect(stderr.trim()).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain(`${digests.size}/${digests.size} digest files valid`);
    expect(stdout).toContain(`${logFileCount()}/${logFileCount()} log files valid`);
    expect(logFileCount()).toBeGreaterThan(1);
    for (const key of digests.keys()) expect(stdout).toContain(`Digest file\ts3://${BUCKET}/${key}\tvalid`);
    expect(stdout).toContain(`Log file\ts3://${BUCKET}/${logFile.key}\tvalid`);
  });

  test('finds a log file that was changed', async () => {
    const changed = textOf(logFile.bytes).replace('"eventName":"', '"eventName":"Not');
    await spoil(logFile, { bytes: gzipSync(changed) });
    const { status, stdout, stderr } = await validate();
    expect(status).toBe(1);
    expect(stderr).toContain(`Log file\ts3://${BUCKET}/${logFile.key}\tINVALID: hash value doesn't match`);
    expect(stdout).toContain(`1/${logFileCount()} log files INVALID`);
    expect(stdout).toContain(`${digests.size}/${digests.size} digest files valid`);
  });

  test('finds a log file that was deleted', async () => {
    await remove(logFile);
    const { status, stdout, stderr } = await validate();
    expect(status).toBe(1);
    expect(stderr).toContain(`Log file\ts3://${BUCKET}/${logFile.key}\tINVALID: not found`);
    expect(stdout).toContain(`1/${logFileCount()} log files INVALID`);
  });

  test('finds a digest that was changed to hide a log file', async () => {
    const digest = itsDigest;
    const text = JSON.stringify({ ...digestOf(digest.bytes), logFiles: [] });
    await spoil(digest, { bytes: gzipSync(text) });
    const { status, stdout, stderr } = await validate();
    expect(status).toBe(1);
    expect(stderr).toContain(`Digest file\ts3://${BUCKET}/${digest.key}\tINVALID: signature verification failed`);
    expect(stdout).toContain(`1/${digests.size} digest files INVALID`);
  });

  test('finds a digest that was deleted', async () => {
    const digest = itsDigest;
    await remove(digest);
    const { status, stdout, stderr } = await validate();
    expect(status).toBe(1);
    expect(stderr).toContain(`Digest file\ts3://${BUCKET}/${digest.key}\tINVALID: not found`);
    expect(stdout).toContain(`1/${digests.size} digest files INVALID`);
  });

  test('finds a log file and a digest that were forged together, by a key that is not CloudTrail’s', async () => {
    const digest = itsDigest;
    const content = textOf(logFile.bytes).replace('"eventName":"', '"eventName":"Not');
    const honest = digestOf(digest.bytes);
    const hashValue = createHash('sha256').update(content).digest('hex');
    const logFiles = honest.logFiles.map((file) => (file.s3Object === logFile.key ? { ...file, hashValue } : file));
    const text = JSON.stringify({ ...honest, logFiles });
    const toSign = [
      honest.digestEndTime,
      `${BUCKET}/${digest.key}`,
      createHash('sha256').update(text).digest('hex'),
      honest.previousDigestSignature ?? 'null',
    ].join('\n');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signature = sign('sha256', Buffer.from(toSign), privateKey).toString('hex');
    await spoil(logFile, { bytes: gzipSync(content) });
    await spoil(digest, { bytes: gzipSync(text), metadata: { ...digest.metadata, signature } });
    const { status, stdout, stderr } = await validate();
    expect(status).toBe(1);
    expect(stderr).toContain(`Digest file\ts3://${BUCKET}/${digest.key}\tINVALID: signature verification failed`);
    expect(stdout).toContain(`1/${digests.size} digest files INVALID`);
  });

  test('finds no fault again once all is as it was', async () => {
    expect(await validate()).toMatchObject({ status: 0, stderr: '' });
  });
});
