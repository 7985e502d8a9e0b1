import type { Location } from '../ast/location.js';
import { MalformedQuery } from '../failure.js';

/** A token of Athena's Hive statements. `word` is the lower-case text of a bare word, which may be a keyword or a name. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'symbol' | 'end';
  readonly text: string;
  /** Of what stands in double quotes, which Hive takes for a text too: as it was written. */
  readonly quotedText?: string;
  readonly at: Location;
}

const PATTERN =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<word>[A-Za-z0-9_][A-Za-z0-9_$@-]*)|`(?<back>(?:[^`]|``)+)`|"(?<double>(?:[^"]|"")+)"|'(?<string>(?:[^']|'')*)'|(?<symbol>[().,;=:<>])/y;

/** Throws MalformedQuery at what is no token. The end is a token of its own. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let index = 0;
  let at: Location = { line: 1, column: 1 };
  while (index < text.length) {
    PATTERN.lastIndex = index;
    const match = PATTERN.exec(text);
    if (match === null) {
      throw new MalformedQuery(
        `line ${at.line}:${at.column}: mismatched input '${text.charAt(index)}'. Expecting: <statement>`,
      );
    }
    const token = tokenOf(match, at);
    if (token !== undefined) tokens.push(token);
    at = advance(at, match[0]);
    index += match[0].length;
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at }];
}

function tokenOf({ groups = {} }: RegExpExecArray, at: Location): Token | undefined {
  if (groups.word !== undefined) return { kind: 'word', text: groups.word.toLowerCase(), at };
  if (groups.back !== undefined) return { kind: 'quoted', text: groups.back.replaceAll('``', '`').toLowerCase(), at };
  if (groups.double !== undefined) {
    const quotedText = groups.double.replaceAll('""', '"');
    return { kind: 'quoted', text: quotedText.toLowerCase(), quotedText, at };
  }
  if (groups.string !== undefined) return { kind: 'string', text: groups.string.replaceAll("''", "'"), at };
  if (groups.symbol !== undefined) return { kind: 'symbol', text: groups.symbol, at };
  return undefined;
}

function advance({ line, column }: Location, text: string): Location {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line, column: column + text.length }
    : { line: line + lines.length - 1, column: last.length + 1 };
}
