import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../lake/protocols/sigv4/verify.js';

const FOLDER = join(import.meta.dirname, 'corpus');

/** A target's inputs by name: seeds that it takes, and every input that once broke it (`found-…`). */
export function corpusOf(target: string): ReadonlyMap<string, Buffer> {
  const folder = join(FOLDER, target);
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name))] as const),
  );
}

/** Keeps an input that broke a target, and returns its path: it belongs into the repository with the repair. */
export function keepFinding(target: string, input: Buffer): string {
  const folder = join(FOLDER, target);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `found-${sha256Hex(input).slice(0, 12)}`);
  writeFileSync(path, input);
  return path;
}
