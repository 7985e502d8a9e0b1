import { afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../core/error.js';
import { EngineWorld, FULL, LIMITED, TABLE } from '../../tests/support/engine-world.js';
import { createDoorClient } from './door-client.js';

const world = new EngineWorld();

afterEach(() => world.clear());

describe('the door', () => {
  it('answers a test with findings, observations and the identity they rest on', async () => {
    const { engine } = await world.open();
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
    const { engine, account: fake } = await world.open();
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
    const { engine } = await world.open();
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
    const { engine } = await world.open();
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
