import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../model/catalogue.js';
import type { Observation } from '../model/observation.js';
import type { ProbePlan } from '../model/plan.js';
import type { RunInfo } from '../model/run.js';
import { LOCK_FILE } from './lock.js';
import { readRun } from './read-run.js';
import { RunWriter } from './run-writer.js';
import { CUT_LINES_FILE } from './set-aside.js';

const DIGEST = 'a'.repeat(64);

const RUN: RunInfo = {
  formatVersion: 1,
  runId: '20260101T000000Z-abcdef',
  lakeproofVersion: '0.1.0',
  startedAt: '2026-01-01T00:00:00.000Z',
  target: 'emulated',
  endpoints: { athena: 'http://127.0.0.1:4566' },
  accountId: '111122223333',
  region: 'us-east-1',
  runnerArn: 'arn:aws:sts::111122223333:assumed-role/LakeproofRunner/lakeproof-20260101T000000Z-abcdef',
  policy: { name: 'p', file: 'p.yaml', digest: DIGEST },
  identities: [],
  audit: { auditSettleMs: 1000, sweeps: [], state: 'waiting' },
  tests: [],
  state: 'running',
};
const PLAN: ProbePlan = {
  formatVersion: 1,
  policyName: 'p',
  policyDigest: DIGEST,
  tests: [],
  probes: [],
  findings: [],
  notPresent: [],
};
const INVENTORY: Inventory = {
  formatVersion: 1,
  accountId: '111122223333',
  partition: 'aws',
  region: 'us-east-1',
  catalogId: '111122223333',
  databases: [],
  databasesOutsideScope: [],
  grants: [],
  dataLakeAdmins: [],
  readOnlyAdmins: [],
  profiles: [],
  trails: [],
  gaps: [],
};

function observation(probeId: string, rowCount: number): Observation {
  return {
    probeId,
    profile: 'data-scientist-full',
    sql: 'SELECT count(*) FROM "d"."t"',
    decision: 'permit',
    rowCount,
    execution: { workGroup: 'w', requestIds: [], attempts: [] },
    observedAt: '2026-01-01T00:00:01.000Z',
  };
}

let folder: string;
let runDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakeproof-record-'));
  runDir = join(folder, 'run');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function writtenRun(observations: readonly Observation[]): Promise<void> {
  const writer = await RunWriter.open(runDir, { resume: false });
  await writer.writeJson('run.json', RUN);
  await writer.writeJson('plan.json', PLAN);
  await writer.writeJson('inventory.json', INVENTORY);
  await Promise.all(observations.map((each) => writer.append('observations.jsonl', each)));
  await writer.close();
}

describe('what is written is read back', () => {
  it('keeps the order of calls, and the last observation of a probe counts', async () => {
    const many = Array.from({ length: 500 }, (_, index) => observation(`p${index % 250}`, index));
    await writtenRun(many);
    const lines = (await readFile(join(runDir, 'observations.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as Observation).rowCount)).toEqual(many.map((each) => each.rowCount));
    const record = await readRun(runDir);
    expect(record.observations.map((each) => each.rowCount)).toEqual(Array.from({ length: 250 }, (_, i) => i + 250));
    expect(record.run).toEqual(RUN);
    expect(record.notes).toEqual([]);
  });

  it('replaces a file as a whole, also after appends, and goes on appending to the new one', async () => {
    const writer = await RunWriter.open(runDir, { resume: false });
    await writer.append('observations.jsonl', observation('old', 1));
    await writer.replace('observations.jsonl', [observation('new', 2)]);
    await writer.append('observations.jsonl', observation('later', 3));
    await writer.close();
    const text = await readFile(join(runDir, 'observations.jsonl'), 'utf8');
    expect(text.match(/"probeId":"\w+"/g)).toEqual(['"probeId":"new"', '"probeId":"later"']);
    expect((await readdir(runDir)).sort()).toEqual(['observations.jsonl']);
  });

  it('writes nothing that the format does not know, such as a value', async () => {
    const writer = await RunWriter.open(runDir, { resume: false });
    const leaking = { ...observation('p', 1), firstRow: ['somebody'] } as Observation;
    await expect(writer.append('observations.jsonl', leaking)).rejects.toMatchObject({ code: 'RECORD_INVALID' });
    await writer.close();
    expect(await readdir(runDir)).toEqual([]);
  });

  it('refuses work after it is closed', async () => {
    const writer = await RunWriter.open(runDir, { resume: false });
    await writer.close();
    await writer.close();
    await expect(writer.append('observations.jsonl', observation('p', 1))).rejects.toMatchObject({
      code: 'RECORD_CLOSED',
    });
  });
});

describe('one writer', () => {
  it('refuses a second one, in this process as in another', async () => {
    const writer = await RunWriter.open(runDir, { resume: false });
    await writer.writeJson('run.json', RUN);
    await expect(RunWriter.open(runDir, { resume: true })).rejects.toMatchObject({ code: 'RECORD_LOCKED' });
    await writer.close();
    await (await RunWriter.open(runDir, { resume: true })).close();
  });

  it('gives the lock of many that race for it to one', async () => {
    await writtenRun([]);
    const races = await Promise.allSettled(Array.from({ length: 8 }, () => RunWriter.open(runDir, { resume: true })));
    expect(races.filter((race) => race.status === 'fulfilled')).toHaveLength(1);
  });

  it('takes over the lock of a process that is gone, and of a pid that another process has now', async () => {
    await writtenRun([]);
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    for (const owner of [
      { pid: gone.pid, start: null },
      { pid: process.pid, start: '1' },
    ]) {
      await writeFile(join(runDir, LOCK_FILE), JSON.stringify({ ...owner, host: hostname(), token: 't' }));
      await (await RunWriter.open(runDir, { resume: true })).close();
      expect(await readdir(runDir)).not.toContain(LOCK_FILE);
    }
  });

  it.each([
    ['a living process', JSON.stringify({ pid: process.ppid, host: hostname(), start: null, token: 't' })],
    ['another machine', JSON.stringify({ pid: 1, host: 'elsewhere', start: null, token: 't' })],
    ['nobody knows whom', '{'],
  ])('does not take the lock of %s', async (_, content) => {
    await writtenRun([]);
    await writeFile(join(runDir, LOCK_FILE), content);
    await expect(RunWriter.open(runDir, { resume: true })).rejects.toMatchObject({ code: 'RECORD_LOCKED' });
    expect(await readFile(join(runDir, LOCK_FILE), 'utf8')).toBe(content);
  });

  it('starts no run over another, and resumes none that is not there', async () => {
    await writtenRun([]);
    await expect(RunWriter.open(runDir, { resume: false })).rejects.toMatchObject({ code: 'RECORD_EXISTS' });
    await expect(RunWriter.open(join(folder, 'other'), { resume: true })).rejects.toMatchObject({
      code: 'RECORD_MISSING',
    });
  });
});

describe('after a crash', () => {
  it('says which line was cut, and counts what stands before it', async () => {
    await writtenRun([observation('a', 1), observation('b', 2)]);
    const path = join(runDir, 'observations.jsonl');
    await truncate(path, (await readFile(path)).length - 20);
    const record = await readRun(runDir);
    expect(record.observations.map((each) => each.probeId)).toEqual(['a']);
    expect(record.notes).toEqual([expect.stringContaining('observations.jsonl:2: the last line is cut short')]);
  });

  it('sets the cut line aside when the run goes on', async () => {
    await writtenRun([observation('a', 1)]);
    await appendFile(join(runDir, 'observations.jsonl'), '{"probeId":"b"');
    const writer = await RunWriter.open(runDir, { resume: true });
    await writer.append('observations.jsonl', observation('c', 3));
    await writer.close();
    const record = await readRun(runDir);
    expect(record.observations.map((each) => each.probeId)).toEqual(['a', 'c']);
    const cut = JSON.parse(await readFile(join(runDir, CUT_LINES_FILE), 'utf8')) as { base64: string; line: number };
    expect(cut.line).toBe(2);
    expect(Buffer.from(cut.base64, 'base64').toString()).toBe('{"probeId":"b"');
  });

  it('keeps a whole line that lacks only its newline', async () => {
    await writtenRun([observation('a', 1)]);
    const path = join(runDir, 'observations.jsonl');
    await truncate(path, (await readFile(path)).length - 1);
    expect((await readRun(runDir)).observations).toHaveLength(1);
    const writer = await RunWriter.open(runDir, { resume: true });
    await writer.append('observations.jsonl', observation('b', 2));
    await writer.close();
    expect((await readRun(runDir)).observations.map((each) => each.probeId)).toEqual(['a', 'b']);
  });
});

describe('a record that is none', () => {
  it.each([
    ['broken line', 'observations.jsonl', 'no json\n', /observations\.jsonl:2: no JSON/],
    ['unknown field', 'observations.jsonl', '{"row":1}\n', /observations\.jsonl:2: /],
    ['no UTF-8', 'audit-events.jsonl', Buffer.from([0xff, 0x0a]), /audit-events\.jsonl:1: no JSON/],
    ['cut findings', 'findings.jsonl', '{"findingId"', /findings\.jsonl:1: no JSON/],
  ])('%s: says file and line', async (_, name, content, message) => {
    await writtenRun([observation('a', 1)]);
    await appendFile(join(runDir, name), content);
    await expect(readRun(runDir)).rejects.toMatchObject({
      code: 'RECORD_MALFORMED',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses a newer format', async () => {
    await writtenRun([]);
    await writeFile(join(runDir, 'run.json'), JSON.stringify({ ...RUN, formatVersion: 2 }));
    await expect(readRun(runDir)).rejects.toMatchObject({ code: 'RECORD_NEWER' });
  });

  it('names the file that is missing', async () => {
    await writtenRun([]);
    await rm(join(runDir, 'plan.json'));
    await expect(readRun(runDir)).rejects.toMatchObject({
      code: 'RECORD_MISSING',
      message: expect.stringContaining('plan.json') as string,
    });
  });

  it('refuses an event that stands there twice with different content', async () => {
    await writtenRun([]);
    const event = {
      eventID: 'e',
      eventName: 'GetDataAccess',
      eventSource: 'lakeformation.amazonaws.com',
      eventTime: '2026-01-01T00:00:00Z',
      awsRegion: 'us-east-1',
      recipientAccountId: '111122223333',
      userIdentity: { type: 'AssumedRole' },
      digest: DIGEST,
    };
    const lines = [event, event, { ...event, errorCode: 'AccessDenied' }];
    const path = join(runDir, 'audit-events.jsonl');
    await writeFile(
      path,
      lines
        .slice(0, 2)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    );
    expect((await readRun(runDir)).auditEvents).toHaveLength(1);
    await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await expect(readRun(runDir)).rejects.toMatchObject({ code: 'RECORD_MALFORMED' });
  });
});
