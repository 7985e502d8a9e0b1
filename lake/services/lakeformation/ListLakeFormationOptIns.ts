import type {
  ListLakeFormationOptInsCommandInput,
  ListLakeFormationOptInsResponse,
} from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { lakeFormationAction } from './lake-formation-action.js';

/** Hybrid access mode is not modelled (registration with it answers NotImplemented), so nobody can have opted in. */
export const listLakeFormationOptIns = (): Action<
  ListLakeFormationOptInsCommandInput,
  ListLakeFormationOptInsResponse
> =>
  lakeFormationAction({
    operation: 'ListLakeFormationOptIns',
    readOnly: true,
    handle: () => ({ LakeFormationOptInsInfoList: [] }),
  });
