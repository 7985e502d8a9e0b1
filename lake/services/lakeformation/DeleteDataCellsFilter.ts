import type { DeleteDataCellsFilterCommandInput, DeleteDataCellsFilterResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { notAuthorisedForPermissions } from './errors.js';
import { holdsOnFilter, knownFilter } from './filter-access.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';

/** Grants on the filter go with it. */
export const deleteDataCellsFilter = (
  state: LakeFormationState,
): Action<DeleteDataCellsFilterCommandInput, DeleteDataCellsFilterResponse> =>
  lakeFormationAction({
    operation: 'DeleteDataCellsFilter',
    readOnly: false,
    handle: (input, exchange) => {
      const { principalArn } = exchange.caller;
      const filter = knownFilter(state, input, principalArn);
      if (!holdsOnFilter(state, principalArn, filter, ['DROP'])) throw notAuthorisedForPermissions();
      state.filters.delete(filter.databaseName, filter.tableName, filter.name);
      state.grants.dropWhere(
        (resource) =>
          resource.kind === 'filter' &&
          resource.databaseName === filter.databaseName &&
          resource.tableName === filter.tableName &&
          resource.filterName === filter.name,
      );
      return {};
    },
  });
