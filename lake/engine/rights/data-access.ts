import { refusalText } from '../../access/iam/authorize.js';
import { requiredText } from '../../access/lakeformation/glue-answer.js';
import type { GlueTable } from '../../model/catalogue.js';
import { type Lake, switchesOf } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import type { VisibleTable } from '../catalogue.js';
import { QueryFailure, UnresolvedColumn } from '../failure.js';
import { recordDataAccess } from './data-access-event.js';
import { isAllowedOnS3, s3AccessDenied } from './object-access.js';
import { type CallerCatalogue, glueArn } from './visible-catalogue.js';

const PERMISSION = { category: 2, type: 1500 } as const;

/** Names of the sessions that Lake Formation gave out for a statement, by the table that each reads. */
export class VendedSessions {
  readonly #names = new Map<string, string>();

  add({ databaseName, name }: GlueTable, sessionName: string): void {
    this.#names.set(JSON.stringify([databaseName, name]), sessionName);
  }

  /** Undefined for a table whose objects the caller reads himself. */
  nameFor({ databaseName, name }: GlueTable): string | undefined {
    return this.#names.get(JSON.stringify([databaseName, name]));
  }
}

/**
 * Asks for the data of each table that a statement reads, as Athena does when it has analysed it: Lake Formation where
 * it gives the data out, which is logged as one GetDataAccess for each table, the caller's own IAM elsewhere.
 * None is logged as given unless all of them are.
 */
export function requestData(lake: Lake, request: StatementRequest, tables: readonly VisibleTable[]): VendedSessions {
  const stored = tables.flatMap((table) => lake.catalogue.table(table.source.schema, table.source.name) ?? []);
  const { principalArn } = request.exchange.caller;
  const vended = stored.filter((table) => lake.permissions.vendsData(principalArn, table));
  for (const table of vended) mayVend(lake, request, table);
  for (const table of stored) if (!vended.includes(table)) mayReadObjects(lake, request, table);
  const sessions = new VendedSessions();
  for (const table of vended) sessions.add(table, recordDataAccess(lake, request, table));
  return sessions;
}

/** Lake Formation's permissions know no ARN: the right is asked on `*`, and the refusal names the table. */
function mayVend(lake: Lake, request: StatementRequest, table: GlueTable): void {
  const { exchange } = request;
  const action = 'lakeformation:GetDataAccess';
  const { allowed, reason } = lake.isAllowed(exchange.caller, { action, resource: '*' }, exchange);
  if (allowed) return;
  const resource = glueArn(lake, `table/${table.databaseName}/${table.name}`);
  const message = refusalText(exchange.caller, { action, resource }, reason);
  if (switchesOf(lake).dataAccessOfRefusedRead === 'error') {
    recordDataAccess(lake, request, table, { code: 'AccessDenied', message });
  }
  throw new QueryFailure(message, PERMISSION);
}

function mayReadObjects(lake: Lake, request: StatementRequest, table: GlueTable): void {
  const path = table.storage.location?.replace(/^s3:\/\//, '').replace(/\/?$/, '/');
  if (path !== undefined && !isAllowedOnS3(lake, request, 's3:GetObject', `${path}*`)) throw s3AccessDenied();
}

/** What a read that analysis refused leaves in the trail, where the lake's switches say that it leaves anything. */
export function recordRefusedRead(
  lake: Lake,
  request: StatementRequest,
  catalogue: CallerCatalogue,
  failure: unknown,
): void {
  const { dataAccessOfRefusedRead, dataAccessOfRefusedColumn } = switchesOf(lake);
  const isVended = (table: GlueTable): boolean =>
    lake.permissions.vendsData(request.exchange.caller.principalArn, table);
  if (dataAccessOfRefusedRead === 'error') {
    for (const table of catalogue.missedTables.filter(isVended)) {
      const message = requiredText('Select', table.name);
      recordDataAccess(lake, request, table, { code: 'AccessDeniedException', message });
    }
  }
  if (dataAccessOfRefusedColumn === 'logged' && failure instanceof UnresolvedColumn) {
    const hiding = catalogue.seenTables.filter((table) => hidesOneOf(table, failure.names));
    const stored = hiding.flatMap(({ source }) => lake.catalogue.table(source.schema, source.name) ?? []);
    for (const table of stored.filter(isVended)) recordDataAccess(lake, request, table);
  }
}

function hidesOneOf({ all, selectable }: VisibleTable, names: readonly string[]): boolean {
  if (selectable.length === 0) return false;
  const shown = new Set(selectable.map(({ name }) => name));
  return all.some(({ name }) => !shown.has(name) && names.includes(name));
}
