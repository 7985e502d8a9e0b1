/** Beyond this many candidates a guess costs more than it helps. */
const MAX_CANDIDATES = 5_000;
const MAX_NAME_LENGTH = 128;

/**
 * The candidate that a misspelt name most likely meant, or undefined. Distance is in edits; a guess is made only
 * within a third of the name's length, and ties go to the first in order, so that messages are the same on every run.
 */
export function closestName(misspelt: string, candidates: Iterable<string>): string | undefined {
  const wanted = misspelt.toLowerCase();
  if (wanted.length > MAX_NAME_LENGTH) return undefined;
  let best: { readonly name: string; readonly distance: number } | undefined;
  let looked = 0;
  for (const name of candidates) {
    looked += 1;
    if (looked > MAX_CANDIDATES) break;
    const limit = Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3));
    if (name.length > MAX_NAME_LENGTH || Math.abs(name.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { name, distance };
  }
  return best?.name;
}

/** Edits that turn one name into the other, two swapped neighbours counting as one ("optimal string alignment"). */
function editDistance(a: string, b: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = swapped ? (beforePrevious[column - 2] ?? Number.POSITIVE_INFINITY) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution, swap));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
