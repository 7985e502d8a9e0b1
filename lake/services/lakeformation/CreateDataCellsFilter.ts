import type { CreateDataCellsFilterCommandInput, CreateDataCellsFilterResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { lakeFormationAction } from './lake-formation-action.js';

export const createDataCellsFilter = (): Action<CreateDataCellsFilterCommandInput, CreateDataCellsFilterResponse> =>
  lakeFormationAction({
    operation: 'CreateDataCellsFilter',
    readOnly: false,
    handle: () => {
      throw notImplemented('lakeformation:CreateDataCellsFilter');
    },
  });
