import { Token } from '#trino/antlr4ng.js';
import { TrinoSqlParser } from '#trino/TrinoSqlParser.js';

const MAX_EXPECTED = 40;

/** Words that only an expression can begin with, beside names. */
const EXPRESSION = [TrinoSqlParser.KW_CASE, TrinoSqlParser.KW_CAST, TrinoSqlParser.KW_EXISTS, TrinoSqlParser.KW_NULL];
const EXPRESSION_STARTS = new Set<number>([
  ...EXPRESSION,
  TrinoSqlParser.KW_CURRENT_CATALOG,
  TrinoSqlParser.KW_CURRENT_DATE,
  TrinoSqlParser.KW_CURRENT_PATH,
  TrinoSqlParser.KW_CURRENT_SCHEMA,
  TrinoSqlParser.KW_CURRENT_TIME,
  TrinoSqlParser.KW_CURRENT_TIMESTAMP,
  TrinoSqlParser.KW_CURRENT_USER,
  TrinoSqlParser.KW_EXTRACT,
  TrinoSqlParser.KW_FALSE,
  TrinoSqlParser.KW_GROUPING,
  TrinoSqlParser.KW_JSON_ARRAY,
  TrinoSqlParser.KW_JSON_EXISTS,
  TrinoSqlParser.KW_JSON_OBJECT,
  TrinoSqlParser.KW_JSON_QUERY,
  TrinoSqlParser.KW_JSON_VALUE,
  TrinoSqlParser.KW_LISTAGG,
  TrinoSqlParser.KW_LOCALTIME,
  TrinoSqlParser.KW_LOCALTIMESTAMP,
  TrinoSqlParser.KW_NORMALIZE,
  TrinoSqlParser.KW_NOT,
  TrinoSqlParser.KW_TRIM,
  TrinoSqlParser.KW_TRUE,
]);
const QUERY = [TrinoSqlParser.KW_SELECT, TrinoSqlParser.KW_TABLE, TrinoSqlParser.KW_VALUES];

/**
 * What could stand where the parser is. Like Trino's own (`ErrorHandler`), sets of tokens that make a rule are printed as
 * the rule: `<expression>`, `<identifier>`, `<query>`.
 */
export function expectedTokens(parser: TrinoSqlParser): string[] {
  const types = parser.getExpectedTokens().toArray();
  const rules: string[] = [];
  let rest = types;
  if (EXPRESSION.every((type) => types.includes(type))) {
    rules.push('<expression>');
    rest = rest.filter((type) => !EXPRESSION_STARTS.has(type) && !isName(parser, type) && !isValue(parser, type));
  } else if (types.includes(TrinoSqlParser.IDENTIFIER)) {
    rules.push('<identifier>');
    rest = rest.filter((type) => !isName(parser, type));
  }
  if (QUERY.every((type) => types.includes(type))) {
    rules.push('<query>');
    rest = rest.filter(
      (type) => !QUERY.includes(type) && type !== TrinoSqlParser.KW_WITH && nameOf(parser, type) !== "'('",
    );
  }
  const tokens = rest.filter((type) => type !== Token.EOF).map((type) => nameOf(parser, type));
  const end = rest.includes(Token.EOF) && !rules.includes('<query>') ? ['<EOF>'] : [];
  return [...end, ...new Set(tokens), ...rules].slice(0, MAX_EXPECTED);
}

/** Words that may be a name too; the parser expects all of them wherever it expects a name. */
function isName(parser: TrinoSqlParser, type: number): boolean {
  const symbol = parser.vocabulary.getSymbolicName(type) ?? '';
  return /IDENTIFIER$/.test(symbol) || (symbol.startsWith('KW_') && !RESERVED.has(symbol.slice('KW_'.length)));
}

function isValue(parser: TrinoSqlParser, type: number): boolean {
  const symbol = parser.vocabulary.getSymbolicName(type) ?? '';
  return /(_VALUE|STRING|LITERAL)$|^(QUESTION_MARK|PLUS|MINUS)$/.test(symbol) || nameOf(parser, type) === "'('";
}

function nameOf(parser: TrinoSqlParser, type: number): string {
  const literal = parser.vocabulary.getLiteralName(type);
  if (literal !== null) return literal;
  const symbol = parser.vocabulary.getSymbolicName(type) ?? '<unknown>';
  const keyword = /^KW_(.+)$/.exec(symbol)?.[1];
  return keyword === undefined ? `<${symbol.toLowerCase()}>` : `'${keyword}'`;
}

/** Source: Trino documentation, "Keywords and identifiers", reserved keywords. */
const RESERVED: ReadonlySet<string> = new Set(
  `ALTER AND AS BETWEEN BY CASE CAST CONSTRAINT CREATE CROSS CUBE CURRENT_CATALOG CURRENT_DATE CURRENT_PATH CURRENT_ROLE
  CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEALLOCATE DELETE DESCRIBE DISTINCT DROP ELSE END ESCAPE
  EXCEPT EXECUTE EXISTS EXTRACT FALSE FOR FROM FULL GROUP GROUPING HAVING IN INNER INSERT INTERSECT INTO IS JOIN
  JSON_ARRAY JSON_EXISTS JSON_OBJECT JSON_QUERY JSON_TABLE JSON_VALUE LEFT LIKE LISTAGG LOCALTIME LOCALTIMESTAMP NATURAL
  NORMALIZE NOT NULL ON OR ORDER OUTER PREPARE RECURSIVE RIGHT ROLLUP SELECT SKIP TABLE THEN TRIM TRUE UESCAPE UNION
  UNNEST USING VALUES WHEN WHERE WITH`.split(/\s+/),
);
