import type { Lake } from '../model/lake.js';
import type { PreparedStatement, PrepareStatement, StatementRequest, StatementResult } from '../model/statement.js';
import { knownStatement } from './ast/build/known-statement.js';
import type { TrinoStatement } from './ast/build/statement.js';
import type { Query } from './ast/query.js';
import { MalformedQuery, notSupported, QueryFailure } from './failure.js';
import { readHiveStatement } from './hive/reader.js';
import { resolveAtOnce, runHive } from './hive/run.js';
import type { HiveStatement } from './hive/statement.js';
import { PreparedStatements } from './prepared-statements.js';
import { explained, explainRun } from './run/explain.js';
import { FileFactsReader } from './run/file-facts.js';
import { QueryRunner } from './run/query-runner.js';
import { analyse, type Machinery, runQuery } from './run/run-query.js';
import { TrustedReader } from './run/trusted-reader.js';
import { createView, dropView } from './views/run.js';
import { prepareWrite, type WriteStatement } from './writes/prepare.js';

/**
 * The SQL engine of a lake: reads a statement at once, and resolves and runs it when asked. Whoever makes it may keep the
 * prepared statements.
 */
export function createEngine(
  lake: Lake,
  preparedStatements: Map<string, string> = new Map(),
): { readonly prepare: PrepareStatement } {
  const reader = new TrustedReader();
  const machinery = {
    facts: new FileFactsReader(reader),
    runner: new QueryRunner(reader, lake),
  };
  const prepared = new PreparedStatements(lake, preparedStatements);
  const prepare: PrepareStatement = (request) => {
    const hive = readHiveStatement(request.sql);
    if (hive !== undefined) return prepareHive(lake, reader, request, hive);
    const statement = knownStatement(request.sql);
    if (statement.prepared !== undefined) return prepared.statement(request, statement.prepared, prepare);
    return prepareTrino(lake, machinery, request, statement);
  };
  return { prepare };
}

/** Syntax is told at once; all that a tree can be refused for, when the statement runs. */
function prepareTrino(
  lake: Lake,
  machinery: Machinery,
  request: StatementRequest,
  statement: TrinoStatement,
): PreparedStatement {
  const { view, explain } = statement;
  const built = statement.kind === 'drop-view' ? NO_QUERY : buildOrFailure(statement);
  const analysed = (): ReturnType<typeof analyse> => {
    if (built instanceof QueryFailure) throw built;
    const reads = view === undefined && (explain === undefined || explain.analyze);
    return analyse(lake, request, { query: built, parameterCount: statement.parameterCount, reads });
  };
  if (isWrite(statement)) return prepareWrite(lake, machinery, request, { ...statement, analysed });
  if (view !== undefined && statement.kind === 'drop-view') {
    return { statementType: 'DDL', substatementType: 'DROP_VIEW', run: () => dropView(lake, request, view) };
  }
  if (view !== undefined) {
    return {
      statementType: 'DDL',
      substatementType: 'CREATE_VIEW',
      run: () => settle(() => createView(lake, request, view, analysed())),
    };
  }
  if (explain !== undefined) {
    const run: PreparedStatement['run'] = async (signal) => {
      const query = analysed();
      if (!explain.analyze) return explained(query, explain);
      return await explainRun(query, explain, await runQuery(lake, machinery, request, query, signal));
    };
    return { statementType: 'DML', substatementType: 'EXPLAIN', run };
  }
  return {
    statementType: 'DML',
    substatementType: 'SELECT',
    run: (signal) => settle(() => runQuery(lake, machinery, request, analysed(), signal)),
  };
}

function isWrite(statement: TrinoStatement): statement is TrinoStatement & Omit<WriteStatement, 'analysed'> {
  return statement.clause !== undefined;
}

const NO_QUERY = notSupported('a query of this statement');

/** What the work throws at once becomes a rejection too. */
async function settle(work: () => StatementResult | Promise<StatementResult>): Promise<StatementResult> {
  return await work();
}

function buildOrFailure(statement: TrinoStatement): Query | QueryFailure {
  try {
    return statement.build();
  } catch (error) {
    if (error instanceof QueryFailure) return error;
    if (error instanceof RangeError) throw new MalformedQuery('statement is too large (stack overflow while parsing)');
    throw error;
  }
}

const SUBSTATEMENTS: Readonly<Record<HiveStatement['kind'], readonly [PreparedStatement['statementType'], string]>> = {
  'show-databases': ['UTILITY', 'SHOW_DATABASES'],
  'show-tables': ['UTILITY', 'SHOW_TABLES'],
  'show-columns': ['UTILITY', 'SHOW_COLUMNS'],
  'show-partitions': ['UTILITY', 'SHOW_PARTITIONS'],
  'show-properties': ['UTILITY', 'SHOW_TBLPROPERTIES'],
  'show-create-table': ['UTILITY', 'SHOW_CREATE_TABLE'],
  'show-create-view': ['UTILITY', 'SHOW_CREATE_VIEW'],
  describe: ['UTILITY', 'DESCRIBE_TABLE'],
  'create-database': ['DDL', 'CREATE_DATABASE'],
  'create-table': ['DDL', 'CREATE_TABLE'],
  'drop-database': ['DDL', 'DROP_DATABASE'],
  'drop-table': ['DDL', 'DROP_TABLE'],
  msck: ['DDL', 'MSCK_REPAIR_TABLE'],
  'add-partitions': ['DDL', 'ALTER_TABLE_ADD_PARTITION'],
  'drop-partitions': ['DDL', 'ALTER_TABLE_DROP_PARTITION'],
  'set-properties': ['DDL', 'ALTER_TABLE_PROPERTIES'],
  'add-columns': ['DDL', 'ALTER_TABLE_ADD_COLUMN'],
  unmodelled: ['DDL', 'UNKNOWN'],
};

function prepareHive(
  lake: Lake,
  reader: TrustedReader,
  request: StatementRequest,
  statement: HiveStatement,
): PreparedStatement {
  const isView = resolveAtOnce(lake, request, statement);
  const [statementType, plainSubstatement] = SUBSTATEMENTS[statement.kind];
  const substatementType = isView ? 'DESC_VIEW' : plainSubstatement;
  return { statementType, substatementType, run: () => runHive(lake, reader, request, statement) };
}
