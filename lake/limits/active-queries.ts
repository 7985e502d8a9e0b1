import { AwsError } from '../model/aws-error.js';
import type { PreparedStatement } from '../model/statement.js';

/**
 * Queries that may be QUEUED or RUNNING at a time in us-east-1 (AWS General Reference, "Amazon Athena endpoints and
 * quotas"). No source says where SHOW and DESCRIBE count; they are Hive's, so they are counted with DDL.
 */
export const ACTIVE_QUERIES = { dml: 200, ddl: 20 } as const;

/** Throws AwsError `TooManyRequestsException` when one more would be too many of its kind. */
export function refuseTooManyQueries(
  active: Iterable<PreparedStatement['statementType']>,
  statementType: PreparedStatement['statementType'],
): void {
  const kind = kindOf(statementType);
  const running = [...active].filter((one) => kindOf(one) === kind).length;
  if (running < ACTIVE_QUERIES[kind]) return;
  const text =
    'You have exceeded the limit for the number of queries you can run concurrently. Reduce the number of concurrent queries submitted by this account. Contact customer support to request a concurrent query limit increase.';
  throw new AwsError('TooManyRequestsException', text, { members: { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' } });
}

function kindOf(statementType: PreparedStatement['statementType']): keyof typeof ACTIVE_QUERIES {
  return statementType === 'DML' ? 'dml' : 'ddl';
}
