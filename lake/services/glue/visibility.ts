import { databaseAnswer, type GlueAnswer, tableAnswer } from '../../access/lakeformation/glue-answer.js';
import type { LakeFormationPermission } from '../../access/lakeformation/grant.js';
import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { GlueDatabase } from '../../model/catalogue.js';
import type { TableAccess } from '../../model/permissions.js';
import type { TableRecord } from './catalogue.js';
import { databaseNotFound, lakeFormationRefusal, tableNotFound } from './errors.js';
import type { GlueState } from './state.js';

/**
 * The database, if Lake Formation shows it to the caller. Throws AccessDeniedException for one it does not show; for one
 * that does not exist EntityNotFoundException to whom could create it, and the same refusal to all others.
 */
export function visibleDatabase(state: GlueState, name: string, exchange: Exchange): GlueDatabase {
  const database = state.catalogue.database(name);
  tell(state, exchange, databaseAnswer(state.permissions(), exchange.caller.principalArn, name, database));
  if (database === undefined) throw databaseNotFound(name);
  return database;
}

/** The table with what the caller may see of it. Throws as `tableAnswer` says. */
export function visibleTable(
  state: GlueState,
  databaseName: string,
  tableName: string,
  exchange: Exchange,
): { readonly record: TableRecord; readonly access: TableAccess } {
  const permissions = state.permissions();
  const { principalArn } = exchange.caller;
  const record = state.catalogue.tableRecord(databaseName, tableName);
  const found =
    record === undefined ? undefined : { record, access: permissions.tableAccess(principalArn, record.table) };
  const shown = found === undefined ? undefined : { table: found.record.table, access: found.access };
  tell(state, exchange, tableAnswer(permissions, principalArn, { databaseName, tableName }, shown));
  if (found === undefined) throw tableNotFound();
  return found;
}

/** Notes what the trail is to say, and throws what Glue refuses with. */
function tell(state: GlueState, exchange: Exchange, { insufficient, refusal }: GlueAnswer): void {
  if (insufficient !== undefined) note(state, exchange, insufficient);
  if (refusal !== undefined) throw new AwsError(refusal.code, refusal.message);
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
