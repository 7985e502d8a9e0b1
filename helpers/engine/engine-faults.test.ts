import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EngineWorld, FULL, LIMITED } from '../../tests/support/engine-world.js';
import { type FakeAccountOptions, FakeCut, FakeError, type FakeEvent } from '../../tests/support/fake-account.js';

const world = new EngineWorld();

afterEach(() => world.clear());

describe('bad faith', () => {
  it('a throttled account gives the same findings, with the attempts on record', async () => {
    let throttles = 0;
    const { engine, account: fake } = await world.open({
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

  it('a query that Athena itself calls worth another try is asked again, as another query', async () => {
    let failures = 0;
    const { engine, account: fake } = await world.open({
      before: ({ operation, input }) => {
        if (operation !== 'athena:BatchGetQueryExecution' || failures > 0) return undefined;
        failures += 1;
        const ids: readonly unknown[] = Array.isArray(input.QueryExecutionIds) ? input.QueryExecutionIds : [];
        const AthenaError = { ErrorCategory: 1, ErrorType: 200, Retryable: true };
        const Status = { State: 'FAILED', StateChangeReason: 'GENERIC_INTERNAL_ERROR: node gone', AthenaError };
        return { QueryExecutions: [{ QueryExecutionId: ids[0], Status }] };
      },
    });
    engine.begin([`preflight/session/${LIMITED}`]);
    await engine.close();
    expect(fake.started.map(({ sql }) => sql)).toEqual(['SELECT 1', 'SELECT 1']);
    expect(new Set(fake.started.map(({ token }) => token)).size).toBe(2);
  });

  it('a profile whose role cannot be assumed is indeterminate, asks nothing and stops no other', async () => {
    const { engine, account: fake } = await world.open({
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
    const { engine } = await world.open({
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
    const retry = { minDelayMs: 0, maxDelayMs: 0, retries: { network: 2 }, maxTotalMs: 1_000 };
    const before: NonNullable<FakeAccountOptions['before']> = ({ operation }) => {
      if (operation === 'athena:StartQueryExecution') queries += 1;
      if (queries > 20 && !operation.startsWith('sts:')) throw new FakeCut();
      return undefined;
    };
    const { engine, account: fake } = await world.open({ before }, { retry });
    engine.begin('all');
    const { run, findings } = await engine.close();
    expect(fake.started.length).toBeLessThan(fake.plan.probes.length);
    expect(findings.some(({ reason }) => reason === 'not-asked')).toBe(true);
    expect(findings.filter(({ objective, status }) => objective === 'audit' && status === 'satisfied')).toEqual([]);
    expect(run.audit.sweeps.every(({ complete }) => !complete)).toBe(true);
  });
});

describe('the log', () => {
  const isLimitedRead = (event: FakeEvent): boolean =>
    event.event.eventName === 'GetDataAccess' && JSON.stringify(event.event).includes(LIMITED);

  /** The event of the probe that the audit finding about GetDataAccess rests on: the first one of the profile's count. */
  const once = (change: (event: FakeEvent) => FakeEvent | undefined): FakeAccountOptions => {
    let struck: string | undefined;
    return {
      log: (event, account) => {
        const count = account.plan.probes.find(({ kind, profile }) => kind === 'column-count' && profile === LIMITED);
        const isCount = account.started.at(-1)?.sql === count?.sql;
        if (struck !== undefined || !isCount || !isLimitedRead(event)) return event;
        struck = event.event.eventTime;
        return change(event);
      },
    };
  };

  const verdictsOf = async (fake: FakeAccountOptions): Promise<readonly string[]> => {
    const { engine } = await world.open(fake);
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
    const { engine } = await world.open({ auditDelayMs: 60_000 }, { noWait: true });
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
