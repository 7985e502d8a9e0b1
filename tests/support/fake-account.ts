import { randomUUID } from 'node:crypto';
import type { Inventory } from '../../helpers/model/catalogue.js';
import type { Probe, ProbePlan } from '../../helpers/model/plan.js';
import type { Policy } from '../../helpers/model/policy.js';
import { planProbes } from '../../helpers/plan/plan.js';
import { type FakeAws, type FakeCall, FakeCut, FakeError, startFakeAws } from './fake-aws.js';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** What a test may change about an account that otherwise does all that its policy says. */
export interface FakeAccountOptions {
  /** Delay of the log, in milliseconds. */
  readonly auditDelayMs?: number;
  /** Called before each call; may throw FakeError or FakeCut, or give an answer instead of the account's. */
  readonly before?: (call: FakeCall & { readonly role: string | undefined }) => unknown;
  /** Called with each event before it is logged: change it, or give undefined to lose it. */
  readonly log?: (event: FakeEvent, account: Pick<FakeAccount, 'plan' | 'started'>) => FakeEvent | undefined;
  /** Seconds that sessions last. */
  readonly sessionSeconds?: number;
  /** Unique id of every role: an account that was set up again has others. */
  readonly roleId?: string;
}

export interface FakeEvent {
  readonly userName: string;
  readonly visibleAtMs: number;
  readonly event: { readonly eventName: string; readonly eventTime: string } & Readonly<Record<string, unknown>>;
}

export interface FakeAccount extends FakeAws {
  readonly plan: ProbePlan;
  /** SQL of every query that was started, with the role that asked. */
  readonly started: { readonly role: string; readonly sql: string; readonly token: string }[];
}

interface Session {
  readonly arn: string;
  readonly role: string | undefined;
  readonly name: string;
}

interface Query {
  readonly id: string;
  readonly probe: Probe | undefined;
  readonly workGroup: string;
  readonly submittedMs: number;
}

/**
 * An account that behaves exactly as `policy` says: its answers are read off the plan, so the engine can be tested
 * without an engine for SQL. It says nothing about AWS.
 */
export async function startFakeAccount(policy: Policy, options: FakeAccountOptions = {}): Promise<FakeAccount> {
  const inventory = inventoryOf(policy);
  const plan = planProbes(policy, inventory, {});
  const sessions = new Map<string, Session>([
    ['AKIAOPERATOR', { arn: `arn:aws:iam::${ACCOUNT}:user/lakeproof-operator`, role: undefined, name: 'operator' }],
  ]);
  const queries = new Map<string, Query>();
  const byToken = new Map<string, string>();
  const events: FakeEvent[] = [];
  const started: FakeAccount['started'] = [];
  let keys = 0;

  const log = (session: Session, event: Readonly<Record<string, unknown>>, eventName: string): void => {
    const whole = {
      eventID: randomUUID(),
      eventName,
      eventTime: new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
      awsRegion: REGION,
      recipientAccountId: ACCOUNT,
      userIdentity: {
        type: 'AssumedRole',
        arn: session.arn,
        accountId: ACCOUNT,
        accessKeyId: 'ASIAEXAMPLE',
        sessionContext: {
          sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/${session.role ?? ''}` },
          sourceIdentity: session.name,
        },
      },
      ...event,
    };
    const logged = { userName: session.name, visibleAtMs: Date.now() + (options.auditDelayMs ?? 0), event: whole };
    const kept = options.log === undefined ? logged : options.log(logged, { plan, started });
    if (kept !== undefined) events.push(kept);
  };

  const start = (session: Session, input: FakeCall['input']): unknown => {
    const sql = String(input.QueryString);
    const token = String(input.ClientRequestToken);
    const role = session.role ?? '';
    const known = byToken.get(token);
    if (known !== undefined) return { QueryExecutionId: known };
    started.push({ role, sql, token });
    const profile = profileOf(role);
    const probe = plan.probes.find((candidate) => candidate.sql === sql && candidate.profile === profile);
    const id = randomUUID();
    byToken.set(token, id);
    queries.set(id, { id, probe, workGroup: String(input.WorkGroup), submittedMs: Date.now() });
    log(
      session,
      {
        eventSource: 'athena.amazonaws.com',
        readOnly: false,
        managementEvent: true,
        requestParameters: { queryString: '***OMITTED***', workGroup: input.WorkGroup },
        responseElements: { queryExecutionId: id },
      },
      'StartQueryExecution',
    );
    const { database, table } = probe?.accessRequest.resource ?? {};
    const vends = probe?.kind !== 'describe' && probe?.kind !== 'information-schema' && probe?.kind !== 'list-tables';
    if (probe?.expectation === 'permit' && table !== undefined && vends) {
      log(
        session,
        {
          eventSource: 'lakeformation.amazonaws.com',
          readOnly: true,
          managementEvent: true,
          requestParameters: {
            tableArn: `arn:aws:glue:${REGION}:${ACCOUNT}:table/${database ?? ''}/${table}`,
            auditContext: { additionalAuditContext: `{queryId: ${id}}` },
          },
          responseElements: null,
          additionalEventData: {
            requesterService: 'ATHENA',
            lakeFormationPrincipal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
            lakeFormationRoleSessionName: 'AWSLF-00-AT-111122223333-x',
          },
        },
        'GetDataAccess',
      );
    }
    return { QueryExecutionId: id };
  };

  const handlers: Readonly<Record<string, (session: Session, call: FakeCall) => unknown>> = {
    'sts:GetCallerIdentity': (session) => ({
      Arn: session.arn,
      Account: ACCOUNT,
      UserId: `${options.roleId ?? 'AROAFAKE'}:${session.name}`,
    }),
    'sts:AssumeRole': (_session, { input }) => {
      keys += 1;
      const role = String(input.RoleArn).split('/').at(-1) ?? '';
      const name = String(input.RoleSessionName);
      const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;
      sessions.set(`ASIA${keys}`, { arn, role, name });
      const Expiration = new Date(Date.now() + (options.sessionSeconds ?? 3_600) * 1_000).toISOString();
      return {
        Credentials: { AccessKeyId: `ASIA${keys}`, SecretAccessKey: 'secret', SessionToken: 'token', Expiration },
        AssumedRoleUser: { Arn: arn, AssumedRoleId: 'x' },
      };
    },
    'glue:GetDatabases': () => ({ DatabaseList: inventory.databases.map(({ name }) => ({ Name: name })) }),
    'glue:GetDatabase': (_session, { input }) => {
      const found = inventory.databases.find(({ name }) => name === input.Name);
      if (found === undefined) throw new FakeError('EntityNotFoundException', 'Database not found.');
      return { Database: { Name: found.name } };
    },
    'glue:GetTables': (_session, { input }) => ({
      TableList: (inventory.databases.find(({ name }) => name === input.DatabaseName)?.tables ?? []).map((table) => ({
        Name: table.name,
        StorageDescriptor: {
          Columns: table.columns
            .filter(({ partitionKey }) => !partitionKey)
            .map(({ name, type }) => ({ Name: name, Type: type })),
        },
        PartitionKeys: table.columns
          .filter(({ partitionKey }) => partitionKey)
          .map(({ name, type }) => ({ Name: name, Type: type })),
      })),
    }),
    'glue:GetTable': (_session, { input }) => ({ Table: { Name: input.Name, IsRegisteredWithLakeFormation: true } }),
    'lakeformation:ListPermissions': () => ({
      PrincipalResourcePermissions: inventory.grants.map((grant) => ({
        Principal: { DataLakePrincipalIdentifier: grant.principal },
        Resource: {
          TableWithColumns: { DatabaseName: grant.database, Name: grant.table, ColumnNames: grant.columns },
        },
        Permissions: grant.permissions,
      })),
    }),
    'lakeformation:GetDataLakeSettings': () => ({
      DataLakeSettings: {
        DataLakeAdmins: [],
        ReadOnlyAdmins: [{ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:role/LakeproofRunner` }],
      },
    }),
    'sagemaker:ListDomains': () => ({ Domains: [{ DomainId: 'd-1', DomainName: 'lakeproof-walkthrough' }] }),
    'sagemaker:DescribeDomain': () => ({ DomainId: 'd-1', AuthMode: 'IAM' }),
    'sagemaker:ListUserProfiles': () => ({
      UserProfiles: inventory.profiles.map(({ name }) => ({ UserProfileName: name })),
    }),
    'sagemaker:DescribeUserProfile': (_session, { input }) => ({
      UserSettings: { ExecutionRole: roleArnOf(String(input.UserProfileName)) },
    }),
    'cloudtrail:DescribeTrails': () => ({
      trailList: [{ Name: 'lakeproof-trail', TrailARN: 'arn:trail', IsMultiRegionTrail: true, HomeRegion: REGION }],
    }),
    'cloudtrail:GetTrailStatus': () => ({ IsLogging: true }),
    'cloudtrail:GetEventSelectors': () => ({
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    }),
    'cloudtrail:LookupEvents': (_session, { input }) => lookup(events, input),
    'athena:GetWorkGroup': (_session, { input }) => ({ WorkGroup: { Name: input.WorkGroup, State: 'ENABLED' } }),
    'athena:StartQueryExecution': (session, { input }) => start(session, input),
    'athena:BatchGetQueryExecution': (_session, { input }) => ({
      QueryExecutions: idsOf(input).flatMap((id) => executionOf(queries.get(id)) ?? []),
    }),
    'athena:GetQueryExecution': (_session, { input }) => ({
      QueryExecution: executionOf(queries.get(String(input.QueryExecutionId))),
    }),
    'athena:GetQueryResults': (_session, { input }) => resultsOf(queries.get(String(input.QueryExecutionId))?.probe),
    'athena:StopQueryExecution': () => ({}),
  };

  const aws = await startFakeAws(async (call) => {
    const session = sessions.get(call.accessKeyId);
    if (session === undefined)
      throw new FakeError('UnrecognizedClientException', 'The security token is invalid.', 403);
    const instead = await options.before?.({ ...call, role: session.role });
    if (instead !== undefined) return instead;
    const handler = handlers[call.operation];
    if (handler === undefined) throw new FakeError('NotImplemented', call.operation, 501);
    return handler(session, call);
  });
  return { ...aws, plan, started };
}

export { FakeCut, FakeError };

function lookup(events: readonly FakeEvent[], input: FakeCall['input']): unknown {
  const attributes = input.LookupAttributes as readonly { AttributeKey: string; AttributeValue: string }[];
  const [attribute] = attributes;
  const from = Number(input.StartTime) * 1_000;
  const to = Number(input.EndTime) * 1_000;
  const found = events.filter(({ userName, visibleAtMs, event }) => {
    const value = attribute?.AttributeKey === 'Username' ? userName : event.eventName;
    const eventMs = Date.parse(event.eventTime);
    return visibleAtMs <= Date.now() && value === attribute?.AttributeValue && eventMs >= from && eventMs <= to;
  });
  const at = Number(input.NextToken ?? 0);
  const next = at + 50 < found.length ? { NextToken: String(at + 50) } : {};
  const page = found
    .slice(at, at + 50)
    .map(({ event }) => ({ EventId: event.eventID, CloudTrailEvent: JSON.stringify(event) }));
  return { Events: page, ...next };
}

function idsOf(input: FakeCall['input']): readonly string[] {
  return input.QueryExecutionIds as readonly string[];
}

function executionOf(query: Query | undefined): unknown {
  if (query === undefined) return undefined;
  const { probe } = query;
  const ended = Date.now() >= query.submittedMs + 5;
  const utility = /^(?:SHOW|DESCRIBE)/.test(probe?.sql ?? '');
  const refusal = probe?.expectation === 'deny' ? refusalOf(probe) : undefined;
  return {
    QueryExecutionId: query.id,
    StatementType: utility ? 'UTILITY' : 'DML',
    WorkGroup: query.workGroup,
    Status: {
      State: !ended ? 'RUNNING' : refusal === undefined ? 'SUCCEEDED' : 'FAILED',
      SubmissionDateTime: query.submittedMs / 1_000,
      ...(ended ? { CompletionDateTime: (query.submittedMs + 5) / 1_000 } : {}),
      ...(ended && refusal !== undefined
        ? {
            StateChangeReason: refusal.text,
            AthenaError: { ErrorCategory: 2, ErrorType: refusal.type, Retryable: false },
          }
        : {}),
    },
  };
}

function refusalOf(probe: Probe): { readonly text: string; readonly type: number } {
  const { database, table, columns } = probe.accessRequest.resource;
  if (probe.kind === 'column-by-name') {
    const text = `COLUMN_NOT_FOUND: line 1:8: Column '${columns?.[0] ?? ''}' cannot be resolved or requester is not authorized to access requested resources`;
    return { text, type: 1006 };
  }
  if (probe.kind === 'database-by-name') {
    return { text: `SCHEMA_NOT_FOUND: line 1:15: Schema '${database ?? ''}' does not exist`, type: 1301 };
  }
  const text = `TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.${database ?? ''}.${table ?? ''}' does not exist`;
  return { text, type: 1301 };
}

function resultsOf(probe: Probe | undefined): unknown {
  const names = probe?.expectedNames ?? [];
  const columns = probe?.accessRequest.resource.columns ?? [];
  switch (probe?.kind) {
    case 'session':
      return table(['_col0'], [['1']], true);
    case 'list-databases':
      return table(
        ['database_name'],
        names.map((name) => [name]),
        false,
      );
    case 'list-tables':
      return table(
        ['tab_name'],
        names.map((name) => [name]),
        false,
      );
    case 'describe':
      return table(
        ['col_name'],
        names.map((name) => [`${name}\tstring\t`]),
        false,
      );
    case 'information-schema':
      return table(
        ['column_name'],
        names.map((name) => [name]),
        true,
      );
    case 'column-set':
      return table(names, [], true);
    case 'column-count':
    case 'beacon':
      return table(columns, [columns.map(() => '7')], true);
    case 'row-count':
      return table(['_col0'], [['42']], true);
    case 'column-by-name':
    case 'table-by-name':
    case 'database-by-name':
    case undefined:
      return table(['_col0'], [], true);
  }
}

function table(columns: readonly string[], rows: readonly (readonly string[])[], header: boolean): unknown {
  const all = header ? [columns, ...rows] : rows;
  return {
    ResultSet: {
      Rows: all.map((row) => ({ Data: row.map((value) => ({ VarCharValue: value })) })),
      ResultSetMetadata: { ColumnInfo: columns.map((name) => ({ Name: name, Type: 'varchar' })) },
    },
  };
}

function roleArnOf(profile: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/SageMakerStudioExecutionRole_${profile}`;
}

function profileOf(role: string): string {
  return role.replace('SageMakerStudioExecutionRole_', '');
}

/** The catalogue and the Studio domain that a policy describes. */
export function inventoryOf(policy: Policy): Inventory {
  return {
    formatVersion: 1,
    accountId: ACCOUNT,
    partition: 'aws',
    region: REGION,
    catalogId: ACCOUNT,
    databases: policy.databases.map(({ name }) => ({
      name,
      tables: policy.tables
        .filter(({ database }) => database === name)
        .map((named) => ({
          name: named.table,
          columns: named.columns.map((column) => ({ name: column.name, type: 'string', partitionKey: false })),
        })),
    })),
    databasesOutsideScope: [],
    grants: policy.grants.map(({ profile, database, table, columns }) => ({
      principal: roleArnOf(profile),
      database,
      table,
      columns,
      tableWildcard: false,
      permissions: ['SELECT'],
      permissionsWithGrantOption: [],
    })),
    dataLakeAdmins: [],
    readOnlyAdmins: [`arn:aws:iam::${ACCOUNT}:role/LakeproofRunner`],
    profiles: policy.profiles.map(({ name }) => ({ name, executionRoleArn: roleArnOf(name) })),
    trails: [],
    gaps: [],
  };
}
