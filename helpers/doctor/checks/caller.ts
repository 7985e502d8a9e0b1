import { type Check, missing, ok, unknown } from '../check.js';
import type { Facts } from '../facts.js';
import { checkOf } from '../told.js';

/** SigV4 is refused at five minutes (AWS General Reference); a window of event history is padded by two seconds. */
const SKEW_MAX_MS = 60_000;

/** Who we are, whether we may become the runner, and whether the clocks agree. */
export function callerChecks(facts: Facts): readonly Check[] {
  return [settingsCheck(facts), callerCheck(facts), runnerCheck(facts), clockCheck(facts)];
}

function settingsCheck({ settings, settingsFile }: Facts): Check {
  const { accountId, region, runner, studioDomain } = settings;
  return ok('settings', `${settingsFile}: account ${accountId}, ${region}, ${runner.roleName}, domain ${studioDomain}`);
}

function callerCheck({ caller, settings }: Facts): Check {
  const title = 'the caller';
  if (caller.kind !== 'told') {
    return checkOf(caller, title, 'sign in, or set AWS_PROFILE to a profile that may assume the runner');
  }
  const { arn, accountId } = caller.value;
  if (accountId === settings.accountId) return ok(title, arn);
  return missing(
    title,
    `${arn} is of account ${accountId}, the settings name ${settings.accountId}`,
    'sign in to the account of the settings, or name the settings of this account with --settings',
  );
}

function runnerCheck({ runner, settings }: Facts): Check {
  const title = 'the runner can be assumed';
  if (runner.kind === 'told') return ok(title, runner.value.sessionArn);
  const { roleName, externalId } = settings.runner;
  const withId = externalId === undefined ? '' : ', with the external id of the settings';
  return checkOf(
    runner,
    title,
    `deploy the role ${roleName} (infra/walkthrough.template.yaml), let its trust policy name the caller${withId}, and allow the caller sts:AssumeRole on it`,
  );
}

function clockCheck({ clockSkewMs }: Facts): Check {
  const title = 'the clock';
  if (clockSkewMs === undefined) return unknown(title, 'not known: no session was had whose expiry would tell');
  const seconds = Math.round(Math.abs(clockSkewMs) / 1_000);
  if (Math.abs(clockSkewMs) <= SKEW_MAX_MS) return ok(title, `within ${Math.max(seconds, 1)} s of the target's`);
  return missing(
    title,
    `${seconds} s off the target's`,
    'set this machine by NTP: signatures expire after five minutes',
  );
}
