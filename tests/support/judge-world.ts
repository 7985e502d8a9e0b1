import type { AuditEvent } from '../../helpers/model/audit.js';
import type { Denial, Fault, IdentityRecord, Observation } from '../../helpers/model/observation.js';
import type { PlannedFinding, Probe, ProbeKind } from '../../helpers/model/plan.js';
import type { JudgeInput } from '../../helpers/model/run.js';

/**
 * A small world for judging, written from the documentation and by hand: profile `limited` may read column `a` of
 * `db.t` and not `b`; `full` may read both and is the control; `db.hidden` is granted to nobody.
 */
export const ACCOUNT = { accountId: '111122223333', region: 'us-east-1', partition: 'aws' } as const;
const SCOPE = { ...ACCOUNT, catalogId: ACCOUNT.accountId, database: 'db' } as const;
const SESSION = 'lakeproof-20260101T000000Z-000000';

export const PERMITTED = finding('permitted', 'column-select', 'permit', { table: 't', column: 'a' }, [
  'set',
  'count',
  'schema',
  'describe',
]);
export const DENIED = finding('denied', 'column-select', 'deny', { table: 't', column: 'b' }, [
  'set',
  'by-select',
  'by-where',
  'schema',
  'describe',
]);
export const VISIBLE = finding('visible', 'table-visibility', 'permit', { table: 't' }, ['set', 'tables']);
export const HIDDEN = finding('hidden', 'table-visibility', 'deny', { table: 'hidden' }, ['tables', 'by-table']);
export const ROWS = finding('rows', 'row-set', 'permit', { table: 't' }, ['rows']);
export const STARTED = logged('started', 'start-query-execution', 'logged', 'audit', ['count']);
export const ACCESSED = logged('accessed', 'get-data-access', 'logged', 'audit', ['count']);
export const KEPT = logged('kept', 'get-data-access', 'kept', 'kept', ['count']);
export const REFUSED_ACCESS: PlannedFinding = {
  ...logged('refused-access', 'get-data-access', 'deny', 'audit', ['by-table']),
  resource: { ...SCOPE, table: 'hidden' },
};

export function goodWorld(): JudgeInput {
  return {
    ...ACCOUNT,
    plan: {
      formatVersion: 1,
      policyName: 'p',
      policyDigest: '0'.repeat(64),
      tests: [],
      probes: [
        probe('session', 'session', 'limited'),
        probe('set', 'column-set', 'limited', { table: 't' }),
        probe('count', 'column-count', 'limited', { table: 't', columns: ['a'] }),
        probe('schema', 'information-schema', 'limited', { table: 't' }),
        probe('describe', 'describe', 'limited', { table: 't' }),
        probe('tables', 'list-tables', 'limited'),
        probe('by-select', 'column-by-name', 'limited', { table: 't', columns: ['b'] }, 'c-select'),
        probe('by-where', 'column-by-name', 'limited', { table: 't', columns: ['b'] }, 'c-where'),
        probe('by-table', 'table-by-name', 'limited', { table: 'hidden' }),
        probe('rows', 'row-count', 'limited', { table: 't' }, 'c-rows'),
        probe('c-select', 'column-by-name', 'full', { table: 't', columns: ['b'] }),
        probe('c-where', 'column-by-name', 'full', { table: 't', columns: ['b'] }),
        probe('c-rows', 'row-count', 'full', { table: 't' }),
      ],
      findings: [PERMITTED, DENIED, VISIBLE, HIDDEN, ROWS, STARTED, ACCESSED, KEPT, REFUSED_ACCESS],
      notPresent: [],
    },
    inventory: {
      formatVersion: 1,
      ...ACCOUNT,
      catalogId: ACCOUNT.accountId,
      databases: [{ name: 'db', tables: [table('t', ['a', 'b']), table('hidden', ['x'])] }],
      databasesOutsideScope: [],
      grants: [],
      dataLakeAdmins: [],
      readOnlyAdmins: [],
      profiles: [],
      trails: [trail()],
      gaps: [],
    },
    identities: [identity('limited'), identity('full')],
    observations: [
      permit('session', 'limited'),
      permit('set', 'limited', { names: ['a'] }),
      permit('count', 'limited', { counts: { a: 100 } }),
      permit('schema', 'limited', { names: ['a'] }),
      permit('describe', 'limited', { names: ['a'] }),
      permit('tables', 'limited', { names: ['t'] }),
      refuse('by-select', 'limited', { signature: 'denied-column', object: 'b' }),
      refuse('by-where', 'limited', { signature: 'denied-column', object: 'b' }),
      refuse('by-table', 'limited', { signature: 'denied-table', object: 'hidden' }),
      permit('rows', 'limited', { rowCount: 7 }),
      permit('c-select', 'full'),
      permit('c-where', 'full'),
      permit('c-rows', 'full', { rowCount: 7 }),
    ],
    auditEvents: [startEvent('count'), accessEvent('count', 't'), ...beacons()],
    audit: {
      auditSettleMs: 10_000,
      state: 'closed',
      sweeps: [
        {
          startedAt: '2026-01-01T00:10:00.000Z',
          endedAt: '2026-01-01T00:10:01.000Z',
          startTime: '2026-01-01T00:00:00.000Z',
          endTime: '2026-01-01T00:10:00.000Z',
          pages: 1,
          complete: true,
        },
      ],
    },
  };
}

/** The world with the observation of one probe replaced; undefined takes it out. */
export function withObservation(
  world: JudgeInput,
  probeId: string,
  change: Partial<Observation> | undefined,
): JudgeInput {
  const observations = world.observations.flatMap((observation) => {
    if (observation.probeId !== probeId) return [observation];
    return change === undefined ? [] : [{ ...observation, ...change }];
  });
  return { ...world, observations };
}

export function withEvents(
  world: JudgeInput,
  change: (events: readonly AuditEvent[]) => readonly AuditEvent[],
): JudgeInput {
  return { ...world, auditEvents: change(world.auditEvents) };
}

export function refusal(signature: Denial['signature'], object: string): Partial<Observation> {
  return { decision: 'deny', denial: { signature, object, text: 'as AWS words it', phase: 'state' } };
}

export function faulted(faultClass: Fault['class']): Partial<Observation> {
  return {
    decision: 'indeterminate',
    fault: { class: faultClass, code: 'SomeFault', message: 'm', operation: 'athena:StartQueryExecution' },
  };
}

export function queryIdOf(probeId: string): string {
  return `query-of-${probeId}`;
}

function finding(
  findingId: string,
  controlType: PlannedFinding['controlType'],
  expected: PlannedFinding['expected'],
  resource: { readonly table: string; readonly column?: string },
  probeIds: readonly string[],
): PlannedFinding {
  return {
    findingId,
    objective: 'access',
    controlType,
    profile: 'limited',
    resource: { ...SCOPE, ...resource },
    expected,
    probeIds,
    controls: [],
    testKey: `access/${findingId}`,
  };
}

function logged(
  findingId: string,
  controlType: PlannedFinding['controlType'],
  expected: PlannedFinding['expected'],
  objective: PlannedFinding['objective'],
  probeIds: readonly string[],
): PlannedFinding {
  return { ...finding(findingId, controlType, expected, { table: 't' }, probeIds), objective };
}

function probe(
  probeId: string,
  kind: ProbeKind,
  profile: string,
  resource: { readonly table?: string; readonly columns?: readonly string[] } = {},
  controlProbeId?: string,
): Probe {
  return {
    probeId,
    kind,
    profile,
    purpose: profile === 'full' ? 'control' : 'subject',
    accessRequest: {
      subject: { type: 'profile', id: profile },
      action: { name: 'SELECT' },
      resource: { database: 'db', ...resource },
      context: {},
    },
    sql: 'SELECT 1',
    expectation: 'permit',
    ...(controlProbeId === undefined ? {} : { controlProbeId }),
  };
}

function observation(probeId: string, profile: string, seen: Partial<Observation>): Observation {
  return {
    probeId,
    profile,
    sql: 'SELECT 1',
    decision: 'permit',
    execution: {
      queryExecutionId: queryIdOf(probeId),
      workGroup: 'w',
      state: 'SUCCEEDED',
      submittedAt: '2026-01-01T00:01:00.400Z',
      completedAt: '2026-01-01T00:01:01.200Z',
      requestIds: [],
      attempts: [],
    },
    observedAt: '2026-01-01T00:01:02.000Z',
    ...seen,
  };
}

function permit(probeId: string, profile: string, seen: Partial<Observation> = {}): Observation {
  return observation(probeId, profile, seen);
}

function refuse(probeId: string, profile: string, denial: Pick<Denial, 'signature'> & { object: string }): Observation {
  return observation(probeId, profile, refusal(denial.signature, denial.object));
}

function identity(profile: string): IdentityRecord {
  return {
    profile,
    status: 'proven',
    roleArn: `arn:aws:iam::111122223333:role/Role_${profile}`,
    sessionArn: `arn:aws:sts::111122223333:assumed-role/Role_${profile}/${SESSION}`,
    roleSessionName: SESSION,
    sourceIdentity: SESSION,
  };
}

function table(
  name: string,
  columns: readonly string[],
): JudgeInput['inventory']['databases'][number]['tables'][number] {
  return { name, columns: columns.map((column) => ({ name: column, type: 'string', partitionKey: false })) };
}

function trail(): JudgeInput['inventory']['trails'][number] {
  return {
    name: 'trail',
    arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/trail',
    isLogging: true,
    isMultiRegion: true,
    homeRegion: 'us-east-1',
    logFileValidationEnabled: true,
    selectors: [
      {
        kind: 'basic',
        includeManagementEvents: true,
        readWriteType: 'All',
        excludedEventSources: [],
        unevaluated: false,
      },
    ],
  };
}

export function startEvent(probeId: string, eventTime = '2026-01-01T00:01:00Z'): AuditEvent {
  return {
    eventID: `start-${probeId}`,
    eventName: 'StartQueryExecution',
    eventSource: 'athena.amazonaws.com',
    eventTime,
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::111122223333:assumed-role/Role_limited/${SESSION}`,
      sourceIdentity: SESSION,
    },
    readOnly: false,
    managementEvent: true,
    queryExecutionId: queryIdOf(probeId),
    digest: '0'.repeat(64),
  };
}

export function accessEvent(probeId: string, tableName: string, eventTime = '2026-01-01T00:01:01Z'): AuditEvent {
  return {
    ...startEvent(probeId, eventTime),
    eventID: `access-${probeId}`,
    eventName: 'GetDataAccess',
    eventSource: 'lakeformation.amazonaws.com',
    readOnly: true,
    tableArn: `arn:aws:glue:us-east-1:111122223333:table/db/${tableName}`,
    lakeFormationPrincipal: 'arn:aws:iam::111122223333:role/Role_limited',
  };
}

/** Later events of the run's own: of another probe, so that they confirm nothing else. */
function beacons(): AuditEvent[] {
  return [startEvent('rows', '2026-01-01T00:02:00Z'), accessEvent('rows', 't', '2026-01-01T00:02:00Z')];
}
