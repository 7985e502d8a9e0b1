import { expressionOf } from '../ast/build/statement.js';
import type { Query } from '../ast/query.js';
import { failure, MalformedQuery, notSupported } from '../failure.js';
import type { Sql } from '../sql/fragment.js';
import type { Env, OutputColumn, Session } from './env.js';
import { nullness, translateExpression } from './expression.js';
import { isLiteral } from './literal.js';
import { translateQuery } from './query.js';
import type { Scan } from './scan.js';

/** A statement ready to run: one query over the copies `t0`, `t1` … that `scans` describe. */
export interface TranslatedStatement {
  readonly sql: Sql;
  readonly columns: readonly OutputColumn[];
  readonly scans: readonly Scan[];
  readonly empty: boolean;
  /** The same data may give another answer the next time. */
  readonly isVolatile: boolean;
}

export interface StatementSession extends Omit<Session, 'parameters'> {
  /** ExecutionParameters as they were given: SQL literals. */
  readonly parameters: readonly string[];
  readonly parameterCount: number;
}

const MAX_RELATIONS = 2_000;

/** Resolves every name against the session's catalogue, and writes the query anew. Throws QueryFailure. */
export function translateStatement(query: Query, session: StatementSession): TranslatedStatement {
  if (session.parameters.length !== session.parameterCount) {
    const text = `Incorrect number of parameters: expected ${session.parameterCount} but found ${session.parameters.length}`;
    throw failure('INVALID_PARAMETER_USAGE', text, query.at);
  }
  const scans: Scan[] = [];
  let relations = 0;
  let isVolatile = false;
  const env: Env = {
    session: { ...session, parameters: session.parameters.map(parameterOf) },
    growth: {
      scans,
      nextRelation: () => {
        relations += 1;
        if (relations > MAX_RELATIONS) throw notSupported(`a statement of more than ${MAX_RELATIONS} relations`);
        return relations;
      },
      noteVolatile: () => {
        isVolatile = true;
      },
    },
    scope: undefined,
    named: new Map(),
    aggregation: undefined,
    windows: undefined,
    clause: 'Statement',
    insideTry: false,
    insideLambda: false,
    views: [],
    translate: { expression: translateExpression, nullness, query: translateQuery },
  };
  const { sql, columns, empty } = withinStack(() => translateQuery(env, query));
  return { sql, columns, scans, empty, isVolatile };
}

/** A statement that the parser took may still be too deep for what comes after it. */
function withinStack<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw notSupported('a statement as deep as this one');
    throw error;
  }
}

/** Parameters are literals, as Athena's own: `'text'`, `5`, `DATE '2020-01-01'`. */
function parameterOf(text: string): ReturnType<typeof expressionOf> {
  try {
    const expression = expressionOf(text);
    if (isLiteral(expression)) return expression;
  } catch (error) {
    if (!(error instanceof MalformedQuery)) throw error;
  }
  throw failure('INVALID_PARAMETER_USAGE', 'Execution parameters must be literals');
}
