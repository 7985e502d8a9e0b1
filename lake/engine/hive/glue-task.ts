import { AwsError } from '../../model/aws-error.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { ddlFailure } from './partitions.js';

/** The code of a refusal that is listed in `known`; undefined when Glue did it. Throws QueryFailure in Hive's words. */
export async function askGlue(
  lake: Lake,
  request: StatementRequest,
  operation: string,
  input: unknown,
  known: readonly string[],
): Promise<string | undefined> {
  try {
    await lake.invoke(request.exchange.caller, 'glue', operation, input, 'athena.amazonaws.com');
    return undefined;
  } catch (error) {
    if (error instanceof AwsError && known.includes(error.code)) return error.code;
    throw refused(error, request);
  }
}

/** Glue's answer to a call as the statement's caller. Throws QueryFailure in Hive's words. */
export async function tellGlue(
  lake: Lake,
  request: StatementRequest,
  operation: string,
  input: unknown,
): Promise<unknown> {
  try {
    return await lake.invoke(request.exchange.caller, 'glue', operation, input, 'athena.amazonaws.com');
  } catch (error) {
    throw refused(error, request);
  }
}

function refused(error: unknown, { exchange }: StatementRequest): unknown {
  if (!(error instanceof AwsError)) return error;
  const detail = `Service: AmazonDataCatalog; Status Code: 400; Error Code: ${error.code}; Request ID: ${exchange.requestId}; Proxy: null`;
  return ddlFailure(`MetaException(message:${error.message} (${detail}))`);
}
