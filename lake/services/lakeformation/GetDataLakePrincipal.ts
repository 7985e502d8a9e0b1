import type { GetDataLakePrincipalCommandInput, GetDataLakePrincipalResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { lakeFormationAction } from './lake-formation-action.js';

export const getDataLakePrincipal = (): Action<GetDataLakePrincipalCommandInput, GetDataLakePrincipalResponse> =>
  lakeFormationAction({
    operation: 'GetDataLakePrincipal',
    readOnly: true,
    handle: (_input, exchange) => ({ Identity: exchange.caller.arn }),
  });
