import { expect, it } from 'vitest';
import { inSeconds } from './seconds.js';

it.each([
  ['2026-07-01T21:01:47.000Z', '2026-07-01T21:01:47Z'],
  ['2026-07-01T21:01:47.999Z', '2026-07-01T21:01:47Z'],
  ['2026-07-01T21:01:48.000Z', '2026-07-01T21:01:48Z'],
  ['1969-12-31T23:59:59.500Z', '1969-12-31T23:59:59Z'],
])('writes %s in whole seconds', (at, text) => {
  expect(inSeconds(new Date(at))).toBe(text);
});

it('writes more seconds than it keeps', () => {
  const times = Array.from({ length: 2_000 }, (_, index) => new Date(index * 1_000));
  const texts = times.map((at) => `${at.toISOString().slice(0, 19)}Z`);
  for (let turn = 0; turn < 2; turn += 1) expect(times.map(inSeconds)).toEqual(texts);
});
