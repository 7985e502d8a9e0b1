import type {
  GetEffectivePermissionsForPathCommandInput,
  GetEffectivePermissionsForPathResponse,
} from '@aws-sdk/client-lakeformation';
import type { Grant } from '../../access/lakeformation/grant.js';
import { liesBelow, pathOfS3Arn, pathOfS3Uri } from '../../access/lakeformation/locations.js';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput, notAuthorisedForPermissions } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { listedRows } from './resource-shape.js';
import type { LakeFormationState } from './state.js';

const MAX_RESULTS = 1000;

/** Who holds what on the databases and tables at or below an S3 path; for administrators ("upgrade-glue-lake-formation"). */
export const getEffectivePermissionsForPath = (
  state: LakeFormationState,
): Action<GetEffectivePermissionsForPathCommandInput, GetEffectivePermissionsForPathResponse> =>
  lakeFormationAction({
    operation: 'GetEffectivePermissionsForPath',
    readOnly: true,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      if (!state.describesEverything(exchange.caller.principalArn)) throw notAuthorisedForPermissions();
      const path = pathOfS3Arn(input.ResourceArn ?? '');
      if (path === undefined) throw invalidInput('Unsupported resource ARN Format');
      const rows = [...state.grants.all()]
        .filter((grant) => (grant.resource.kind === 'location' ? false : isAt(state, grant, path)))
        .flatMap((grant) => listedRows(grant, state.account.accountId))
        .map((row) => ({ row, key: JSON.stringify([row.Principal, row.Resource, row.PermissionsWithGrantOption]) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const result = page(rows, (entry) => entry.key, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: MAX_RESULTS,
        question: input.ResourceArn,
        errorCode: 'InvalidInputException',
      });
      return {
        Permissions: result.items.map((entry) => entry.row),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });

function isAt(state: LakeFormationState, { resource }: Grant, path: string): boolean {
  const { catalogue } = state.getLake();
  const below = (uri: string | undefined): boolean => {
    const place = uri === undefined ? undefined : pathOfS3Uri(uri);
    return place !== undefined && liesBelow(place, path);
  };
  switch (resource.kind) {
    case 'catalog':
    case 'location':
    case 'tag':
    case 'tag-policy':
    case 'named-tag-policy':
    case 'tag-expression':
      return false;
    case 'database':
      return below(catalogue.database(resource.databaseName)?.locationUri);
    case 'all-tables':
      return catalogue.tables(resource.databaseName).some((table) => below(table.storage.location));
    case 'table':
    case 'columns':
    case 'filter':
      return below(catalogue.table(resource.databaseName, resource.tableName)?.storage.location);
  }
}
