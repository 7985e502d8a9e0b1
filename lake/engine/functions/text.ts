import type { FailureName } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { together } from '../translate/nested.js';
import { raise } from '../translate/raise.js';
import { BIGINT, BOOLEAN, INTEGER, type TrinoType, VARBINARY, VARCHAR } from '../types/trino-type.js';
import { boundedText, concatenated } from './bounds.js';
import { argument, callRow, literalText, type Row, row } from './define.js';
import type { BoundCall } from './signature.js';

const ARRAY_OF_VARCHAR: TrinoType = { kind: 'array', element: VARCHAR };

/** Source: Trino documentation, "String functions" and "Regular expression functions". */
export const TEXT: readonly Row[] = [
  row('length', ['V'], BIGINT, (x) => sql`length(${x})`),
  row('length', [VARBINARY], BIGINT, (x) => sql`octet_length(${x})`),
  row('upper', ['V'], 'same', (x) => sql`upper(${x})`),
  row('lower', ['V'], 'same', (x) => sql`lower(${x})`),
  row('reverse', ['V'], 'same', (x) => sql`reverse(${x})`),
  row('trim', ['V'], 'same', (x) => sql`trim(${x})`),
  row('ltrim', ['V'], 'same', (x) => sql`ltrim(${x})`),
  row('rtrim', ['V'], 'same', (x) => sql`rtrim(${x})`),
  row('trim', ['V', VARCHAR], 'same', (x, y) => sql`trim(${x}, ${y})`),
  row('ltrim', ['V', VARCHAR], 'same', (x, y) => sql`ltrim(${x}, ${y})`),
  row('rtrim', ['V', VARCHAR], 'same', (x, y) => sql`rtrim(${x}, ${y})`),
  row('substr substring', ['V', BIGINT], 'same', (x, start) => substring(x, start, undefined)),
  row('substr substring', ['V', BIGINT, BIGINT], 'same', (x, start, length) => substring(x, start, length)),
  row('replace', ['V', VARCHAR], 'same', (x, y) => sql`replace(${x}, ${y}, '')`),
  callRow('replace', [VARCHAR, VARCHAR, VARCHAR], VARCHAR, replaced),
  row('strpos', [VARCHAR, VARCHAR], BIGINT, (x, y) => sql`strpos(${x}, ${y})`),
  row('starts_with', [VARCHAR, VARCHAR], BOOLEAN, (x, y) => sql`starts_with(${x}, ${y})`),
  callRow('lpad', [VARCHAR, BIGINT, VARCHAR], VARCHAR, (call) => pad(sql`lpad`, call)),
  callRow('rpad', [VARCHAR, BIGINT, VARCHAR], VARCHAR, (call) => pad(sql`rpad`, call)),
  row('chr', [BIGINT], { kind: 'varchar', length: 1 }, (x) => sql`chr(CAST(${x} AS INTEGER))`),
  row('codepoint', [{ kind: 'varchar', length: 1 }], INTEGER, (x) => sql`CAST(unicode(${x}) AS INTEGER)`),
  row('translate', [VARCHAR, VARCHAR, VARCHAR], VARCHAR, (x, y, z) => sql`translate(${x}, ${y}, ${z})`),
  row('levenshtein_distance', [VARCHAR, VARCHAR], BIGINT, (x, y) => sql`levenshtein(${x}, ${y})`),
  row('hamming_distance', [VARCHAR, VARCHAR], BIGINT, (x, y) => sql`hamming(${x}, ${y})`),
  row('split', [VARCHAR, VARCHAR], ARRAY_OF_VARCHAR, (x, y) => sql`string_split(${x}, ${y})`),
  callRow('split_part', [VARCHAR, VARCHAR, BIGINT], VARCHAR, splitPart),
  // `||` gives NULL for a NULL, as Trino's concat does; DuckDB's own concat leaves it out.
  callRow('concat', [VARCHAR, VARCHAR], VARCHAR, concat, { variadic: true }),
  callRow('concat_ws', [VARCHAR, VARCHAR], VARCHAR, concatWithSeparator, { variadic: true }),
  row('regexp_like', [VARCHAR, VARCHAR], BOOLEAN, (x, y) => sql`regexp_matches(${x}, ${y})`),
  callRow('regexp_extract', [VARCHAR, VARCHAR], VARCHAR, (call) => regexpExtract(call, 0)),
  callRow('regexp_replace', [VARCHAR, VARCHAR], VARCHAR, (call) => regexpReplace(call, '')),
  callRow('regexp_replace', [VARCHAR, VARCHAR, VARCHAR], VARCHAR, (call) =>
    regexpReplace(call, literalText(call, 2, 'a replacement')),
  ),
  row('regexp_split', [VARCHAR, VARCHAR], ARRAY_OF_VARCHAR, (x, y) => sql`string_split_regex(${x}, ${y})`),
];

/** Trino counts from 1, from the end for negative starts, and gives no text for 0 or beyond the ends. */
function substring(x: Sql, start: Sql, length: Sql | undefined): Sql {
  const part =
    length === undefined
      ? sql`substr(${x}, ${start})`
      : sql`substr(${x}, ${start}, CASE WHEN ${length} < 0 THEN 0 ELSE ${length} END)`;
  return sql`(CASE WHEN ${start} = 0 OR ${start} < -length(${x}) THEN left(${x}, 0) ELSE ${part} END)`;
}

/** Longer than any text that people pad; Trino's own bound is 2 GB, which would be all that there is. */
const MAX_PADDED = 65_536;

function pad(name: Sql, call: BoundCall): Sql {
  const [x, n, y] = [argument(call, 0).sql, argument(call, 1).sql, argument(call, 2).sql];
  const fail = (problem: FailureName, text: string): Sql => raise(problem, text, VARCHAR, call.env.insideTry, [n, y]);
  const negative = fail('INVALID_FUNCTION_ARGUMENT', 'Target length must be in the range [0..2147483647]');
  const empty = fail('INVALID_FUNCTION_ARGUMENT', 'Padding string must not be empty');
  const long = fail('EXCEEDED_MEMORY_LIMIT', 'Query exhausted resources at this scale factor');
  return sql`(CASE WHEN ${n} < 0 THEN ${negative} WHEN ${y} = '' THEN ${empty} WHEN ${n} > ${Sql.whole(MAX_PADDED)} THEN ${long} ELSE ${name}(${x}, CAST(${n} AS INTEGER), ${y}) END)`;
}

function splitPart(call: BoundCall): Sql {
  const [x, y, place] = [argument(call, 0).sql, argument(call, 1).sql, argument(call, 2).sql];
  const text = 'Index must be greater than zero';
  const error = raise('INVALID_FUNCTION_ARGUMENT', text, VARCHAR, call.env.insideTry, [place]);
  return sql`(CASE WHEN ${place} < 1 THEN ${error} ELSE list_extract(string_split(${x}, ${y}), ${place}) END)`;
}

/** Where the new text is not the longer one there is nothing to bound; else each searched text may become a new one. */
function replaced(call: BoundCall): Sql {
  const [x, y, z] = [argument(call, 0), argument(call, 1), argument(call, 2)];
  const [before, after] = [y.text, z.text].map((text) => (text === undefined ? undefined : Buffer.byteLength(text)));
  const made = (text: Sql, found: Sql, put: Sql): Sql => sql`replace(${text}, ${found}, ${put})`;
  if (after !== undefined && after <= (before ?? 0)) return made(x.sql, y.sql, z.sql);
  return together([x.sql, y.sql, z.sql], ([text = x.sql, found = y.sql, put = z.sql]) => {
    const factor = after === undefined ? sql`strlen(${put})` : Sql.whole(Math.ceil(after / Math.max(before ?? 1, 1)));
    return boundedText(call.env, sql`strlen(${text}) * ${factor}`, made(text, found, put), [text, put]);
  });
}

function concat(call: BoundCall): Sql {
  return concatenated(
    call.env,
    call.args.map((arg) => arg.sql),
  );
}

function concatWithSeparator(call: BoundCall): Sql {
  const given = call.args.map((arg) => arg.sql);
  return together(given, (parts) => boundedWithSeparator(call, parts));
}

function boundedWithSeparator(call: BoundCall, parts: readonly Sql[]): Sql {
  const [separator = sql`''`] = parts;
  const texts = Sql.join(
    parts.map((part) => sql`coalesce(strlen(${part}), 0)`),
    sql` + `,
  );
  const bytes = sql`${texts} + ${Sql.whole(parts.length)} * strlen(${separator})`;
  return boundedText(call.env, bytes, sql`concat_ws(${list(parts)})`, parts);
}

/** No match is NULL to Trino and the empty text to DuckDB. */
function regexpExtract(call: BoundCall, group: number): Sql {
  const [x, y] = [argument(call, 0).sql, argument(call, 1).sql];
  return sql`(CASE WHEN regexp_matches(${x}, ${y}) THEN regexp_extract(${x}, ${y}, ${Sql.whole(group)}) END)`;
}

/** Java writes groups as `$1` and `\$` for a dollar; RE2 as `\1` and `\\` for a backslash. */
function regexpReplace(call: BoundCall, replacement: string): Sql {
  const [x, y] = [argument(call, 0).sql, argument(call, 1).sql];
  const translated = replacement.replaceAll(/\\(.)|\$(\d)|[\\$]/gs, (whole, escaped?: string, group?: string) => {
    if (group !== undefined) return `\\${group}`;
    if (escaped !== undefined) return escaped === '\\' ? '\\\\' : escaped;
    return whole === '\\' ? '\\\\' : whole;
  });
  const made = (text: Sql, pattern: Sql): Sql =>
    sql`regexp_replace(${text}, ${pattern}, ${Sql.literal(translated)}, 'g')`;
  if (translated.length <= 1) return made(x, y);
  // At most one match at each letter and one at the end, each of which a group can repeat.
  return together([x, y], ([text = x, pattern = y]) => {
    const bytes = sql`(strlen(${text}) + 1) * ${Sql.whole(4 * translated.length)}`;
    return boundedText(call.env, bytes, made(text, pattern), [text, pattern]);
  });
}
