import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { refusalText } from '../../access/iam/authorize.js';
import type { Exchange } from '../../model/action.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import type { VisibleTable } from '../catalogue.js';
import { QueryFailure } from '../failure.js';
import { isAllowedOnS3, s3AccessDenied } from './object-access.js';
import { glueArn } from './visible-catalogue.js';

const ATHENA = 'athena.amazonaws.com';
const PERMISSION = { category: 2, type: 1500 } as const;

/**
 * Asks for the data of each table that a statement reads, as Athena does when it has analysed it: Lake Formation where
 * it gives the data out, which is logged as one GetDataAccess for each table, the caller's own IAM elsewhere.
 * Nothing is logged unless all of them are given.
 */
export function requestData(lake: Lake, request: StatementRequest, tables: readonly VisibleTable[]): void {
  const stored = tables.flatMap((table) => lake.catalogue.table(table.source.schema, table.source.name) ?? []);
  const { principalArn } = request.exchange.caller;
  const vended = stored.filter((table) => lake.permissions.vendsData(principalArn, table));
  for (const table of vended) mayVend(lake, request, table);
  for (const table of stored) if (!vended.includes(table)) mayReadObjects(lake, request, table);
  for (const table of vended) recordVending(lake, request, table);
}

/** Lake Formation's permissions know no ARN: the right is asked on `*`, and the refusal names the table. */
function mayVend(lake: Lake, { exchange }: StatementRequest, table: GlueTable): void {
  const action = 'lakeformation:GetDataAccess';
  const { allowed, reason } = lake.isAllowed(exchange.caller, { action, resource: '*' }, exchange);
  if (allowed) return;
  const resource = glueArn(lake, `table/${table.databaseName}/${table.name}`);
  throw new QueryFailure(refusalText(exchange.caller, { action, resource }, reason), PERMISSION);
}

function mayReadObjects(lake: Lake, request: StatementRequest, table: GlueTable): void {
  const path = table.storage.location?.replace(/^s3:\/\//, '').replace(/\/?$/, '/');
  if (path !== undefined && !isAllowedOnS3(lake, request, 's3:GetObject', `${path}*`)) throw s3AccessDenied();
}

/** The event's shape is that of a published one (AWS sample of July 2026); it names a table, never columns. */
function recordVending(lake: Lake, request: StatementRequest, table: GlueTable): void {
  const tableArn = glueArn(lake, `table/${table.databaseName}/${table.name}`);
  const { caller } = request.exchange;
  const exchange: Exchange = {
    ...request.exchange,
    service: 'lakeformation',
    operation: 'GetDataAccess',
    requestId: randomUUID(),
    receivedAt: lake.clock.now(),
    sourceIPAddress: ATHENA,
    userAgent: ATHENA,
    invokedBy: ATHENA,
  };
  lake.trail.record({
    exchange,
    eventSource: 'lakeformation.amazonaws.com',
    eventName: 'GetDataAccess',
    facts: {
      readOnly: true,
      requestParameters: {
        tableArn,
        permissions: ['SELECT'],
        auditContext: { additionalAuditContext: `{queryId: ${request.queryExecutionId}}` },
        cellLevelSecurityEnforced: true,
        expectedTableId: createHash('sha256').update(tableArn).digest('hex').slice(0, 32),
      },
      responseElements: null,
      additionalEventData: {
        requesterService: 'ATHENA',
        LakeFormationTrustedCallerInvocation: 'true',
        lakeFormationPrincipal: caller.principalArn,
        lakeFormationRoleSessionName: `AWSLF-00-AT-${lake.accountId}-${sessionSuffix()}`,
      },
      resources: [{ type: 'AWS::Glue::Table', name: tableArn }],
      queryText: request.sql,
    },
  });
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function sessionSuffix(): string {
  return [...randomBytes(10)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
}
