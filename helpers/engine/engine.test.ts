import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EngineWorld, FULL, LIMITED } from '../../tests/support/engine-world.js';
import { openEngine } from './engine.js';

const world = new EngineWorld();

afterEach(() => world.clear());

describe('a whole run against an account that does what its policy says', () => {
  it('is satisfied in every finding, asks each probe once, and is emulated', async () => {
    const { engine, account: fake } = await world.open();
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
    const { engine, account: fake } = await world.open();
    engine.begin('all');
    await engine.close();
    const beacons = fake.plan.probes.filter(({ purpose }) => purpose === 'beacon').map(({ sql }) => sql);
    const last = fake.started.slice(-beacons.length).map(({ sql }) => sql);
    expect(last.sort()).toEqual(beacons.sort());
  });

  it('asks nothing before begin, and only what the selected tests need after it', async () => {
    const { engine, account: fake } = await world.open();
    expect(fake.started).toEqual([]);
    const testKey = `preflight/session/${LIMITED}`;
    engine.begin([testKey]);
    const { run } = await engine.close();
    expect(fake.started.map(({ sql }) => sql)).toEqual(['SELECT 1']);
    expect(run.selectedTests).toEqual([testKey]);
  });

  it('keeps secrets out of the record', async () => {
    const { engine } = await world.open();
    engine.begin([`preflight/session/${LIMITED}`]);
    const { runDir } = await engine.close();
    const text = await readFile(join(runDir, 'run.json'), 'utf8');
    expect(text).not.toMatch(/ASIA|secret/);
  });

  it('never begun is interrupted, and judges nothing satisfied that rests on an answer', async () => {
    const { engine } = await world.open();
    const { run, findings } = await engine.close();
    expect(run.state).toBe('interrupted');
    expect(findings.filter(({ status, objective }) => status === 'satisfied' && objective !== 'posture')).toEqual([]);
  });
});

describe('before anything is asked', () => {
  it('a caller of another account is refused with exit code 3', async () => {
    const account = await world.account({
      before: ({ operation }) =>
        operation === 'sts:GetCallerIdentity'
          ? { Arn: 'arn:aws:iam::999999999999:user/x', Account: '999999999999', UserId: 'x' }
          : undefined,
    });
    await expect(openEngine(await world.optionsFor(account))).rejects.toMatchObject({
      name: 'UsageError',
      code: 'ENGINE_WRONG_ACCOUNT',
    });
  });

  it('a table that the catalogue lacks is refused before a query', async () => {
    const account = await world.account({
      before: ({ operation }) => (operation === 'glue:GetTables' ? { TableList: [] } : undefined),
    });
    await expect(openEngine(await world.optionsFor(account))).rejects.toMatchObject({ code: 'PLAN_UNKNOWN_NAME' });
    expect(account.started).toEqual([]);
  });
});
