import { randomUUID } from 'node:crypto';
import type { StartQueryExecutionInput, StartQueryExecutionOutput } from '@aws-sdk/client-athena';
import { MalformedQuery } from '../../engine/failure.js';
import { refuseTooManyQueries } from '../../limits/active-queries.js';
import type { Action, Exchange } from '../../model/action.js';
import type { PreparedStatement, StatementRequest } from '../../model/statement.js';
import { athenaAction } from './athena-action.js';
import { constraintError, invalidInput, invalidRequest } from './errors.js';
import { Execution } from './execution.js';
import { knownWorkGroup } from './known-work-group.js';
import { checkOutputLocation, effectiveLocation } from './output-location.js';
import { resultName } from './result-name.js';
import { runQuery } from './run-query.js';
import type { AthenaState } from './state.js';

const TOKEN_MIN = 32;
const TOKEN_MAX = 128;
const QUERY_MAX = 262_144;
const DEFAULT_CATALOG = 'awsdatacatalog';

/**
 * Checks in the order recorded from Athena: token length, workgroup, output location, SQL syntax, token. A request that is
 * refused for its syntax does not use its token up.
 */
export const startQueryExecution = (state: AthenaState): Action<StartQueryExecutionInput, StartQueryExecutionOutput> =>
  athenaAction({
    operation: 'StartQueryExecution',
    readOnly: false,
    authorize: ({ WorkGroup }) => [
      { action: 'athena:StartQueryExecution', resource: state.workGroupArn(WorkGroup ?? 'primary') },
    ],
    handle: (input, exchange) => start(state, input, exchange),
    // Query texts are left out by design (User Guide, "Log Athena calls with CloudTrail").
    requestParameters: ({ ClientRequestToken, QueryExecutionContext, ResultConfiguration, WorkGroup }) => ({
      clientRequestToken: ClientRequestToken,
      queryString: '***OMITTED***',
      ...(QueryExecutionContext === undefined
        ? {}
        : {
            queryExecutionContext: { database: QueryExecutionContext.Database, catalog: QueryExecutionContext.Catalog },
          }),
      ...(ResultConfiguration?.OutputLocation === undefined
        ? {}
        : { resultConfiguration: { outputLocation: ResultConfiguration.OutputLocation } }),
      ...(WorkGroup === undefined ? {} : { workGroup: WorkGroup }),
    }),
    responseElements: ({ QueryExecutionId }) => ({ queryExecutionId: QueryExecutionId }),
    queryText: ({ QueryString }) => QueryString,
  });

async function start(
  state: AthenaState,
  input: StartQueryExecutionInput,
  exchange: Exchange,
): Promise<StartQueryExecutionOutput> {
  const token = checkToken(input.ClientRequestToken);
  const sql = checkText(input.QueryString);
  const workGroup = knownWorkGroup(state, input.WorkGroup ?? 'primary');
  if (workGroup.state === 'DISABLED') throw invalidInput(`WorkGroup ${workGroup.name} is disabled.`);
  const asked = input.ResultConfiguration?.OutputLocation;
  if (asked !== undefined) checkOutputLocation(asked);
  const { bucket, prefix } = checkOutputLocation(effectiveLocation(workGroup, asked));
  const id = randomUUID();
  const location = `s3://${bucket}/${prefix}`;
  const { EnforceWorkGroupConfiguration, ResultConfiguration } = workGroup.configuration;
  const enforced = EnforceWorkGroupConfiguration === true && ResultConfiguration?.OutputLocation !== undefined;
  const statement = await prepare(state, input, sql, {
    queryExecutionId: id,
    exchange,
    output: { location, enforced },
  });
  const earlier = earlierUse(state, token, input, sql);
  if (earlier !== undefined) return { QueryExecutionId: earlier };
  if (state.account.limits === 'aws') {
    const active = [...state.active].filter((one) => one.state === 'QUEUED' || one.state === 'RUNNING');
    refuseTooManyQueries(
      active.map((one) => one.statement.statementType),
      statement.statementType,
    );
  }
  if (!state.lake.objects.bucketExists(bucket)) throw invalidInput(`Unable to verify/create output bucket ${bucket}`);
  const context = input.QueryExecutionContext;
  const execution = new Execution({
    id,
    token,
    sql,
    parameters: input.ExecutionParameters ?? [],
    statement: { statementType: statement.statementType, substatementType: statement.substatementType },
    database: context?.Database,
    catalog: context?.Catalog,
    workGroup: workGroup.name,
    outputUri: `${location}${resultName(statement, id)}`,
    caller: exchange.caller,
    askedLocation: asked,
    submittedAtMs: exchange.receivedAt.getTime(),
  });
  state.remember(execution);
  runQuery(state, execution, statement, exchange);
  return { QueryExecutionId: id };
}

function checkToken(token: string | undefined): string {
  if (token === undefined || token === '') throw invalidInput('clientRequestToken is null or empty');
  if (token.length < TOKEN_MIN) {
    throw constraintError('clientRequestToken', `Member must have length greater than or equal to ${TOKEN_MIN}`);
  }
  if (token.length > TOKEN_MAX) {
    throw constraintError('clientRequestToken', `Member must have length less than or equal to ${TOKEN_MAX}`);
  }
  return token;
}

function checkText(sql: string | undefined): string {
  const text = sql ?? '';
  if (text.length > QUERY_MAX) {
    throw constraintError('queryString', `Member must have length less than or equal to ${QUERY_MAX}`);
  }
  return text;
}

async function prepare(
  state: AthenaState,
  input: StartQueryExecutionInput,
  sql: string,
  about: Pick<StatementRequest, 'queryExecutionId' | 'exchange' | 'output'>,
): Promise<PreparedStatement> {
  const engine = await state.engine();
  const { Database, Catalog } = input.QueryExecutionContext ?? {};
  try {
    return engine.prepare({
      sql,
      parameters: input.ExecutionParameters ?? [],
      ...(Database === undefined ? {} : { database: Database.toLowerCase() }),
      catalog: (Catalog ?? DEFAULT_CATALOG).toLowerCase(),
      workGroup: input.WorkGroup ?? 'primary',
      ...about,
    });
  } catch (error) {
    if (error instanceof MalformedQuery) throw invalidRequest('MALFORMED_QUERY', error.message);
    throw error;
  }
}

/**
 * The same token gives the same query, in any state and whoever asks. ExecutionParameters and WorkGroup are not
 * compared (recorded from Athena; API reference, StartQueryExecution).
 */
function earlierUse(
  state: AthenaState,
  token: string,
  input: StartQueryExecutionInput,
  sql: string,
): string | undefined {
  const use = state.tokens.get(token);
  if (use === undefined) return undefined;
  const same =
    use.sql === sql &&
    use.database === input.QueryExecutionContext?.Database &&
    use.catalog === input.QueryExecutionContext?.Catalog &&
    use.askedLocation === input.ResultConfiguration?.OutputLocation;
  if (!same) throw invalidRequest('IDEMPOTENT_PARAMETER_MISMATCH', 'Idempotent parameters do not match');
  return use.id;
}
