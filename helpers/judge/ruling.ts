import type { Fault, Observation } from '../model/observation.js';
import type { Control, Reason, Status } from '../model/status.js';

/** The part of a finding that judging decides. */
export interface Ruling {
  readonly status: Status;
  readonly reason: Reason;
  readonly observed: string;
  readonly control: Control;
}

export function satisfied(reason: Reason, observed: string, control: Control = 'none'): Ruling {
  return { status: 'satisfied', reason, observed, control };
}

export function notSatisfied(reason: Reason, observed: string, control: Control = 'none'): Ruling {
  return { status: 'not-satisfied', reason, observed, control };
}

export function indeterminate(reason: Reason, observed: string): Ruling {
  return { status: 'indeterminate', reason, observed, control: 'none' };
}

/** A call that failed, was throttled or expired, or was answered in words we do not recognise, proves nothing. */
export function reasonOfFault(fault: Fault): Reason {
  switch (fault.class) {
    case 'throttled':
      return 'throttled';
    case 'expired-credentials':
      return 'expired';
    case 'not-implemented':
      return 'not-implemented';
    case 'access-denied':
      return 'unrecognised-refusal';
    case 'unrecognised':
      return 'unrecognised-answer';
    case 'network':
    case 'service-error':
    case 'invalid-request':
    case 'deadline':
      return 'fault';
  }
}

/** The ruling for a probe that was not asked or whose answer proves nothing; undefined when it decided something. */
export function undecided(observation: Observation | undefined, what: string): Ruling | undefined {
  if (observation === undefined) return indeterminate('not-asked', `${what}: not asked`);
  if (observation.decision !== 'indeterminate') return undefined;
  const { fault } = observation;
  if (fault === undefined) return indeterminate('unrecognised-answer', `${what}: no usable answer`);
  return indeterminate(reasonOfFault(fault), `${what}: ${fault.code}`);
}

/** How a refusal reads in a report: the recognised signature and what it names. */
export function refusalText(observation: Observation): string {
  const { denial } = observation;
  return denial === undefined ? 'refused' : `refused (${denial.signature})`;
}
