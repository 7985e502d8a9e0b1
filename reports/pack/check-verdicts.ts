import { canonicalJson } from '../../core/canonical-json.js';
import { coverageOf } from '../../helpers/judge/coverage.js';
import { judgeAll } from '../../helpers/judge/judge.js';
import type { Finding } from '../../helpers/model/finding.js';
import type { RunRecord } from '../../helpers/model/run.js';
import { judgeInputOf } from '../../helpers/record/judge-input.js';
import type { Discrepancy } from './discrepancy.js';

const FILE = 'findings.jsonl';

/** Judges everything again from plan, inventory, observations and log, and compares it with what the pack says. */
export function checkVerdicts(record: RunRecord): Discrepancy[] {
  const { plan, run, findings, coverage } = record;
  const rejudged = judgeAll(judgeInputOf(record), run.selectedTests);
  const discrepancies = compareFindings(findings, rejudged);
  if (coverage === undefined) {
    discrepancies.push({ kind: 'missing', file: 'coverage.json', what: 'not there, so nothing shows completeness' });
    return discrepancies;
  }
  const counted = coverageOf(plan, rejudged, run.tests, run.selectedTests);
  if (canonicalJson(counted) !== canonicalJson(coverage)) {
    const what = `the record yields ${differences(coverage, counted).join('; ')}`;
    discrepancies.push({ kind: 'verdict', file: 'coverage.json', what });
  }
  return discrepancies;
}

function compareFindings(recorded: readonly Finding[], rejudged: readonly Finding[]): Discrepancy[] {
  const discrepancies: Discrepancy[] = [];
  const byId = new Map(recorded.map((finding) => [finding.findingId, finding]));
  for (const finding of rejudged) {
    const { findingId } = finding;
    const said = byId.get(findingId);
    if (said === undefined) {
      discrepancies.push({ kind: 'verdict', file: FILE, what: `finding ${findingId} (${finding.status}) is left out` });
    } else if (canonicalJson(said) !== canonicalJson(finding)) {
      const what = `finding ${findingId}: the record yields ${differences(said, finding).join('; ')}`;
      discrepancies.push({ kind: 'verdict', file: FILE, what });
    }
  }
  const yielded = new Set(rejudged.map(({ findingId }) => findingId));
  for (const { findingId } of recorded) {
    if (yielded.has(findingId)) continue;
    discrepancies.push({ kind: 'verdict', file: FILE, what: `finding ${findingId} is of nothing that was planned` });
  }
  const inOrder = recorded.every(({ findingId }, index) => rejudged[index]?.findingId === findingId);
  if (discrepancies.length === 0 && !inOrder) {
    discrepancies.push({ kind: 'verdict', file: FILE, what: 'the lines are not in the order of the plan' });
  }
  return discrepancies;
}

/** `status satisfied, not not-satisfied`, for each field that differs. */
function differences(said: object, yielded: object): string[] {
  const saidFields = new Map<string, unknown>(Object.entries(said));
  return Object.entries(yielded)
    .filter(([key, value]) => canonicalJson(value) !== canonicalJson(saidFields.get(key) ?? null))
    .map(([key, value]) => `${key} ${canonicalJson(value)}, not ${canonicalJson(saidFields.get(key) ?? null)}`);
}
