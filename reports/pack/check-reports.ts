import { join } from 'node:path';
import { canonicalJson } from '../../core/canonical-json.js';
import { sha256, sha256OfFile } from '../../core/digest.js';
import type { RunRecord } from '../../helpers/model/run.js';
import { PROJECTIONS } from '../render/render-all.js';
import { viewOf } from '../render/view.js';
import type { Discrepancy } from './discrepancy.js';
import { type Manifest, predicateOf } from './manifest.js';
import { MANIFEST_FILE } from './pack-files.js';

/** Renders each report again and compares it byte by byte: what people read must be what the record says. */
export async function checkReports(
  packDir: string,
  record: RunRecord,
  files: readonly string[],
): Promise<Discrepancy[]> {
  const view = viewOf(record);
  const discrepancies: Discrepancy[] = [];
  for (const [file, render] of Object.entries(PROJECTIONS)) {
    if (!files.includes(file)) {
      discrepancies.push({ kind: 'missing', file, what: 'a pack has it' });
    } else if ((await sha256OfFile(join(packDir, file))) !== sha256(render(view))) {
      discrepancies.push({ kind: 'report', file, what: 'not what the record renders to' });
    }
  }
  return discrepancies;
}

/** What the manifest says of the run follows from the record, all but the time at which it was made. */
export function checkPredicate(record: RunRecord, { predicate }: Manifest): Discrepancy[] {
  const expected = predicateOf(record, predicate.createdAt);
  const said = new Map<string, unknown>(Object.entries(predicate));
  const keys = [...new Set([...Object.keys(expected), ...said.keys()])];
  const yielded = new Map<string, unknown>(Object.entries(expected));
  return keys
    .filter((key) => canonicalJson(said.get(key) ?? null) !== canonicalJson(yielded.get(key) ?? null))
    .map((key) => ({
      kind: 'manifest',
      file: MANIFEST_FILE,
      what: `says ${key} ${canonicalJson(said.get(key) ?? null)}, the record ${canonicalJson(yielded.get(key) ?? null)}`,
    }));
}
