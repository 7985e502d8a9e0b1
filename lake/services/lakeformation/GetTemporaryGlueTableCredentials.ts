import type {
  GetTemporaryGlueTableCredentialsCommandInput,
  GetTemporaryGlueTableCredentialsResponse,
} from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { invalidInput } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { credentialsShape, vendTable } from './vend-table.js';

/** With S3Path, for that path, which must lie below the table's location. */
export const getTemporaryGlueTableCredentials = (
  state: LakeFormationState,
): Action<GetTemporaryGlueTableCredentialsCommandInput, GetTemporaryGlueTableCredentialsResponse> =>
  lakeFormationAction({
    operation: 'GetTemporaryGlueTableCredentials',
    readOnly: true,
    alsoNeeds: () => [{ action: 'lakeformation:GetDataAccess', resource: '*' }],
    handle: (input, exchange) => {
      const { S3Path } = input;
      const { credentials, location } = vendTable(state, input, exchange, ({ storage }) => {
        const root = storage.location?.replace(/\/?$/, '/');
        if (S3Path === undefined) return root;
        if (root === undefined || !S3Path.replace(/\/?$/, '/').startsWith(root)) {
          throw invalidInput('S3Path is not below the location of the table.');
        }
        return S3Path;
      });
      return { ...credentialsShape(credentials), VendedS3Path: [location] };
    },
  });
