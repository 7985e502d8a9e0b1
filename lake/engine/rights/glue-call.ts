import { AwsError } from '../../model/aws-error.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { failure } from '../failure.js';

/**
 * A change of the catalogue as the statement's caller, so that IAM, Lake Formation and the log see what they see on AWS.
 * Throws QueryFailure with Glue's own word.
 */
export async function callGlue(
  lake: Lake,
  { exchange }: StatementRequest,
  operation: string,
  input: unknown,
): Promise<unknown> {
  try {
    return await lake.invoke(exchange.caller, 'glue', operation, input, 'athena.amazonaws.com');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const detail = `Service: AmazonDataCatalog; Status Code: 400; Error Code: ${error.code}; Request ID: ${exchange.requestId}; Proxy: null`;
    throw failure('HIVE_METASTORE_ERROR', `${error.message} (${detail})`);
  }
}
