import { CharStreams, CommonTokenStream, type ParserRuleContext, PredictionMode, Token } from '#trino/antlr4ng.js';
import { TrinoSqlLexer } from '#trino/TrinoSqlLexer.js';
import {
  type QueryContext,
  type SingleStatementContext,
  type StatementContext,
  TrinoSqlParser,
} from '#trino/TrinoSqlParser.js';
import { MalformedQuery } from '../failure.js';
import { ListedTokens } from './listed-tokens.js';
import { type Lent, ParsedShapes } from './parsed-shapes.js';
import { endToken, type Piece, piecesOf } from './pieces.js';
import { FirstSyntaxError, type Mismatch } from './syntax-error.js';

/**
 * Deeper than any query that people write. ANTLR's recursion would end the stack before Athena's own limit, and its work
 * grows with the square of the depth of an expression.
 */
const MAX_NESTING = 150;
const MAX_EXPRESSION_NESTING = 30;
const MAX_TOKENS = 50_000;
/** LL takes 3 ms a token, thirty times what SLL takes: a long text with a mistake would hold everybody up for minutes. */
const MAX_TOKENS_TWICE = 1_000;

export interface ParsedStatement {
  readonly tree: StatementContext;
  /** Which parameter the `?` at this token is, from 0. */
  parameterIndex(token: Token): number;
  readonly parameterCount: number;
  /** The query that stands in parentheses where the tree has its placeholder; undefined for any other tree. */
  queryInside(tree: ParserRuleContext): QueryContext | undefined;
  /** Nobody looks at the tree any more: the next statement of its shape may have it. */
  giveBack(): void;
}

/** A rule that pieces are parsed by, and the trees that it made. */
interface Rule<T extends ParserRuleContext> {
  readonly parse: (parser: TrinoSqlParser) => T;
  readonly shapes: ParsedShapes<T>;
}

/** What a statement and a query in parentheses are parsed by. */
export interface Rules {
  readonly statement: Rule<SingleStatementContext>;
  readonly query: Rule<QueryContext>;
}

export function newRules(): Rules {
  return {
    statement: { parse: (parser) => parser.singleStatement(), shapes: new ParsedShapes() },
    query: { parse: (parser) => parser.query(), shapes: new ParsedShapes() },
  };
}

const RULES = newRules();

/** One statement of Trino SQL. Throws MalformedQuery with Trino's text and place for everything else. */
export function parseTrino(text: string, rules: Rules = RULES): ParsedStatement {
  const { tokens, end } = tokensOf(text);
  if (tokens.length === 0) throw new MalformedQuery("line 1:1: mismatched input '<EOF>'. Expecting: <statement>");
  if (tokens.length > MAX_TOKENS) throw new MalformedQuery('statement is too large');
  refuseDeeper(tokens, MAX_NESTING);
  const pieces = piecesOf(tokens, end);
  for (const piece of pieces) {
    refuseDeeper(piece.tokens, MAX_EXPRESSION_NESTING);
    refuseLongChains(piece.tokens);
  }
  const [statement, ...queries] = pieces;
  const marks = tokens.filter((token) => token.type === TrinoSqlParser.QUESTION_MARK).map((token) => token.start);
  const inside = new Map<Token, QueryContext>();
  const errors: Mismatch[] = [];
  const lent: Pick<Lent<unknown>, 'giveBack'>[] = [];
  const tree = parsePiece(statement, rules.statement, errors, lent)?.statement();
  for (const piece of queries) {
    const query = parsePiece(piece, rules.query, errors, lent);
    if (query !== undefined && piece.placeholder !== undefined) inside.set(piece.placeholder, query);
  }
  const [first] = errors.sort((a, b) => a.line - b.line || a.column - b.column);
  if (first !== undefined) throw new MalformedQuery(first.message);
  if (tree === undefined) {
    throw new MalformedQuery("line 1:1: mismatched input '<EOF>'. Expecting: <statement>");
  }
  return {
    tree,
    parameterIndex: (token) => marks.indexOf(token.start),
    parameterCount: marks.length,
    queryInside: (context) => (context.start === null ? undefined : inside.get(context.start)),
    giveBack: () => {
      for (const one of lent) one.giveBack();
    },
  };
}

/** Tokens without blanks and comments, and without the semicolon at the end. Throws MalformedQuery for several statements. */
export function tokensOf(text: string): { readonly tokens: readonly Token[]; readonly end: Token } {
  const lexer = new TrinoSqlLexer(CharStreams.fromString(text));
  lexer.removeErrorListeners();
  const stream = new CommonTokenStream(lexer);
  stream.fill();
  const tokens = stream.getTokens().filter((token) => token.channel === Token.DEFAULT_CHANNEL);
  const end = tokens.pop();
  if (end === undefined) throw new MalformedQuery('statement has no end');
  const semicolon = tokens.findIndex((token) => token.type === TrinoSqlParser.SEMICOLON);
  if (semicolon < 0) return { tokens, end };
  if (tokens.slice(semicolon).some((token) => token.type !== TrinoSqlParser.SEMICOLON)) {
    throw new MalformedQuery(`Only one sql statement is allowed. Got: ${text}`);
  }
  return { tokens: tokens.slice(0, semicolon), end };
}

function refuseDeeper(tokens: readonly Token[], limit: number): void {
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(' || token.text === '[' || token.type === TrinoSqlParser.KW_CASE) depth += 1;
    if (token.text === ')' || token.text === ']' || token.type === TrinoSqlParser.KW_END) depth -= 1;
    if (depth > limit) throw tooDeep();
  }
}

/** `1 + 1 + …`, `NOT NOT …`, `a[1][1] …`, `… UNION … UNION …`: each link is a level of the tree, without a parenthesis. */
function refuseLongChains(tokens: readonly Token[]): void {
  let links = 0;
  let queries = 0;
  let cost = 0;
  for (const { text } of tokens) {
    const word = text?.toUpperCase() ?? '';
    if (LINKS.has(word)) links += 1;
    else if (BREAKS.has(word)) {
      cost += links ** 3;
      links = 0;
    }
    if (SET_OPERATORS.has(word)) queries += 1;
    if (links > MAX_LINKS || cost > MAX_COST || queries > MAX_SET_OPERATIONS) throw tooDeep();
  }
}

const MAX_LINKS = 400;
/** DuckDB's planner takes some 30 ns for each link of a chain to the third, two seconds for the longest, and cannot be interrupted. */
const MAX_COST = MAX_LINKS ** 3;
const MAX_SET_OPERATIONS = 200;
const LINKS: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '||', '.', '[', 'NOT']);
const BREAKS: ReadonlySet<string> = new Set([',', 'AND', 'OR', 'SELECT', 'FROM', 'WHERE']);
const SET_OPERATORS: ReadonlySet<string> = new Set(['UNION', 'INTERSECT', 'EXCEPT']);

function tooDeep(): MalformedQuery {
  return new MalformedQuery('statement is too large (stack overflow while parsing)');
}

/** The piece's tree; undefined when it has an error, which goes to `errors`. */
function parsePiece<T extends ParserRuleContext>(
  piece: Piece | undefined,
  { parse, shapes }: Rule<T>,
  errors: Mismatch[],
  lent: Pick<Lent<unknown>, 'giveBack'>[],
): T | undefined {
  if (piece === undefined) return undefined;
  const tokens = [...piece.tokens, endToken(piece.end)];
  const known = shapes.take(tokens);
  if (known !== undefined) {
    lent.push(known);
    return known.tree;
  }
  try {
    // SLL decides every statement of Trino's grammar that LL does but for a few ambiguous ones, at a third of the cost.
    const quick = attempt(tokens, parse, PredictionMode.SLL);
    const isSettled = quick.error === undefined || piece.tokens.length > MAX_TOKENS_TWICE;
    const { tree, error } = isSettled ? quick : attempt(tokens, parse, PredictionMode.LL);
    if (error !== undefined) {
      errors.push(error);
      return undefined;
    }
    const own = shapes.lend(tree, tokens);
    if (own !== undefined) lent.push(own);
    return tree;
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
}

/** `tokens` ends with that of the end. */
function attempt<T>(
  tokens: readonly Token[],
  parse: (parser: TrinoSqlParser) => T,
  mode: number,
): { readonly tree: T; readonly error: Mismatch | undefined } {
  const listener = new FirstSyntaxError();
  const parser = new TrinoSqlParser(new CommonTokenStream(new ListedTokens(tokens)));
  decideColumnsAtOnce(parser);
  parser.removeErrorListeners();
  parser.addErrorListener(listener);
  parser.interpreter.predictionMode = mode;
  const tree = parse(parser);
  return { tree, error: listener.first ?? FirstSyntaxError.leftOver(parser) };
}

/**
 * The grammar's `columnRef` may also be empty, for the sake of an editor's completion, if a predicate says so, which it
 * never does here. To tell the two apart ANTLR looks ahead to the end of the statement, at each name of a list.
 */
function decideColumnsAtOnce(parser: TrinoSqlParser): void {
  const { interpreter } = parser;
  const predict = interpreter.adaptivePredict.bind(interpreter);
  interpreter.adaptivePredict = (input, decision, context) =>
    decision === COLUMN_REF ? NOT_EMPTY : predict(input, decision, context);
}

const COLUMN_REF = TrinoSqlParser._ATN.decisionToState.findIndex(
  ({ ruleIndex }) => ruleIndex === TrinoSqlParser.RULE_columnRef,
);
const NOT_EMPTY = 1;

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
