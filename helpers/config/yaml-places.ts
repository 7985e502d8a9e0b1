import { type Document, isAlias, isCollection, isMap, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { UsageError } from '../../core/error.js';
import type { Place } from '../model/policy.js';

/** A settings file holds a page of names; anything near this is no settings file. */
const MAX_FILE_CHARACTERS = 1024 * 1024;

export interface PlacedYaml {
  readonly value: unknown;
  /** Where the value at `path` stands, or the nearest thing around it that is there. */
  placeOf(path: readonly PropertyKey[]): Place;
}

/**
 * A YAML text with the places of its values, so that an error can name file, line and column.
 * Throws UsageError `SETTINGS_INVALID` for what is no YAML, holds a key twice, or uses aliases.
 */
export function parsePlacedYaml(text: string, file: string): PlacedYaml {
  const lineCounter = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (text.length > MAX_FILE_CHARACTERS)
    throw invalid(at(0), `the file is longer than ${MAX_FILE_CHARACTERS} characters`);
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: false });
  const first = document.errors[0];
  if (first !== undefined) throw invalid(at(first.pos[0]), first.message);
  // A settings file needs no aliases, and a few lines of them can ask for gigabytes.
  visit(document, {
    Alias: (_key, node) => {
      throw invalid(at(node.range?.[0] ?? 0), `*${node.source}: aliases are not read here`);
    },
  });
  return {
    value: document.toJS(),
    placeOf: (path) => at(offsetOf(document, path)),
  };
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(key));
      if (pair === undefined) break;
      offset = rangeStart(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = rangeStart(node) ?? offset;
    } else {
      break;
    }
  }
  // A scalar's own place says more than its key's; a map's begins on the line below its key.
  return isCollection(node) || isAlias(node) ? offset : (rangeStart(node) ?? offset);
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}

export function invalid(place: Place, problem: string, nextStep?: string): UsageError {
  return new UsageError({
    code: 'SETTINGS_INVALID',
    message: `${place.file}:${place.line}:${place.column}: ${problem}`,
    nextStep: nextStep ?? 'correct the settings file; lakeproof.yaml at the top of the repository shows every field',
  });
}
