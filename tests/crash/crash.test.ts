import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateDatabaseCommand, CreateTableCommand } from '@aws-sdk/client-glue';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, expect, it } from 'vitest';
import { Caller, NoAnswer } from './caller.js';
import { LakeUnderTest } from './lake-under-test.js';
import { Random } from './random.js';
import {
  BUCKET,
  createRole,
  DATABASE,
  GRANTED_TABLE,
  grantSubject,
  objectSubject,
  policySubject,
  querySubject,
  RESULTS,
  roleSubject,
  type Subject,
  sessionSubject,
  tableSubject,
  uploadSubject,
} from './subjects.js';

const KILLS = Number(process.env.LAKEPROOF_CRASH_KILLS ?? 20);
const SEED = Number(process.env.LAKEPROOF_CRASH_SEED ?? Date.now() % 2 ** 32);
/** Calls that are under way at the same time. */
const WORKERS = 5;
/** Before the first kill, so that a block of the event history is full among the first of them. */
const EVENTS_BEFORE = 3_500;
/** The kill comes after so many answers at most, and so long after one of them at most. */
const MAX_ANSWERS = 80;
const MAX_PAUSE_MS = 20;
const WORK_DEADLINE_MS = 20_000;

const folder = mkdtempSync(join(tmpdir(), 'lakeproof-crash-'));
const state = join(folder, 'state');
let lake: LakeUnderTest | undefined;

afterAll(async () => {
  await lake?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const subjects: readonly Subject[] = [
  ...numbers(6).map((index) => objectSubject(`object-${index}`)),
  ...numbers(2).map((index) => uploadSubject(`upload-${index}`)),
  ...numbers(4).map((index) => tableSubject(`table_${index}`)),
  ...numbers(4).map((index) => grantSubject(`arn:aws:iam::111122223333:role/grantee-${index}`)),
  ...numbers(3).map((index) => policySubject(`grantee-${index}`)),
  roleSubject('made'),
  ...numbers(2).map(() => sessionSubject('grantee-0')),
  ...numbers(3).map(() => querySubject()),
];

it(`loses nothing that was acknowledged in ${KILLS} kills (seed ${SEED})`, {
  timeout: 60_000 + KILLS * 30_000,
}, async () => {
  process.stdout.write(`crash test: ${KILLS} kills, LAKEPROOF_CRASH_SEED=${SEED}\n`);
  const random = new Random(SEED);
  lake = await LakeUnderTest.start(state, '--template', 'none', '--data', 'none');
  let caller = new Caller(lake.access);
  await prepare(caller);
  const starts: number[] = [];
  let acknowledged = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    await workUntilKilled(lake, caller, random);
    acknowledged += caller.answers;
    const before = caller;
    before.close();
    lake = await LakeUnderTest.start(state);
    starts.push(lake.startMs);
    caller = new Caller(lake.access, before.acknowledged);
    expect(lake.access.credentials.secretAccessKey).toBe(before.access.credentials.secretAccessKey);
    for (const subject of subjects) await subject.check(caller);
    expect(await caller.missingEvents(before.since), `events missing after kill ${kill}`).toEqual([]);
  }
  caller.close();
  const slowest = Math.round(Math.max(...starts));
  process.stdout.write(`crash test: ${acknowledged} calls acknowledged, slowest start after a kill ${slowest} ms\n`);
});

async function prepare(caller: Caller): Promise<void> {
  for (const Bucket of [BUCKET, RESULTS]) await caller.send(caller.s3.send(new CreateBucketCommand({ Bucket })));
  await caller.send(caller.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DATABASE } })));
  const StorageDescriptor = { Columns: [{ Name: 'id', Type: 'int' }], Location: `s3://${BUCKET}/granted/` };
  const TableInput = { Name: GRANTED_TABLE, TableType: 'EXTERNAL_TABLE', StorageDescriptor };
  await caller.send(caller.glue.send(new CreateTableCommand({ DatabaseName: DATABASE, TableInput })));
  for (const index of numbers(4)) await createRole(caller, `grantee-${index}`);
  let left = EVENTS_BEFORE;
  const worker = async (): Promise<void> => {
    for (; left > 0; left -= 1) await caller.sts.send(new GetCallerIdentityCommand({}));
  };
  await Promise.all(numbers(WORKERS).map(worker));
}

/** Several calls at a time until, at some moment among them, the process is killed. */
async function workUntilKilled(killed: LakeUnderTest, caller: Caller, random: Random): Promise<void> {
  const idle = [...subjects];
  const over = new AbortController();
  const worker = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const subject = idle.splice(random.below(idle.length), 1)[0];
      if (subject === undefined) throw new Error('there are fewer subjects than workers');
      try {
        await subject.act(caller, random);
        idle.push(subject);
      } catch (error) {
        // Without an answer, whatever the reason, nothing more is asked of the subject before it is looked at.
        if (!(error instanceof NoAnswer)) throw error;
      }
    }
  };
  const kill = async (): Promise<void> => {
    const answers = caller.answers + random.below(MAX_ANSWERS);
    const deadline = Date.now() + WORK_DEADLINE_MS;
    while (caller.answers < answers && Date.now() < deadline) await sleep(1);
    await sleep(random.below(MAX_PAUSE_MS));
    over.abort();
    await killed.kill();
  };
  const [, ...work] = await Promise.allSettled([kill(), ...numbers(WORKERS).map(worker)]);
  for (const ended of work) if (ended.status === 'rejected') throw ended.reason;
}
