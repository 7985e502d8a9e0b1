import { loadSettings } from '../../helpers/config/settings.js';
import { plannedTests } from '../../helpers/plan/planned-tests.js';
import { loadPolicy } from '../../helpers/policy/load-policy.js';
import type { Choices } from '../flags.js';
import type { Terminal } from '../terminal.js';

/** Reads the policy and the settings as a run would, offline. What is wrong is thrown with its place: exit 3. */
export async function lint(choices: Choices, terminal: Terminal): Promise<0> {
  const policy = await loadPolicy(choices.policyFile);
  await loadSettings(choices.settingsFile, { target: choices.target });
  const { profiles, tables, grants } = policy;
  const tests = plannedTests(policy).length;
  terminal.out(
    `✓ ${policy.name}: ${profiles.length} profiles, ${tables.length} tables, ${grants.length} grants, ${tests} tests\n` +
      `  ${choices.policyFile}\n  ${choices.settingsFile}\n`,
  );
  return 0;
}
