import { describe, expect, it } from 'vitest';
import { ownText, sharedText } from './shared-text.js';

describe.each([
  ['sharedText', sharedText],
  ['ownText', ownText],
])('%s', (_, held) => {
  it.each(['', 'text', 'é', '\u{1F600}', 'x'.repeat(1_000), '__proto__', '\ud800'])('is the text: %j', (text) => {
    expect(held(text)).toBe(text);
    expect(held(`${text}!`).slice(0, -1)).toBe(text);
  });
});

it('gives texts back however many there were', () => {
  const texts = Array.from({ length: 12_000 }, (_, number) => `text ${number}`);
  expect(texts.map(sharedText)).toEqual(texts);
});
