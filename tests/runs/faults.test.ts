import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.js';
import { EMULATED_NOTICE } from '../../helpers/model/run.js';
import {
  type Ended,
  FULL,
  LIMITED,
  lakeproof,
  REVIEWS,
  recordOf,
  runFolderOf,
  scratch,
  settingsFile,
} from '../e2e/support.js';
import { changesOf, DENIED_COLUMNS } from '../e2e/undisturbed.js';
import { type HandLake, startByHand } from './hand-lake.js';

/*
 * What a run finds when something goes wrong in the lake, and what it finds when nothing does: `--target aws` against a
 * lake that was started by hand, whose faults are switched on between the runs.
 */
const AUDIT_DELAY_MS = 300;
const SETTLE_MS = 2_500;
const ROLE = 'SageMakerStudioExecutionRole_';
const LATE_MS = 30_000;

/** The entry of the one query by which a profile's reading of the reviews is shown: no other counts this column. */
const readingOf = (profile: string) => ({
  eventName: 'GetDataAccess',
  principalName: `${ROLE}${profile}`,
  queryText: 'count("product_category")',
});

// A test here is a run of the whole, and each is asked of the same lake.
let folder: Awaited<ReturnType<typeof scratch>>;
let lake: HandLake;
let settings: string;

beforeAll(async () => {
  folder = await scratch();
  settings = await settingsFile(folder.dir, SETTLE_MS, { activeQueries: 64 });
  lake = await startByHand(['--audit-delay', `${AUDIT_DELAY_MS}ms`, '--faults']);
});

afterEach(() => lake.clearFaults());

afterAll(async () => {
  await lake.stop();
  await folder.remove();
});

function command(name: string, ...args: string[]): Promise<Ended> {
  return lakeproof([name, ...args, '--target', 'aws', '--settings', settings, '--out', folder.dir], { env: lake.env })
    .ended;
}

describe('events that do not come within the settling time', () => {
  let late: Ended;
  let askedAtMs: number;

  beforeAll(async () => {
    await lake.fault({ fault: 'event-late', match: { eventName: 'GetDataAccess' }, delayMs: LATE_MS });
    late = await command('run');
    askedAtMs = Math.max(
      ...(await recordOf(late)).observations.map(({ execution }) => Date.parse(execution.completedAt ?? '')),
    );
  });

  it('leave the log undetermined, and what was seen as it is', async () => {
    const { findings } = await recordOf(late);
    const tables = [REVIEWS, 'amazon_reviews_db.amazon_reviews_restricted', 'restricted_db.canary'];
    const looks = [FULL, LIMITED].flatMap((profile) => [
      ...tables.map((table) => `audit get-data-access ${profile} ${table}: indeterminate late`),
      `kept get-data-access ${profile} ${REVIEWS}: indeterminate late`,
    ]);
    expect(changesOf(findings)).toEqual(looks.sort());
    expect(late.exitCode).toBe(2);
  });

  it('are found by a later confirm, which asks nothing again', async () => {
    const { observations } = await recordOf(late);
    await systemClock.sleep(Math.max(0, askedAtMs + LATE_MS + AUDIT_DELAY_MS + 1_000 - Date.now()));
    const confirmed = await lakeproof(['confirm', runFolderOf(late)], { env: lake.env }).ended;
    const record = await recordOf(confirmed);
    expect(changesOf(record.findings)).toEqual([]);
    expect(record.observations).toEqual(observations);
    expect(confirmed.stdout).toContain('everything that was asked holds');
    expect(confirmed.exitCode).toBe(0);
  });
});

describe('a lake in order', () => {
  let undisturbed: Ended;

  beforeAll(async () => {
    undisturbed = await command('run');
  });

  it('is found to hold the policy, and the run ends with 0', async () => {
    const { run, findings, coverage } = await recordOf(undisturbed);
    expect(changesOf(findings)).toEqual([]);
    expect(run.state).toBe('finished');
    expect(coverage?.unjudged).toEqual([]);
    expect(undisturbed.exitCode).toBe(0);
  });

  it.each(['index.html', 'findings.csv', 'junit.xml', 'manifest.json'])(
    'is called emulated in %s, though the target was aws',
    async (file) => {
      expect(await readFile(join(runFolderOf(undisturbed), file), 'utf8')).toContain(EMULATED_NOTICE);
    },
  );

  it('is called emulated in the record and on the terminal', async () => {
    const { run } = await recordOf(undisturbed);
    expect(run.target).toBe('emulated');
    expect(new Set(Object.values(run.endpoints))).toEqual(new Set([lake.url]));
    expect(undisturbed.stdout).toContain(EMULATED_NOTICE);
  });
});

describe('faults of the log', () => {
  it('an event that is lost is absent, one that names somebody else contradicts, and nothing else changes', async () => {
    await lake.fault({ fault: 'event-lost', match: readingOf(LIMITED) });
    await lake.fault({
      fault: 'event-misattributed',
      match: readingOf(FULL),
      toPrincipalArn: 'arn:aws:iam::111122223333:user/lake-admin',
    });
    const ended = await command('run');
    const { findings } = await recordOf(ended);
    expect(changesOf(findings)).toEqual([
      `audit get-data-access ${FULL} ${REVIEWS}: not-satisfied contradicted`,
      `audit get-data-access ${LIMITED} ${REVIEWS}: not-satisfied absent`,
      // What was not found, or not of this look, is not kept of it.
      `kept get-data-access ${FULL} ${REVIEWS}: indeterminate unavailable`,
      `kept get-data-access ${LIMITED} ${REVIEWS}: indeterminate unavailable`,
    ]);
    expect(ended.exitCode).toBe(1);
  });
});

describe('faults on the way', () => {
  it('throttled calls and events that are late but in time change nothing; every attempt is on record', async () => {
    await lake.fault({ fault: 'throttling', match: { operation: 'StartQueryExecution' }, times: 20 });
    await lake.fault({ fault: 'throttling', match: { operation: 'BatchGetQueryExecution' }, times: 2 });
    await lake.fault({ fault: 'throttling', match: { operation: 'LookupEvents' }, times: 1 });
    await lake.fault({ fault: 'event-late', match: { eventName: 'GetDataAccess' }, delayMs: 1_000 });
    const ended = await command('run');
    const { findings, observations } = await recordOf(ended);
    expect(changesOf(findings)).toEqual([]);
    const attempts = observations.flatMap(({ execution }) => execution.attempts);
    const throttled = attempts.filter(({ fault }) => fault?.class === 'throttled');
    expect(throttled.filter(({ operation }) => operation === 'athena:StartQueryExecution')).toHaveLength(20);
    expect(throttled.filter(({ fault }) => fault?.requestId === undefined)).toEqual([]);
    expect(ended.exitCode).toBe(0);
  });
});

describe('an engine that ignores the column filter', () => {
  it('turns the cells of the columns that it shows red', async () => {
    await lake.fault({ fault: 'column-filter-ignored', match: { principalName: `${ROLE}${LIMITED}` } });
    const ended = await command('run', '--profile', LIMITED);
    const { findings } = await recordOf(ended);
    expect(changesOf(findings, LIMITED)).toEqual(
      DENIED_COLUMNS.map(
        (column) => `access column-select ${LIMITED} ${REVIEWS}.${column}: not-satisfied over-exposed`,
      ).sort(),
    );
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toMatch(/not satisfied/);
  });
});
