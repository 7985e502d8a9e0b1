import { describe, expect, it } from 'vitest';
import { Faults, faultOrderSchema } from './faults.js';
import type { FaultOrder, FaultSubject } from './model/fault.js';

const ABOUT: FaultSubject = {
  service: 'lakeformation',
  operation: 'GetDataAccess',
  eventName: 'GetDataAccess',
  principalName: 'analyst',
  databaseName: 'sales',
  tableName: 'orders',
  queryText: 'SELECT count("price") FROM orders',
};

const order = (rest: object): FaultOrder => faultOrderSchema.parse({ fault: 'event-lost', ...rest });

describe('what a fault is aimed at', () => {
  it.each<[string, object, boolean]>([
    ['nothing in particular', {}, true],
    ['the event by its name', { eventName: 'GetDataAccess' }, true],
    ['another event', { eventName: 'StartQueryExecution' }, false],
    ['the table of the event', { databaseName: 'sales', tableName: 'orders' }, true],
    ['the principal, and another table', { principalName: 'analyst', tableName: 'people' }, false],
    ['a part of the text of the query', { queryText: 'count("price")' }, true],
    ['the text of another query', { queryText: 'count("name")' }, false],
  ])('%s', (_what, match, strikes) => {
    const faults = new Faults();
    faults.arm(order({ match }));
    expect(faults.strikes('event-lost', ABOUT)).toBe(strikes);
  });

  it('a text misses an event that is of no query', () => {
    const faults = new Faults();
    faults.arm(order({ match: { queryText: 'SELECT' } }));
    expect(faults.strikes('event-lost', { eventName: 'AssumeRole' })).toBe(false);
  });
});

describe('how long a fault is on', () => {
  it('strikes as often as it was ordered to, and then no more', () => {
    const faults = new Faults();
    faults.arm(order({ times: 2 }));
    expect([1, 2, 3].map(() => faults.strikes('event-lost', ABOUT))).toEqual([true, true, false]);
  });

  it('without a number it strikes until all are cleared', () => {
    const faults = new Faults();
    faults.arm(order({}));
    expect([1, 2, 3].every(() => faults.strikes('event-lost', ABOUT))).toBe(true);
    faults.clear();
    expect(faults.strikes('event-lost', ABOUT)).toBe(false);
  });
});

describe('an order', () => {
  it.each<[string, object]>([
    ['a fault that the lake does not have', { fault: 'event-doubled' }],
    ['an unknown thing to aim at', { fault: 'event-lost', match: { sql: 'x' } }],
    ['a late event without its delay', { fault: 'event-late' }],
    ['a misattributed one without its principal', { fault: 'event-misattributed' }],
    ['no times at all', { fault: 'event-lost', times: 0 }],
  ])('is refused for %s', (_what, wrong) => {
    expect(faultOrderSchema.safeParse(wrong).success).toBe(false);
  });
});
