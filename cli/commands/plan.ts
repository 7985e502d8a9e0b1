import { systemClock } from '../../core/clock.js';
import { groupBy } from '../../core/group-by.js';
import { newRunId } from '../../core/ids.js';
import { openTarget } from '../../helpers/engine/open-target.js';
import { prepare } from '../../helpers/engine/prepare.js';
import type { Probe, ProbePlan } from '../../helpers/model/plan.js';
import { loadPolicy } from '../../helpers/policy/load-policy.js';
import type { Choices } from '../flags.js';
import { onInterrupt } from '../interrupt.js';
import { requireProfiles } from '../require.js';
import type { Terminal } from '../terminal.js';
import { openOptionsOf } from './doctor.js';

/** Shows what a run would ask, statement by statement, and asks Athena nothing: it only reads what there is. */
export async function plan(choices: Choices, terminal: Terminal): Promise<number> {
  const interrupt = onInterrupt();
  try {
    requireProfiles(await loadPolicy(choices.policyFile), choices.profiles);
    const target = await openTarget({ ...openOptionsOf(choices), withoutData: true });
    try {
      const prepared = await prepare({
        policyFile: choices.policyFile,
        settings: target.settings,
        connection: target.connection,
        profiles: choices.profiles,
        runId: newRunId(systemClock.now()),
        clock: systemClock,
        signal: interrupt.signal,
      });
      prepared.access.close();
      terminal.out(renderPlan(prepared.plan));
      return interrupt.exitCode() ?? 0;
    } finally {
      await target.close();
    }
  } finally {
    interrupt.dispose();
  }
}

function renderPlan({ policyName, tests, probes, findings, notPresent }: ProbePlan): string {
  const byProfile = groupBy(probes, ({ profile }) => profile);
  const lines = [
    `${policyName}: ${tests.length} tests, ${findings.length} findings, ${probes.length} queries`,
    ...[...byProfile].flatMap(([profile, own]) => ['', `${profile} (${own.length})`, ...own.map(probeLine)]),
    ...(notPresent.length === 0 ? [] : ['', `not present, so nothing is asked: ${notPresent.join(', ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function probeLine({ kind, purpose, expectation, sql }: Probe): string {
  const why = purpose === 'subject' ? `expects ${expectation}` : purpose;
  return `  ${kind.padEnd(18)} ${why.padEnd(14)} ${sql}`;
}
