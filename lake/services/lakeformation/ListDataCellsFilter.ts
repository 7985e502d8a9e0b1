import type { ListDataCellsFilterCommandInput, ListDataCellsFilterResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { filterShape } from './data-cells-filter-shape.js';
import { holdsOnFilter, tableOfFilter } from './filter-access.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';

const MAX_RESULTS = 1000;

/** The filters of a table, or of all tables, that the caller may look at. */
export const listDataCellsFilter = (
  state: LakeFormationState,
): Action<ListDataCellsFilterCommandInput, ListDataCellsFilterResponse> =>
  lakeFormationAction({
    operation: 'ListDataCellsFilter',
    readOnly: true,
    handle: (input, exchange) => {
      const { principalArn } = exchange.caller;
      const { Table: asked } = input;
      const table =
        asked === undefined
          ? undefined
          : tableOfFilter(
              state,
              { TableCatalogId: asked.CatalogId, DatabaseName: asked.DatabaseName, TableName: asked.Name },
              principalArn,
            );
      const found = state.filters
        .filters(table?.databaseName, table?.name)
        .filter(
          (filter) =>
            state.describesEverything(principalArn) || holdsOnFilter(state, principalArn, filter, ['DESCRIBE', 'DROP']),
        )
        .map((filter) => ({ filter, key: JSON.stringify([filter.databaseName, filter.tableName, filter.name]) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const result = page(found, (entry) => entry.key, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: MAX_RESULTS,
        question: [asked, principalArn],
        errorCode: 'InvalidInputException',
      });
      return {
        DataCellsFilters: result.items.map(({ filter }) => filterShape(filter, state.account.accountId)),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
