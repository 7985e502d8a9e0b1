import type { TrailsReading } from '../model/audit.js';
import type { TrailFacts, TrailSelector } from '../model/catalogue.js';
import type { PlannedFinding } from '../model/plan.js';
import type { JudgeIndex } from './input.js';
import { confirmationsFor, eventNameOf, type LoggedEventName } from './logged.js';
import { indeterminate, notSatisfied, type Ruling, satisfied } from './ruling.js';

/** GetDataAccess is a read-only management event, StartQueryExecution is not (Lake Formation best practices, auditing). */
const EVENTS: Readonly<Record<LoggedEventName, { readonly source: string; readonly readOnly: boolean }>> = {
  StartQueryExecution: { source: 'athena.amazonaws.com', readOnly: false },
  GetDataAccess: { source: 'lakeformation.amazonaws.com', readOnly: true },
};

/** Event history forgets after 90 days: an event is kept only if a running trail's selectors take it. */
export function judgeKept(planned: PlannedFinding, index: JudgeIndex): Ruling {
  const found = confirmationsFor(planned, index);
  if ('ruling' in found) return found.ruling;
  const open = found.confirmations.find(({ kind }) => kind !== 'confirmed' && kind !== 'not-expected');
  if (open?.kind === 'late') {
    return indeterminate(index.input.audit.state === 'pending' ? 'pending' : 'late', open.why);
  }
  if (open !== undefined) return indeterminate('unavailable', `nothing to keep: ${open.why}`);
  // A refused look may leave no event at all: then nothing was seen that a trail could have kept.
  if (!found.confirmations.some(({ kind }) => kind === 'confirmed')) {
    return indeterminate('unavailable', 'nothing to keep: no event was expected');
  }
  const gap = index.input.inventory.gaps.find(({ what }) => what === 'trails');
  if (gap !== undefined) return indeterminate('unavailable', `the trails could not be read: ${gap.fault}`);
  const { inventory, audit, region } = index.input;
  const before = judgeTrails(inventory.trails, eventNameOf(planned), region);
  return before.status === 'satisfied' ? judgeAfter(audit.trailsAfter, before, planned, index) : before;
}

/**
 * A trail keeps what was logged if it ran from before the first look until the log was read. A record of a run that was
 * cut short has no second reading, nor one of the first versions.
 */
function judgeAfter(
  reading: TrailsReading | undefined,
  before: Ruling,
  planned: PlannedFinding,
  { input: { inventory, region } }: JudgeIndex,
): Ruling {
  if (reading === undefined) return before;
  if (reading.fault !== undefined) {
    return indeterminate('unavailable', `the trails could not be read once more: ${reading.fault}`);
  }
  const earlier = new Map(inventory.trails.map((trail) => [trail.arn, trail.loggingSince]));
  const after = judgeTrails(reading.trails, eventNameOf(planned), region);
  if (after.status !== 'satisfied') return { ...after, observed: `after the looks: ${after.observed}` };
  const throughout = reading.trails.filter(
    ({ arn, loggingSince }) => earlier.has(arn) && earlier.get(arn) === loggingSince,
  );
  const ruling = judgeTrails(throughout, eventNameOf(planned), region);
  if (ruling.status === 'satisfied') return ruling;
  return indeterminate('unavailable', 'no trail took it throughout: one was started, or started anew, during the run');
}

function judgeTrails(trails: readonly TrailFacts[], eventName: LoggedEventName, region: string): Ruling {
  const covering = trails.filter((trail) => trail.isMultiRegion || trail.homeRegion === region);
  const running = covering.filter((trail) => trail.isLogging && trail.latestDeliveryError === undefined);
  const taking = running.find((trail) => trail.selectors.some((selector) => takes(selector, eventName) === 'yes'));
  if (taking !== undefined) return satisfied('kept', `taken by trail ${taking.name}`);
  const unclear = running.find((trail) => trail.selectors.some((selector) => takes(selector, eventName) === 'unclear'));
  if (unclear !== undefined) {
    return indeterminate('unavailable', `trail ${unclear.name} has selectors that this version does not evaluate`);
  }
  if (running.length > 0) return notSatisfied('not-kept', `no running trail's selectors take ${eventName}`);
  return notSatisfied('not-kept', covering.length > 0 ? 'no trail is running without errors' : 'there is no trail');
}

function takes(selector: TrailSelector, eventName: LoggedEventName): 'yes' | 'no' | 'unclear' {
  if (selector.unevaluated) return 'unclear';
  const { source, readOnly } = EVENTS[eventName];
  if (!selector.includeManagementEvents || selector.excludedEventSources.includes(source)) return 'no';
  switch (selector.readWriteType) {
    case 'All':
      return 'yes';
    case 'ReadOnly':
      return readOnly ? 'yes' : 'no';
    case 'WriteOnly':
      return readOnly ? 'no' : 'yes';
  }
}
