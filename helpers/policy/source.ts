import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { messageOf } from '../../core/error.js';
import type { Place } from '../model/policy.js';
import { type PolicyProblem, readable } from './problem.js';

export type Path = readonly PropertyKey[];

/** A YAML file read as data, with the place of each of its fields. */
export interface Source {
  readonly data: unknown;
  readonly problems: readonly PolicyProblem[];
  /** Where the value of a field stands; of the nearest field around it when the file does not hold it. */
  valuePlace(path: Path): Place;
  /** Where the key of a field stands; of its value for an element of a list. */
  keyPlace(path: Path): Place;
}

/** Aliases beyond this many are refused: a few kilobytes of them can stand for gigabytes. */
const MAX_ALIASES = 100;

/** Reads YAML 1.2 text. Never throws for what the text says: everything wrong is in `problems`. */
export function readSource(text: string, file: string): Source {
  const lines = new LineCounter();
  const whole: Place = { file, line: 1, column: 1 };
  const failed = (message: string, remedy: string): Source => ({
    data: undefined,
    problems: [{ place: whole, field: '(the whole file)', message, remedy }],
    valuePlace: () => whole,
    keyPlace: () => whole,
  });
  let document: Document;
  let data: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
    data = document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')
      ? undefined
      : document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (thrown) {
    // The parser throws for aliases that multiply, for an alias of nothing, and for nesting deeper than its stack.
    return failed(`cannot be read: ${readable(messageOf(thrown))}`, 'spell out what aliases stand for, and nest less');
  }
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const { index, impossible } = indexPlaces(document);
  const find = (path: Path, part: 'key' | 'value'): Place => {
    for (let length = path.length; length >= 0; length -= 1) {
      const found = index.get(keyOf(path.slice(0, length)));
      if (found !== undefined) return placeAt(part === 'key' ? (found.key ?? found.value) : found.value);
    }
    return whole;
  };
  return {
    data,
    problems: [
      ...problemsOf(document, placeAt),
      ...impossible.map((offset) => ({
        place: placeAt(offset),
        field: '(the file)',
        message: 'is no possible name',
        remedy: 'write a name as plain text',
      })),
    ],
    valuePlace: (path) => find(path, 'value'),
    keyPlace: (path) => find(path, 'key'),
  };
}

function problemsOf(document: Document, placeAt: (offset: number) => Place): PolicyProblem[] {
  // A warning is a tag that nobody resolved: the value is not what its writer thinks.
  return [...document.errors, ...document.warnings].map((error) => ({
    place: placeAt(error.pos[0]),
    field: '(the file)',
    message:
      error.code === 'DUPLICATE_KEY'
        ? 'the same name stands twice in one map'
        : `is no YAML: ${readable(error.message)}`,
    remedy: error.code === 'DUPLICATE_KEY' ? 'keep one of the two' : 'mend the syntax at this place',
  }));
}

interface Offsets {
  readonly key?: number;
  readonly value: number;
}

function keyOf(path: Path): string {
  return path.map(String).join('\u0000');
}

/** One walk over the file, so that the place of each of many thousand columns is found at once. */
function indexPlaces(document: Document): {
  readonly index: ReadonlyMap<string, Offsets>;
  /** Where keys stand that would be lost on the way to data: a dropped column is a hole in a closed world. */
  readonly impossible: readonly number[];
} {
  const index = new Map<string, Offsets>();
  const impossible: number[] = [];
  const visit = (node: unknown, path: Path, key: number | undefined): void => {
    const value = startOf(node) ?? key ?? 0;
    index.set(keyOf(path), key === undefined ? { value } : { key, value });
    // What an alias stands for has its own place; a field inside it is told at the alias.
    if (isAlias(node)) return;
    if (isSeq(node)) {
      for (const [position, item] of node.items.entries()) visit(item, [...path, position], undefined);
    }
    if (isMap(node)) {
      for (const pair of node.items) {
        const name = isScalar(pair.key) ? String(pair.key.value) : '';
        if (!isScalar(pair.key) || name === '__proto__') impossible.push(startOf(pair.key) ?? value);
        visit(pair.value, [...path, name], startOf(pair.key));
      }
    }
  };
  visit(document.contents, [], undefined);
  return { index, impossible };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
