import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, sha256OfJson } from '../../core/digest.js';
import { foundTarget } from '../../helpers/aws/target.js';
import type { RunRecord } from '../../helpers/model/run.js';
import { POLICY_COPY } from '../../helpers/record/run-writer.js';
import type { Discrepancy } from './discrepancy.js';

/** Whether the parts of a record fit one another: ids that follow from content, answers that belong to their questions. */
export async function checkRecord(
  packDir: string,
  record: RunRecord,
  files: readonly string[],
): Promise<Discrepancy[]> {
  return [
    ...checkIds(record),
    ...checkAnswers(record),
    ...checkRun(record),
    ...(files.includes(POLICY_COPY) ? await checkPolicyCopy(packDir, record) : []),
  ];
}

function checkIds({ plan }: RunRecord): Discrepancy[] {
  const discrepancies: Discrepancy[] = [];
  const wrong = (what: string): number => discrepancies.push({ kind: 'record', file: 'plan.json', what });
  for (const { findingId, objective, controlType, profile, resource } of plan.findings) {
    const id = sha256OfJson([objective, controlType, profile, resource]).slice(0, 16);
    if (id !== findingId) wrong(`finding ${findingId} should have the id ${id}`);
  }
  for (const { probeId, kind, profile, purpose, sql } of plan.probes) {
    const id = sha256OfJson([kind, profile, purpose, sql]).slice(0, 16);
    if (id !== probeId) wrong(`probe ${probeId} should have the id ${id}`);
  }
  return discrepancies;
}

/** An observation proves something of its probe only if it is of the same SQL, by the same profile. */
function checkAnswers({ plan, observations }: RunRecord): Discrepancy[] {
  const probes = new Map(plan.probes.map((probe) => [probe.probeId, probe]));
  return observations.flatMap(({ probeId, sql, profile }) => {
    const probe = probes.get(probeId);
    if (probe === undefined || (probe.sql === sql && probe.profile === profile)) return [];
    const what = `the answer to probe ${probeId} is of another question than the plan's`;
    return [{ kind: 'record', file: 'observations.jsonl', what } satisfies Discrepancy];
  });
}

function checkRun({ run, plan, inventory }: RunRecord): Discrepancy[] {
  const discrepancies: Discrepancy[] = [];
  const wrong = (what: string): number => discrepancies.push({ kind: 'record', file: 'run.json', what });
  if (run.policy.digest !== plan.policyDigest) wrong('the policy is another than the plan was made from');
  if (run.accountId !== inventory.accountId || run.region !== inventory.region) {
    wrong('account or Region differ from the inventory');
  }
  if (run.target !== foundTarget(Object.values(run.endpoints))) {
    wrong(`the target is said to be ${run.target}, which its endpoints do not show`);
  }
  return discrepancies;
}

async function checkPolicyCopy(packDir: string, { run }: RunRecord): Promise<Discrepancy[]> {
  if (sha256(await readFile(join(packDir, POLICY_COPY))) === run.policy.digest) return [];
  return [{ kind: 'record', file: POLICY_COPY, what: 'not the policy whose digest run.json names' }];
}
