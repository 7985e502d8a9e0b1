import { LakeproofError, UsageError } from '../../core/error.js';
import type { RunRecord } from '../../helpers/model/run.js';
import { readRun } from '../../helpers/record/read-run.js';
import { viewOf } from '../render/view.js';
import { checkDigests, readManifest } from './check-digests.js';
import { checkRecord } from './check-record.js';
import { checkPredicate, checkReports } from './check-reports.js';
import { checkVerdicts } from './check-verdicts.js';
import type { Discrepancy } from './discrepancy.js';
import type { Manifest } from './manifest.js';
import { isFolder, MANIFEST_FILE, packFiles } from './pack-files.js';
import { toolVersion } from './tool-version.js';

export interface VerifyReport {
  readonly packDir: string;
  /** Undefined when the record could not be read. */
  readonly runId?: string;
  readonly notice?: string;
  readonly filesChecked: number;
  readonly findingsChecked: number;
  /** What is not as the pack claims; none means that it is. */
  readonly discrepancies: readonly Discrepancy[];
  /** What could not be checked by this version, and why: then the pack is neither shown to be whole nor broken. */
  readonly notChecked: readonly string[];
  /** What a reader should know although nothing is wrong, for example that the run was interrupted. */
  readonly notes: readonly string[];
}

/**
 * Checks a pack offline: the digest of every file, every verdict judged again from the record, every report rendered
 * again. It reports all that it finds and stops at nothing. Throws UsageError `PACK_MISSING` when there is no such folder.
 */
export async function verifyPack(packDir: string): Promise<VerifyReport> {
  if (!(await isFolder(packDir))) throw noPack(packDir);
  const found = await packFiles(packDir);
  const discrepancies: Discrepancy[] = found.unsafe.map(({ file, what }) => ({ kind: 'unsafe', file, what }));
  const read = await readManifest(packDir);
  const manifest = 'manifest' in read ? read.manifest : undefined;
  if ('discrepancy' in read) discrepancies.push(read.discrepancy);
  if (manifest !== undefined) discrepancies.push(...(await checkDigests(packDir, manifest, found)));
  const record = await readRecord(packDir, discrepancies);
  const notChecked =
    record === undefined ? [] : await checkContent(packDir, record, manifest, found.files, discrepancies);
  return {
    packDir,
    ...(record === undefined ? {} : described(record)),
    filesChecked: found.files.length,
    findingsChecked: record?.findings.length ?? 0,
    discrepancies,
    notChecked,
    notes: record?.notes ?? [],
  };
}

async function checkContent(
  packDir: string,
  record: RunRecord,
  manifest: Manifest | undefined,
  files: readonly string[],
  discrepancies: Discrepancy[],
): Promise<string[]> {
  discrepancies.push(...(await checkRecord(packDir, record, files)), ...checkVerdicts(record));
  if (manifest !== undefined) discrepancies.push(...checkPredicate(record, manifest));
  const ours = toolVersion();
  const theirs = record.run.lakeproofVersion;
  if (theirs !== ours) {
    return [
      `index.html, findings.csv and junit.xml were rendered by version ${theirs}; this is ${ours}: verify with theirs`,
    ];
  }
  discrepancies.push(...(await checkReports(packDir, record, files)));
  return [];
}

/** A record behind a link is not read at all: its bytes are not the pack's. */
async function readRecord(packDir: string, discrepancies: Discrepancy[]): Promise<RunRecord | undefined> {
  if (discrepancies.some(({ kind }) => kind === 'unsafe')) {
    const what = 'not judged again, because of what is unsafe in the pack';
    discrepancies.push({ kind: 'record', file: MANIFEST_FILE, what });
    return undefined;
  }
  try {
    return await readRun(packDir);
  } catch (error) {
    if (!(error instanceof LakeproofError)) throw error;
    discrepancies.push({ kind: 'record', file: 'run.json', what: `the record cannot be read: ${error.message}` });
    return undefined;
  }
}

function described(record: RunRecord): Pick<VerifyReport, 'runId' | 'notice'> {
  const { notice } = viewOf(record);
  return { runId: record.run.runId, ...(notice === undefined ? {} : { notice }) };
}

function noPack(packDir: string): UsageError {
  return new UsageError({
    code: 'PACK_MISSING',
    message: `${packDir} is no folder`,
    nextStep: 'name the folder of a run, for example evidence/20260101T000000Z-abcdef',
  });
}
