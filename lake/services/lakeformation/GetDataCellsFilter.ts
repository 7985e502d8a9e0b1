import type { GetDataCellsFilterCommandInput, GetDataCellsFilterResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { filterShape } from './data-cells-filter-shape.js';
import { notAuthorisedForPermissions } from './errors.js';
import { holdsOnFilter, knownFilter } from './filter-access.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';

/** For administrators of both kinds, for whom may make the table's filters, and for whom DESCRIBE was granted on this one. */
export const getDataCellsFilter = (
  state: LakeFormationState,
): Action<GetDataCellsFilterCommandInput, GetDataCellsFilterResponse> =>
  lakeFormationAction({
    operation: 'GetDataCellsFilter',
    readOnly: true,
    handle: (input, exchange) => {
      const { principalArn } = exchange.caller;
      const filter = knownFilter(state, input, principalArn);
      const mayLook =
        state.describesEverything(principalArn) || holdsOnFilter(state, principalArn, filter, ['DESCRIBE', 'DROP']);
      if (!mayLook) throw notAuthorisedForPermissions();
      return { DataCellsFilter: filterShape(filter, state.account.accountId) };
    },
  });
