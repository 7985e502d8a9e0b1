import { describe, expect, it } from 'vitest';
import { randomLetters, randomSlice } from './random.js';

describe('random bytes out of the pool', () => {
  it('are as many as were asked for, and never the same', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 2_000; index += 1) seen.add(randomSlice(16).toString('hex'));
    expect(seen.size).toBe(2_000);
    expect([...seen].every((text) => /^[0-9a-f]{32}$/.test(text))).toBe(true);
  });

  it('hold each value about as often as the others', () => {
    const counts = new Array<number>(256).fill(0);
    for (let index = 0; index < 1_000; index += 1) {
      for (const byte of randomSlice(256)) counts[byte] = (counts[byte] ?? 0) + 1;
    }
    // A thousand are expected of each; 300 off is nine standard deviations.
    expect(counts.filter((count) => Math.abs(count - 1_000) > 300)).toEqual([]);
  });

  it('fill the whole pool, and no more', () => {
    expect(randomSlice(4_096)).toHaveLength(4_096);
    expect(() => randomSlice(4_097)).toThrow(RangeError);
  });

  it('become texts of the letters that are given', () => {
    const texts = Array.from({ length: 500 }, () => randomLetters('AB2', 20));
    expect(texts.every((text) => /^[AB2]{20}$/.test(text))).toBe(true);
    expect(new Set(texts).size).toBe(500);
    expect(new Set(texts.join(''))).toEqual(new Set('AB2'));
    expect(randomLetters('AB2', 0)).toBe('');
  });
});
