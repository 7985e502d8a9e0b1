import type { LakeFormationPermission } from '../../access/lakeformation/grant.js';
import type { Exchange } from '../../model/action.js';
import type { GlueDatabase } from '../../model/catalogue.js';
import type { TableAccess } from '../../model/permissions.js';
import type { TableRecord } from './catalogue.js';
import { databaseNotFound, lakeFormationRefusal, lakeFormationRefusalOfUnknown, tableNotFound } from './errors.js';
import type { GlueState } from './state.js';

/**
 * The database, if Lake Formation shows it to the caller. Throws AccessDeniedException for one it does not show; for one
 * that does not exist EntityNotFoundException to whom could create it, and the same refusal to all others.
 */
export function visibleDatabase(state: GlueState, name: string, exchange: Exchange): GlueDatabase {
  const permissions = state.permissions();
  const { principalArn } = exchange.caller;
  const database = state.catalogue.database(name);
  if (database === undefined) {
    const mayKnow =
      permissions.isAdministrator(principalArn) ||
      permissions.isReadOnlyAdministrator(principalArn) ||
      permissions.may(principalArn, 'CREATE_DATABASE', name);
    if (mayKnow) throw databaseNotFound(name);
    note(state, exchange, name);
    throw lakeFormationRefusal('Describe', name);
  }
  if (!permissions.databaseVisible(principalArn, database.name)) {
    note(state, exchange, database.name);
    throw lakeFormationRefusal('Describe', database.name);
  }
  if (permissions.databaseSeenThroughIamOnly(principalArn, database.name)) note(state, exchange, database.name);
  return database;
}

/**
 * The table with what the caller may see of it. A table that is not there reads as a refused one to whom may not create
 * it (seen: aws/aws-sdk-pandas#677, ExpediaGroup/waggle-dance#359).
 */
export function visibleTable(
  state: GlueState,
  databaseName: string,
  tableName: string,
  exchange: Exchange,
): { readonly record: TableRecord; readonly access: TableAccess } {
  const permissions = state.permissions();
  const { principalArn } = exchange.caller;
  const object = `${databaseName.toLowerCase()}:${tableName.toLowerCase()}`;
  const record = state.catalogue.tableRecord(databaseName, tableName);
  if (record === undefined) {
    const mayKnow =
      permissions.isReadOnlyAdministrator(principalArn) || permissions.may(principalArn, 'CREATE_TABLE', databaseName);
    if (mayKnow) throw tableNotFound();
    note(state, exchange, object);
    throw lakeFormationRefusalOfUnknown(tableName.toLowerCase());
  }
  const access = permissions.tableAccess(principalArn, record.table);
  if (!access.visible) {
    note(state, exchange, object);
    throw lakeFormationRefusal('Describe', record.table.name);
  }
  if (access.viaIamAllowedPrincipals) note(state, exchange, object);
  return { record, access };
}

/** Throws AccessDeniedException unless the caller holds one of `permissions` on the table or database. */
export function requirePermission(
  state: GlueState,
  exchange: Exchange,
  permissions: readonly LakeFormationPermission[],
  databaseName: string,
  tableName?: string,
): void {
  const { principalArn } = exchange.caller;
  const holds = permissions.some((permission) =>
    state.permissions().may(principalArn, permission, databaseName, tableName),
  );
  if (holds) return;
  note(state, exchange, tableName === undefined ? databaseName : `${databaseName}:${tableName}`);
  throw lakeFormationRefusal(spoken(permissions[0] ?? 'ALL'), tableName ?? databaseName);
}

/** `CREATE_TABLE` as AWS's refusals say it: `Create Table`. */
export function spoken(permission: LakeFormationPermission): string {
  return permission
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ');
}

/** What CloudTrail is to say of this call: here Lake Formation alone would not have let the caller through. */
export function note(state: GlueState, exchange: Exchange, object: string): void {
  const known = state.insufficient.get(exchange) ?? [];
  if (!known.includes(object)) state.insufficient.set(exchange, [...known, object]);
}
