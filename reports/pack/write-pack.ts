import { join } from 'node:path';
import pLimit from 'p-limit';
import { canonicalJson } from '../../core/canonical-json.js';
import { type Clock, systemClock } from '../../core/clock.js';
import { sha256OfFile } from '../../core/digest.js';
import { UsageError } from '../../core/error.js';
import { atomicWrite } from '../../helpers/record/atomic-write.js';
import { LOCK_FILE, takeLock } from '../../helpers/record/lock.js';
import { readRun } from '../../helpers/record/read-run.js';
import { PROJECTIONS } from '../render/render-all.js';
import { renderSummary } from '../render/summary.js';
import { viewOf } from '../render/view.js';
import { type Manifest, PREDICATE_TYPE, predicateOf, STATEMENT_TYPE } from './manifest.js';
import { MANIFEST_FILE, packFiles } from './pack-files.js';

const FILES_AT_ONCE = 8;

export interface WrittenPack {
  readonly manifestPath: string;
  /** Paths in the pack, the manifest not among them. */
  readonly files: readonly string[];
  /** For a terminal; at most 25 lines. */
  readonly summary: string;
}

/**
 * Turns a run folder into a pack: renders the record, then digests every file of the folder into manifest.json, which is
 * written last. Doing it again replaces what it wrote. Throws UsageError `RECORD_…` for a folder that is no readable run
 * or has a writer, and `PACK_UNSAFE` when the folder holds links.
 */
export async function writePack(runDir: string, clock: Clock = systemClock): Promise<WrittenPack> {
  const record = await readRun(runDir);
  const lock = await takeLock(runDir);
  try {
    const view = viewOf(record);
    for (const [file, render] of Object.entries(PROJECTIONS)) await atomicWrite(join(runDir, file), [render(view)]);
    const files = await safeFiles(runDir);
    const manifest: Manifest = {
      _type: STATEMENT_TYPE,
      subject: await subjectsOf(runDir, files),
      predicateType: PREDICATE_TYPE,
      predicate: predicateOf(record, clock.now().toISOString()),
    };
    const manifestPath = join(runDir, MANIFEST_FILE);
    await atomicWrite(manifestPath, [`${canonicalJson(manifest)}\n`]);
    return { manifestPath, files, summary: renderSummary(view, runDir) };
  } finally {
    await lock.release();
  }
}

async function safeFiles(runDir: string): Promise<string[]> {
  const { files, unsafe } = await packFiles(runDir);
  const first = unsafe[0];
  if (first !== undefined) {
    throw new UsageError({
      code: 'PACK_UNSAFE',
      message: `${join(runDir, first.file)} is ${first.what}`,
      likelyCause: 'something else wrote into the run folder',
      nextStep: 'remove it, then make the pack again with `lakeproof pack`',
    });
  }
  return files.filter((file) => file !== LOCK_FILE);
}

/** Streamed, so that a video or a trace in a report does not have to fit into memory. */
async function subjectsOf(runDir: string, files: readonly string[]): Promise<Manifest['subject']> {
  const limit = pLimit(FILES_AT_ONCE);
  return Promise.all(
    files.map((name) => limit(async () => ({ name, digest: { sha256: await sha256OfFile(join(runDir, name)) } }))),
  );
}
