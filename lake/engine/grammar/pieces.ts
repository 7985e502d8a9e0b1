import { Token } from '#trino/antlr4ng.js';
import { TrinoSqlParser } from '#trino/TrinoSqlParser.js';
import { standIn } from './listed-tokens.js';

/** Tokens that are parsed by themselves: a statement, or a query in parentheses, without the queries in parentheses in it. */
export interface Piece {
  readonly tokens: readonly Token[];
  /** Where the piece ends in the statement: the closing parenthesis, or the end. */
  readonly end: Token;
  /** The token of the piece around it that stands for this one; undefined for the statement itself. */
  readonly placeholder: Token | undefined;
}

/**
 * The statement cut at each `(SELECT …)` and `(WITH …)`, outermost first; in its place the piece around it has `SELECT 1`.
 * The grammar tells a select item from `expression.*` by looking ahead over the whole of it, and the work doubles with each
 * query inside a query, so that twelve of them would keep the lake busy for minutes.
 */
export function piecesOf(tokens: readonly Token[], end: Token): readonly Piece[] {
  const pieces: { tokens: Token[]; end: Token; placeholder: Token | undefined }[] = [
    { tokens: [], end, placeholder: undefined },
  ];
  const open: { readonly piece: (typeof pieces)[number]; depth: number }[] = pieces.map((piece) => ({
    piece,
    depth: 0,
  }));
  for (const [index, token] of tokens.entries()) {
    const inner = open.at(-1);
    if (inner === undefined) break;
    if (token.text === ')' && inner.depth === 0 && open.length > 1) {
      inner.piece.end = token;
      open.pop();
      open.at(-1)?.piece.tokens.push(token);
      continue;
    }
    inner.piece.tokens.push(token);
    if (token.text === '(') {
      const next = tokens[index + 1];
      if (next !== undefined && (next.type === TrinoSqlParser.KW_SELECT || next.type === TrinoSqlParser.KW_WITH)) {
        const [placeholder, one] = [standIn(next, TrinoSqlParser.KW_SELECT, 'SELECT'), standIn(next, ONE, '1')];
        inner.piece.tokens.push(placeholder, one);
        const piece = { tokens: [], end, placeholder };
        pieces.push(piece);
        open.push({ piece, depth: 0 });
      } else inner.depth += 1;
    } else if (token.text === ')') inner.depth -= 1;
  }
  return pieces;
}

const ONE = TrinoSqlParser.INTEGER_VALUE;

/** The end of a piece, as the parser sees it: the end of the input, at the place and with the text of what comes there. */
export function endToken(at: Token): Token {
  return standIn(at, Token.EOF, at.type === Token.EOF ? '<EOF>' : (at.text ?? ''));
}
