import { RowFilterError } from './row-filter-error.js';

export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  /** A name in double quotes, without them. */
  | { readonly kind: 'quoted'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: string; readonly at: number };

const FORMS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_][A-Za-z0-9_$]*/y],
  ['quoted', /"(?:[^"]|"")+"/y],
  ['string', /'(?:[^']|'')*'/y],
  ['symbol', /<>|!=|<=|>=|[=<>(),.+-]/y],
];

/** The tokens of a row filter expression. Throws RowFilterError at the first character that begins none. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = FORMS.flatMap(([kind, form]) => {
      form.lastIndex = at;
      const match = form.exec(text);
      return match === null ? [] : [{ kind, match: match[0] }];
    })[0];
    if (found === undefined) throw new RowFilterError(`unexpected character at position ${at + 1}`);
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: contentOf(found.kind, found.match), at });
    at += found.match.length;
  }
  return tokens;
}

function contentOf(kind: Token['kind'], text: string): string {
  if (kind === 'quoted') return text.slice(1, -1).replaceAll('""', '"');
  if (kind === 'string') return text.slice(1, -1).replaceAll("''", "'");
  return text;
}
