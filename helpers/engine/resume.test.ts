import { afterEach, describe, expect, it } from 'vitest';
import { EngineWorld, LIMITED, TABLE } from '../../tests/support/engine-world.js';
import { FakeError } from '../../tests/support/fake-account.js';
import { confirmRun } from './confirm.js';
import { openEngine } from './engine.js';

const world = new EngineWorld();

afterEach(() => world.clear());

describe('going on with a run', () => {
  it('a resumed run asks everything anew of a new lake, and ends like an undisturbed one', async () => {
    const first = await world.open();
    first.engine.begin('all');
    await first.engine.interrupt('test');
    const cut = await first.engine.close();
    expect(cut.run.state).toBe('interrupted');
    await first.account.close();
    const account = await world.account();
    const engine = await openEngine(await world.optionsFor(account, { runId: cut.runId, resume: true }));
    engine.begin('all');
    const { run, findings } = await engine.close();
    expect(run.state).toBe('finished');
    expect(findings.filter(({ status }) => status !== 'satisfied')).toEqual([]);
    expect(account.started).toHaveLength(account.plan.probes.length);
  });

  const polite = { target: 'aws' } as const;

  it('resume keeps what was seen and asks the rest again, as other queries', async () => {
    let failing = true;
    const { engine, account: fake } = await world.open(
      {
        before: ({ operation }) => {
          if (operation !== 'athena:GetQueryResults' || !failing) return undefined;
          throw new FakeError('InvalidRequestException', 'Could not find results');
        },
      },
      polite,
    );
    const test = `access/columns/${LIMITED}/${TABLE}`;
    engine.begin([test]);
    const first = await engine.close();
    const askedBefore = fake.started.length;
    const denied = first.findings.filter(({ status }) => status !== 'satisfied');
    expect(denied.length).toBeGreaterThan(0);
    failing = false;
    const again = await openEngine(await world.optionsFor(fake, { ...polite, runId: first.runId, resume: true }));
    again.begin([test]);
    const { findings, run } = await again.close();
    expect(findings.filter(({ status }) => status !== 'satisfied')).toEqual([]);
    expect(run.startedAt).toBe(first.run.startedAt);
    // Refusals came as state FAILED and were kept; only what had a result to read was asked again.
    expect(fake.started.length - askedBefore).toBeLessThan(askedBefore);
    expect(new Set(fake.started.map(({ token }) => token)).size).toBe(fake.started.length);
  });

  it('asks everything anew where the roles have been made again since', async () => {
    const { engine, account: before } = await world.open({ roleId: 'AROABEFORE' }, { ...polite, noWait: true });
    engine.begin('all');
    const first = await engine.close();
    await before.close();
    const account = await world.account({ roleId: 'AROAAFTER' });
    const again = await openEngine(await world.optionsFor(account, { ...polite, runId: first.runId, resume: true }));
    again.begin('all');
    const { findings, run } = await again.close();
    expect(account.started).toHaveLength(account.plan.probes.length);
    expect(findings.filter(({ status }) => status !== 'satisfied')).toEqual([]);
    expect(run.runnerId).toBe('AROAAFTER');
  });

  it('refuses to go on at another target than the one it was begun with', async () => {
    const startedWith = { target: 'aws', settingsFile: '/lakeproof.yaml', templates: [], specsDir: undefined } as const;
    const { engine, account } = await world.open({}, { ...polite, noWait: true, startedWith });
    const { runId, run } = await engine.close();
    expect(run.startedWith).toStrictEqual({ target: 'aws', settingsFile: '/lakeproof.yaml', templates: [] });
    const elsewhere = await world.optionsFor(account, { target: 'embedded', runId, resume: true });
    await expect(openEngine(elsewhere)).rejects.toMatchObject({ code: 'RESUME_OTHER_TARGET' });
  });

  it('confirm reads the log that --no-wait left, and ends like an undisturbed run', async () => {
    const { engine, account: fake, options } = await world.open({ auditDelayMs: 100 }, { ...polite, noWait: true });
    engine.begin('all');
    const first = await engine.close();
    expect(first.run.state).toBe('asked');
    const asked = fake.started.length;
    const { settings, connection, progress } = options;
    const { run, findings } = await confirmRun({ runDir: first.runDir, settings, connection, target: 'aws', progress });
    expect(fake.started).toHaveLength(asked);
    expect(run).toMatchObject({ state: 'finished', audit: { state: 'closed' } });
    expect(findings.filter(({ status }) => status !== 'satisfied')).toEqual([]);
  });

  it('confirm refuses an embedded lake, whose log died with it', async () => {
    const { engine, options } = await world.open({}, { noWait: true });
    engine.begin('all');
    const { runDir } = await engine.close();
    await expect(confirmRun({ ...options, runDir, target: 'embedded' })).rejects.toMatchObject({
      code: 'CONFIRM_EMBEDDED',
    });
  });
});
