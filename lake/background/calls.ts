import { randomUUID } from 'node:crypto';
import { vendedSessionName } from '../access/lakeformation/session-name.js';
import type { ServiceId, TrailFacts } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import type { Lake } from '../model/lake.js';

/** What a foreign call is about. */
export interface CallAbout {
  readonly lake: Lake;
  readonly caller: Caller;
  readonly databaseName: string;
  readonly tableName: string;
}

export interface ForeignCall {
  readonly service: ServiceId;
  readonly eventName: string;
  /** A service that calls for the principal, whatever his own source is. */
  readonly invokedBy?: string;
  readonly facts: TrailFacts;
  readonly error?: { readonly code: string; readonly message: string };
}

type Make = (about: CallAbout) => ForeignCall;

const ATHENA = 'athena.amazonaws.com';

const read = (
  service: ServiceId,
  eventName: string,
  requestParameters: TrailFacts['requestParameters'] = null,
  more: Partial<ForeignCall> = {},
): ForeignCall => ({
  service,
  eventName,
  facts: { readOnly: true, requestParameters, responseElements: null },
  ...more,
});

function denied({ caller }: CallAbout, action: string, resource: string): NonNullable<ForeignCall['error']> {
  const text = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return { code: 'AccessDenied', message: `${text} because no identity-based policy allows the ${action} action` };
}

const startQuery = (about: CallAbout, answer: Pick<ForeignCall, 'error'> = {}): ForeignCall => ({
  service: 'athena',
  eventName: 'StartQueryExecution',
  facts: {
    readOnly: false,
    requestParameters: {
      clientRequestToken: randomUUID(),
      queryString: '***OMITTED***',
      queryExecutionContext: { database: about.databaseName },
      workGroup: 'primary',
    },
    responseElements: { queryExecutionId: randomUUID() },
  },
  ...answer,
});

function dataAccess(about: CallAbout, error?: ForeignCall['error']): ForeignCall {
  const { lake, caller, databaseName, tableName } = about;
  const tableArn = `arn:${lake.partition}:glue:${lake.region}:${lake.accountId}:table/${databaseName}/${tableName}`;
  const session = { lakeFormationRoleSessionName: vendedSessionName('AT', lake.accountId) };
  return {
    service: 'lakeformation',
    eventName: 'GetDataAccess',
    invokedBy: ATHENA,
    facts: {
      readOnly: true,
      requestParameters: {
        tableArn,
        permissions: ['SELECT'],
        auditContext: { additionalAuditContext: `{queryId: ${randomUUID()}}` },
        cellLevelSecurityEnforced: true,
        expectedTableId: randomUUID().replaceAll('-', ''),
      },
      responseElements: null,
      additionalEventData: {
        requesterService: 'ATHENA',
        LakeFormationTrustedCallerInvocation: 'true',
        lakeFormationPrincipal: caller.principalArn,
        ...(error === undefined ? session : {}),
      },
      resources: [{ type: 'AWS::Glue::Table', name: tableArn }],
    },
    ...(error === undefined ? {} : { error }),
  };
}

function getTable(about: CallAbout, error?: ForeignCall['error']): ForeignCall {
  const { caller, databaseName, tableName } = about;
  return {
    service: 'glue',
    eventName: 'GetTable',
    facts: {
      readOnly: true,
      requestParameters: { databaseName, name: tableName },
      responseElements: null,
      additionalEventData: {
        insufficientLakeFormationPermissions: [`${databaseName}:${tableName}`],
        lakeFormationPrincipal: caller.principalArn,
      },
    },
    ...(error === undefined ? {} : { error }),
  };
}

const insufficient = ({ tableName }: CallAbout, required: string): NonNullable<ForeignCall['error']> => ({
  code: 'AccessDeniedException',
  message: `Insufficient Lake Formation permission(s): Required ${required} on ${tableName}`,
});

/** What others do in such an account, in turn: reads and writes, and some that are refused. */
export const FOREIGN_CALLS: readonly Make[] = [
  (about) => startQuery(about),
  () => read('athena', 'GetQueryExecution', { queryExecutionId: randomUUID() }),
  (about) => dataAccess(about),
  () => read('athena', 'GetQueryResults', { queryExecutionId: randomUUID() }),
  (about) => getTable(about),
  ({ databaseName }) => read('glue', 'GetTables', { databaseName }),
  () => read('sts', 'GetCallerIdentity'),
  (about) => getTable(about, insufficient(about, 'Describe')),
  ({ databaseName, tableName }) => read('glue', 'GetPartitions', { databaseName, tableName }),
  (about) => dataAccess(about, insufficient(about, 'Select')),
  () => read('s3', 'ListBuckets', { Host: 's3.amazonaws.com' }),
  (about) => read('iam', 'ListRoles', null, { error: denied(about, 'iam:ListRoles', '*') }),
  (about) => startQuery(about, { error: denied(about, 'athena:StartQueryExecution', 'workgroup/primary') }),
  () => read('lakeformation', 'ListPermissions', { maxResults: 100 }),
  ({ databaseName, tableName, caller }) => ({
    service: 'lakeformation',
    eventName: 'RevokePermissions',
    facts: {
      readOnly: false,
      requestParameters: {
        principal: { dataLakePrincipalIdentifier: caller.principalArn },
        resource: { table: { databaseName, name: tableName } },
        permissions: ['SELECT'],
      },
      responseElements: null,
    },
    error: { code: 'InvalidInputException', message: 'No permissions revoked. Grantee has no permissions.' },
  }),
  () => read('cloudtrail', 'DescribeTrails', { includeShadowTrails: true }),
  () => read('sagemaker', 'ListUserProfiles', { maxResults: 100 }),
];
