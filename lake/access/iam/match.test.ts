import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeWildcards, matchesResource, matchesWildcard } from './match.js';

/** A second opinion, for patterns that are short enough to backtrack over. */
function byExpression(pattern: string): RegExp {
  const parts = Array.from(pattern, (character) => {
    if (character === '*') return '[^]*';
    return character === '?' ? '[^]' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return new RegExp(`^${parts.join('')}$`, 'u');
}

const characters = fc.constantFrom('a', 'b', ':', '/', '*', '?', '.', '[', '\\', '😀');
const short = fc.array(characters, { maxLength: 8 }).map((list) => list.join(''));

describe('matchesWildcard', () => {
  it('agrees with a regular expression', () => {
    fc.assert(
      fc.property(short, short, (pattern, text) => {
        expect(matchesWildcard(pattern, text)).toBe(byExpression(pattern).test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('matches every text by itself, escaped', () => {
    fc.assert(
      fc.property(short, short, (text, other) => {
        expect(matchesWildcard(escapeWildcards(text), text)).toBe(true);
        expect(matchesWildcard(escapeWildcards(text), other)).toBe(text === other);
      }),
    );
  });

  it('is not stopped by a pattern of many stars', () => {
    const pattern = `${'*a'.repeat(1_000)}b`;
    expect(matchesWildcard(pattern, 'a'.repeat(2_000))).toBe(false);
    expect(matchesResource(`arn:aws:s3:::${pattern}`, `arn:aws:s3:::${'a'.repeat(2_000)}`)).toBe(false);
    expect(matchesWildcard(`${'*'.repeat(3_000)}a`, `${'b'.repeat(1_000)}a`)).toBe(true);
  });
});
