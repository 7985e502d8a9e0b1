import { parseArn, roleOfSession } from '../../core/arn.js';
import { groupBy } from '../../core/group-by.js';
import type { AuditConfirmation, AuditEvent } from '../model/audit.js';
import type { IdentityRecord, Observation } from '../model/observation.js';
import type { Probe } from '../model/plan.js';
import type { JudgeInput } from '../model/run.js';
import { type AbsenceRules, absenceOf } from './absence.js';

/** CloudTrail's eventTime has whole seconds, so Athena's own times are padded by this much on both sides. */
const WINDOW_PAD_MS = 2_000;

const SOURCES = {
  StartQueryExecution: 'athena.amazonaws.com',
  GetDataAccess: 'lakeformation.amazonaws.com',
} as const;

type LoggedEventName = keyof typeof SOURCES;

/** Probes that read a table, so that Lake Formation is asked for its data. */
const READS_A_TABLE = new Set<Probe['kind']>([
  'column-set',
  'column-count',
  'row-count',
  'column-by-name',
  'table-by-name',
  'database-by-name',
  'beacon',
]);

/**
 * What the log says of each probe that Athena accepted: one confirmation for StartQueryExecution, and one for
 * GetDataAccess where the probe names a table. Pure: executions and events in, confirmations out, in the plan's order.
 * Judged against what was observed, never against what was expected (docs/verdicts.md, "Audit").
 *
 * Sources: CloudTrail User Guide "record contents"; Lake Formation best practices "auditing" for GetDataAccess's shape.
 */
export function confirmationsOf(input: JudgeInput): AuditConfirmation[] {
  const observations = new Map(input.observations.map((observation) => [observation.probeId, observation]));
  const identities = new Map(input.identities.map((identity) => [identity.profile, identity]));
  const byQuery = groupBy(input.auditEvents, (event) => event.queryExecutionId);
  const absence = absenceOf(input);
  const confirmations: AuditConfirmation[] = [];
  for (const probe of input.plan.probes) {
    const observation = observations.get(probe.probeId);
    if (observation === undefined) continue;
    const queryExecutionId = observation.execution.queryExecutionId;
    const events = queryExecutionId === undefined ? [] : (byQuery.get(queryExecutionId) ?? []);
    const looked: Looked = { probe, observation, identity: identities.get(probe.profile), input, absence };
    confirmations.push(confirmStart(looked, events));
    if (READS_A_TABLE.has(probe.kind)) confirmations.push(confirmDataAccess(looked, events));
  }
  return confirmations;
}

interface Looked {
  readonly probe: Probe;
  readonly observation: Observation;
  readonly identity: IdentityRecord | undefined;
  readonly input: JudgeInput;
  readonly absence: AbsenceRules;
}

function confirmStart(looked: Looked, events: readonly AuditEvent[]): AuditConfirmation {
  const eventName = 'StartQueryExecution';
  if (looked.observation.execution.queryExecutionId === undefined) {
    return confirmation(looked, eventName, 'not-expected', [], 'Athena gave no query id, so no query was started');
  }
  const named = ofName(events, eventName);
  if (named.length === 0) return missing(looked, eventName);
  const mismatch = firstMismatch(named, (event) => identityMismatch(looked, event) ?? timeMismatch(looked, event));
  if (mismatch !== undefined) return confirmation(looked, eventName, 'contradicted', named, mismatch);
  return confirmation(looked, eventName, 'confirmed', named, 'found by query id, principal and time');
}

function confirmDataAccess(looked: Looked, events: readonly AuditEvent[]): AuditConfirmation {
  const eventName = 'GetDataAccess';
  const { observation } = looked;
  if (observation.execution.queryExecutionId === undefined) {
    return confirmation(looked, eventName, 'not-expected', [], 'Athena gave no query id, so no data was asked for');
  }
  const named = ofName(events, eventName);
  if (observation.decision === 'deny') return dataAccessAfterRefusal(looked, named);
  if (named.length === 0) return missing(looked, eventName);
  const mismatch = firstMismatch(
    named,
    (event) => principalMismatch(looked, event) ?? tableMismatch(looked, event) ?? timeMismatch(looked, event),
  );
  if (mismatch !== undefined) return confirmation(looked, eventName, 'contradicted', named, mismatch);
  if (named.every((event) => event.errorCode !== undefined)) {
    const why = 'the log says that data access was refused, but the query succeeded';
    return confirmation(looked, eventName, 'contradicted', named, why);
  }
  return confirmation(looked, eventName, 'confirmed', named, 'found by query id, principal, table and time');
}

/**
 * No source settles what a refusal leaves. With errorCode it is evidence of the refusal; without one, on a table that
 * the profile may not read at all, it is unexplained; for a refused column of a readable table it decides nothing.
 */
function dataAccessAfterRefusal(looked: Looked, events: readonly AuditEvent[]): AuditConfirmation {
  const eventName = 'GetDataAccess';
  if (looked.observation.denial?.signature === 'denied-column') {
    return confirmation(
      looked,
      eventName,
      'not-expected',
      events,
      'a refused column of a readable table: recorded only',
    );
  }
  if (events.some((event) => event.errorCode === undefined)) {
    const why = 'data access was logged without an error for a query that Athena refused';
    return confirmation(looked, eventName, 'unexplained', events, why);
  }
  if (events.length > 0) {
    return confirmation(looked, eventName, 'confirmed', events, 'the log shows the refusal itself');
  }
  const wait = looked.absence(looked.observation, eventName);
  if (wait.kind === 'absent') {
    return confirmation(looked, eventName, 'not-expected', [], 'refused, and no data access was logged for it');
  }
  return confirmation(looked, eventName, wait.kind, [], wait.why);
}

function missing(looked: Looked, eventName: LoggedEventName): AuditConfirmation {
  const wait = looked.absence(looked.observation, eventName);
  return confirmation(looked, eventName, wait.kind, [], wait.why);
}

function ofName(events: readonly AuditEvent[], eventName: LoggedEventName): AuditEvent[] {
  // S3 Access Grants has a GetDataAccess of its own, so the source counts as much as the name.
  return events.filter((event) => event.eventName === eventName && event.eventSource === SOURCES[eventName]);
}

function firstMismatch(
  events: readonly AuditEvent[],
  mismatchOf: (event: AuditEvent) => string | undefined,
): string | undefined {
  for (const event of events) {
    const mismatch = mismatchOf(event);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

/** The session that signed the call, by its ARN; and the source identity, where the run set one. */
function identityMismatch({ identity, input }: Looked, event: AuditEvent): string | undefined {
  if (event.recipientAccountId !== input.accountId) return 'the event is of another account';
  if (event.awsRegion !== input.region) return 'the event is of another Region';
  if (identity?.sessionArn === undefined || event.userIdentity.arn !== identity.sessionArn) {
    return 'the event names another principal than the session that asked';
  }
  const { sourceIdentity } = event.userIdentity;
  if (sourceIdentity !== undefined && sourceIdentity !== identity.sourceIdentity) {
    return 'the event names another source identity than the session that asked';
  }
  return undefined;
}

/** Lake Formation logs the role it decided for; grants attach to roles, never to sessions. */
function principalMismatch(looked: Looked, event: AuditEvent): string | undefined {
  const { identity, input } = looked;
  if (event.recipientAccountId !== input.accountId) return 'the event is of another account';
  if (event.awsRegion !== input.region) return 'the event is of another Region';
  if (identity?.roleArn === undefined || event.lakeFormationPrincipal !== identity.roleArn) {
    return 'the event names another Lake Formation principal than the role that asked';
  }
  const caller = event.userIdentity.arn;
  if (caller !== undefined && roleOfSession(caller)?.roleName !== roleNameOf(identity.roleArn)) {
    return 'the event names another caller than the role that asked';
  }
  return undefined;
}

function tableMismatch({ probe }: Looked, event: AuditEvent): string | undefined {
  const { database, table } = probe.accessRequest.resource;
  const resource = event.tableArn === undefined ? undefined : parseArn(event.tableArn)?.resource;
  if (resource?.toLowerCase() === `table/${database ?? ''}/${table ?? ''}`) return undefined;
  return 'the event names another table than the one that was asked for';
}

function timeMismatch({ observation }: Looked, event: AuditEvent): string | undefined {
  const { submittedAt, completedAt } = observation.execution;
  const eventMs = Date.parse(event.eventTime);
  if (submittedAt !== undefined && eventMs < Date.parse(submittedAt) - WINDOW_PAD_MS) {
    return 'the event is older than the query';
  }
  if (completedAt !== undefined && eventMs > Date.parse(completedAt) + WINDOW_PAD_MS) {
    return 'the event is younger than the end of the query';
  }
  return undefined;
}

function roleNameOf(roleArn: string): string | undefined {
  return parseArn(roleArn)?.resource.split('/').at(-1);
}

function confirmation(
  { probe }: Looked,
  eventName: LoggedEventName,
  kind: AuditConfirmation['kind'],
  events: readonly AuditEvent[],
  why: string,
): AuditConfirmation {
  return { probeId: probe.probeId, eventName, kind, eventIds: events.map((event) => event.eventID).sort(), why };
}
