import { invalidInput } from '../errors.js';

export type Token =
  | { readonly kind: 'name'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'text' | 'number' | 'symbol'; readonly text: string };

const PATTERN =
  /\s+|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")+"|`(?:[^`]|``)+`)|(?<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+))|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<symbol><>|!=|<=|>=|[=<>(),])/uy;

/** Splits a partition expression. Throws InvalidInputException at the first character that belongs to nothing. */
export function tokensOf(expression: string): readonly Token[] {
  const pattern = new RegExp(PATTERN);
  const tokens: Token[] = [];
  while (pattern.lastIndex < expression.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(expression)?.groups;
    if (pattern.lastIndex <= at) throw invalidInput(`Unsupported expression '${expression.slice(at, at + 40)}'`);
    const token = groups === undefined ? undefined : tokenOf(groups);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token | undefined {
  const { text, quoted, number, name, symbol } = groups;
  if (text !== undefined) return { kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") };
  if (quoted !== undefined) {
    const mark = quoted.charAt(0);
    return { kind: 'name', text: quoted.slice(1, -1).replaceAll(mark + mark, mark), quoted: true };
  }
  if (number !== undefined) return { kind: 'number', text: number };
  if (name !== undefined) return { kind: 'name', text: name, quoted: false };
  return symbol === undefined ? undefined : { kind: 'symbol', text: symbol };
}
