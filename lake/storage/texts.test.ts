import { expect, it } from 'vitest';
import { texts } from './texts.js';

it('keeps every name that a user can give', () => {
  const saved: unknown = JSON.parse('{"__proto__":"a","constructor":"b","":"c"}');
  expect(Object.entries(texts.parse(saved))).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['', 'c'],
  ]);
});

it.each([null, [], 'text', { a: 1 }, { a: null }])('refuses what is none: %j', (saved) => {
  expect(texts.safeParse(saved).success).toBe(false);
});
