import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import type { AuditEvent, AuditFacts } from '../model/audit.js';
import type { Observation } from '../model/observation.js';
import type { Probe } from '../model/plan.js';
import type { JudgeInput } from '../model/run.js';
import { confirmationsOf } from './correlate.js';
import type { LookupRequest } from './lookup.js';
import { settleAudit } from './settle.js';
import { Sweeper } from './sweep.js';

const SETTLE_MS = 60_000;
const SESSION_ARN = 'arn:aws:sts::111122223333:assumed-role/R/lakeproof-x';

function probe(probeId: string): Probe {
  return {
    probeId,
    kind: 'session',
    profile: 'p',
    purpose: 'subject',
    accessRequest: { subject: { type: 'profile', id: 'p' }, action: { name: 'SELECT' }, resource: {}, context: {} },
    sql: 'SELECT 1',
    expectation: 'permit',
  };
}

/** Asked at the given second, ended at once. */
function observation(probeId: string, second: number): Observation {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  return {
    probeId,
    profile: 'p',
    sql: 'SELECT 1',
    decision: 'permit',
    execution: {
      queryExecutionId: `query-${probeId}`,
      workGroup: 'w',
      state: 'SUCCEEDED',
      submittedAt: at,
      completedAt: at,
      requestIds: [],
      attempts: [],
    },
    observedAt: at,
  };
}

interface Logged {
  readonly probeId: string;
  readonly second: number;
  readonly delayMs?: number;
  readonly userName?: string;
  readonly arn?: string;
}

/** A log in which each event can be seen some time after it was made. */
function world(logged: readonly Logged[], options: { readonly failing?: boolean } = {}) {
  const clock = new FakeClock('2026-01-01T00:00:10.000Z');
  let audit: AuditFacts = { auditSettleMs: SETTLE_MS, sweeps: [], state: 'waiting' };
  let auditEvents: readonly AuditEvent[] = [];
  const requests: LookupRequest[] = [];
  const inputNow = (): JudgeInput => ({
    plan: {
      formatVersion: 1,
      policyName: 'p',
      policyDigest: '0'.repeat(64),
      tests: [],
      probes: [probe('a'), probe('beacon')],
      findings: [],
      notPresent: [],
    },
    inventory: {
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
    },
    identities: [
      { profile: 'p', status: 'proven', roleArn: 'arn:aws:iam::111122223333:role/R', sessionArn: SESSION_ARN },
    ],
    observations: [observation('a', 5), observation('beacon', 8)],
    auditEvents,
    audit,
    accountId: '111122223333',
    region: 'us-east-1',
    partition: 'aws',
  });
  const sweeper = new Sweeper({
    clock,
    lookupIntervalMs: 1,
    lookup: (request) => {
      requests.push(request);
      if (options.failing === true) {
        return Promise.reject(new LakeproofError({ code: 'AWS_CALL_FAILED', message: 'gone' }));
      }
      const visible = logged.filter(({ second, delayMs = 0, userName = 'lakeproof-x' }) => {
        const madeMs = Date.UTC(2026, 0, 1, 0, 0, second);
        const wanted = request.key === 'Username' ? userName : 'StartQueryExecution';
        const inWindow = madeMs >= +request.startTime && madeMs <= +request.endTime;
        return wanted === request.value && inWindow && madeMs + delayMs <= clock.now().getTime();
      });
      return Promise.resolve({ events: visible.map(textOf) });
    },
  });
  const settle = (maxFailuresInARow = 5) =>
    settleAudit({
      sweeper,
      clock,
      userName: 'lakeproof-x',
      auditSettleMs: SETTLE_MS,
      maxFailuresInARow,
      needed: new Set(['a']),
      inputNow,
      onSweep: (sweep, events) => {
        audit = { ...audit, sweeps: [...audit.sweeps, sweep] };
        auditEvents = [...auditEvents, ...events];
        return Promise.resolve();
      },
    });
  const kind = (): string | undefined => confirmationsOf(inputNow()).find(({ probeId }) => probeId === 'a')?.kind;
  const elapsedMs = (): number => clock.now().getTime() - Date.UTC(2026, 0, 1, 0, 0, 10);
  return { settle, kind, requests, elapsedMs, sweeps: () => audit.sweeps };
}

function textOf({ probeId, second, arn }: Logged): string {
  return JSON.stringify({
    eventID: `event-${probeId}`,
    eventName: 'StartQueryExecution',
    eventSource: 'athena.amazonaws.com',
    eventTime: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString().replace('.000Z', 'Z'),
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    userIdentity: { type: 'AssumedRole', arn: arn ?? SESSION_ARN },
    responseElements: { queryExecutionId: `query-${probeId}` },
  });
}

const BEACON: Logged = { probeId: 'beacon', second: 8 };

describe('waiting for the log', () => {
  it('ends as soon as everything needed is found', async () => {
    const { settle, kind, elapsedMs } = world([{ probeId: 'a', second: 5, delayMs: 20_000 }, BEACON]);
    expect(await settle()).toMatchObject({ state: 'closed' });
    expect(kind()).toBe('confirmed');
    expect(elapsedMs()).toBeGreaterThanOrEqual(15_000);
    expect(elapsedMs()).toBeLessThan(20_000);
  });

  it('calls a missing event absent only after the settling time, with a beacon, and after a look by name', async () => {
    const { settle, kind, elapsedMs, requests } = world([BEACON]);
    await settle();
    expect(kind()).toBe('absent');
    // Ended at second 5, so the settling time is over 55 s after second 10.
    expect(elapsedMs()).toBeGreaterThanOrEqual(55_000);
    expect(requests.at(-1)).toMatchObject({ key: 'EventName', value: 'StartQueryExecution' });
  });

  it('without a beacon it stays late', async () => {
    const { settle, kind } = world([]);
    await settle();
    expect(kind()).toBe('late');
  });

  it('tells an event under another principal from one that is missing', async () => {
    const { settle, kind } = world([
      { probeId: 'a', second: 5, userName: 'somebody', arn: 'arn:aws:sts::111122223333:assumed-role/R/somebody' },
      BEACON,
    ]);
    await settle();
    expect(kind()).toBe('contradicted');
  });

  it('reads from the first query that is open to the last of the run, padded by two seconds', async () => {
    const { settle, requests } = world([{ probeId: 'a', second: 5 }, BEACON]);
    await settle();
    expect(requests).toMatchObject([
      { startTime: new Date('2026-01-01T00:00:03Z'), endTime: new Date('2026-01-01T00:00:10Z') },
    ]);
  });

  it('gives a log up that cannot be read, and then nothing is absent', async () => {
    const { settle, kind, sweeps } = world([BEACON], { failing: true });
    expect(await settle(3)).toEqual({ state: 'closed' });
    expect(sweeps()).toHaveLength(3);
    expect(kind()).toBe('unavailable');
  });
});
