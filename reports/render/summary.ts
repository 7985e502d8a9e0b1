import type { Finding } from '../../helpers/model/finding.js';
import type { RunInfo, RunRecord } from '../../helpers/model/run.js';
import { OBJECTIVES, type Reason, STATUSES, type Status } from '../../helpers/model/status.js';
import { resourceName } from './resource-name.js';
import type { RunView } from './view.js';
import { visible } from './visible.js';
import { CONTROL_TYPE_WORDS, counted, OBJECTIVE_WORDS, STATUS_MARKS, STATUS_WORDS } from './words.js';

const MAX_LINES = 25;
const MAX_WIDTH = 160;

const HEADLINES: Readonly<Record<Status, string>> = {
  satisfied: 'everything that was asked holds',
  'not-satisfied': 'not everything holds',
  indeterminate: 'not everything could be determined',
};

/**
 * The end of a run on a terminal: at most 25 lines, no escape codes. `packDir` is the folder as the reader should type
 * it. Red findings stand before amber ones, and what does not fit is counted.
 */
export function renderSummary(view: RunView, packDir: string): string {
  const { record, coverage, overall } = view;
  const { run } = record;
  const satisfied = record.findings.filter(({ status }) => status === 'satisfied').length;
  const head = [
    `${STATUS_MARKS[overall]} ${HEADLINES[overall]}: ${satisfied} of ${counted(record.findings.length, 'finding')} satisfied`,
    ...(view.notice === undefined ? [] : [`  ${view.notice}`]),
    `  run ${run.runId} · account ${run.accountId} · ${run.region} · policy ${run.policy.name}`,
    '',
    ...countLines(view),
  ];
  const tail = [
    '',
    `  read    ${packDir}/index.html`,
    `  verify  npx lakeproof verify ${packDir}`,
    ...again(record, packDir),
  ];
  const unjudged = coverage.unjudged.length;
  const notes = [
    ...(unjudged > 0 ? [`? ${unjudged} planned findings have no verdict`] : []),
    ...unfinished(run, packDir),
  ];
  const open = openFirst(record.findings).map(findingLine);
  const room = MAX_LINES - head.length - tail.length - notes.length - 1;
  const shown = open.length <= room ? open : open.slice(0, room - 1);
  const rest = open.length - shown.length;
  const middle = [...notes, ...shown, ...(rest > 0 ? [`  … and ${rest} more in ${packDir}/findings.csv`] : [])];
  const lines = [...head, ...(middle.length > 0 ? ['', ...middle] : []), ...tail];
  return `${lines.map((line) => visible(line)).join('\n')}\n`;
}

/** What another asking may settle, and what another reading of the log. */
const ASK_AGAIN = new Set<Reason>([
  ...(['not-asked', 'interrupted', 'fault', 'throttled', 'expired'] as const),
  ...(['session-unproven', 'control-failed'] as const),
]);
const READ_AGAIN = new Set<Reason>(['late', 'unavailable']);

/** What is left to do of a run that has not ended: one that only lacks its log is confirmed, every other one resumed. */
function unfinished({ state, audit, startedWith }: RunInfo, packDir: string): string[] {
  const resume = `\`npx lakeproof resume ${packDir}\``;
  if (state === 'finished') return [];
  if (state !== 'asked' || audit.state !== 'pending') return [`? the run is ${state}: ${resume} goes on with it`];
  return startedWith?.target === 'embedded'
    ? [`? the log was not waited for, and ended with the embedded lake: ${resume} asks again`]
    : [`? the log was not waited for: \`npx lakeproof confirm ${packDir}\` reads it`];
}

/** What may settle what is open in a run that has ended. */
function again({ run, findings }: RunRecord, packDir: string): string[] {
  if (run.state !== 'finished') return [];
  if (findings.some(({ reason }) => ASK_AGAIN.has(reason))) {
    return [`  resume  npx lakeproof resume ${packDir}  (asks again what had no answer)`];
  }
  const isUnread = run.startedWith?.target === 'aws' && findings.some(({ reason }) => READ_AGAIN.has(reason));
  return isUnread ? [`  confirm npx lakeproof confirm ${packDir}  (reads the log again)`] : [];
}

function countLines({ coverage }: RunView): string[] {
  const used = OBJECTIVES.filter((objective) => STATUSES.some((status) => coverage.byObjective[objective][status] > 0));
  const width = Math.max(...STATUSES.map((status) => STATUS_WORDS[status].length));
  const cells = (values: readonly string[]): string => values.map((value) => value.padStart(width + 2)).join('');
  return [
    `  ${'finding'.padEnd(8)}${cells(STATUSES.map((status) => STATUS_WORDS[status]))}`,
    ...used.map((objective) => {
      const counts = coverage.byObjective[objective];
      return `  ${OBJECTIVE_WORDS[objective].name.padEnd(8)}${cells(STATUSES.map((status) => String(counts[status])))}`;
    }),
  ];
}

function openFirst(findings: readonly Finding[]): Finding[] {
  return [
    ...findings.filter(({ status }) => status === 'not-satisfied'),
    ...findings.filter(({ status }) => status === 'indeterminate'),
  ];
}

function findingLine(finding: Finding): string {
  const { status, objective, controlType, profile, resource, reason, observed } = finding;
  // A table has one finding for each of its events, which would otherwise read alike.
  const event = objective === 'audit' || objective === 'kept' ? ` · ${CONTROL_TYPE_WORDS[controlType]}` : '';
  return shorten(
    `${STATUS_MARKS[status]} ${objective} · ${profile} · ${resourceName(resource)}${event} · ${reason}: ${observed}`,
  );
}

function shorten(line: string): string {
  return line.length <= MAX_WIDTH ? line : `${line.slice(0, MAX_WIDTH - 1)}…`;
}
