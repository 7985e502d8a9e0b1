import { AwsError } from '../../model/aws-error.js';
import type { Lake } from '../../model/lake.js';
import type { PreparedStatement, StatementRequest, StatementResult } from '../../model/statement.js';
import type { WriteClause } from '../ast/write.js';
import { QueryFailure } from '../failure.js';
import type { Machinery } from '../run/run-query.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { createTableAs } from './create-table-as.js';
import { insertInto } from './insert.js';
import { unload } from './unload.js';
import type { WriteContext } from './write-rows.js';

export interface WriteStatement {
  readonly kind: WriteClause['kind'];
  /** Throws QueryFailure. */
  clause(): WriteClause;
  /** Analyses the query for its caller. Throws QueryFailure. */
  analysed(): TranslatedStatement;
}

/** As GetQueryExecution shows them (recorded from Athena; UNLOAD: "service-limits", a DML query). */
const TYPES: Readonly<Record<WriteClause['kind'], readonly [PreparedStatement['statementType'], string]>> = {
  'create-table-as': ['DDL', 'CREATE_TABLE_AS_SELECT'],
  insert: ['DML', 'INSERT'],
  unload: ['DML', 'UNLOAD'],
};

/** Throws AwsError for a location that the workgroup does not leave to its clients; all else is told when it runs. */
export function prepareWrite(
  lake: Lake,
  machinery: Machinery,
  request: StatementRequest,
  statement: WriteStatement,
): PreparedStatement {
  const clause = orFailure(() => statement.clause());
  if (!(clause instanceof QueryFailure)) refuseExternalLocation(request, clause);
  const [statementType, substatementType] = TYPES[statement.kind];
  const run = async (signal: AbortSignal): Promise<StatementResult> => {
    try {
      if (clause instanceof QueryFailure) throw clause;
      return await write({ lake, machinery, request, signal }, clause, () => statement.analysed());
    } catch (error) {
      throw error instanceof QueryFailure ? withAdvice(error, request, statement.kind) : error;
    }
  };
  return { statementType, substatementType, run };
}

function write(
  context: WriteContext,
  clause: WriteClause,
  analysed: () => TranslatedStatement,
): Promise<StatementResult> {
  switch (clause.kind) {
    case 'create-table-as':
      return createTableAs(context, clause, analysed);
    case 'insert':
      return insertInto(context, clause, analysed);
    case 'unload':
      return unload(context, clause, analysed);
  }
}

function orFailure(work: () => WriteClause): WriteClause | QueryFailure {
  try {
    return work();
  } catch (error) {
    if (error instanceof QueryFailure) return error;
    throw error;
  }
}

/** Athena User Guide, "workgroups-troubleshooting". */
function refuseExternalLocation({ output }: StatementRequest, clause: WriteClause): void {
  if (clause.kind !== 'create-table-as' || output?.enforced !== true) return;
  if (!clause.properties.some(({ name }) => name === 'external_location')) return;
  throw new AwsError(
    'InvalidRequestException',
    "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena Workgroup that enforces a centralized output location for all queries. Please remove the 'external_location' property and resubmit the query.",
    { members: { AthenaErrorCode: 'INVALID_INPUT', ErrorCode: 'INVALID_INPUT' } },
  );
}

/** What Athena adds to the reason when a statement that writes has failed, whether or not it wrote (recorded from Athena). */
function withAdvice(
  { message, numbers, cause }: QueryFailure,
  { output, queryExecutionId: id }: StatementRequest,
  kind: WriteClause['kind'],
): QueryFailure {
  const results = output?.location ?? '';
  const advice =
    kind === 'create-table-as'
      ? `You may need to manually clean the data at location '${results}tables/${id}' before retrying.`
      : `If a data manifest file was generated at '${results}${id}-manifest.csv', you may need to manually clean the data from locations specified in the manifest.`;
  const sentence = message.endsWith('.') ? message : `${message}.`;
  return new QueryFailure(`${sentence} ${advice} Athena will not delete data in your account.`, numbers, { cause });
}
