import { invalidInput } from '../errors.js';
import type { Comparison, Condition } from './condition.js';
import { type Token, tokensOf } from './tokens.js';

/** Deeper than anybody writes, shallower than the stack. */
const MAX_DEPTH = 100;
const FLIPPED: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * Reads `Expression` of GetPartitions: `=`, `<>`, `<`, `<=`, `>`, `>=`, IN, BETWEEN, LIKE, IS NULL, joined by AND, OR and
 * NOT, keys against constants only. Throws InvalidInputException. Source: Glue API, GetPartitions, "Expression".
 */
export function parseCondition(expression: string): Condition {
  const parser = new Parser(tokensOf(expression));
  const condition = parser.disjunction(0);
  parser.end();
  return condition;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  disjunction(depth: number): Condition {
    if (depth > MAX_DEPTH) throw invalidInput('The expression is nested too deeply.');
    let left = this.#conjunction(depth);
    while (this.#takeWord('OR')) left = { kind: 'or', left, right: this.#conjunction(depth) };
    return left;
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail();
  }

  #conjunction(depth: number): Condition {
    let left = this.#negation(depth);
    while (this.#takeWord('AND')) left = { kind: 'and', left, right: this.#negation(depth) };
    return left;
  }

  #negation(depth: number): Condition {
    let negations = 0;
    while (this.#takeWord('NOT')) negations += 1;
    const inner = this.#takeSymbol('(') ? this.#closed(this.disjunction(depth + 1)) : this.#comparison();
    return negations % 2 === 0 ? inner : { kind: 'not', of: inner };
  }

  #closed(condition: Condition): Condition {
    this.#needSymbol(')');
    return condition;
  }

  #comparison(): Condition {
    if (this.#tokens[this.#at]?.kind !== 'name') return this.#flipped();
    const key = this.#key();
    const operator = this.#takeComparison();
    if (operator !== undefined) return { kind: 'compare', key, operator, value: this.#constant() };
    if (this.#takeWord('IS')) {
      const isNegated = this.#takeWord('NOT');
      this.#needWord('NULL');
      return negatedIf(isNegated, { kind: 'is-null', key });
    }
    return negatedIf(this.#takeWord('NOT'), this.#wordComparison(key));
  }

  #wordComparison(key: string): Condition {
    if (this.#takeWord('IN')) return { kind: 'in', key, values: this.#constants() };
    if (this.#takeWord('LIKE')) return { kind: 'like', key, pattern: this.#constant() };
    this.#needWord('BETWEEN');
    const low = this.#constant();
    this.#needWord('AND');
    return {
      kind: 'and',
      left: { kind: 'compare', key, operator: '>=', value: low },
      right: { kind: 'compare', key, operator: '<=', value: this.#constant() },
    };
  }

  #flipped(): Condition {
    const value = this.#constant();
    const operator = this.#takeComparison();
    if (operator === undefined) return this.#fail();
    return { kind: 'compare', key: this.#key(), operator: FLIPPED[operator], value };
  }

  #constants(): readonly string[] {
    this.#needSymbol('(');
    const values = [this.#constant()];
    while (this.#takeSymbol(',')) values.push(this.#constant());
    this.#needSymbol(')');
    return values;
  }

  #key(): string {
    const token = this.#next();
    return token.kind === 'name' ? token.text.toLowerCase() : this.#fail();
  }

  /** A type may stand before the text: `DATE '2026-01-01'`. */
  #constant(): string {
    const token = this.#next();
    if (token.kind === 'text' || token.kind === 'number') return token.text;
    const isTyped = token.kind === 'name' && !token.quoted && /^(?:date|timestamp|decimal)$/i.test(token.text);
    const literal = isTyped ? this.#next() : undefined;
    return literal?.kind === 'text' ? literal.text : this.#fail();
  }

  #takeComparison(): Comparison | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'symbol') return undefined;
    const operator = token.text === '!=' ? '<>' : token.text;
    if (!isComparison(operator)) return undefined;
    this.#at += 1;
    return operator;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    const found = token?.kind === 'name' && !token.quoted && token.text.toUpperCase() === word;
    if (found) this.#at += 1;
    return found;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#tokens[this.#at];
    const found = token?.kind === 'symbol' && token.text === symbol;
    if (found) this.#at += 1;
    return found;
  }

  #needWord(word: string): void {
    if (!this.#takeWord(word)) this.#fail();
  }

  #needSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) this.#fail();
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) return this.#fail();
    this.#at += 1;
    return token;
  }

  #fail(): never {
    const found = this.#tokens[this.#at]?.text;
    throw invalidInput(`Unsupported expression${found === undefined ? '' : ` near '${found.slice(0, 40)}'`}`);
  }
}

function negatedIf(isNegated: boolean, of: Condition): Condition {
  return isNegated ? { kind: 'not', of } : of;
}

function isComparison(text: string): text is Comparison {
  return Object.hasOwn(FLIPPED, text);
}
