import type { CreateDataCellsFilterCommandInput, CreateDataCellsFilterResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { filterOf } from './data-cells-filter-shape.js';
import { alreadyExists, invalidInput } from './errors.js';
import { requireFilterMaker, tableOfFilter } from './filter-access.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { newVersion } from './version.js';

export const createDataCellsFilter = (
  state: LakeFormationState,
): Action<CreateDataCellsFilterCommandInput, CreateDataCellsFilterResponse> =>
  lakeFormationAction({
    operation: 'CreateDataCellsFilter',
    readOnly: false,
    handle: (input, exchange) => {
      const sent = input.TableData;
      if (sent === undefined) throw invalidInput('TableData cannot be null.');
      const { principalArn } = exchange.caller;
      const table = tableOfFilter(state, sent, principalArn);
      requireFilterMaker(state, principalArn, table);
      const filter = filterOf(sent, table, newVersion());
      if (state.filters.filter(table.databaseName, table.name, filter.name) !== undefined) {
        throw alreadyExists('Data cells filter');
      }
      state.filters.put(filter);
      return {};
    },
  });
