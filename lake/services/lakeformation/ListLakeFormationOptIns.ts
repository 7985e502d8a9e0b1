import type {
  ListLakeFormationOptInsCommandInput,
  ListLakeFormationOptInsResponse,
} from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { notAuthorisedForPermissions } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { optInResource } from './opt-in-request.js';
import { shapeOf } from './resource-shape.js';
import type { LakeFormationState } from './state.js';

const MAX_RESULTS = 1000;

/** For administrators of both kinds: "access to hybrid access mode is limited to" them (Developer Guide, "notes-hybrid"). */
export const listLakeFormationOptIns = (
  state: LakeFormationState,
): Action<ListLakeFormationOptInsCommandInput, ListLakeFormationOptInsResponse> =>
  lakeFormationAction({
    operation: 'ListLakeFormationOptIns',
    readOnly: true,
    handle: (input, exchange) => {
      const { principalArn } = exchange.caller;
      if (!state.describesEverything(principalArn)) throw notAuthorisedForPermissions();
      const { Principal, Resource } = input;
      const asked = Resource === undefined ? undefined : JSON.stringify(optInResource(state, Resource, principalArn));
      const principal = Principal?.DataLakePrincipalIdentifier;
      const found = state.optIns
        .all()
        .filter((optIn) => principal === undefined || optIn.principal === principal)
        .filter((optIn) => asked === undefined || JSON.stringify(optIn.resource) === asked)
        .map((optIn) => ({ optIn, key: JSON.stringify([optIn.principal, optIn.resource]) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const result = page(found, (entry) => entry.key, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: MAX_RESULTS,
        question: [Principal, Resource],
        errorCode: 'InvalidInputException',
      });
      return {
        LakeFormationOptInsInfoList: result.items.map(({ optIn }) => ({
          Resource: shapeOf(optIn.resource, state.account.accountId),
          Principal: { DataLakePrincipalIdentifier: optIn.principal },
          LastModified: optIn.updatedAt,
          LastUpdatedBy: optIn.updatedBy,
        })),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
