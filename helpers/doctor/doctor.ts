import { type Clock, systemClock } from '../../core/clock.js';
import { newRunId } from '../../core/ids.js';
import { AwsAccess } from '../aws/access.js';
import type { ConnectionOptions } from '../config/connection.js';
import type { Policy } from '../model/policy.js';
import type { RunInfo } from '../model/run.js';
import type { Settings } from '../model/settings.js';
import type { Check } from './check.js';
import { callerChecks } from './checks/caller.js';
import { lakeChecks } from './checks/lake.js';
import { profileChecks } from './checks/profiles.js';
import { trailChecks } from './checks/trail.js';
import type { Facts } from './facts.js';
import { gather } from './gather.js';

export interface DoctorOptions {
  readonly connection: ConnectionOptions;
  readonly policy: Policy;
  readonly settings: Settings;
  readonly settingsFile: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

export interface DoctorReport {
  readonly target: RunInfo['target'];
  readonly endpoints: readonly string[];
  readonly checks: readonly Check[];
}

/** Checks all that a run rests on, before anything is asked: no query is started. Throws only for errors of our own. */
export async function examine(options: DoctorOptions): Promise<DoctorReport> {
  const { connection, policy, settings, settingsFile, clock = systemClock, signal } = options;
  const access = new AwsAccess({ connection, clock, ...(signal === undefined ? {} : { signal }) });
  try {
    const runId = newRunId(clock.now());
    const facts = await gather({ access, clock, policy, settings, settingsFile, runId });
    return { target: facts.target, endpoints: facts.endpoints, checks: checksOf(facts) };
  } finally {
    access.close();
  }
}

/** In the order in which one rests on the other, so that the first line that is not good is the one to begin with. */
export function checksOf(facts: Facts): readonly Check[] {
  return [...callerChecks(facts), ...lakeChecks(facts), ...profileChecks(facts), ...trailChecks(facts)];
}

/** 0: all seen and good. 1: something is missing. 2: something could not be seen. 1 wins over 2. */
export function doctorExitCode(checks: readonly Check[]): 0 | 1 | 2 {
  if (checks.some(({ outcome }) => outcome === 'missing')) return 1;
  return checks.length === 0 || checks.some(({ outcome }) => outcome === 'unknown') ? 2 : 0;
}
