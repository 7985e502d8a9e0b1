import { type CharStream, CommonToken, CommonTokenFactory, Token, type TokenSource } from '#trino/antlr4ng.js';

/** Tokens that are there already, given to the parser one by one; the last is repeated for ever. */
export class ListedTokens implements TokenSource {
  line = 0;
  _tokenStartColumn = -1;
  readonly inputStream: CharStream | null = null;
  readonly sourceName = 'statement';
  tokenFactory = CommonTokenFactory.DEFAULT;
  readonly #tokens: readonly Token[];
  #next = 0;

  /** Throws RangeError when there is none. */
  constructor(tokens: readonly Token[]) {
    if (tokens.length === 0) throw new RangeError('there is no token, not even that of the end');
    this.#tokens = tokens;
  }

  nextToken(): Token {
    const token = this.#tokens[Math.min(this.#next, this.#tokens.length - 1)];
    if (token === undefined) throw new RangeError(`there is no token ${this.#next}`);
    this.#next += 1;
    return token;
  }
}

/** A token of another type and text at the same place. */
export function standIn(at: Token, type: number, text: string): Token {
  const token = new CommonToken([null, at.inputStream], type, Token.DEFAULT_CHANNEL, at.start, at.stop);
  token.line = at.line;
  token.column = at.column;
  token.text = text;
  return token;
}
