import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommonToken, ParserRuleContext, TerminalNode, type Token } from '#trino/antlr4ng.js';
import { TrinoSqlParser } from '#trino/TrinoSqlParser.js';
import { trinoStatement } from '../ast/build/statement.js';
import { newRules, parseTrino, tokensOf } from './parse.js';

const STATEMENTS = [
  'SELECT 1',
  'SELECT count("a") FROM (SELECT "a" FROM "d"."t" LIMIT 100)',
  "SELECT a, t.b, \"C d\" AS e FROM d.t AS t WHERE a = 1 AND NOT b IN (2, 3) OR c LIKE 'x%' ESCAPE '!'",
  'SELECT DISTINCT a FROM t ORDER BY a DESC NULLS LAST, 2 OFFSET 3 ROWS LIMIT 4',
  'SELECT a, sum(b) FILTER (WHERE c > 1.5) FROM t GROUP BY ROLLUP (a, b), c HAVING count(*) > 5',
  'SELECT row_number() OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t',
  'WITH x AS (SELECT a FROM t), y (b) AS (SELECT c FROM x) SELECT * FROM x JOIN y USING (a) LEFT JOIN z ON x.a = z.b',
  "SELECT CASE a WHEN 1 THEN 'one' ELSE NULL END, CASE WHEN b IS NOT NULL THEN TRUE END FROM t",
  "SELECT CAST(a AS decimal(10, 2)), TRY_CAST(b AS array(row(x integer, y varchar))), DATE '2020-01-01' FROM t",
  'SELECT transform(a, x -> x + 1), reduce(b, 0, (s, x) -> s + x, s -> s), m[1]["k"], r.f.g FROM t',
  'SELECT * FROM a CROSS JOIN UNNEST(b, c) AS u (v, w)',
  'SELECT a FROM t UNION ALL SELECT b FROM u INTERSECT SELECT c FROM v',
  'SELECT EXISTS (SELECT 1 FROM t WHERE t.a = u.a), (SELECT max(b) FROM t), a = ANY (SELECT c FROM v) FROM u',
  "SELECT EXTRACT(year FROM a), INTERVAL '3' DAY FROM t",
  'SELECT - a * b % c || d, a <> b, a BETWEEN ? AND ?, a IS DISTINCT FROM b FROM t',
  'VALUES (1, \'a\'), (2, "b")',
  'TABLE "d"."t"',
] as const;

/** Other names, texts and numbers, other spaces: the tokens keep their types, and stand elsewhere. */
function variant(text: string, letters: readonly string[], blanks: readonly string[]): string {
  let at = 0;
  const next = (of: readonly string[]): string => of[at++ % of.length] ?? '';
  const written = ({ type, text: old }: Token): string => {
    switch (type) {
      case TrinoSqlParser.IDENTIFIER:
        // Longer names are those of functions and types.
        return old?.length === 1 ? `${old}_${letters[0] ?? ''}` : (old ?? '');
      case TrinoSqlParser.QUOTED_IDENTIFIER:
        return `"q ${next(letters)}"`;
      case TrinoSqlParser.STRING:
        return `'${next(letters)}''s'`;
      case TrinoSqlParser.INTEGER_VALUE:
        return String(Number(old) + 1);
      default:
        return old ?? '';
    }
  };
  return tokensOf(text)
    .tokens.map((token) => `${next(blanks)}${written(token)}`)
    .join(' ');
}

/** Nothing of ANTLR's may be left in it: its tree will hold the next statement's tokens. */
function antlrsIn(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  if (value instanceof CommonToken || value instanceof ParserRuleContext || value instanceof TerminalNode) return true;
  return Object.values(value).some((one) => antlrsIn(one, seen));
}

const withoutBigint = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

describe('a tree of the same shape', () => {
  it.each(STATEMENTS)('reads as one that was parsed for the statement: %s', (text) => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 5 }),
        fc.array(fc.constantFrom('', ' ', '\n', '/* 🙂 */', '-- c\n'), { minLength: 1, maxLength: 5 }),
        (letters, blanks) => {
          const other = variant(text, letters, blanks);
          const rules = newRules();
          const first = trinoStatement(text, rules).build();
          const kept = JSON.stringify(first, withoutBigint);
          const again = trinoStatement(other, rules).build();
          expect(again).toEqual(trinoStatement(other, newRules()).build());
          expect(JSON.stringify(first, withoutBigint)).toBe(kept);
          expect(antlrsIn(first)).toBe(false);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is taken once it was given back, by one at a time', () => {
    const rules = newRules();
    const one = parseTrino('SELECT "a" FROM "t"', rules);
    const meanwhile = parseTrino('SELECT "b" FROM "u"', rules);
    expect(meanwhile.tree).not.toBe(one.tree);
    one.giveBack();
    const after = parseTrino('SELECT "c" FROM "v"', rules);
    expect(after.tree).toBe(one.tree);
    expect(parseTrino('SELECT "d" FROM "w"', rules).tree).not.toBe(one.tree);
    expect(meanwhile.tree.start?.text).toBe('SELECT');
  });

  it('is not kept when it is long, and those that are kept are few enough', () => {
    const rules = newRules();
    const { shapes } = rules.statement;
    const columns = (count: number): string => Array.from({ length: count }, (_, place) => `c${place}`).join(', ');
    parseTrino(`SELECT ${columns(100)} FROM t`, rules).giveBack();
    expect(shapes.size).toBe(0);
    for (let count = 1; count <= 70; count += 1) {
      parseTrino(`SELECT ${columns(count)} FROM t`, rules).giveBack();
      expect(shapes.size).toBeLessThanOrEqual(2_500);
    }
    expect(shapes.size).toBeGreaterThan(2_000);
  });

  it('is not taken for tokens of other types', () => {
    const rules = newRules();
    parseTrino('SELECT "a" FROM "t"', rules).giveBack();
    const { tree } = parseTrino('SELECT "a" FROM "t"', rules);
    for (const text of ['SELECT a FROM "t"', 'SELECT "a" FROM t', 'SELECT "a", "b" FROM "t"', 'SELECT 1 FROM "t"']) {
      expect(parseTrino(text, rules).tree).not.toBe(tree);
    }
  });

  it('is the tree of queries in parentheses too, each with its own tokens', () => {
    const rules = newRules();
    const text = (a: string, b: string): string => `SELECT (SELECT ${a} FROM t), (SELECT ${b} FROM u)`;
    trinoStatement(text('a', 'b'), rules).build();
    expect(trinoStatement(text('c', 'd'), rules).build()).toEqual(trinoStatement(text('c', 'd'), newRules()).build());
  });

  it('is never that of a statement with an error, which is told again', () => {
    const rules = newRules();
    for (const name of ['a', 'b']) {
      expect(() => parseTrino(`SELECT ${name} FROM FROM t`, rules)).toThrow(/mismatched input 'FROM'/);
    }
    parseTrino('SELECT a FROM t', rules).giveBack();
    expect(() => parseTrino('SELECT a FROM t t t', rules)).toThrow(/mismatched input/);
  });
});
