import type { AuditEvent } from '../model/audit.js';
import type { Observation } from '../model/observation.js';
import type { JudgeInput } from '../model/run.js';

/** Why an event was not found, as far as can be said now. */
export interface Absence {
  readonly kind: 'absent' | 'late' | 'unavailable';
  readonly why: string;
}

export type AbsenceRules = (observation: Observation, eventName: AuditEvent['eventName']) => Absence;

/**
 * When "not found" may be called "absent": only when the settling time has passed between the end of the probe and the
 * start of a complete reading of the log, and a beacon was found: a later event of the same account, Region, event
 * source and event name that the run itself made. Until then, and before anybody has read the log, it is late; when the
 * log could not be read, unavailable.
 *
 * The settling time is measured on the run's own clock at both ends; the order of events on AWS's own eventTime.
 * CloudTrail keeps no order and promises no delay (CloudTrail User Guide, "how CloudTrail works").
 */
export function absenceOf(input: JudgeInput): AbsenceRules {
  const lastRead = input.audit.sweeps.filter((sweep) => sweep.complete).at(-1);
  const isUnread = input.audit.state !== 'closed' && input.audit.sweeps.length === 0;
  const beacons = latestOwnEvents(input);
  return (observation, eventName) => {
    if (isUnread) return { kind: 'late', why: 'the log has not been read yet' };
    if (lastRead === undefined) return { kind: 'unavailable', why: 'the log could not be read completely' };
    const waitedMs = Date.parse(lastRead.startedAt) - Date.parse(observation.observedAt);
    if (waitedMs < input.audit.auditSettleMs) {
      return { kind: 'late', why: 'not found yet; the settling time has not passed' };
    }
    const endedAt = observation.execution.completedAt ?? observation.observedAt;
    const beaconMs = beacons.get(eventName);
    // eventTime has whole seconds, so a beacon of the same second cannot be told from an earlier one.
    if (beaconMs === undefined || beaconMs < Date.parse(endedAt)) {
      return { kind: 'late', why: 'not found, and no later event of this kind shows that the log has caught up' };
    }
    return { kind: 'absent', why: 'not found after the settling time, though a later event of this kind was' };
  };
}

/** The youngest event of each name that belongs to one of the run's own queries, as milliseconds. */
function latestOwnEvents(input: JudgeInput): Map<string, number> {
  const ownQueries = new Set(input.observations.map((observation) => observation.execution.queryExecutionId));
  const latest = new Map<string, number>();
  for (const event of input.auditEvents) {
    const own = event.queryExecutionId !== undefined && ownQueries.has(event.queryExecutionId);
    if (!own || event.recipientAccountId !== input.accountId || event.awsRegion !== input.region) continue;
    const eventMs = Date.parse(event.eventTime);
    latest.set(event.eventName, Math.max(latest.get(event.eventName) ?? 0, eventMs));
  }
  return latest;
}
