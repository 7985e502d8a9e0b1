import {
  ExplainAnalyzeContext,
  ExplainContext,
  ExplainFormatContext,
  ExplainTypeContext,
  type StatementContext,
} from '#trino/TrinoSqlParser.js';

/** What EXPLAIN shows, and how. */
export interface Explanation {
  readonly type: 'logical' | 'distributed' | 'validate' | 'io';
  readonly format: 'text' | 'graphviz' | 'json';
  /** EXPLAIN ANALYZE: the statement runs. */
  readonly analyze: boolean;
}

export interface Explained extends Explanation {
  readonly statement: StatementContext;
}

/**
 * `EXPLAIN ANALYZE (FORMAT …)` is Athena's own; the grammar knows `EXPLAIN ANALYZE` alone. Undefined for any other text.
 * The option is blanked, so that places in the rest stay what they are.
 */
export function readAnalyzeFormat(
  text: string,
): { readonly text: string; readonly format: Explanation['format'] } | undefined {
  const [whole, before = '', option = '', format = ''] =
    /^(\s*EXPLAIN\s+ANALYZE\s*)(\(\s*FORMAT\s+(TEXT|JSON)\s*\))/i.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const blanks = option.replaceAll(/[^\n]/g, ' ');
  return {
    text: `${before}${blanks}${text.slice(whole.length)}`,
    format: format.toUpperCase() === 'JSON' ? 'json' : 'text',
  };
}

/** Source: Athena User Guide, "Using EXPLAIN and EXPLAIN ANALYZE in Athena"; the type is DISTRIBUTED unless named. */
export function explanation(
  tree: StatementContext,
  analyzeFormat: Explanation['format'] = 'text',
): Explained | undefined {
  if (tree instanceof ExplainAnalyzeContext) {
    return { type: 'distributed', format: analyzeFormat, analyze: true, statement: tree.statement() };
  }
  if (!(tree instanceof ExplainContext)) return undefined;
  let [type, format]: [Explanation['type'], Explanation['format']] = ['distributed', 'text'];
  for (const option of tree.explainOption()) {
    if (option instanceof ExplainTypeContext) type = typeOf(option);
    if (option instanceof ExplainFormatContext) format = formatOf(option);
  }
  return { type, format, analyze: false, statement: tree.statement() };
}

function typeOf(option: ExplainTypeContext): Explanation['type'] {
  if (option.KW_LOGICAL() !== null) return 'logical';
  if (option.KW_VALIDATE() !== null) return 'validate';
  return option.KW_IO() === null ? 'distributed' : 'io';
}

function formatOf(option: ExplainFormatContext): Explanation['format'] {
  if (option.KW_GRAPHVIZ() !== null) return 'graphviz';
  return option.KW_JSON() === null ? 'text' : 'json';
}
