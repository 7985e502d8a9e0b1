import type { PermissionType } from '@aws-sdk/client-glue';
import type { Exchange } from '../../model/action.js';
import type { TableAccess } from '../../model/permissions.js';
import type { TableRecord } from './catalogue.js';
import { requireEnforceable, requireIntegratedEngine } from './integrated-engine.js';
import { isRegistered } from './registration.js';
import type { GlueState } from './state.js';
import { visibleTable } from './visibility.js';

export interface UnfilteredTable {
  readonly record: TableRecord;
  /** What the caller's permissions come to: the engine has to enforce them. */
  readonly access: TableAccess;
  /** Access to everything, for the shape of what is given whole. */
  readonly whole: TableAccess;
  readonly isRegistered: boolean;
}

/**
 * A table for an engine that filters by itself. Throws AccessDeniedException for every other caller, and
 * PermissionTypeMismatchException for what the engine says it cannot enforce.
 */
export function unfilteredTable(
  state: GlueState,
  wanted: {
    readonly databaseName: string | undefined;
    readonly tableName: string | undefined;
    readonly supported: readonly PermissionType[] | undefined;
  },
  exchange: Exchange,
): UnfilteredTable {
  requireIntegratedEngine(exchange.caller, state.permissions().settings());
  const { record, access } = visibleTable(state, wanted.databaseName ?? '', wanted.tableName ?? '', exchange);
  const all = [...record.table.storage.columns, ...record.table.partitionKeys].map((column) => column.name);
  requireEnforceable(access, wanted.supported ?? [], all.length);
  return {
    record,
    access,
    whole: { visible: true, selectable: all, described: all, viaIamAllowedPrincipals: false },
    isRegistered: isRegistered(state, record.table),
  };
}
