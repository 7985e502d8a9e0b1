import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SpooledLine } from './spool-segment.js';
import { WaitingLines } from './waiting-lines.js';

const line = (number: number, more: Partial<SpooledLine> = {}): SpooledLine => ({
  offset: number * 100,
  lengthBytes: 90,
  deliverAtMs: 1_782_939_707_123 + number,
  ...more,
});

function held(lines: WaitingLines): readonly SpooledLine[] {
  return Array.from({ length: lines.size }, (_, index) => lines.line(index));
}

it('holds what a list would hold, whatever is added and let go', () => {
  const step = fc.oneof(
    fc.nat({ max: 1_500 }).map((count) => ({ add: count })),
    fc.array(fc.nat({ max: 1_000 })).map((numbers) => ({ remove: new Set(numbers.map((number) => number * 100)) })),
    // Whole chunks as well.
    fc
      .tuple(fc.nat({ max: 3_000 }), fc.nat({ max: 3_000 }))
      .map(([from, count]) => ({ remove: new Set(Array.from({ length: count }, (_, at) => (from + at) * 100)) })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const lines = new WaitingLines();
      let list: SpooledLine[] = [];
      let next = 0;
      for (const one of steps) {
        if ('add' in one) {
          for (let count = 0; count < one.add; count += 1, next += 1) {
            lines.add(line(next));
            list.push(line(next));
          }
          continue;
        }
        const gone = list.filter(({ offset }) => one.remove.has(offset));
        list = list.filter(({ offset }) => !one.remove.has(offset));
        expect(lines.remove(one.remove)).toEqual({ lines: gone.length, bytes: 90 * gone.length });
      }
      expect(held(lines)).toEqual(list);
      expect([...lines]).toEqual(list);
    }),
  );
});

it('tells which lines are due, and none behind its end', () => {
  const lines = new WaitingLines();
  lines.add(line(0, { deliverAtMs: 5 }));
  expect([lines.isDue(0, 4), lines.isDue(0, 5), lines.isDue(1, Number.MAX_VALUE)]).toEqual([false, true, false]);
  expect(() => lines.line(1)).toThrow(RangeError);
});
