import { type ATNSimulator, BaseErrorListener, type RecognitionException, type Recognizer, Token } from 'antlr4ng';
import { TrinoSqlParser } from '#trino/TrinoSqlParser.js';

const MAX_EXPECTED = 40;

/** Keeps the first syntax error, in the words of Trino's own parser: `line 1:1: mismatched input 'SELEC'. Expecting: …`. */
export class FirstSyntaxError extends BaseErrorListener {
  message: string | undefined;

  clear(): void {
    this.message = undefined;
  }

  override syntaxError(
    recognizer: Recognizer<ATNSimulator>,
    offendingSymbol: Token | null,
    line: number,
    column: number,
    text: string,
    error: RecognitionException | null,
  ): void {
    if (this.message !== undefined) return;
    const found = error?.offendingToken ?? offendingSymbol;
    const word = found === null || found.type === Token.EOF ? '<EOF>' : (found.text ?? text);
    const expected = recognizer instanceof TrinoSqlParser ? expectedBy(recognizer) : [];
    this.message = `line ${line}:${column + 1}: mismatched input '${word}'. Expecting: ${expected.join(', ')}`;
  }
}

/** What could stand here, keywords first; Trino groups some of these under names of rules, so the list is longer than its. */
function expectedBy(parser: TrinoSqlParser): string[] {
  const names = parser
    .getExpectedTokens()
    .toArray()
    .map((type) => (type === Token.EOF ? '<EOF>' : nameOf(parser, type)));
  return [...new Set(names)].slice(0, MAX_EXPECTED);
}

function nameOf(parser: TrinoSqlParser, type: number): string {
  const literal = parser.vocabulary.getLiteralName(type);
  if (literal !== null) return literal;
  const symbol = parser.vocabulary.getSymbolicName(type) ?? '<unknown>';
  const keyword = /^KW_(.+)$/.exec(symbol)?.[1];
  return keyword === undefined ? `<${symbol.toLowerCase()}>` : `'${keyword}'`;
}
