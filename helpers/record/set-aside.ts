import { existsSync } from 'node:fs';
import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../core/canonical-json.js';
import { UsageError } from '../../core/error.js';
import { type Line, linesOf } from './lines.js';
import { parseRecord } from './parse.js';
import { JSONL_SCHEMAS, type JsonlFileName } from './schemas.js';

/** Where the remains of interrupted writes go when a run is resumed: one line each, with the bytes in base64. */
export const CUT_LINES_FILE = 'cut-lines.jsonl';

/**
 * Makes the JSON Lines files of an interrupted run fit to be appended to. A last line that lacks only its newline gets
 * it; one that is cut short is moved to `cut-lines.jsonl`, so that it is neither lost nor glued to the next line.
 */
export async function setCutLinesAside(runDir: string): Promise<void> {
  for (const name of ['observations.jsonl', 'audit-events.jsonl', 'findings.jsonl'] as const) {
    const path = join(runDir, name);
    if (!existsSync(path)) continue;
    const last = await unterminatedLine(path);
    if (last === undefined) continue;
    if (isWhole(last, name, path)) await appendFile(path, '\n');
    else await moveAside(runDir, name, last);
  }
}

async function unterminatedLine(path: string): Promise<Line | undefined> {
  let last: Line | undefined;
  for await (const line of linesOf(path)) last = line;
  return last?.terminated === false ? last : undefined;
}

function isWhole(line: Line, name: JsonlFileName, path: string): boolean {
  try {
    parseRecord(line.bytes, JSONL_SCHEMAS[name], `${path}:${line.number}`);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

async function moveAside(runDir: string, name: JsonlFileName, line: Line): Promise<void> {
  const note = { file: name, line: line.number, base64: line.bytes.toString('base64') };
  await appendFile(join(runDir, CUT_LINES_FILE), `${canonicalJson(note)}\n`, { flush: true });
  const file = await open(join(runDir, name), 'r+');
  try {
    await file.truncate(line.offset);
    await file.sync();
  } finally {
    await file.close();
  }
}
