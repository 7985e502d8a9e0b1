import type { TableVersion } from '@aws-sdk/client-glue';
import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { TableRecord } from './catalogue.js';
import { invalidInput } from './errors.js';
import { namedTable, targetOf } from './links.js';
import type { GlueState } from './state.js';
import { tableShape } from './table-shape.js';
import { requirePermission } from './visibility.js';

type Version = Omit<TableRecord, 'archive'>;

/** The table whose versions a read is about: as GetTable, a link is followed unless it lies behind a database link. */
export function tableWithVersions(
  state: GlueState,
  databaseName: string | undefined,
  tableName: string | undefined,
  exchange: Exchange,
): TableRecord {
  const named = namedTable(state, databaseName ?? '', tableName ?? '', exchange);
  const target = named.throughDatabaseLink ? undefined : targetOf(state, named.record, exchange);
  return (target ?? named).record;
}

/**
 * A version as the caller may see it. Its columns are judged as if the table had them today, so that what is hidden now
 * is not read in what was: an old column shows to whom a grant on all columns, or on that name, would show it.
 */
export function versionShape(state: GlueState, version: Version, exchange: Exchange): TableVersion {
  const access = state.permissions().tableAccess(exchange.caller.principalArn, version.table);
  const facts = { catalogId: state.account.accountId, isRegistered: false };
  return { VersionId: version.table.versionId, Table: tableShape(version, access, facts) };
}

/** Newest first. */
export function versionsOf({ archive, ...current }: TableRecord): readonly Version[] {
  return [current, ...archive];
}

export function versionNotFound(): AwsError {
  return new AwsError('EntityNotFoundException', 'Table version not found.');
}

/** Throws EntityNotFoundException, and InvalidInputException for the version that the table is in. */
export function deleteVersion(state: GlueState, record: TableRecord, versionId: string): TableRecord {
  if (versionId === record.table.versionId) throw invalidInput('The current version of a table cannot be deleted.');
  const archive = record.archive.filter((version) => version.table.versionId !== versionId);
  if (archive.length === record.archive.length) throw versionNotFound();
  const kept = { ...record, archive };
  state.catalogue.putTable(kept);
  return kept;
}

/** The table whose versions the caller may delete: a table link's own are its, never its target's (as DeleteTable). */
export function tableForVersionDeletion(
  state: GlueState,
  databaseName: string | undefined,
  tableName: string | undefined,
  exchange: Exchange,
): TableRecord {
  const { record } = namedTable(state, databaseName ?? '', tableName ?? '', exchange);
  requirePermission(state, exchange, ['ALTER', 'DROP'], record.table.databaseName, record.table.name);
  return record;
}
