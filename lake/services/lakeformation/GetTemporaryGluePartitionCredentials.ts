import type {
  GetTemporaryGluePartitionCredentialsCommandInput,
  GetTemporaryGluePartitionCredentialsResponse,
} from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { credentialsShape, partitionLocation, vendTable } from './vend-table.js';

export const getTemporaryGluePartitionCredentials = (
  state: LakeFormationState,
): Action<GetTemporaryGluePartitionCredentialsCommandInput, GetTemporaryGluePartitionCredentialsResponse> =>
  lakeFormationAction({
    operation: 'GetTemporaryGluePartitionCredentials',
    readOnly: true,
    alsoNeeds: () => [{ action: 'lakeformation:GetDataAccess', resource: '*' }],
    handle: (input, exchange) => {
      const values = input.Partition?.Values ?? [];
      const { credentials } = vendTable(state, input, exchange, (table) => partitionLocation(state, table, values));
      return credentialsShape(credentials);
    },
  });
