import {
  type ATNSimulator,
  BaseErrorListener,
  type RecognitionException,
  type Recognizer,
  Token,
} from '#trino/antlr4ng.js';
import { TrinoSqlParser } from '#trino/TrinoSqlParser.js';
import { expectedTokens } from './expected.js';

/** A place where the text is no SQL, and Trino's sentence about it. */
export interface Mismatch {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Keeps the first syntax error, in the words of Trino's own parser: `line 1:1: mismatched input 'SELEC'. Expecting: …`. */
export class FirstSyntaxError extends BaseErrorListener {
  first: Mismatch | undefined;

  override syntaxError(
    recognizer: Recognizer<ATNSimulator>,
    offendingSymbol: Token | null,
    line: number,
    column: number,
    text: string,
    error: RecognitionException | null,
  ): void {
    if (this.first !== undefined) return;
    const found = error?.offendingToken ?? offendingSymbol;
    const place = found === null ? { line, column } : found;
    const expected = recognizer instanceof TrinoSqlParser ? expectedTokens(recognizer) : [];
    this.first = mismatch(place, found?.text ?? text, expected);
  }

  /** What stands after the end of a tree is an error too, though no rule saw it. */
  static leftOver(parser: TrinoSqlParser): Mismatch | undefined {
    const next = parser.getCurrentToken();
    return next.type === Token.EOF ? undefined : mismatch(next, next.text ?? '', ['<EOF>']);
  }
}

function mismatch(
  at: { readonly line: number; readonly column: number },
  found: string,
  expected: readonly string[],
): Mismatch {
  const place = `line ${at.line}:${at.column + 1}`;
  return {
    line: at.line,
    column: at.column,
    message: `${place}: mismatched input '${found}'. Expecting: ${expected.join(', ')}`,
  };
}
