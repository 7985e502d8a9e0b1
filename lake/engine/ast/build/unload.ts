import type { Token } from 'antlr4ng';
import { CreateTableAsSelectContext, TrinoSqlParser } from '#trino/TrinoSqlParser.js';
import { MalformedQuery } from '../../failure.js';
import { parseTrino, tokensOf } from '../../grammar/parse.js';
import type { WriteClause } from '../write.js';
import { propertiesOf } from './write.js';

export interface UnloadText {
  /** The query by itself, at the place where it stands in the statement. */
  readonly query: string;
  /** Throws QueryFailure for settings that are none. */
  readonly clause: () => WriteClause;
}

/**
 * `UNLOAD (query) TO 's3://…' [WITH (…)]`, which is Athena's own and not in Trino's grammar (Athena User Guide, "unload").
 * Undefined for any other statement. Throws MalformedQuery.
 */
export function readUnload(text: string): UnloadText | undefined {
  if (!/unload/i.test(text)) return undefined;
  const { tokens, end } = tokensOf(text);
  const [first, open] = tokens;
  if (first === undefined || !isWord(first, 'UNLOAD')) return undefined;
  if (open?.text !== '(') throw mismatch(open ?? end, "'('");
  const close = closingOf(tokens, 1);
  if (close === undefined) throw mismatch(end, "')'");
  const [to, destination, ...settings] = tokens.slice(close + 1);
  if (to === undefined || !isWord(to, 'TO')) throw mismatch(to ?? end, "'TO'");
  if (destination?.type !== TrinoSqlParser.STRING) throw mismatch(destination ?? end, '<string>');
  const letters = Array.from(text);
  const withText = settingsText(letters, settings);
  return {
    query: [
      ...letters.slice(0, open.stop + 1).map((letter) => (letter === '\n' ? letter : ' ')),
      ...letters.slice(open.stop + 1, tokens[close]?.start),
    ].join(''),
    clause: () => {
      const parsed = parseTrino(`CREATE TABLE t ${withText} AS SELECT 1`);
      const properties = parsed.tree instanceof CreateTableAsSelectContext ? parsed.tree.properties() : null;
      return {
        kind: 'unload',
        at: { line: first.line, column: first.column + 1 },
        destination: (destination.text ?? '').slice(1, -1).replaceAll("''", "'"),
        properties: propertiesOf(parsed, properties),
      };
    },
  };
}

/** Empty, or `WITH (…)` up to the statement's end. */
function settingsText(letters: readonly string[], settings: readonly Token[]): string {
  const [word, open] = settings;
  if (word === undefined) return '';
  if (!isWord(word, 'WITH')) throw mismatch(word, "'WITH', <EOF>");
  const close = open?.text === '(' ? closingOf(settings, 1) : undefined;
  if (open?.text !== '(' || close === undefined) throw mismatch(open ?? word, "'('");
  const after = settings[close + 1];
  if (after !== undefined) throw mismatch(after, '<EOF>');
  const text = letters.slice(word.start, (settings[close]?.stop ?? 0) + 1).join('');
  // Read at once, so that what is no setting is refused at once.
  parseTrino(`CREATE TABLE t ${text} AS SELECT 1`);
  return text;
}

/** The place of the parenthesis that closes the one at `open`. */
function closingOf(tokens: readonly Token[], open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (tokens[index]?.text === '(') depth += 1;
    if (tokens[index]?.text === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}

function isWord(token: Token, word: string): boolean {
  return token.text?.toUpperCase() === word;
}

function mismatch({ line, column, text }: Token, expected: string): MalformedQuery {
  return new MalformedQuery(`line ${line}:${column + 1}: mismatched input '${text ?? ''}'. Expecting: ${expected}`);
}
