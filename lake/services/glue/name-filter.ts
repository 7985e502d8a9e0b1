import { notImplemented } from '../../model/aws-error.js';

/**
 * `Expression` of GetTables: a pattern that a name must match. Letters, digits, `_`, `-`, `*` (any text), `.` (any
 * character) and `|` (or) are understood; a full regular expression from a client is not run here.
 */
export function nameFilter(expression: string | undefined): (name: string) => boolean {
  if (expression === undefined || expression === '') return () => true;
  if (!/^[\w.*|-]+$/.test(expression)) throw notImplemented(`The table name pattern ${expression}`);
  const alternatives = expression
    .toLowerCase()
    .split('|')
    .map((alternative) => alternative.replaceAll('.*', '*'));
  return (name) => alternatives.some((alternative) => matches(name, alternative));
}

/** Linear in the name for each star: no back-tracking that a hostile pattern could blow up. */
function matches(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (!startsWith(name, first, 0)) return false;
  if (rest.length === 0) return name.length === first.length;
  let at = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = indexOf(name, part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && startsWith(name, last, name.length - last.length);
}

function indexOf(name: string, part: string, from: number): number {
  for (let at = from; at + part.length <= name.length; at += 1) if (startsWith(name, part, at)) return at;
  return -1;
}

function startsWith(name: string, part: string, at: number): boolean {
  return (
    at + part.length <= name.length &&
    Array.from({ length: part.length }, (_, index) => part[index]).every(
      (character, index) => character === '.' || name[at + index] === character,
    )
  );
}
