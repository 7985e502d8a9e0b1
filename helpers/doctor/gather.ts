import pLimit from 'p-limit';
import type { Clock } from '../../core/clock.js';
import type { AwsAccess } from '../aws/access.js';
import { getWorkGroup } from '../aws/athena.js';
import { lookupEvents } from '../aws/cloudtrail.js';
import { becomeProfile, workGroupOf } from '../aws/identity.js';
import { getDataLakeSettings } from '../aws/lakeformation.js';
import { becomeRunner, type Runner } from '../aws/runner.js';
import { getCallerIdentity } from '../aws/sts.js';
import { foundTarget } from '../aws/target.js';
import { discover } from '../engine/discovery.js';
import type { Policy } from '../model/policy.js';
import type { Settings } from '../model/settings.js';
import type { Facts, ProfileFacts } from './facts.js';
import { ask, notAsked, type Told } from './told.js';

export interface GatherOptions {
  readonly access: AwsAccess;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly settings: Settings;
  readonly settingsFile: string;
  /** Ends the names of the sessions that are made: `lakeproof-<runId>`, as the trust policies want them. */
  readonly runId: string;
}

/** Profiles at a time; each takes three calls. */
const CONCURRENCY = 4;

/** Every role session asks for one hour (helpers/aws/role-session.ts), so its expiry tells what time it is at AWS. */
const SESSION_MS = 3_600_000;

const HOUR_MS = 3_600_000;

/** Looks at everything that a run rests on, and starts no query. Throws only for errors of our own. */
export async function gather(options: GatherOptions): Promise<Facts> {
  const { access, policy, settings, settingsFile } = options;
  const caller = await ask(() => getCallerIdentity(access, access.baseClients()));
  const runner: Told<Runner> =
    caller.kind === 'told' && caller.value.accountId === settings.accountId
      ? await ask(() => becomeRunner(access, settings, options.runId))
      : notAsked('the caller is not known to be of the account in the settings');
  const asRunner = async <T>(question: (runner: Runner) => Promise<T>): Promise<Told<T>> =>
    runner.kind === 'told' ? ask(() => question(runner.value)) : notAsked('there is no runner to ask as');
  const inventory = await asRunner(async (found) => (await discover(access, found, policy, settings)).inventory);
  const lakeSettings = await asRunner(({ clients }) => getDataLakeSettings(access, clients));
  const history = await asRunner(async (found) => readHistory(options, found));
  const limit = pLimit(CONCURRENCY);
  const roles = new Map(
    inventory.kind === 'told' ? inventory.value.profiles.map((found) => [found.name, found.executionRoleArn]) : [],
  );
  const profiles = await Promise.all(
    policy.profiles.map(({ name }) => limit(() => profileFacts(options, runner, name, roles.get(name)))),
  );
  const endpoints = [...new Set(access.endpoints.all().map(([, url]) => url))];
  return {
    settings,
    settingsFile,
    policy,
    target: foundTarget(endpoints),
    endpoints,
    caller,
    runner: runner.kind === 'told' ? { kind: 'told', value: { sessionArn: runner.value.sessionArn } } : runner,
    inventory,
    lakeSettings,
    history,
    profiles: profiles.map(({ facts }) => facts),
    clockSkewMs: profiles.map(({ skewMs }) => skewMs).find((skewMs) => skewMs !== undefined),
  };
}

async function readHistory({ access, clock }: GatherOptions, runner: Runner): Promise<undefined> {
  const endTime = clock.now();
  const startTime = new Date(endTime.getTime() - HOUR_MS);
  const request = { key: 'EventName', value: 'AssumeRole', startTime, endTime } as const;
  await lookupEvents(access, runner.clients, request);
  return undefined;
}

async function profileFacts(
  options: GatherOptions,
  runner: Told<Runner>,
  profile: string,
  roleArn: string | undefined,
): Promise<{ facts: ProfileFacts; skewMs: number | undefined }> {
  const { access, settings, clock, runId } = options;
  const workGroupName = workGroupOf(settings, profile).workGroup;
  if (runner.kind !== 'told') {
    const why = notAsked('there is no runner to ask as');
    return { facts: { profile, workGroupName, workGroup: why, identity: undefined }, skewMs: undefined };
  }
  const workGroup = await ask(() => getWorkGroup(access, runner.value.clients, workGroupName));
  const { record } = await becomeProfile(access, runner.value, { profile, roleArn }, settings, runId);
  const skewMs =
    record.expiresAt === undefined ? undefined : Date.parse(record.expiresAt) - SESSION_MS - clock.now().getTime();
  return { facts: { profile, workGroupName, workGroup, identity: record }, skewMs };
}
