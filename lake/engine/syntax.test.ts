import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineLake } from '../testing/engine-lake.js';
import { makeShop } from '../testing/shop.js';
import { MalformedQuery, QueryFailure } from './failure.js';

let lake: EngineLake;
beforeAll(async () => {
  lake = await makeShop();
});
afterAll(() => lake.close());

/** The text with which StartQueryExecution refuses the statement at once. */
function refused(sql: string): string {
  try {
    lake.prepare(sql);
  } catch (thrown) {
    if (thrown instanceof MalformedQuery) return thrown.message;
    throw thrown;
  }
  throw new Error(`accepted: ${sql.slice(0, 200)}`);
}

describe('text that is no SQL', () => {
  it.each([
    ['SELEC 1', /^line 1:1: mismatched input 'SELEC'\. Expecting: 'ALTER', 'ANALYZE'.*, <query>$/],
    ['SELECT 1 FROM', /^line 1:14: mismatched input '<EOF>'\. Expecting: .*<identifier>$/],
    ['SELECT * FROM orders WHERE', /^line 1:27: mismatched input '<EOF>'\. Expecting: <expression>$/],
    ['SELECT * FROM orders ORDER', /^line 1:27: mismatched input '<EOF>'\. Expecting: 'BY'$/],
    ['SELECT FROM orders', /^line 1:8: mismatched input 'FROM'\. Expecting: .*<expression>$/],
    ['SELECT\n  a b c\nFROM t', /^line 2:7: mismatched input 'c'\. Expecting: <EOF>$/],
    ['SELECT (SELECT 1 FROM)', /^line 1:22: mismatched input '\)'\. Expecting: /],
    ['SELECT 1 SELECT 2', /^line 1:10: mismatched input 'SELECT'\. Expecting: <EOF>$/],
    ['SELECT 1; SELECT 2', /^Only one sql statement is allowed\. Got: SELECT 1; SELECT 2$/],
    ['SHOW TABLES; DROP TABLE orders', /^Only one sql statement is allowed\./],
    ["SELECT 'abc", /^line 1:8: mismatched input '''/],
    [
      'SELECT `id` FROM orders',
      /^line 1:8: backquoted identifiers are not supported; use double quotes to quote identifiers$/,
    ],
    [
      'SELECT 1 AS 1a',
      /^line 1:13: identifiers must not start with a digit; surround the identifier with double quotes$/,
    ],
    ['SELECT "" FROM orders', /^line 1:8: Zero-length delimited identifier not allowed$/],
    ["SELECT X'123'", /^line 1:8: Binary literal must contain an even number of digits$/],
    ['(WITH a AS (SELECT 1) SELECT * FROM a)', /^line 1:2: mismatched input 'WITH'/],
    ['SHOW', /^line 1:5: mismatched input '<EOF>'/],
    ['MSCK TABLE orders', /^line 1:6: mismatched input 'table'\. Expecting: 'REPAIR'$/],
    ['', /^line 1:1: mismatched input '<EOF>'\. Expecting: <statement>$/],
    ['-- nothing', /^line 1:1: mismatched input '<EOF>'\. Expecting: <statement>$/],
    [';', /^line 1:1: mismatched input '<EOF>'\. Expecting: <statement>$/],
  ])('%j', (sql, text) => {
    expect(refused(sql)).toMatch(text);
  });

  it('is not what Trino takes', async () => {
    for (const sql of ['SELECT 1;', ' \n-- x\n/* y */ (SELECT 1) ;', 'SELECT 1 -- the end']) {
      expect((await lake.run(sql)).rows).toEqual([['1']]);
    }
    const quantified = 'SELECT 1 = ANY (SELECT id FROM orders), 5 > ALL (SELECT id FROM orders)';
    expect((await lake.run(quantified)).rows).toEqual([['true', 'true']]);
    expect((await lake.run('SELECT * FROM (WITH a AS (SELECT 1 AS x) SELECT x FROM a)')).rows).toEqual([['1']]);
  });
});

describe('statements that are unwieldy', () => {
  const many = (part: string, count: number): string => part.repeat(count);
  // Each of these once took minutes, or ended in an error of the lake's own.
  it.each([
    ['blanks before a parenthesis', `${many(' ', 5_000)}(SELECT 1)`],
    ['comments before a parenthesis', `${many('/**/ ', 1_000)}(SELECT 1)`],
    ['queries in queries', `SELECT ${many('(SELECT ', 20)}1${many(')', 20)}`],
    ['parentheses', `SELECT ${many('(', 12)}1${many(')', 12)}`],
    ['a long text', `SELECT '${many('x', 100_000)}'`],
  ])('answers %s', async (_, sql) => {
    expect((await lake.run(sql)).rows).toHaveLength(1);
  });

  it.each([
    ['NOT', `SELECT ${many('NOT ', 5_000)}true`],
    ['signs', `SELECT ${many('- ', 5_000)}1`],
    ['sums', `SELECT ${many('1+', 12_000)}1`],
    ['subscripts', `SELECT ARRAY[1]${many('[1]', 5_000)}`],
    ['divisions, whose SQL grows with each', `SELECT 1${many('/id', 25)} FROM orders`],
    ['parentheses', `SELECT ${many('(', 2_000)}1${many(')', 2_000)}`],
    ['parentheses that stay open', `SELECT ${many('(', 2_000)}`],
    ['queries that stay open', `SELECT ${many('(SELECT ', 20)}`],
    ['tables', `SELECT 1 FROM orders a0${Array.from({ length: 250 }, (_, at) => `, orders a${at + 1}`).join('')}`],
    [
      'WITH queries that double',
      `WITH c0 AS (SELECT 1 AS x FROM orders)${Array.from({ length: 14 }, (_, at) => `, c${at + 1} AS (SELECT a.x FROM c${at} a, c${at} b)`).join('')} SELECT * FROM c14`,
    ],
    ['names before a mistake', `SELECT ${many('id, ', 6_000)}id FROM orders WHERE ( SELECT`],
    ['a sequence', 'SELECT sequence(1, 1000000000)'],
    ['a padded text', "SELECT length(lpad('a', 2000000000, 'b'))"],
    ['a zero byte', "SELECT 'a\0b'"],
  ])('refuses too many or too long %s in words of its own', async (_, sql) => {
    const work = async (): Promise<unknown> => lake.run(sql);
    const thrown: unknown = await work().catch((error: unknown) => error);
    expect(thrown).toSatisfy((error) => error instanceof MalformedQuery || error instanceof QueryFailure);
    expect((thrown as Error).message).not.toContain('INTERNAL');
  });
});
