import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError } from '../../core/error.js';
import { type Line, linesOf } from './lines.js';
import { parseRecord } from './parse.js';
import { JSONL_SCHEMAS, type JsonlFileName, type JsonlFiles } from './schemas.js';

/** A crash can cut the last line of these; the others are replaced as a whole and cannot be cut. */
const MAY_BE_CUT: ReadonlySet<JsonlFileName> = new Set(['observations.jsonl', 'audit-events.jsonl']);

export interface JsonlContent<T> {
  readonly values: readonly T[];
  /** What was tolerated: at most the cut last line, said in a sentence. */
  readonly notes: readonly string[];
}

/**
 * All lines of a JSON Lines file, in order; none when there is no such file yet.
 * Throws UsageError `RECORD_MALFORMED` with file:line for any line that is not what the schema says.
 */
export async function readJsonl<N extends JsonlFileName>(path: string, name: N): Promise<JsonlContent<JsonlFiles[N]>> {
  const values: JsonlFiles[N][] = [];
  const notes: string[] = [];
  if (!existsSync(path)) return { values, notes };
  for await (const line of linesOf(path)) {
    try {
      values.push(parseLine(line, path, name));
    } catch (error) {
      if (!(error instanceof UsageError) || line.terminated || !MAY_BE_CUT.has(name)) throw error;
      notes.push(
        `${basename(path)}:${line.number}: the last line is cut short (${line.bytes.length} bytes, a write that was ` +
          'interrupted); what it would have said counts as not recorded',
      );
    }
  }
  return { values, notes };
}

function parseLine<N extends JsonlFileName>(line: Line, path: string, name: N): JsonlFiles[N] {
  // The schemas are shown to be equal to the model's types in schemas.ts; TypeScript cannot index them by a type variable.
  const schema = JSONL_SCHEMAS[name];
  return parseRecord(line.bytes, schema, `${path}:${line.number}`) as JsonlFiles[N];
}
