import { createHash } from 'node:crypto';
import { vendedSessionName } from '../../access/lakeformation/session-name.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import type { TrailEntry } from '../../model/trail.js';
import { athenaExchange } from './athena-exchange.js';
import { glueArn } from './visible-catalogue.js';

/**
 * GetDataAccess as Athena leaves it: the shape is that of a published one (AWS sample of July 2026); it names a table,
 * never columns. Gives the name of the session that reads the table's objects. A refused one vended nothing, and names
 * no session.
 */
export function recordDataAccess(
  lake: Lake,
  request: StatementRequest,
  table: GlueTable,
  refusal?: NonNullable<TrailEntry['error']>,
): string {
  const tableArn = glueArn(lake, `table/${table.databaseName}/${table.name}`);
  const sessionName = vendedSessionName('AT', lake.accountId);
  lake.trail.record({
    exchange: athenaExchange(request.exchange, 'lakeformation', 'GetDataAccess'),
    eventSource: 'lakeformation.amazonaws.com',
    eventName: 'GetDataAccess',
    facts: {
      readOnly: true,
      requestParameters: {
        tableArn,
        permissions: ['SELECT'],
        auditContext: { additionalAuditContext: `{queryId: ${request.queryExecutionId}}` },
        cellLevelSecurityEnforced: true,
        expectedTableId: tableId(tableArn, table),
      },
      responseElements: null,
      additionalEventData: {
        requesterService: 'ATHENA',
        LakeFormationTrustedCallerInvocation: 'true',
        lakeFormationPrincipal: request.exchange.caller.principalArn,
        ...(refusal === undefined ? { lakeFormationRoleSessionName: sessionName } : {}),
      },
      resources: [{ type: 'AWS::Glue::Table', name: tableArn }],
      queryText: request.sql,
    },
    error: refusal,
    category: 'Management',
  });
  return sessionName;
}

/** Another table of the same name has another. */
function tableId(tableArn: string, { createdAt }: GlueTable): string {
  return createHash('sha256').update(`${tableArn} ${createdAt.getTime()}`).digest('hex').slice(0, 32);
}
