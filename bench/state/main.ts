import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { CloudTrailClient, type LookupAttribute, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { LakeUnderTest } from '../../tests/crash/lake-under-test.js';

/**
 * `npm run bench:state`: a lake with 100,000 events in its state, its start after a kill, the event history, and an object
 * of a gigabyte. Ends with exit code 1 when a promise is not kept.
 */

const { values } = parseArgs({ options: { events: { type: 'string', default: '100000' } } });
const EVENTS = Number(values.events);
const IN_FLIGHT = 16;
const LOOKUPS = 300;
const OBJECT_BYTES = 1024 ** 3;
const PIECE_BYTES = 1024 ** 2;

const PROMISES = { startMs: 2_000, lookupP95Ms: 20, growthMb: 64 } as const;

const folder = mkdtempSync(join(tmpdir(), 'lakeproof-bench-state-'));
try {
  process.exitCode = (await bench(join(folder, 'state'))) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(state: string): Promise<boolean> {
  const first = await LakeUnderTest.start(state, '--template', 'none', '--data', 'none');
  await leaveEvents(first);
  await first.kill();
  const lake = await LakeUnderTest.start(state);
  try {
    const kept = [told('start after a kill', lake.startMs, 'ms', PROMISES.startMs)];
    kept.push(told('LookupEvents, p95', await lookupP95Ms(lake), 'ms', PROMISES.lookupP95Ms));
    const idleMb = residentMb(lake.pid, 'VmRSS');
    const mostMb = await objectThroughAndBack(lake);
    kept.push(told('resident, put and get of 1 GB, over the idle', mostMb - idleMb, 'MB', PROMISES.growthMb));
    return kept.every(Boolean);
  } finally {
    await lake.stop();
  }
}

/** Through the API, a few at a time. */
async function leaveEvents({ access }: LakeUnderTest): Promise<void> {
  const sts = new STSClient(access);
  let left = EVENTS;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await sts.send(new GetCallerIdentityCommand({}));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  sts.destroy();
}

/** One attribute each, in turn; of those that few events have, all of the history is gone through. */
async function lookupP95Ms({ access }: LakeUnderTest): Promise<number> {
  const cloudTrail = new CloudTrailClient(access);
  const attributes: readonly LookupAttribute[] = [
    { AttributeKey: 'EventName', AttributeValue: 'GetCallerIdentity' },
    { AttributeKey: 'EventName', AttributeValue: 'CreateUser' },
    { AttributeKey: 'Username', AttributeValue: 'lake-admin' },
    { AttributeKey: 'EventSource', AttributeValue: 'iam.amazonaws.com' },
    { AttributeKey: 'ResourceName', AttributeValue: 'nothing-of-this-name' },
    { AttributeKey: 'ResourceType', AttributeValue: 'AWS::IAM::User' },
    { AttributeKey: 'ReadOnly', AttributeValue: 'false' },
    { AttributeKey: 'AccessKeyId', AttributeValue: access.credentials.accessKeyId },
    { AttributeKey: 'EventId', AttributeValue: '00000000-0000-0000-0000-000000000000' },
  ];
  const times: number[] = [];
  for (let count = 0; count < LOOKUPS; count += 1) {
    const attribute = attributes[count % attributes.length];
    if (attribute === undefined) continue;
    const begun = performance.now();
    await cloudTrail.send(new LookupEventsCommand({ LookupAttributes: [attribute] }));
    times.push(performance.now() - begun);
  }
  cloudTrail.destroy();
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

/** The most that the lake held meanwhile. Throws Error when other bytes come back. */
async function objectThroughAndBack(lake: LakeUnderTest): Promise<number> {
  const s3 = new S3Client({ ...lake.access, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const at = { Bucket: 'bench-state', Key: 'gigabyte' };
  await s3.send(new CreateBucketCommand({ Bucket: at.Bucket }));
  const piece = randomBytes(PIECE_BYTES);
  const sent = createHash('sha256');
  const body = Readable.from(pieces(piece, sent));
  let mostMb = 0;
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, residentMb(lake.pid, 'VmRSS'));
  }, 20);
  try {
    await s3.send(new PutObjectCommand({ ...at, Body: body, ContentLength: OBJECT_BYTES }));
    const { Body } = await s3.send(new GetObjectCommand(at));
    if (!(Body instanceof Readable)) throw new Error('the object has no body');
    const received = createHash('sha256');
    for await (const bytes of Body) received.update(Buffer.from(bytes as Uint8Array));
    if (received.digest('hex') !== sent.digest('hex')) throw new Error('other bytes came back');
  } finally {
    clearInterval(watch);
    s3.destroy();
  }
  return mostMb;
}

function* pieces(piece: Buffer, hash: ReturnType<typeof createHash>): Generator<Buffer> {
  for (let done = 0; done < OBJECT_BYTES; done += piece.length) {
    hash.update(piece);
    yield piece;
  }
}

/** Linux tells of a process in /proc. */
function residentMb(pid: number, line: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
}

function told(what: string, seen: number, unit: string, promise: number): boolean {
  const kept = seen < promise;
  process.stdout.write(
    `${what}: ${seen.toFixed(1)} ${unit}, promised under ${promise}: ${kept ? 'kept' : 'NOT kept'}\n`,
  );
  return kept;
}
