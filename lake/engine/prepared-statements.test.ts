import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineLake } from '../testing/engine-lake.js';
import { failureOf, makeShop } from '../testing/shop.js';

let lake: EngineLake;
beforeAll(async () => {
  lake = await makeShop();
});
afterAll(() => lake.close());
beforeEach(() => lake.refused.clear());

describe('a prepared statement', () => {
  it('is kept as it was written, and run with the parameters of EXECUTE or of the call', async () => {
    await lake.run("PREPARE by_name FROM SELECT id, '😀' FROM orders WHERE customer = ? AND id < ? ;");
    expect((await lake.run("EXECUTE by_name USING 'ann', 5")).rows).toEqual([['1', '😀']]);
    expect((await lake.run('EXECUTE By_Name', ["'bob'", '5'])).rows).toEqual([['2', '😀']]);
    expect(await failureOf(lake, "EXECUTE by_name USING 'ann'")).toBe(
      'INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 2 but found 1 [2/1100]',
    );
  });

  it('is replaced by its name, and gone when it is deallocated', async () => {
    await lake.run('PREPARE passing FROM SELECT 1');
    await lake.run('PREPARE passing FROM SELECT 2');
    expect((await lake.run('EXECUTE passing')).rows).toEqual([['2']]);
    await lake.run('DEALLOCATE PREPARE passing');
    expect(await failureOf(lake, 'EXECUTE passing')).toBe('NOT_FOUND: Prepared statement not found: passing [2/1300]');
  });

  it('has its rights decided when it is executed', async () => {
    await lake.run('PREPARE of_visits FROM SELECT count(*) FROM visits');
    expect((await lake.run('EXECUTE of_visits')).rows).toEqual([['2']]);
    const access = lake.access.get('shop.visits');
    lake.access.delete('shop.visits');
    expect(await failureOf(lake, 'EXECUTE of_visits')).toMatch(/^TABLE_NOT_FOUND: /);
    if (access !== undefined) lake.access.set('shop.visits', access);
  });

  it.each([
    ['PREPARE x FROM SELECT 1', 'athena:CreatePreparedStatement'],
    ['EXECUTE x', 'athena:GetPreparedStatement'],
    ['DEALLOCATE PREPARE x', 'athena:DeletePreparedStatement'],
  ])('needs IAM’s word: %s without %s', async (sql, action) => {
    lake.refused.add(action);
    expect(await failureOf(lake, sql)).toBe(
      `User: arn:aws:sts::111122223333:assumed-role/R/s is not authorized to perform: ${action} on resource: arn:aws:athena:us-east-1:111122223333:workgroup/primary because no identity-based policy allows the ${action} action [2/1500]`,
    );
  });

  it('has its syntax refused at once', () => {
    expect(() => lake.prepare('PREPARE x FROM SELEC 1')).toThrow(/^line 1:16: mismatched input 'SELEC'/);
  });
});
