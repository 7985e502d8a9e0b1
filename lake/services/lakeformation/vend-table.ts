import type { AuditContext, Permission, PermissionType, QuerySessionContext } from '@aws-sdk/client-lakeformation';
import { parseArn } from '../../../core/arn.js';
import { grantees } from '../../access/lakeformation/principals.js';
import { tableAccess, tablePermissions } from '../../access/lakeformation/table-access.js';
import type { Exchange } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { ServiceCredentials } from '../../model/lake.js';
import type { TableAccess } from '../../model/permissions.js';
import { formatTrailDate } from '../../trail/spelling.js';
import { isIntegratedEngine, requireEnforceable } from '../glue/integrated-engine.js';
import { trailSpelling } from '../trail-spelling.js';
import { tableQuestion } from './decision-context.js';
import { entityNotFound, invalidInput, notAuthorisedForPermissions } from './errors.js';
import { foundFor } from './known-resource.js';
import { knownDatabase, knownTable } from './resource-shape.js';
import type { LakeFormationState } from './state.js';
import { recordDataAccess, vend } from './vend.js';

/** What the calls that vend for a table or a partition of it have in common. */
export interface TableVendRequest {
  readonly TableArn?: string | undefined;
  readonly Permissions?: readonly Permission[] | undefined;
  readonly DurationSeconds?: number | undefined;
  readonly AuditContext?: AuditContext | undefined;
  readonly SupportedPermissionTypes?: readonly PermissionType[] | undefined;
  readonly QuerySessionContext?: QuerySessionContext | undefined;
}

const MAX_SECONDS = 21_600;
const WRITING: readonly string[] = ['ALL', 'INSERT', 'DELETE'];

/**
 * Credentials for a table's data, to an integrated engine that can enforce what is granted (Developer Guide,
 * "register-query-engine"), or to whom reads all of the table where the account lets any engine have that
 * ("full-table-credential-vending"). Throws AccessDeniedException to all others, PermissionTypeMismatchException to an
 * engine that cannot enforce the filters of the table.
 */
export function vendTable(
  state: LakeFormationState,
  request: TableVendRequest,
  exchange: Exchange,
  locationOf: (table: GlueTable) => string | undefined = (table) => table.storage.location,
): { readonly credentials: ServiceCredentials; readonly location: string } {
  const { caller } = exchange;
  const table = tableOfArn(state, request.TableArn, caller.principalArn);
  const access = tableAccess(tableQuestion(state, caller.principalArn, table));
  const wanted = request.Permissions ?? ['SELECT'];
  if (!holdsAll(state, caller.principalArn, table, access, wanted)) throw notAuthorisedForPermissions();
  const columns = table.storage.columns.length + table.partitionKeys.length;
  const supported = request.SupportedPermissionTypes ?? [];
  if (isIntegratedEngine(caller, state.settings)) {
    requireEnforceable(access, supported, columns);
  } else {
    const readsAll = access.cells === undefined && access.selectable.length === columns;
    const isLetIn = state.settings.AllowFullTableExternalDataAccess === true && readsAll;
    if (!isLetIn) throw notAuthorisedForPermissions();
  }
  const location = locationOf(table);
  if (location === undefined) throw invalidInput('The table has no location.');
  const writes = wanted.some((permission) => WRITING.includes(permission));
  const { credentials, sessionName } = vend(state, location, {
    caller,
    durationSeconds: request.DurationSeconds,
    maxSeconds: MAX_SECONDS,
    writes,
  });
  record(state, request, exchange, sessionName);
  return { credentials, location };
}

/** What was asked, as it was asked: engines of whole tables name no permissions (published events of July 2026). */
function record(state: LakeFormationState, request: TableVendRequest, exchange: Exchange, sessionName: string): void {
  const { TableArn: tableArn, Permissions, DurationSeconds, SupportedPermissionTypes, QuerySessionContext } = request;
  const audit = request.AuditContext?.AdditionalAuditContext;
  const parameters = {
    tableArn,
    ...(Permissions === undefined ? {} : { permissions: [...Permissions] }),
    ...(DurationSeconds === undefined ? {} : { durationSeconds: DurationSeconds }),
    ...(audit === undefined ? {} : { auditContext: { additionalAuditContext: audit } }),
    ...(SupportedPermissionTypes === undefined ? {} : { supportedPermissionTypes: [...SupportedPermissionTypes] }),
    ...(QuerySessionContext === undefined ? {} : { querySessionContext: contextOf(QuerySessionContext) }),
  };
  recordDataAccess(state, exchange, parameters, { sessionName, ...(tableArn === undefined ? {} : { tableArn }) });
}

function contextOf({
  QueryStartTime,
  AdditionalContext,
  ...ids
}: QuerySessionContext): Readonly<Record<string, unknown>> {
  return {
    ...trailSpelling(ids),
    // Without the comma that STS puts after the year.
    ...(QueryStartTime === undefined
      ? {}
      : { queryStartTime: formatTrailDate(QueryStartTime).replace(/(\d{4}),/, '$1') }),
    ...(AdditionalContext === undefined ? {} : { additionalContext: AdditionalContext }),
  };
}

function tableOfArn(state: LakeFormationState, tableArn: string | undefined, principalArn: string): GlueTable {
  const arn = parseArn(tableArn ?? '');
  const [kind, databaseName, tableName, ...more] = arn?.resource.split('/') ?? [];
  if (arn?.service !== 'glue' || kind !== 'table' || tableName === undefined || more.length > 0) {
    throw invalidInput('TableArn is not the ARN of a table.');
  }
  if (arn.accountId !== state.account.accountId || arn.region !== state.account.region) {
    throw notImplemented('A table of another account or Region');
  }
  const { catalogue } = state.getLake();
  return foundFor(state, principalArn, () => knownTable(knownDatabase(databaseName, catalogue), tableName, catalogue));
}

function holdsAll(
  state: LakeFormationState,
  principalArn: string,
  table: GlueTable,
  access: TableAccess,
  wanted: readonly Permission[],
): boolean {
  const held = tablePermissions(tableQuestion(state, principalArn, table), grantees(principalArn));
  return wanted.every((permission) =>
    permission === 'SELECT'
      ? access.selectable.length > 0
      : [...held].some((one) => one === permission || one === 'ALL'),
  );
}

/** The location of a partition. Throws EntityNotFoundException when the table has none with these values. */
export function partitionLocation(state: LakeFormationState, table: GlueTable, values: readonly string[]): string {
  const partition = state
    .getLake()
    .catalogue.partitions(table.databaseName, table.name)
    .find((one) => one.values.join('\n') === values.join('\n'));
  if (partition === undefined) throw entityNotFound('Partition not found.');
  return partition.location;
}

/** The credentials as both calls answer them. */
export function credentialsShape({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: ServiceCredentials) {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey.reveal(),
    SessionToken: sessionToken.reveal(),
    Expiration: expiresAt,
  };
}
