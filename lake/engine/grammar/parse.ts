import { CharStreams, CommonTokenStream, PredictionMode, type Token } from 'antlr4ng';
import { TrinoSqlLexer } from '#trino/TrinoSqlLexer.js';
import { type StatementContext, TrinoSqlParser } from '#trino/TrinoSqlParser.js';
import { MalformedQuery } from '../failure.js';
import { FirstSyntaxError } from './syntax-error.js';

/** Deeper than any query that people write; ANTLR's recursion would end the stack before Athena's own limit. */
const MAX_NESTING = 150;
const MAX_TOKENS = 50_000;

export interface ParsedStatement {
  readonly tree: StatementContext;
  /** Which parameter the `?` at this token is, from 0. */
  parameterIndex(token: Token): number;
  readonly parameterCount: number;
}

/** One statement of Trino SQL. Throws MalformedQuery with Trino's text and place for everything else. */
export function parseTrino(text: string): ParsedStatement {
  const errors = new FirstSyntaxError();
  const lexer = new TrinoSqlLexer(CharStreams.fromString(text));
  lexer.removeErrorListeners();
  const tokens = new CommonTokenStream(lexer);
  tokens.fill();
  refuseUnwieldy(tokens.getTokens());

  const parser = new TrinoSqlParser(tokens);
  parser.removeErrorListeners();
  parser.addErrorListener(errors);
  // SLL decides every statement of Trino's grammar that LL does but for a few ambiguous ones, at a third of the cost.
  parser.interpreter.predictionMode = PredictionMode.SLL;
  let program = parser.program();
  if (errors.message !== undefined) {
    errors.clear();
    tokens.seek(0);
    parser.reset();
    parser.interpreter.predictionMode = PredictionMode.LL;
    program = parser.program();
  }
  if (errors.message !== undefined) throw new MalformedQuery(errors.message);

  const statements = program.statements();
  const [first, second] = statements;
  if (first === undefined) throw new MalformedQuery("line 1:1: mismatched input '<EOF>'. Expecting: <statement>");
  if (second !== undefined) throw new MalformedQuery(`Only one sql statement is allowed. Got: ${text}`);
  const marks = tokens
    .getTokens()
    .filter((token) => token.type === TrinoSqlParser.QUESTION_MARK)
    .map((token) => token.tokenIndex);
  return {
    tree: first.singleStatement().statement(),
    parameterIndex: (token) => marks.indexOf(token.tokenIndex),
    parameterCount: marks.length,
  };
}

function refuseUnwieldy(tokens: readonly Token[]): void {
  if (tokens.length > MAX_TOKENS) throw new MalformedQuery('statement is too large');
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(' || token.text === '[' || token.text?.toUpperCase() === 'CASE') depth += 1;
    if (token.text === ')' || token.text === ']' || token.text?.toUpperCase() === 'END') depth -= 1;
    if (depth > MAX_NESTING) throw new MalformedQuery('statement is too large (stack overflow while parsing)');
  }
}

/** Fills ANTLR's tables, which costs the first statements some 100 ms, before anybody waits for an answer. */
export function warmUpGrammar(): void {
  for (const text of WARM_UP) parseTrino(text);
}

const WARM_UP = [
  'SELECT 1',
  'SELECT * FROM "a"."b" WHERE false',
  'SELECT "c" FROM "a"."b" WHERE "c" IS NULL AND false GROUP BY "c" ORDER BY "c" LIMIT 1',
  'SELECT count("c1"), count(*) AS n FROM (SELECT * FROM "a"."b" LIMIT 100)',
  "SELECT column_name FROM information_schema.columns WHERE table_schema = 'a' AND table_name = 'b'",
];
