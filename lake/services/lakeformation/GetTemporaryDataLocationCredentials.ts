import type {
  GetTemporaryDataLocationCredentialsCommandInput,
  GetTemporaryDataLocationCredentialsResponse,
} from '@aws-sdk/client-lakeformation';
import { liesBelow, pathOfS3Arn, pathOfS3Uri } from '../../access/lakeformation/locations.js';
import { grantees } from '../../access/lakeformation/principals.js';
import { tableAccess, tablePermissions } from '../../access/lakeformation/table-access.js';
import type { Action } from '../../model/action.js';
import type { GlueTable } from '../../model/catalogue.js';
import { tableQuestion } from './decision-context.js';
import { invalidInput, notAuthorisedForPermissions } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { recordDataAccess, vend } from './vend.js';
import { credentialsShape } from './vend-table.js';

const MAX_SECONDS = 43_200;

/**
 * Credentials for a location that a table has, to whom reads all of that table, where the account vends full tables:
 * READ with SELECT, READWRITE with Super (Lake Formation API, GetTemporaryDataLocationCredentials).
 */
export const getTemporaryDataLocationCredentials = (
  state: LakeFormationState,
): Action<GetTemporaryDataLocationCredentialsCommandInput, GetTemporaryDataLocationCredentialsResponse> =>
  lakeFormationAction({
    operation: 'GetTemporaryDataLocationCredentials',
    readOnly: true,
    alsoNeeds: () => [{ action: 'lakeformation:GetDataAccess', resource: '*' }],
    handle: (input, exchange) => {
      const { principalArn } = exchange.caller;
      const [dataLocation = '', ...more] = input.DataLocations ?? [];
      const path = pathOfS3Uri(dataLocation) ?? pathOfS3Arn(dataLocation);
      if (path === undefined || more.length > 0) throw invalidInput('DataLocations must name one S3 location.');
      if (state.settings.AllowFullTableExternalDataAccess !== true) throw notAuthorisedForPermissions();
      const tables = tablesOver(state, path).filter((table) => readsAll(state, principalArn, table));
      if (tables.length === 0) throw notAuthorisedForPermissions();
      const mayWrite = tables.some((table) =>
        tablePermissions(tableQuestion(state, principalArn, table), grantees(principalArn)).has('ALL'),
      );
      if (input.CredentialsScope === 'READWRITE' && !mayWrite) throw notAuthorisedForPermissions();
      const writes = mayWrite && input.CredentialsScope !== 'READ';
      const { credentials } = vend(state, `s3://${path}`, {
        caller: exchange.caller,
        durationSeconds: input.DurationSeconds,
        maxSeconds: MAX_SECONDS,
        writes,
      });
      const audit = input.AuditContext?.AdditionalAuditContext;
      const parameters = {
        dataLocations: [dataLocation],
        ...(input.DurationSeconds === undefined ? {} : { durationSeconds: input.DurationSeconds }),
        ...(audit === undefined ? {} : { auditContext: { additionalAuditContext: audit } }),
      };
      // Events by location name no table and no session of the role (AWS samples).
      recordDataAccess(state, exchange, parameters, {});
      return {
        Credentials: credentialsShape(credentials),
        AccessibleDataLocations: [dataLocation],
        CredentialsScope: writes ? 'READWRITE' : 'READ',
      };
    },
  });

/** The tables whose location is `path` or above it. */
function tablesOver(state: LakeFormationState, path: string): readonly GlueTable[] {
  const { catalogue } = state.getLake();
  return catalogue
    .databases()
    .flatMap((database) => catalogue.tables(database.name))
    .filter(({ storage }) => {
      const place = storage.location === undefined ? undefined : pathOfS3Uri(storage.location);
      return place !== undefined && liesBelow(path, place);
    });
}

function readsAll(state: LakeFormationState, principalArn: string, table: GlueTable): boolean {
  const access = tableAccess(tableQuestion(state, principalArn, table));
  const columns = table.storage.columns.length + table.partitionKeys.length;
  return access.cells === undefined && access.selectable.length === columns && columns > 0;
}
