import { expect, it } from 'vitest';
import { SharedValues } from './shared-values.js';

interface Value {
  readonly name: string;
  readonly list: readonly number[];
  readonly other: string | undefined;
}

const value = (name: string, more: Partial<Value> = {}): Value => ({ name, list: [1], other: undefined, ...more });

it('gives the first for one that is like it, and no other', () => {
  const values = new SharedValues<Value>();
  const first = value('a');
  expect(values.of(first)).toBe(first);
  expect(values.of(value('a'))).toBe(first);
  for (const other of [value('b'), value('a', { list: [1, 2] }), value('a', { other: '' })]) {
    expect(values.of(other)).toBe(other);
  }
  expect(values.of(value('a'))).toBe(first);
});

it('gives values back however many and however long they were', () => {
  const values = new SharedValues<Value>();
  const all = Array.from({ length: 30_000 }, (_, number) => value(`${number % 25_000}`));
  all.push(value('x'.repeat(100_000)), value('x'.repeat(100_000)));
  expect(all.map((one) => values.of(one))).toEqual(all);
});
