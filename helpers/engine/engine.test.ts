import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../core/error.js';
import { connectionTo } from '../../tests/support/fake-access.js';
import {
  type FakeAccount,
  type FakeAccountOptions,
  FakeCut,
  FakeError,
  type FakeEvent,
  startFakeAccount,
} from '../../tests/support/fake-account.js';
import { loadSettings } from '../config/settings.js';
import type { Settings } from '../model/settings.js';
import { loadPolicy } from '../policy/load-policy.js';
import { createDoorClient } from './door-client.js';
import { type Engine, type EngineOptions, openEngine } from './engine.js';
import { silentProgress } from './progress.js';

const POLICY = 'policies/walkthrough.policy.yaml';
const LIMITED = 'data-scientist-limited';
const FULL = 'data-scientist-full';
const TABLE = 'amazon_reviews_db.amazon_reviews_parquet';

let outDir: string;
let account: FakeAccount | undefined;

beforeEach(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'lakeproof-engine-'));
});

afterEach(async () => {
  await account?.close();
  account = undefined;
  await rm(outDir, { recursive: true, force: true });
});

interface Opened {
  readonly engine: Engine;
  readonly account: FakeAccount;
  readonly options: EngineOptions;
}

async function open(fake: FakeAccountOptions = {}, change: Partial<EngineOptions> = {}): Promise<Opened> {
  account = await startFakeAccount(await loadPolicy(POLICY), fake);
  const options = await optionsFor(account, change);
  return { engine: await openEngine(options), account, options };
}

async function optionsFor(fake: FakeAccount, change: Partial<EngineOptions> = {}): Promise<EngineOptions> {
  const settings: Settings = await loadSettings('lakeproof.yaml', { target: 'embedded', auditDelayMaxMs: 200 });
  return {
    policyFile: POLICY,
    settings,
    connection: connectionTo(fake.url),
    target: 'embedded',
    outDir,
    noWait: false,
    progress: silentProgress,
    ...change,
  };
}

describe('a whole run against an account that does what its policy says', () => {
  it('is satisfied in every finding, asks each probe once, and is emulated', async () => {
    const { engine, account: fake } = await open();
    engine.begin('all');
    const { run, findings, coverage } = await engine.close();
    expect(findings.filter(({ status }) => status !== 'satisfied')).toEqual([]);
    expect(coverage.unjudged).toEqual([]);
    expect(run).toMatchObject({ state: 'finished', target: 'emulated', accountId: '111122223333' });
    expect(run.endpoints).toHaveProperty('athena', fake.url);
    expect(run.identities.map(({ profile, status }) => [profile, status])).toEqual([
      [FULL, 'proven'],
      [LIMITED, 'proven'],
    ]);
    expect(fake.started).toHaveLength(fake.plan.probes.length);
    expect(new Set(fake.started.map(({ token }) => token)).size).toBe(fake.plan.probes.length);
  });

  it('asks beacons after everything else', async () => {
    const { engine, account: fake } = await open();
    engine.begin('all');
    await engine.close();
    const beacons = fake.plan.probes.filter(({ purpose }) => purpose === 'beacon').map(({ sql }) => sql);
    const last = fake.started.slice(-beacons.length).map(({ sql }) => sql);
    expect(last.sort()).toEqual(beacons.sort());
  });

  it('asks nothing before begin, and only what the selected tests need after it', async () => {
    const { engine, account: fake } = await open();
    expect(fake.started).toEqual([]);
    const testKey = `preflight/session/${LIMITED}`;
    engine.begin([testKey]);
    const { run } = await engine.close();
    expect(fake.started.map(({ sql }) => sql)).toEqual(['SELECT 1']);
    expect(run.selectedTests).toEqual([testKey]);
  });

  it('keeps secrets out of the record', async () => {
    const { engine } = await open();
    engine.begin([`preflight/session/${LIMITED}`]);
    const { runDir } = await engine.close();
    const text = await readFile(join(runDir, 'run.json'), 'utf8');
    expect(text).not.toMatch(/ASIA|secret/);
  });

  it('never begun is interrupted, and judges nothing satisfied that rests on an answer', async () => {
    const { engine } = await open();
    const { run, findings } = await engine.close();
    expect(run.state).toBe('interrupted');
    expect(findings.filter(({ status, objective }) => status === 'satisfied' && objective !== 'posture')).toEqual([]);
  });
});

describe('the door', () => {
  it('answers a test with findings, observations and the identity they rest on', async () => {
    const { engine } = await open();
    const door = createDoorClient(engine.door);
    const testKey = `access/columns/${LIMITED}/${TABLE}`;
    await door.begin({ tests: [testKey] });
    const answer = await door.answer(testKey);
    if (answer.state !== 'answered') throw new Error('still pending');
    expect(answer.findings).toHaveLength(16);
    expect(answer.findings.every(({ status }) => status === 'satisfied')).toBe(true);
    expect(answer.identity).toMatchObject({ profile: LIMITED, status: 'proven' });
    expect(await door.run()).toMatchObject({ runId: engine.runId, target: 'emulated' });
    await engine.close();
  });

  it('leaves a test unasked that came along unselected, and asks it when a spec wants it', async () => {
    const { engine, account: fake } = await open();
    const door = createDoorClient(engine.door);
    await door.begin({ tests: [`access/columns/${LIMITED}/${TABLE}`] });
    const unselected = `audit/kept/${FULL}/${TABLE}`;
    const answer = await door.answer(unselected, { ifSelected: true });
    expect(answer).toMatchObject({ state: 'answered', notSelected: true, findings: [] });
    const asked = await door.answer(unselected);
    expect(asked).toMatchObject({ state: 'answered' });
    expect(asked).not.toHaveProperty('notSelected');
    expect(fake.started.length).toBeGreaterThan(0);
    const { run } = await engine.close();
    expect(run.selectedTests).toContain(unselected);
  });

  it('answers a question of a user’s own spec from the planned findings', async () => {
    const { engine } = await open();
    const door = createDoorClient(engine.door);
    const [database, table] = TABLE.split('.');
    const base = { profile: LIMITED, database: database ?? '', table: table ?? '' };
    const answer = await door.ask({ ...base, columns: ['customer_id'], clause: 'WHERE' });
    if (answer.state !== 'answered') throw new Error('still pending');
    expect(answer.findings).toMatchObject([{ expected: 'deny', status: 'satisfied' }]);
    const denied = answer.observations.filter(({ decision }) => decision === 'deny');
    expect(denied).toHaveLength(1);
    await expect(door.ask({ ...base, columns: ['costumer_id'] })).rejects.toThrow(UsageError);
    await expect(door.ask({ ...base, profile: 'nobody', columns: [] })).rejects.toThrow('no profile "nobody"');
    await engine.close();
  });

  it('refuses a stranger, a question it does not understand and a test that is not in the plan', async () => {
    const { engine } = await open();
    const stranger = await fetch(`${engine.door.url}/v1/run`, { headers: { authorization: 'Bearer x' } });
    expect(stranger.status).toBe(401);
    const headers = { authorization: `Bearer ${engine.door.token.reveal()}` };
    const malformed = await fetch(`${engine.door.url}/v1/ask`, { method: 'POST', headers, body: '{"profile":1}' });
    expect(malformed.status).toBe(400);
    await expect(createDoorClient(engine.door).answer('access/columns/x/y')).rejects.toMatchObject({
      code: 'ENGINE_UNKNOWN_TEST',
    });
    await engine.close();
  });
});

describe('bad faith', () => {
  it('a throttled account gives the same findings, with the attempts on record', async () => {
    let throttles = 0;
    const { engine, account: fake } = await open({
      before: ({ operation }) => {
        if (operation !== 'athena:StartQueryExecution' || throttles >= 6) return undefined;
        throttles += 1;
        throw new FakeError('ThrottlingException', 'Rate exceeded');
      },
    });
    engine.begin('all');
    const { findings, runDir } = await engine.close();
    expect(findings.every(({ status }) => status === 'satisfied')).toBe(true);
    expect(fake.started).toHaveLength(fake.plan.probes.length);
    const observations = await readFile(join(runDir, 'observations.jsonl'), 'utf8');
    expect(observations.match(/"class":"throttled"/g)).toHaveLength(6);
  });

  it('a profile whose role cannot be assumed is indeterminate, asks nothing and stops no other', async () => {
    const { engine, account: fake } = await open({
      before: ({ operation, input }) => {
        if (operation === 'sts:AssumeRole' && String(input.RoleArn).endsWith(LIMITED)) {
          throw new FakeError('AccessDenied', 'User is not authorized to perform: sts:AssumeRole', 403);
        }
        return undefined;
      },
    });
    engine.begin('all');
    const { findings } = await engine.close();
    const of = (profile: string): Set<string> =>
      new Set(
        findings.filter((finding) => finding.profile === profile).map(({ status, reason }) => `${status} ${reason}`),
      );
    expect(of(LIMITED)).toEqual(new Set(['indeterminate identity-failed']));
    expect([...of(FULL)].every((verdict) => verdict.startsWith('satisfied'))).toBe(true);
    expect(fake.started.some(({ role }) => role.endsWith(LIMITED))).toBe(false);
  });

  it('a session that is not who it should be proves nothing', async () => {
    const { engine } = await open({
      before: ({ operation, role }) =>
        operation === 'sts:GetCallerIdentity' && role?.endsWith(LIMITED) === true
          ? { Arn: `arn:aws:sts::111122223333:assumed-role/Admin/x`, Account: '111122223333', UserId: 'x' }
          : undefined,
    });
    engine.begin([`preflight/session/${LIMITED}`]);
    const { run } = await engine.close();
    expect(run.identities).toMatchObject([{ status: 'failed', fault: { code: 'IDENTITY_MISMATCH' } }]);
  });

  it('a target that dies mid-run ends the run soon, with nothing green that was not seen', async () => {
    let queries = 0;
    const { engine, account: fake } = await open({
      before: ({ operation }) => {
        if (operation === 'athena:StartQueryExecution') queries += 1;
        if (queries > 20 && !operation.startsWith('sts:')) throw new FakeCut();
        return undefined;
      },
    });
    engine.begin('all');
    const { run, findings } = await engine.close();
    expect(fake.started.length).toBeLessThan(fake.plan.probes.length);
    expect(findings.some(({ reason }) => reason === 'not-asked')).toBe(true);
    expect(findings.filter(({ objective, status }) => objective === 'audit' && status === 'satisfied')).toEqual([]);
    expect(run.audit.sweeps.every(({ complete }) => !complete)).toBe(true);
  }, 60_000);

  it('a resumed run asks everything anew of a new lake, and ends like an undisturbed one', async () => {
    const first = await open();
    first.engine.begin('all');
    await first.engine.interrupt('test');
    const cut = await first.engine.close();
    expect(cut.run.state).toBe('interrupted');
    await first.account.close();
    account = await startFakeAccount(await loadPolicy(POLICY));
    const engine = await openEngine(await optionsFor(account, { runId: cut.runId, resume: true }));
    engine.begin('all');
    const { run, findings } = await engine.close();
    expect(run.state).toBe('finished');
    expect(findings.filter(({ status }) => status !== 'satisfied')).toEqual([]);
    expect(account.started).toHaveLength(account.plan.probes.length);
  });
});

describe('the log', () => {
  const isLimitedRead = (event: FakeEvent): boolean =>
    event.event.eventName === 'GetDataAccess' && JSON.stringify(event.event).includes(LIMITED);

  /** The event of the probe that the audit finding about GetDataAccess rests on: the first one of the profile's count. */
  const once = (change: (event: FakeEvent) => FakeEvent | undefined): FakeAccountOptions => {
    let struck: string | undefined;
    return {
      log: (event) => {
        const count = account?.plan.probes.find(({ kind, profile }) => kind === 'column-count' && profile === LIMITED);
        const isCount = account?.started.at(-1)?.sql === count?.sql;
        if (struck !== undefined || !isCount || !isLimitedRead(event)) return event;
        struck = event.event.eventTime;
        return change(event);
      },
    };
  };

  const verdictsOf = async (fake: FakeAccountOptions): Promise<readonly string[]> => {
    const { engine } = await open(fake);
    engine.begin('all');
    const { findings } = await engine.close();
    return findings
      .filter(({ status }) => status !== 'satisfied')
      .map(({ objective, controlType, profile, reason }) => `${objective} ${controlType} ${profile} ${reason}`);
  };

  it('a lost event is absent after the settling time, and nothing but the findings that rest on it is red', async () => {
    const verdicts = await verdictsOf(once(() => undefined));
    expect(verdicts).toContain(`audit get-data-access ${LIMITED} absent`);
    expect(verdicts.every((verdict) => verdict.includes(`get-data-access ${LIMITED}`))).toBe(true);
  });

  it('an event that comes late, but within the settling time, is found', async () => {
    const verdicts = await verdictsOf(once((event) => ({ ...event, visibleAtMs: event.visibleAtMs + 600 })));
    expect(verdicts).toEqual([]);
  });

  it('an event under another principal is told from one that is missing', async () => {
    const verdicts = await verdictsOf(
      once(({ visibleAtMs, event }) => ({
        userName: 'somebody-else',
        visibleAtMs,
        event: {
          ...event,
          userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Other/somebody-else' },
          additionalEventData: { lakeFormationPrincipal: 'arn:aws:iam::111122223333:role/Other' },
        },
      })),
    );
    expect(verdicts).toContain(`audit get-data-access ${LIMITED} contradicted`);
  });

  it('a log that stays behind the settling time leaves the audit open and access as it was', async () => {
    const verdicts = await verdictsOf({ auditDelayMs: 60_000 });
    expect(verdicts.length).toBeGreaterThan(0);
    expect(verdicts.every((verdict) => /^(?:audit|kept) \S+ \S+ late$/.test(verdict))).toBe(true);
  });

  it('with noWait the audit is pending and access is judged', async () => {
    const { engine } = await open({ auditDelayMs: 60_000 }, { noWait: true });
    engine.begin('all');
    const { run, findings } = await engine.close();
    expect(run).toMatchObject({ state: 'asked', audit: { state: 'pending', sweeps: [] } });
    expect(
      findings.filter(({ objective }) => objective === 'access').every(({ status }) => status === 'satisfied'),
    ).toBe(true);
    expect(
      findings.filter(({ objective }) => objective === 'audit').every(({ status }) => status === 'indeterminate'),
    ).toBe(true);
  });
});

describe('before anything is asked', () => {
  it('a caller of another account is refused with exit code 3', async () => {
    account = await startFakeAccount(await loadPolicy(POLICY), {
      before: ({ operation }) =>
        operation === 'sts:GetCallerIdentity'
          ? { Arn: 'arn:aws:iam::999999999999:user/x', Account: '999999999999', UserId: 'x' }
          : undefined,
    });
    await expect(openEngine(await optionsFor(account))).rejects.toMatchObject({
      name: 'UsageError',
      code: 'ENGINE_WRONG_ACCOUNT',
    });
  });

  it('a table that the catalogue lacks is refused before a query', async () => {
    account = await startFakeAccount(await loadPolicy(POLICY), {
      before: ({ operation }) => (operation === 'glue:GetTables' ? { TableList: [] } : undefined),
    });
    await expect(openEngine(await optionsFor(account))).rejects.toMatchObject({ code: 'PLAN_UNKNOWN_NAME' });
    expect(account.started).toEqual([]);
  });
});
