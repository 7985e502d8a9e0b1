import { AwsError } from '../../model/aws-error.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { failure } from '../failure.js';

/**
 * A call of Glue's as the statement's caller, so that IAM, Lake Formation and the log see what they see on AWS. Throws
 * Glue's own AwsError.
 */
export function invokeGlue(
  lake: Lake,
  { exchange }: StatementRequest,
  operation: string,
  input: unknown,
): Promise<unknown> {
  return lake.invoke(exchange.caller, 'glue', operation, input, 'athena.amazonaws.com');
}

/** Glue's refusal as its client within Athena prints it. */
export function glueRefusal({ message, code }: AwsError, { exchange }: StatementRequest): string {
  return `${message} (Service: AmazonDataCatalog; Status Code: 400; Error Code: ${code}; Request ID: ${exchange.requestId}; Proxy: null)`;
}

/** The same in the words of Trino, whose statement it is. Throws QueryFailure. */
export async function callGlue(
  lake: Lake,
  request: StatementRequest,
  operation: string,
  input: unknown,
): Promise<unknown> {
  try {
    return await invokeGlue(lake, request, operation, input);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw failure('HIVE_METASTORE_ERROR', glueRefusal(error, request));
  }
}
