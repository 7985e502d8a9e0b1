import { readFile } from 'node:fs/promises';
import type { Clock } from '../../core/clock.js';
import { sha256 } from '../../core/digest.js';
import { UsageError } from '../../core/error.js';
import { AwsAccess } from '../aws/access.js';
import type { RetryPolicy } from '../aws/call.js';
import { becomeRunner, type Runner } from '../aws/runner.js';
import type { ConnectionOptions } from '../config/connection.js';
import type { ProbePlan } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import type { Settings } from '../model/settings.js';
import { planProbes } from '../plan/plan.js';
import { loadPolicy } from '../policy/load-policy.js';
import { type Discovery, discover } from './discovery.js';

export interface PrepareOptions {
  readonly policyFile: string;
  readonly settings: Settings;
  readonly connection: ConnectionOptions;
  /** Undefined or empty: all profiles of the policy. */
  readonly profiles?: readonly string[];
  readonly runId: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How calls are tried again; the default suits AWS and the embedded lake alike. */
  readonly retry?: RetryPolicy;
}

/** All that is settled before the first query. */
export interface Prepared {
  readonly policy: Policy;
  readonly policyText: string;
  readonly access: AwsAccess;
  readonly runner: Runner;
  readonly discovery: Discovery;
  readonly plan: ProbePlan;
}

/**
 * Policy, runner, discovery, plan: in this order, so that what is wrong with the policy is said before AWS is called,
 * and a name that the catalogue lacks before a query is. Throws UsageError for policy, settings and plan, and
 * LakeproofError when the runner cannot be had. Asks Athena nothing.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { policyFile, settings, connection, runId, clock, signal, retry } = options;
  const policy = await loadPolicy(policyFile);
  const policyText = await readFile(policyFile, 'utf8');
  if (sha256(policyText) !== policy.digest) {
    throw new UsageError({
      code: 'POLICY_CHANGED',
      message: `${policyFile} changed while it was being read`,
      nextStep: 'run again',
    });
  }
  if (connection.region !== settings.region) {
    throw new UsageError({
      code: 'SETTINGS_OTHER_REGION',
      message: `the settings name Region ${settings.region}, but the lake is in ${connection.region}`,
      nextStep: 'name the right settings with --settings',
    });
  }
  const access = new AwsAccess({ connection, clock, signal, ...(retry === undefined ? {} : { retry }) });
  try {
    const runner = await becomeRunner(access, settings, runId);
    const discovery = await discover(access, runner, policy, settings);
    const profiles = options.profiles ?? [];
    const plan = planProbes(policy, discovery.inventory, profiles.length === 0 ? {} : { profiles });
    return { policy, policyText, access, runner, discovery, plan };
  } catch (error) {
    access.close();
    throw error;
  }
}
