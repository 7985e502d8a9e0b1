/** Longer ones are rarely said again. */
const MAX_CHARACTERS = 400;
const MAX_TEXTS = 5_000;

const known = new Map<string, string>();

/**
 * The same text, held once: what comes out of a request is a string of its own each time, and records keep it for as long
 * as the lake is there. So many texts at most are known, and then forgotten; records keep what they have.
 */
export function sharedText(text: string): string {
  if (text.length > MAX_CHARACTERS) return text;
  const first = known.get(text);
  if (first !== undefined) return first;
  if (known.size >= MAX_TEXTS) known.clear();
  known.set(text, text);
  return text;
}

/**
 * The same text by itself: one that was cut out of another keeps all of that in memory, and one put together its parts.
 * Only for texts of one byte a character, as nearly all are; others are given back as they came.
 */
export function ownText(text: string): string {
  return /[^\0-\xff]/.test(text) ? text : Buffer.from(text, 'latin1').toString('latin1');
}
