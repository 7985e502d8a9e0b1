import { refusalText } from '../../access/iam/authorize.js';
import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { GlueDatabase } from '../../model/catalogue.js';
import type { TableAccess } from '../../model/permissions.js';
import { resourcesOf } from './arns.js';
import type { TableRecord } from './catalogue.js';
import { invalidInput } from './errors.js';
import type { GlueState } from './state.js';
import { visibleDatabase, visibleTable } from './visibility.js';

export interface ReachedTable {
  readonly record: TableRecord;
  readonly access: TableAccess;
}

/** A table as it was named, and what a link on the way led to. */
export interface NamedTable extends ReachedTable {
  readonly throughDatabaseLink: boolean;
}

/**
 * Resource links (Lake Formation Developer Guide, "resource-links-glue-apis"): whoever goes through one needs IAM and
 * Lake Formation permissions on the link and on its target; a link's rights never imply the target's.
 */
export function reachDatabase(
  state: GlueState,
  name: string,
  exchange: Exchange,
): { readonly database: GlueDatabase; readonly link?: GlueDatabase } {
  const named = visibleDatabase(state, name, exchange);
  if (named.target === undefined) return { database: named };
  const { databaseName } = named.target;
  allowTarget(state, exchange, { databaseName });
  return { database: visibleDatabase(state, databaseName, exchange), link: named };
}

/** The table, or the table link, in the database or in what the database links to. */
export function namedTable(state: GlueState, databaseName: string, name: string, exchange: Exchange): NamedTable {
  const target = state.catalogue.database(databaseName)?.target;
  if (target === undefined) {
    return { ...visibleTable(state, databaseName, name, exchange), throughDatabaseLink: false };
  }
  const { database } = reachDatabase(state, databaseName, exchange);
  allowTarget(state, exchange, { databaseName: database.name, tableName: name });
  return { ...visibleTable(state, database.name, name, exchange), throughDatabaseLink: true };
}

/** What a table link leads to; undefined for a table that is none. */
export function targetOf(state: GlueState, named: TableRecord, exchange: Exchange): ReachedTable | undefined {
  const { target } = named.table;
  if (target === undefined) return undefined;
  const { databaseName, tableName = '' } = target;
  allowTarget(state, exchange, { databaseName, tableName });
  return visibleTable(state, databaseName, tableName, exchange);
}

/** The target, where the caller may see it: lists show the link's own properties to all others. */
export function targetIfVisible(state: GlueState, named: TableRecord, exchange: Exchange): ReachedTable | undefined {
  const { target } = named.table;
  if (target?.tableName === undefined) return undefined;
  const record = state.catalogue.tableRecord(target.databaseName, target.tableName);
  if (record === undefined || !mayReachTarget(state, exchange, target)) return undefined;
  const access = state.permissions().tableAccess(exchange.caller.principalArn, record.table);
  return access.visible ? { record, access } : undefined;
}

/** As `targetIfVisible`, for databases. */
export function targetDatabaseIfVisible(
  state: GlueState,
  link: GlueDatabase,
  exchange: Exchange,
): GlueDatabase | undefined {
  if (link.target === undefined || !mayReachTarget(state, exchange, link.target)) return undefined;
  const database = state.catalogue.database(link.target.databaseName);
  if (database === undefined) return undefined;
  return state.permissions().databaseVisible(exchange.caller.principalArn, database.name) ? database : undefined;
}

/**
 * The table that a change or a look at partitions is about: through one link, never through two. Throws
 * InvalidInputException for a link behind a link.
 */
export function reachTable(state: GlueState, databaseName: string, name: string, exchange: Exchange): ReachedTable {
  const named = namedTable(state, databaseName, name, exchange);
  if (named.record.table.target === undefined) return named;
  if (named.throughDatabaseLink) {
    throw invalidInput('A table resource link cannot be used through a database resource link.');
  }
  const target = targetOf(state, named.record, exchange);
  return target ?? named;
}

interface Target {
  readonly databaseName: string;
  readonly tableName?: string | undefined;
}

function allowTarget(state: GlueState, exchange: Exchange, target: Target): void {
  for (const resource of resourcesOf(state.account, target)) {
    const authorization = { action: `glue:${exchange.operation}`, resource };
    const { allowed, reason } = exchange.lake.isAllowed(exchange.caller, authorization, exchange);
    if (!allowed) throw new AwsError('AccessDeniedException', refusalText(exchange.caller, authorization, reason));
  }
}

function mayReachTarget(state: GlueState, exchange: Exchange, target: Target): boolean {
  return resourcesOf(state.account, target).every(
    (resource) =>
      exchange.lake.isAllowed(exchange.caller, { action: `glue:${exchange.operation}`, resource }, exchange).allowed,
  );
}
