import type { GetResourceLFTagsCommandInput, GetResourceLFTagsResponse } from '@aws-sdk/client-lakeformation';
import { tableAccess } from '../../access/lakeformation/table-access.js';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { tableQuestion } from './decision-context.js';
import { notAuthorisedForPermissions } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { tagPairs } from './tag-shape.js';
import { taggedResource } from './taggable.js';
import { tagsOfTable } from './tags-of-table.js';

/**
 * With ShowAssignedLFTags what was put on the resource itself, else what it inherits as well (how clients use it; the API
 * says only that it "shows the assigned tags").
 */
export const getResourceLFTags = (
  state: LakeFormationState,
): Action<GetResourceLFTagsCommandInput, GetResourceLFTagsResponse> =>
  lakeFormationAction({
    operation: 'GetResourceLFTags',
    readOnly: true,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const resource = taggedResource(state, input.Resource ?? {}, principalArn);
      if (resource.kind === 'database') {
        const tags = state.tags.database(resource.databaseName);
        return tags.size === 0 ? {} : { LFTagOnDatabase: tagPairs(tags, state.account.accountId) };
      }
      const table = state.getLake().catalogue.table(resource.databaseName, resource.tableName);
      if (table === undefined) throw notAuthorisedForPermissions();
      const { described } = tableAccess(tableQuestion(state, principalArn, table));
      const columns = resource.kind === 'columns' ? resource.columns.names : described;
      return tagsOfTable(state, table, columns, input.ShowAssignedLFTags === true);
    },
  });
