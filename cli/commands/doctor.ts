import type { CheckOutcome } from '../../helpers/doctor/check.js';
import { type DoctorReport, doctorExitCode, examine } from '../../helpers/doctor/doctor.js';
import { openTarget } from '../../helpers/engine/open-target.js';
import { EMULATED_NOTICE } from '../../helpers/model/run.js';
import { loadPolicy } from '../../helpers/policy/load-policy.js';
import type { Choices } from '../flags.js';
import { onInterrupt } from '../interrupt.js';
import type { Terminal } from '../terminal.js';

const MARK: Readonly<Record<CheckOutcome, string>> = { ok: '✓', missing: '✗', unknown: '?' };

/** Looks at all that a run rests on and starts no query: 0 all good, 1 something is missing, 2 something is unknown. */
export async function doctor(choices: Choices, terminal: Terminal): Promise<number> {
  const interrupt = onInterrupt();
  try {
    const policy = await loadPolicy(choices.policyFile);
    const target = await openTarget({ ...openOptionsOf(choices), withoutData: true });
    try {
      const report = await examine({
        connection: target.connection,
        policy,
        settings: target.settings,
        settingsFile: choices.settingsFile,
        signal: interrupt.signal,
      });
      terminal.out(renderDoctor(report));
      return interrupt.exitCode() ?? doctorExitCode(report.checks);
    } finally {
      await target.close();
    }
  } finally {
    interrupt.dispose();
  }
}

export function openOptionsOf({ target, settingsFile, templates }: Choices): {
  target: Choices['target'];
  settingsFile: string;
  templates: readonly string[];
} {
  return { target, settingsFile, templates };
}

/** One line a check, the remedy below what is not good. */
function renderDoctor({ target, endpoints, checks }: DoctorReport): string {
  const count = (outcome: CheckOutcome): number => checks.filter((check) => check.outcome === outcome).length;
  const lines = [
    ...(target === 'emulated' ? [EMULATED_NOTICE] : []),
    `asked ${endpoints.length === 0 ? 'nobody' : endpoints.join(', ')}`,
    '',
    ...checks.flatMap(({ title, outcome, detail, remedy }) => [
      `${MARK[outcome]} ${title}: ${detail}`,
      ...(remedy === undefined ? [] : [`    → ${remedy}`]),
    ]),
    '',
    `${count('ok')} good, ${count('missing')} missing, ${count('unknown')} unknown`,
  ];
  return `${lines.join('\n')}\n`;
}
