import type { TrailFacts } from '../../model/catalogue.js';
import { type Check, missing, ok, unknown } from '../check.js';
import type { Facts } from '../facts.js';
import { checkOf } from '../told.js';

/** Event history can be read, and a running trail takes the events that prove a look. */
export function trailChecks(facts: Facts): readonly Check[] {
  return [historyCheck(facts), trailCheck(facts)];
}

function historyCheck({ history }: Facts): Check {
  const title = 'event history';
  if (history.kind === 'told') return ok(title, 'LookupEvents answers');
  return checkOf(history, title, 'allow the runner cloudtrail:LookupEvents');
}

function trailCheck({ inventory, settings }: Facts): Check {
  const title = settings.trail === undefined ? 'a trail' : `the trail ${settings.trail}`;
  const remedy = 'allow the runner cloudtrail:DescribeTrails, GetTrailStatus and GetEventSelectors';
  if (inventory.kind !== 'told') return checkOf(inventory, title, remedy);
  const gap = inventory.value.gaps.find(({ what }) => what === 'trails');
  if (gap?.fault === 'access-denied') return missing(title, gap.message, remedy);
  if (gap !== undefined) return unknown(title, gap.message, remedy);
  const { trails } = inventory.value;
  if (trails.length === 0) {
    return missing(title, 'there is none', 'correct trail in the settings, or create a trail: nothing is kept without');
  }
  const running = trails.filter(({ isLogging }) => isLogging);
  if (running.length === 0) return missing(title, 'it is not logging', 'start it: cloudtrail start-logging');
  const keeping = running.find(keepsManagementEvents);
  if (keeping !== undefined) return ok(title, `${keeping.name} is logging and takes management events`);
  if (running.some(({ selectors }) => selectors.some(({ unevaluated }) => unevaluated))) {
    return unknown(title, 'its advanced selectors have conditions that are not evaluated');
  }
  return missing(
    title,
    'its selectors leave out management events that prove a look',
    'let it take all management events',
  );
}

/** StartQueryExecution is a write event and GetDataAccess a read one, so both kinds are needed. */
function keepsManagementEvents({ selectors }: TrailFacts): boolean {
  const taking = selectors.filter(
    ({ includeManagementEvents, unevaluated, excludedEventSources }) =>
      includeManagementEvents && !unevaluated && !excludedEventSources.some(isOurSource),
  );
  const takes = (kind: 'ReadOnly' | 'WriteOnly'): boolean =>
    taking.some(({ readWriteType }) => readWriteType === 'All' || readWriteType === kind);
  return takes('ReadOnly') && takes('WriteOnly');
}

function isOurSource(source: string): boolean {
  return source === 'athena.amazonaws.com' || source === 'lakeformation.amazonaws.com';
}
