import type { UpdateDataCellsFilterCommandInput, UpdateDataCellsFilterResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { filterOf } from './data-cells-filter-shape.js';
import { invalidInput } from './errors.js';
import { knownFilter, requireFilterMaker, tableOfFilter } from './filter-access.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { newVersion } from './version.js';

/** Replaces the filter as a whole; grants on it stay, and open from then on what it says now. */
export const updateDataCellsFilter = (
  state: LakeFormationState,
): Action<UpdateDataCellsFilterCommandInput, UpdateDataCellsFilterResponse> =>
  lakeFormationAction({
    operation: 'UpdateDataCellsFilter',
    readOnly: false,
    handle: (input, exchange) => {
      const sent = input.TableData;
      if (sent === undefined) throw invalidInput('TableData cannot be null.');
      const { principalArn } = exchange.caller;
      const table = tableOfFilter(state, sent, principalArn);
      requireFilterMaker(state, principalArn, table);
      const before = knownFilter(state, sent, principalArn);
      if (sent.VersionId !== undefined && sent.VersionId !== before.versionId) {
        throw new AwsError('ConcurrentModificationException', 'The data cells filter was modified concurrently.');
      }
      state.filters.put(filterOf(sent, table, newVersion()));
      return {};
    },
  });
