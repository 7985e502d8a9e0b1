import { refusalText } from '../access/iam/authorize.js';
import { AwsError } from '../model/aws-error.js';
import type { Lake } from '../model/lake.js';
import type { PreparedStatement, StatementRequest, StatementResult } from '../model/statement.js';
import { compositeKey, partsOfKey } from '../storage/composite-key.js';
import type { PreparedReference } from './ast/build/statement.js';
import { failure, MalformedQuery, notSupported, QueryFailure } from './failure.js';

/** Quota of a workgroup (AWS General Reference, Athena). */
const MAX_STATEMENTS = 1_000;
const PRIMARY = 'primary';
const PERMISSION = { category: 2, type: 1500 } as const;
const NOTHING: StatementResult = { columns: [], batches: [], dataScannedBytes: 0 };

/**
 * PREPARE, EXECUTE and DEALLOCATE PREPARE. Statements belong to a workgroup, whoever made them; what one may read is
 * decided anew for whoever executes it (Athena User Guide, "Use prepared statements", "Allow access to prepared
 * statements").
 */
export class PreparedStatements {
  readonly #lake: Lake;
  /** Their texts, by workgroup and name. */
  readonly #texts: Map<string, string>;

  constructor(lake: Lake, texts: Map<string, string>) {
    this.#lake = lake;
    this.#texts = texts;
  }

  /** `prepare` reads the statement that is executed. All of it is done when run, and throws QueryFailure. */
  statement(
    request: StatementRequest,
    reference: PreparedReference,
    prepare: (request: StatementRequest) => PreparedStatement,
  ): PreparedStatement {
    const { name } = reference;
    switch (reference.kind) {
      case 'prepare':
        return ddl('PREPARE', () => {
          this.#allow(request, 'athena:CreatePreparedStatement');
          const key = keyOf(request, name);
          if (!this.#texts.has(key) && this.#countOf(request) >= MAX_STATEMENTS) {
            throw failure('INVALID_PARAMETER_USAGE', `more than ${MAX_STATEMENTS} prepared statements in a workgroup`);
          }
          this.#texts.set(key, reference.sql);
        });
      case 'deallocate':
        return ddl('DEALLOCATE', () => {
          this.#allow(request, 'athena:DeletePreparedStatement');
          if (!this.#texts.delete(keyOf(request, name))) throw notFound(name);
        });
      case 'execute':
        return {
          statementType: 'DML',
          substatementType: 'SELECT',
          run: async (signal) => {
            this.#allow(request, 'athena:GetPreparedStatement');
            const sql = this.#texts.get(keyOf(request, name));
            if (sql === undefined) throw notFound(name);
            const parameters = reference.parameters.length === 0 ? request.parameters : reference.parameters;
            const inner = toldWhenRun(() => prepare({ ...request, sql, parameters }));
            if (!isPreparable(inner)) throw notSupported(`EXECUTE of ${inner.substatementType}`);
            return inner.run(signal);
          },
        };
    }
  }

  #countOf({ workGroup = PRIMARY }: StatementRequest): number {
    return [...this.#texts.keys()].filter((key) => partsOfKey(key)[0] === workGroup).length;
  }

  #allow({ exchange, workGroup = PRIMARY }: StatementRequest, action: string): void {
    const { partition, region, accountId } = this.#lake;
    const resource = `arn:${partition}:athena:${region}:${accountId}:workgroup/${workGroup}`;
    const { allowed, reason } = this.#lake.isAllowed(exchange.caller, { action, resource }, exchange);
    if (!allowed) throw new QueryFailure(refusalText(exchange.caller, { action, resource }, reason), PERMISSION);
  }
}

function keyOf({ workGroup = PRIMARY }: StatementRequest, name: string): string {
  return compositeKey(workGroup, name);
}

/** What StartQueryExecution would have refused is the failure of an EXECUTE, which was accepted. */
function toldWhenRun(prepare: () => PreparedStatement): PreparedStatement {
  try {
    return prepare();
  } catch (error) {
    if (error instanceof MalformedQuery) throw failure('SYNTAX_ERROR', error.message);
    if (error instanceof AwsError) throw new QueryFailure(error.message, { category: 2, type: 1100 }, { cause: error });
    throw error;
  }
}

/** SELECT, INSERT INTO, CTAS and UNLOAD ("querying-with-prepared-statements"); CTAS is called a DDL statement. */
function isPreparable({ statementType, substatementType }: PreparedStatement): boolean {
  return statementType === 'DML' || substatementType === 'CREATE_TABLE_AS_SELECT';
}

function ddl(substatementType: string, work: () => void): PreparedStatement {
  const run = (): Promise<StatementResult> =>
    new Promise((resolve) => {
      work();
      resolve(NOTHING);
    });
  return { statementType: 'DDL', substatementType, run };
}

function notFound(name: string): QueryFailure {
  return failure('NOT_FOUND', `Prepared statement not found: ${name}`);
}
