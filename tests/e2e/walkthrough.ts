import type { Finding } from '../../helpers/model/finding.js';
import type { RunRecord } from '../../helpers/model/run.js';
import { readRun } from '../../helpers/record/read-run.js';
import { type Ended, lakeproof, runFolderOf } from './support.js';

export interface FinishedRun extends Ended {
  readonly runDir: string;
  readonly record: RunRecord;
}

/** One `lakeproof run`, with its record read back. */
export async function finishedRun(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<FinishedRun> {
  const ended = await lakeproof(['run', ...args], { env }).ended;
  const runDir = runFolderOf(ended);
  return { ...ended, runDir, record: await readRun(runDir) };
}

/** What the finding is about, as one line: `access column-select data-scientist-full db.table.column`. */
export function subjectOf({
  objective,
  controlType,
  profile,
  resource,
}: Pick<Finding, 'objective' | 'controlType' | 'profile'> & {
  readonly resource: Pick<Finding['resource'], 'table' | 'column'> & { readonly database?: string };
}): string {
  const { database, table, column } = resource;
  const place = [database, table, column].filter((part) => part !== undefined).join('.');
  return `${objective} ${controlType} ${profile} ${place}`;
}

/** Each finding that is not as in the other run, as `subject: before → after`, in either order of the runs' own. */
export function changesBetween(before: RunRecord, after: RunRecord): string[] {
  const old = new Map(before.findings.map((finding) => [finding.findingId, finding]));
  const now = new Map(after.findings.map((finding) => [finding.findingId, finding]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((findingId) => {
    const [was, is] = [old.get(findingId), now.get(findingId)];
    const finding = is ?? was;
    if (finding === undefined || verdictOf(was) === verdictOf(is)) return [];
    return [`${subjectOf(finding)}: ${verdictOf(was)} → ${verdictOf(is)}`];
  });
}

function verdictOf(finding: Finding | undefined): string {
  return finding === undefined ? 'none' : `${finding.status} ${finding.reason} ${finding.control}`;
}
