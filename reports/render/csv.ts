import type { Finding } from '../../helpers/model/finding.js';
import { EMULATED_NOTICE } from '../../helpers/model/run.js';
import type { RunView } from './view.js';
import { visible } from './visible.js';
import { REASON_SENTENCES } from './words.js';

const COLUMNS = [
  'findingId',
  'status',
  'objective',
  'controlType',
  'profile',
  'accountId',
  'region',
  'database',
  'table',
  'column',
  'expected',
  'observed',
  'reason',
  'explanation',
  'control',
  'queryExecutionIds',
  'eventIds',
  'controls',
  'runId',
  'notice',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** findings.csv: RFC 4180 with a header, CRLF, every field quoted; no cell that a spreadsheet would take for a formula. */
export function renderCsv(view: RunView): string {
  const rows: Row[] = view.record.findings.map((finding) => rowOf(finding, view));
  // The notice must not be lost because there is nothing to say.
  if (rows.length === 0 && view.notice !== undefined) rows.push({ ...emptyRow(), notice: EMULATED_NOTICE });
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))].map(csvLine).join('');
}

function rowOf(finding: Finding, view: RunView): Row {
  const { resource } = finding;
  return {
    findingId: finding.findingId,
    status: finding.status,
    objective: finding.objective,
    controlType: finding.controlType,
    profile: finding.profile,
    accountId: resource.accountId,
    region: resource.region,
    database: resource.database,
    table: resource.table ?? '',
    column: resource.column ?? '',
    expected: finding.expected,
    observed: finding.observed,
    reason: finding.reason,
    explanation: REASON_SENTENCES[finding.reason],
    control: finding.control,
    queryExecutionIds: finding.queryExecutionIds.join(' '),
    eventIds: finding.eventIds.join(' '),
    controls: finding.controls.join(' '),
    runId: view.record.run.runId,
    notice: view.notice ?? '',
  };
}

function emptyRow(): Row {
  return Object.fromEntries(COLUMNS.map((column) => [column, ''])) as Row;
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * Spreadsheets take a cell that starts with = + - @ for a formula, whatever its quotes; such a cell gets an apostrophe
 * (OWASP, "CSV Injection"). Blanks before it do not help, some programs trim them.
 */
export function csvCell(text: string): string {
  const shown = visible(text);
  const inert = /^\s*[=+\-@＝＋－＠]/.test(shown) ? `'${shown}` : shown;
  return `"${inert.replaceAll('"', '""')}"`;
}
