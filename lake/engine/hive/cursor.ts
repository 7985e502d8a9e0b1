import { MalformedQuery } from '../failure.js';
import { type Token, tokenize } from './tokens.js';

/** Reads a statement's tokens one by one; what is not as expected throws MalformedQuery in Trino's words. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  peek(ahead = 0): Token {
    return (
      this.#tokens[Math.min(this.#place + ahead, this.#tokens.length - 1)] ?? {
        kind: 'end',
        text: '<EOF>',
        at: { line: 1, column: 1 },
      }
    );
  }

  word(): string {
    const token = this.peek();
    if (token.kind !== 'word') throw this.mismatch(['<keyword>']);
    this.#place += 1;
    return token.text;
  }

  take(word: string): boolean {
    const found = this.peek().kind === 'word' && this.peek().text === word;
    if (found) this.#place += 1;
    return found;
  }

  expect(words: readonly string[]): void {
    if (!words.some((word) => this.take(word))) throw this.mismatch(words.map((word) => word.toUpperCase()));
  }

  takeSymbol(symbol: string): boolean {
    const found = this.peek().kind === 'symbol' && this.peek().text === symbol;
    if (found) this.#place += 1;
    return found;
  }

  symbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.mismatch([symbol]);
  }

  name(): string {
    const token = this.peek();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw this.mismatch(['<identifier>']);
    this.#place += 1;
    return token.text;
  }

  string(): string {
    const token = this.peek();
    if (token.kind !== 'string') throw this.mismatch(['<string>']);
    this.#place += 1;
    return token.text;
  }

  /** A text in quotes of either kind. */
  text(): string {
    const token = this.peek();
    const text = token.kind === 'string' ? token.text : token.quotedText;
    if (text === undefined) throw this.mismatch(['<string>']);
    this.#place += 1;
    return text;
  }

  /** A string, or a bare word such as a number. */
  value(): string {
    const token = this.peek();
    if (token.kind !== 'string' && token.kind !== 'word') throw this.mismatch(['<string>']);
    this.#place += 1;
    return token.text;
  }

  end(): void {
    this.takeSymbol(';');
    if (this.peek().kind === 'end') return;
    const after = this.#tokens[this.#place - 1];
    if (after?.text === ';') throw new MalformedQuery('Only one sql statement is allowed.');
    throw this.mismatch(['<EOF>']);
  }

  mismatch(expected: readonly string[], token: Token = this.peek()): MalformedQuery {
    const names = expected.map((word) => (word.startsWith('<') ? word : `'${word}'`)).join(', ');
    return new MalformedQuery(
      `line ${token.at.line}:${token.at.column}: mismatched input '${token.text}'. Expecting: ${names}`,
    );
  }
}
