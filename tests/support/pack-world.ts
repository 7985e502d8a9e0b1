import { sha256, sha256OfJson } from '../../core/digest.js';
import { coverageOf } from '../../helpers/judge/coverage.js';
import { judgeAll } from '../../helpers/judge/judge.js';
import type { AuditEvent } from '../../helpers/model/audit.js';
import type { Inventory } from '../../helpers/model/catalogue.js';
import type { Denial, Fault, IdentityRecord, Observation } from '../../helpers/model/observation.js';
import type { Clause, PlannedFinding, Probe, ProbeKind, ProbePlan } from '../../helpers/model/plan.js';
import type { RunInfo, RunRecord } from '../../helpers/model/run.js';
import { judgeInputOf } from '../../helpers/record/judge-input.js';
import { RunWriter } from '../../helpers/record/run-writer.js';

/**
 * A small run of the walkthrough, made by hand: two profiles, one table of five columns, and a canary. In it, on purpose:
 * the limited profile can read customer_id (red), its GetDataAccess is missing from the log (red), the full profile's
 * look at the canary was throttled (amber), and names chosen by somebody who means harm. The rest is as it should be.
 */
export const ACCOUNT = '111122223333';
export const RUN_ID = '20260102T030405Z-abcdef';
export const FULL = 'data-scientist-full';
export const LIMITED = 'data-scientist-limited';
const DATABASE = 'amazon_reviews_db';
const TABLE = 'amazon_reviews_parquet';
const POLICY = 'formatVersion: 1\nname: walkthrough\n';

/** A formula in a spreadsheet, and quotes for shell, SQL and HTML. */
export const FORMULA_COLUMN = `=cmd|'/c calc'!a"1`;
/** Markup and a direction override, as the name of a table that the policy does not know. */
export const HOSTILE_TABLE = `"><img src=x onerror=alert(1)>\u202Egnp`;

const COLUMNS = ['product_id', 'star_rating', 'review_body', 'customer_id', FORMULA_COLUMN];
const GRANTED: Readonly<Record<string, readonly string[]>> = {
  [FULL]: COLUMNS,
  [LIMITED]: ['product_id', 'star_rating', 'review_body'],
};
const CLAUSES = ['SELECT', 'WHERE'] as const;
const SCOPE = { partition: 'aws', accountId: ACCOUNT, region: 'us-east-1', catalogId: ACCOUNT } as const;

export interface PackWorld {
  readonly record: RunRecord;
  readonly policy: string;
}

export function packWorld(change: Partial<RunInfo> = {}): PackWorld {
  const probes: Probe[] = [];
  const findings: PlannedFinding[] = [];
  for (const profile of [FULL, LIMITED]) planProfile(profile, probes, findings);
  findings.push(
    planned('posture', 'declared', HOSTILE_TABLE, { database: DATABASE, table: HOSTILE_TABLE }, 'declared', []),
    planned('posture', 'declared', '*', { database: DATABASE }, 'declared', []),
  );
  const plan: ProbePlan = {
    formatVersion: 1,
    policyName: 'walkthrough',
    policyDigest: sha256(POLICY),
    tests: [],
    probes,
    findings,
    notPresent: [],
  };
  const observations = probes.map((probe, index) => observe(probe, index, probes));
  const auditEvents = probes.flatMap((probe, index) => logOf(probe, index));
  const run = { ...runInfo(), ...change };
  const unjudged: RunRecord = { run, plan, inventory: INVENTORY, observations, auditEvents, findings: [], notes: [] };
  const judged = judgeAll(judgeInputOf(unjudged));
  const record = { ...unjudged, findings: judged, coverage: coverageOf(plan, judged, run.tests) };
  return { record, policy: POLICY };
}

/** Writes the record as the engine would. */
export async function writeWorld(runDir: string, { record, policy }: PackWorld): Promise<void> {
  const writer = await RunWriter.open(runDir, { resume: false });
  await writer.writePolicy(policy);
  await writer.writeJson('run.json', record.run);
  await writer.writeJson('plan.json', record.plan);
  await writer.writeJson('inventory.json', record.inventory);
  for (const observation of record.observations) await writer.append('observations.jsonl', observation);
  for (const event of record.auditEvents) await writer.append('audit-events.jsonl', event);
  await writer.replace('findings.jsonl', record.findings);
  if (record.coverage !== undefined) await writer.writeJson('coverage.json', record.coverage);
  await writer.close();
}

function planProfile(profile: string, probes: Probe[], findings: PlannedFinding[]): void {
  const granted = GRANTED[profile] ?? [];
  const ask = (kind: ProbeKind, sql: string, more: Asked = {}): string => {
    const made = probe(profile, kind, sql, more);
    probes.push(made);
    return made.probeId;
  };
  ask('session', 'SELECT 1');
  const table = `"${DATABASE}"."${TABLE}"`;
  const about = { database: DATABASE, table: TABLE };
  const set = ask('column-set', `SELECT * FROM ${table} WHERE false`, about);
  const counts = granted.map((column) => `count(${quoted(column)})`).join(', ');
  const count = ask('column-count', `SELECT ${counts} FROM (SELECT * FROM ${table} LIMIT 100)`, {
    ...about,
    columns: granted,
  });
  for (const column of COLUMNS) {
    const resource = { ...about, column };
    if (granted.includes(column)) {
      findings.push(planned('access', 'column-select', profile, resource, 'permit', [set, count]));
      continue;
    }
    const byName = CLAUSES.map((clause) =>
      ask('column-by-name', byNameSql(column, clause), { ...about, columns: [column], clause, deny: true }),
    );
    findings.push(planned('access', 'column-select', profile, resource, 'deny', [set, ...byName]));
  }
  findings.push(planned('access', 'table-visibility', profile, about, 'permit', [set]));
  const canary = { database: 'restricted_db', table: 'canary' };
  const refused = ask('table-by-name', 'SELECT * FROM "restricted_db"."canary" WHERE false', { ...canary, deny: true });
  findings.push(planned('access', 'table-visibility', profile, canary, 'deny', [refused]));
  findings.push(planned('audit', 'start-query-execution', profile, about, 'logged', [count]));
  findings.push(planned('audit', 'get-data-access', profile, about, 'logged', [count]));
  findings.push(planned('kept', 'start-query-execution', profile, about, 'kept', [count]));
  const beacon = probe(profile, 'beacon', `SELECT count(*) FROM ${table} -- beacon`, about);
  probes.push({ ...beacon, purpose: 'beacon', probeId: probeIdOf('beacon', profile, 'beacon', beacon.sql) });
}

interface Asked {
  readonly database?: string;
  readonly table?: string;
  readonly columns?: readonly string[];
  readonly clause?: Clause;
  readonly deny?: boolean;
}

function probe(
  profile: string,
  kind: ProbeKind,
  sql: string,
  { database, table, columns, clause, deny }: Asked,
): Probe {
  const resource = {
    ...(database === undefined ? {} : { database }),
    ...(table === undefined ? {} : { table }),
    ...(columns === undefined ? {} : { columns }),
  };
  return {
    probeId: probeIdOf(kind, profile, 'subject', sql),
    kind,
    profile,
    purpose: 'subject',
    accessRequest: {
      subject: { type: 'profile', id: profile },
      action: { name: 'SELECT' },
      resource,
      context: clause === undefined ? {} : { clause },
    },
    sql,
    expectation: deny === true ? 'deny' : 'permit',
  };
}

function probeIdOf(kind: ProbeKind, profile: string, purpose: Probe['purpose'], sql: string): string {
  return sha256OfJson([kind, profile, purpose, sql]).slice(0, 16);
}

function planned(
  objective: PlannedFinding['objective'],
  controlType: PlannedFinding['controlType'],
  profile: string,
  about: { readonly database: string; readonly table?: string; readonly column?: string },
  expected: PlannedFinding['expected'],
  probeIds: readonly string[],
): PlannedFinding {
  const resource = { ...SCOPE, ...about };
  const findingId = sha256OfJson([objective, controlType, profile, resource]).slice(0, 16);
  const testKey = `${objective}/${controlType}/${profile}`;
  return {
    findingId,
    objective,
    controlType,
    profile,
    resource,
    expected,
    probeIds,
    controls: ['nist-800-53r5/AC-3'],
    testKey,
  };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function byNameSql(column: string, clause: (typeof CLAUSES)[number]): string {
  const table = `"${DATABASE}"."${TABLE}"`;
  switch (clause) {
    case 'SELECT':
      return `SELECT ${quoted(column)} FROM ${table} WHERE false`;
    case 'WHERE':
      return `SELECT 1 FROM ${table} WHERE ${quoted(column)} IS NULL AND false`;
  }
}

/** Times follow the order of the probes, one second each, so that they can be read. */
function instant(index: number, milliseconds = 0): string {
  return new Date(Date.UTC(2026, 0, 2, 3, 4, 10 + index, milliseconds)).toISOString();
}

function queryIdOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

function observe(asked: Probe, index: number, probes: readonly Probe[]): Observation {
  const answer = answerTo(asked, probes);
  const started = answer.fault === undefined;
  return {
    probeId: asked.probeId,
    profile: asked.profile,
    sql: asked.sql,
    ...answer,
    execution: {
      ...(started ? { queryExecutionId: queryIdOf(index) } : {}),
      workGroup: `studio-${asked.profile}`,
      ...(started ? { state: answer.decision === 'deny' ? ('FAILED' as const) : ('SUCCEEDED' as const) } : {}),
      ...(started ? { submittedAt: instant(index), completedAt: instant(index, 500) } : {}),
      requestIds: [`request-${index}`],
      attempts: [],
    },
    observedAt: instant(index, 600),
  };
}

type Answered = Pick<Observation, 'decision' | 'names' | 'counts' | 'rowCount' | 'denial' | 'fault'>;

function answerTo(asked: Probe, probes: readonly Probe[]): Answered {
  const { kind, profile } = asked;
  const columns = asked.accessRequest.resource.columns ?? [];
  const readable = [...(GRANTED[profile] ?? []), ...(profile === LIMITED ? ['customer_id'] : [])];
  if (kind === 'column-set')
    return { decision: 'permit', names: COLUMNS.filter((column) => readable.includes(column)) };
  if (kind === 'column-count')
    return { decision: 'permit', counts: Object.fromEntries(columns.map((column) => [column, 100])) };
  if (kind === 'column-by-name') {
    const column = columns[0] ?? '';
    return readable.includes(column)
      ? { decision: 'permit', names: [column] }
      : { decision: 'deny', denial: deniedColumn(column) };
  }
  if (kind === 'table-by-name' && profile === FULL) return { decision: 'indeterminate', fault: THROTTLED };
  if (kind === 'table-by-name') return { decision: 'deny', denial: DENIED_TABLE };
  return { decision: 'permit', rowCount: probes.length };
}

const THROTTLED: Fault = {
  class: 'throttled',
  code: 'ThrottlingException',
  message: 'Rate exceeded',
  operation: 'athena:StartQueryExecution',
};

const DENIED_TABLE: Denial = {
  signature: 'denied-table',
  text: "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.restricted_db.canary' does not exist",
  object: 'canary',
  phase: 'state',
};

function deniedColumn(column: string): Denial {
  return {
    signature: 'denied-column',
    text: `COLUMN_NOT_FOUND: line 1:8: Column '${column}' cannot be resolved or requester is not authorized to access requested resources`,
    object: column,
    phase: 'state',
  };
}

function logOf({ kind, profile }: Probe, index: number): AuditEvent[] {
  const common = { eventTime: instant(index), awsRegion: 'us-east-1', recipientAccountId: ACCOUNT } as const;
  const queryExecutionId = queryIdOf(index);
  const start: AuditEvent = {
    ...common,
    eventID: `start-${index}`,
    eventName: 'StartQueryExecution',
    eventSource: 'athena.amazonaws.com',
    userIdentity: { type: 'AssumedRole', arn: sessionOf(profile), accountId: ACCOUNT },
    readOnly: false,
    queryExecutionId,
    workGroup: `studio-${profile}`,
    digest: sha256(`start-${index}`),
  };
  if (kind === 'table-by-name' && profile === FULL) return [];
  const lost = kind === 'column-count' && profile === LIMITED;
  if (lost || (kind !== 'column-count' && kind !== 'beacon')) return [start];
  const access: AuditEvent = {
    ...common,
    eventID: `access-${index}`,
    eventName: 'GetDataAccess',
    eventSource: 'lakeformation.amazonaws.com',
    userIdentity: { type: 'AssumedRole', arn: sessionOf(profile) },
    readOnly: true,
    queryExecutionId,
    tableArn: `arn:aws:glue:us-east-1:${ACCOUNT}:table/${DATABASE}/${TABLE}`,
    lakeFormationPrincipal: roleOf(profile),
    digest: sha256(`access-${index}`),
  };
  return [start, access];
}

function roleOf(profile: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/SageMakerStudioExecutionRole_${profile}`;
}

function sessionOf(profile: string): string {
  return `arn:aws:sts::${ACCOUNT}:assumed-role/SageMakerStudioExecutionRole_${profile}/lakeproof-${RUN_ID}`;
}

function identity(profile: string): IdentityRecord {
  return {
    profile,
    status: 'proven',
    roleArn: roleOf(profile),
    sessionArn: sessionOf(profile),
    roleSessionName: `lakeproof-${RUN_ID}`,
    sourceIdentity: `lakeproof-${RUN_ID}`,
    expiresAt: '2026-01-02T04:04:05.000Z',
    workGroup: `studio-${profile}`,
  };
}

function runInfo(): RunInfo {
  return {
    formatVersion: 1,
    runId: RUN_ID,
    lakeproofVersion: '0.1.0',
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: '2026-01-02T03:06:30.000Z',
    target: 'emulated',
    endpoints: { athena: 'http://127.0.0.1:4566', cloudtrail: 'http://127.0.0.1:4566', sts: 'http://127.0.0.1:4566' },
    accountId: ACCOUNT,
    region: 'us-east-1',
    runnerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/LakeproofRunner/lakeproof-${RUN_ID}`,
    policy: { name: 'walkthrough', file: 'policies/walkthrough.policy.yaml', digest: sha256(POLICY) },
    identities: [identity(FULL), identity(LIMITED)],
    audit: {
      auditSettleMs: 10_000,
      sweeps: [
        {
          startedAt: '2026-01-02T03:06:00.000Z',
          endedAt: '2026-01-02T03:06:02.000Z',
          startTime: '2026-01-02T03:04:03.000Z',
          endTime: '2026-01-02T03:06:02.000Z',
          pages: 1,
          complete: true,
        },
      ],
      state: 'closed',
      judgedAt: '2026-01-02T03:06:02.000Z',
    },
    tests: [
      {
        title: 'sees exactly its columns',
        file: 'specs/access/columns.spec.ts',
        project: LIMITED,
        outcome: 'failed',
        durationMs: 12,
      },
    ],
    state: 'finished',
  };
}

const SELECT_ON = {
  database: DATABASE,
  table: TABLE,
  tableWildcard: false,
  permissions: ['SELECT'],
  permissionsWithGrantOption: [],
};

const INVENTORY: Inventory = {
  formatVersion: 1,
  accountId: ACCOUNT,
  partition: 'aws',
  region: 'us-east-1',
  catalogId: ACCOUNT,
  databases: [
    {
      name: DATABASE,
      tables: [
        {
          name: TABLE,
          columns: COLUMNS.map((name) => ({ name, type: 'string', partitionKey: false })),
          registered: true,
        },
        { name: HOSTILE_TABLE, columns: [] },
      ],
    },
    {
      name: 'restricted_db',
      tables: [{ name: 'canary', columns: [{ name: 'id', type: 'int', partitionKey: false }] }],
    },
  ],
  databasesOutsideScope: ['default', '<b>sales</b>'],
  grants: [
    { ...SELECT_ON, principal: roleOf(FULL) },
    { ...SELECT_ON, principal: roleOf(LIMITED), columns: [...(GRANTED[LIMITED] ?? []), 'customer_id'] },
  ],
  dataLakeAdmins: [`arn:aws:iam::${ACCOUNT}:user/lake-admin`],
  readOnlyAdmins: [`arn:aws:iam::${ACCOUNT}:role/LakeproofRunner`],
  studioDomain: { id: 'd-0123456789ab', name: 'lakeproof-walkthrough' },
  profiles: [FULL, LIMITED].map((name) => ({ name, executionRoleArn: roleOf(name) })),
  trails: [
    {
      name: 'lakeproof-trail',
      arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/lakeproof-trail`,
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
    },
  ],
  gaps: [],
};
