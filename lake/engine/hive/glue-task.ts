import { z } from 'zod';
import { AwsError } from '../../model/aws-error.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { QueryFailure } from '../failure.js';
import { glueRefusal, invokeGlue } from '../rights/glue-call.js';

/** The code of a refusal that is listed in `known`; undefined when Glue did it. Throws QueryFailure in Hive's words. */
export async function askGlue(
  lake: Lake,
  request: StatementRequest,
  operation: string,
  input: unknown,
  known: readonly string[],
): Promise<string | undefined> {
  try {
    await invokeGlue(lake, request, operation, input);
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
    return await invokeGlue(lake, request, operation, input);
  } catch (error) {
    throw refused(error, request);
  }
}

const batchAnswer = z.object({
  Errors: z.array(z.object({ ErrorDetail: z.object({ ErrorCode: z.string(), ErrorMessage: z.string() }) })).optional(),
});

/** The codes of those of a batch that Glue did not do. */
export function errorCodes(output: unknown): readonly string[] {
  return (batchAnswer.parse(output).Errors ?? []).map(({ ErrorDetail }) => ErrorDetail.ErrorCode);
}

function refused(error: unknown, request: StatementRequest): unknown {
  return error instanceof AwsError ? ddlFailure(`MetaException(message:${glueRefusal(error, request)})`) : error;
}

/** Hive's wrapper of what its own task could not do. */
export function ddlFailure(detail: string): QueryFailure {
  return new QueryFailure(
    `FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. ${detail}`,
    { category: 1, type: 1003 },
  );
}
