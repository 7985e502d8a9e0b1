import type { ListDataCellsFilterCommandInput, ListDataCellsFilterResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { lakeFormationAction } from './lake-formation-action.js';

/** No data cells filter can be made here yet (CreateDataCellsFilter answers NotImplemented), so there is none to list. */
export const listDataCellsFilter = (): Action<ListDataCellsFilterCommandInput, ListDataCellsFilterResponse> =>
  lakeFormationAction({
    operation: 'ListDataCellsFilter',
    readOnly: true,
    handle: () => ({ DataCellsFilters: [] }),
  });
