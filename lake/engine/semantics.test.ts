import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineLake } from '../testing/engine-lake.js';
import { failureOf, makeShop } from '../testing/shop.js';

let lake: EngineLake;
beforeAll(async () => {
  lake = await makeShop();
});
afterAll(() => lake.close());

/** One row of expressions and their values as Athena prints them, worked out by hand from Trino's documentation. */
type Cases = readonly (readonly [expression: string, value: string | null])[];

/** All of a theme in one query, so that each theme costs one. */
async function valuesOf(cases: Cases): Promise<Cases> {
  const { rows } = await lake.run(`SELECT ${cases.map(([expression]) => expression).join(', ')}`);
  return cases.map(([expression], index) => [expression, rows[0]?.[index] ?? null]);
}

const THEMES: readonly (readonly [theme: string, cases: Cases])[] = [
  [
    'whole numbers: division cuts towards zero, the sign of a remainder is the dividend’s',
    [
      ['7 / 2', '3'],
      ['-7 / 2', '-3'],
      ['7 % -3', '1'],
      ['-7 % 3', '-1'],
      ['mod(7, 3)', '1'],
      ['2 + 3 * 4', '14'],
      ['CAST(7 AS bigint) / 2', '3'],
      ['bitwise_and(12, 10)', '8'],
    ],
  ],
  [
    'decimals: exact, with Trino’s scales, rounded half away from zero',
    [
      ['1.1 + 2.22', '3.32'],
      ['2.5 * 2.25', '5.625'],
      ['1 / 3.0', '0.3'],
      ['7 / 2.0', '3.5'],
      ['5.0 % 3', '2.0'],
      ['round(2.5)', '3'],
      ['round(-2.5)', '-3'],
      ['ceil(1.2)', '2'],
      ['floor(-1.2)', '-2'],
      ["DECIMAL '10.50' - 0.5", '10.00'],
    ],
  ],
  [
    'floating point: IEEE, printed as Java does',
    [
      ['1e0 / 3', '0.3333333333333333'],
      ['1e0 / 0', 'Infinity'],
      ['nan() = nan()', 'false'],
      ['1e7', '1.0E7'],
      ['1.0E-4', '1.0E-4'],
      ['0e0', '0.0'],
      ['CAST(1.5 AS real)', '1.5'],
      ['sqrt(-1)', 'NaN'],
    ],
  ],
  [
    'NULL: unknown is neither true nor false',
    [
      ['NULL = NULL', null],
      ['1 IN (1, NULL)', 'true'],
      ['2 IN (1, NULL)', null],
      ['2 NOT IN (1, NULL)', null],
      ['NULL AND false', 'false'],
      ['NULL OR true', 'true'],
      ['NULL IS DISTINCT FROM 1', 'true'],
      ["'a' || NULL", null],
      ['coalesce(NULL, 2)', '2'],
      ['nullif(1, 1)', null],
      ['greatest(1, 2, NULL)', null],
    ],
  ],
  [
    'casts',
    [
      ["CAST('12' AS integer)", '12'],
      ["TRY_CAST('x' AS integer)", null],
      ["TRY_CAST('0x10' AS integer)", null],
      ["TRY_CAST(' 1' AS integer)", null],
      ['CAST(1.5 AS integer)', '2'],
      ['CAST(2.5e0 AS integer)', '3'],
      ['CAST(-0.5e0 AS bigint)', '-1'],
      ["CAST('abc' AS varchar(2))", 'ab'],
      ['CAST(true AS varchar)', 'true'],
      ["CAST('t' AS boolean)", 'true'],
      ["CAST(DATE '2024-01-01' AS varchar)", '2024-01-01'],
      ["CAST('2024-02-29' AS date)", '2024-02-29'],
    ],
  ],
  [
    'dates and times',
    [
      ["DATE '2024-01-31' + INTERVAL '1' MONTH", '2024-02-29'],
      ["DATE '2024-03-01' - INTERVAL '1' DAY", '2024-02-29'],
      ["TIMESTAMP '2024-01-01 00:00:00.000' + INTERVAL '90' MINUTE", '2024-01-01 01:30:00.000'],
      ["date_diff('day', DATE '2024-01-01', DATE '2024-03-01')", '60'],
      ["date_diff('hour', TIMESTAMP '2024-01-01 00:59:00', TIMESTAMP '2024-01-01 02:00:00')", '1'],
      ["date_add('month', 1, DATE '2024-01-31')", '2024-02-29'],
      ["date_trunc('month', DATE '2024-02-29')", '2024-02-01'],
      ["day_of_week(DATE '2024-09-01')", '7'],
      ["week(DATE '2024-01-01')", '1'],
      ["EXTRACT(YEAR FROM DATE '2024-01-01')", '2024'],
      ["date_format(TIMESTAMP '2024-02-03 04:05:06', '%Y-%m-%d %H:%i:%s')", '2024-02-03 04:05:06'],
      ["date_parse('2024-02-03', '%Y-%m-%d')", '2024-02-03 00:00:00.000'],
    ],
  ],
  [
    'texts',
    [
      ["substr('hello', 2, 3)", 'ell'],
      ["substr('hello', -2)", 'lo'],
      ["substr('hello', 0)", ''],
      ["split_part('a,b', ',', 2)", 'b'],
      ["split_part('a,b', ',', 3)", null],
      ["length('é')", '1'],
      ["strpos('abc', 'c')", '3'],
      ["regexp_extract('a1b', '[0-9]')", '1'],
      ["regexp_extract('ab', '[0-9]')", null],
      ["regexp_replace('aXb', 'X', '[$0]')", 'a[X]b'],
      ["'a_b' LIKE 'a#_b' ESCAPE '#'", 'true'],
      ["lpad('7', 3, '0')", '007'],
      ["concat('a', 'b', 'c')", 'abc'],
      [`${'replace('.repeat(12)}'a'${", 'a', 'ab')".repeat(12)}`, `a${'b'.repeat(12)}`],
      [`${'upper(concat('.repeat(12)}'a'${", from_utf8(to_utf8('b'))))".repeat(12)}`, `A${'B'.repeat(12)}`],
      ["array_join(split(array_join(split(array_join(split('a,b', ','), '--'), '-'), '+'), '+'), '=')", 'a==b'],
      ["to_hex(md5(to_utf8('')))", 'D41D8CD98F00B204E9800998ECF8427E'],
    ],
  ],
  [
    'arrays',
    [
      ['ARRAY[1, 2][1]', '1'],
      ['element_at(ARRAY[1, 2], 3)', null],
      ['element_at(ARRAY[1, 2], -1)', '2'],
      ['cardinality(ARRAY[1, NULL])', '2'],
      ['contains(ARRAY[1, NULL], 2)', null],
      ["array_join(ARRAY['a', 'b'], '-')", 'a-b'],
      ['sequence(3, 1)', '[3, 2, 1]'],
      ['array_max(ARRAY[1, 3, 2])', '3'],
      ["ARRAY['a', NULL]", '[a, null]'],
      ['array_distinct(ARRAY[3, 1, NULL, 3, NULL])', '[3, 1, null]'],
      ['array_remove(ARRAY[1, NULL, 2, 1], 1)', '[null, 2]'],
      ['flatten(ARRAY[ARRAY[1, 2], NULL, ARRAY[3]])', '[1, 2, 3]'],
      ['slice(ARRAY[1, 2, 3, 4], 2, 2)', '[2, 3]'],
      ['slice(ARRAY[1, 2, 3, 4], -2, 5)', '[3, 4]'],
      ['slice(ARRAY[1, 2], 3, 1)', '[]'],
      ["repeat('a', 3)", '[a, a, a]'],
      ['repeat(1, 0)', '[]'],
      ['ARRAY[1] || ARRAY[2, NULL]', '[1, 2, null]'],
      ['ARRAY[1] || 2', '[1, 2]'],
      ["'a' || ARRAY['bc']", '[a, bc]'],
      ['ARRAY[1] || CAST(NULL AS ARRAY(integer))', null],
    ],
  ],
  [
    'rows and maps',
    [
      ["ROW('Bob', 38)", '{field0=Bob, field1=38}'],
      ['(1, NULL)', '{field0=1, field1=null}'],
      ["CAST(ROW(1, 'x') AS ROW(a bigint, b varchar)).b", 'x'],
      ["typeof(CAST(ROW(1, 'x') AS ROW(a bigint, b varchar)))", 'row(a bigint, b varchar)'],
      ['typeof(ROW(1, 2.0))', 'row(integer, decimal(2,1))'],
      ["TRY_CAST(ROW('x') AS ROW(a integer))", null],
      ['ROW(1, 2)[2]', '2'],
      ['ROW(1, 2) = ROW(1, 2)', 'true'],
      ['ROW(1, NULL) = ROW(1, 2)', null],
      ['ROW(1, NULL) = ROW(2, 2)', 'false'],
      ['ROW(1, NULL) IS DISTINCT FROM ROW(1, NULL)', 'false'],
      ['(1, 2) IN ((1, 2), (3, 4))', 'true'],
      ["ROW(1, ROW(2, 3)) = ROW(BIGINT '1', ROW(2, 4))", 'false'],
      ['ARRAY[1, NULL] = ARRAY[1, NULL]', null],
      ['ARRAY[1, NULL] = ARRAY[2, NULL]', 'false'],
      ['ARRAY[1, 2] = ARRAY[1]', 'false'],
      ['ARRAY[ARRAY[1], ARRAY[2, 3]] = ARRAY[ARRAY[1], ARRAY[2, 3]]', 'true'],
      ['ARRAY[ARRAY[1], ARRAY[2, 3]] <> ARRAY[ARRAY[1], ARRAY[2, 4]]', 'true'],
      ['coalesce(CAST(NULL AS ROW(a integer)), CAST(ROW(5) AS ROW(a integer))).a', '5'],
      ["MAP(ARRAY['a', 'b'], ARRAY[1, NULL])", '{a=1, b=null}'],
      ['MAP()', '{}'],
      ["typeof(MAP(ARRAY['a'], ARRAY[1]))", 'map(varchar(1), integer)'],
      ["MAP(ARRAY['a'], ARRAY[1])['a']", '1'],
      ["element_at(MAP(ARRAY['a'], ARRAY[1]), 'z')", null],
      ["cardinality(MAP(ARRAY['a', 'b'], ARRAY[1, 2]))", '2'],
      ["map_keys(MAP(ARRAY['a', 'b'], ARRAY[1, 2]))", '[a, b]'],
      ["map_values(MAP(ARRAY['a', 'b'], ARRAY[1, 2]))", '[1, 2]'],
      ["map_entries(MAP(ARRAY[1, 2], ARRAY['x', 'y']))", '[{field0=1, field1=x}, {field0=2, field1=y}]'],
      ["map_from_entries(ARRAY[(1, 'x'), (2, 'y')])", '{1=x, 2=y}'],
      ["map_concat(MAP(ARRAY[1], ARRAY['x']), MAP(ARRAY[1, 2], ARRAY['y', 'z']))", '{1=y, 2=z}'],
      ["CAST(MAP(ARRAY['1'], ARRAY[1]) AS MAP(integer, varchar))", '{1=1}'],
      ['CAST(ARRAY[ROW(1)] AS ARRAY(ROW(a double)))', '[{a=1.0}]'],
      ['CAST(ARRAY[1, 2] AS ARRAY(varchar))', '[1, 2]'],
    ],
  ],
  [
    'lambdas',
    [
      ['transform(ARRAY[5, 6], x -> x + 1)', '[6, 7]'],
      ['transform(ARRAY[5, NULL, 6], x -> coalesce(x, 0) + 1)', '[6, 1, 7]'],
      ["transform(ARRAY['x', 'abc', 'z'], x -> x || '0')", '[x0, abc0, z0]'],
      ['transform(ARRAY[ARRAY[1, NULL, 2], ARRAY[3, NULL]], a -> filter(a, x -> x IS NOT NULL))', '[[1, 2], [3]]'],
      ['transform(ARRAY[1, 2], x -> transform(ARRAY[10], y -> x + y))', '[[11], [12]]'],
      ['transform(ARRAY[], x -> 1)', '[]'],
      ['transform(CAST(NULL AS ARRAY(integer)), x -> 1)', null],
      ['transform(ARRAY[1], x -> NULL)', '[null]'],
      ['transform(ARRAY[(1, 2)], x -> x[1] + x[2])', '[3]'],
      ['filter(ARRAY[5, -6, NULL, 7], x -> x > 0)', '[5, 7]'],
      ['reduce(ARRAY[5, 20, 50], 0, (s, x) -> s + x, s -> s)', '75'],
      ['reduce(ARRAY[], 0, (s, x) -> s + 1, s -> s)', '0'],
      ['reduce(ARRAY[5, 20, NULL, 50], 0, (s, x) -> s + x, s -> s)', null],
      ['reduce(ARRAY[5, 20, NULL, 50], 0, (s, x) -> s + coalesce(x, 0), s -> s)', '75'],
      [
        "reduce(ARRAY['a', 'bb'], CAST(ROW(0, 0) AS ROW(n integer, len bigint)), (s, x) -> CAST(ROW(s.n + 1, s.len + length(x)) AS ROW(n integer, len bigint)), s -> s.len / s.n)",
        '1',
      ],
      ['any_match(ARRAY[1, 2], x -> x = 2)', 'true'],
      ['any_match(ARRAY[1, NULL], x -> x = 2)', null],
      ['any_match(ARRAY[], x -> true)', 'false'],
      ['all_match(ARRAY[2, NULL], x -> x = 2)', null],
      ['all_match(ARRAY[1, NULL], x -> x = 2)', 'false'],
      ['all_match(ARRAY[], x -> false)', 'true'],
      ['none_match(ARRAY[1, 3], x -> x = 2)', 'true'],
      ['none_match(CAST(NULL AS ARRAY(integer)), x -> true)', null],
      ['zip_with(ARRAY[1, 3, 5], ARRAY[10], (x, y) -> x + coalesce(y, 0))', '[11, 3, 5]'],
      ["map_filter(MAP(ARRAY[10, 20], ARRAY['a', NULL]), (k, v) -> v IS NOT NULL)", '{10=a}'],
      ["transform_values(MAP(ARRAY['a'], ARRAY[2]), (k, v) -> k || CAST(v AS varchar))", '{a=a2}'],
      ["transform_keys(MAP(ARRAY['a'], ARRAY[2]), (k, v) -> v)", '{2=2}'],
      ['TRY(transform(ARRAY[1, 0], x -> 1 / x))', null],
      ['transform(ARRAY[1, 0], x -> TRY(1 / x))', '[1, null]'],
    ],
  ],
  [
    'JSON',
    [
      ['json_parse(\'{"a": 1, "b": [true, null]}\')', '{"a":1,"b":[true,null]}'],
      ["json_format(JSON '[1, 2, 3]')", '[1,2,3]'],
      ['json_format(JSON \'"a"\')', '"a"'],
      ['json_extract(\'{"a": {"b": [1, "x"]}}\', \'$.a.b[1]\')', '"x"'],
      ['json_extract(\'{"a b": 1}\', \'$["a b"]\')', '1'],
      ["json_extract('{\"a\": null}', '$.a')", 'null'],
      ["json_extract('{\"a\": 1}', '$.b')", null],
      ["json_extract('no json', '$.a')", null],
      ["json_extract_scalar('[1, 2, 3]', '$[2]')", '3'],
      ['json_extract_scalar(\'{"a": "x\\u0041"}\', \'$.a\')', 'xA'],
      ["json_extract_scalar('{\"a\": [1]}', '$.a')", null],
      ["json_extract_scalar('{\"a\": null}', '$.a')", null],
      ["json_array_length('[1, 2, 3]')", '3'],
      ["json_array_length('{}')", null],
      ['json_size(\'{"x": {"a": 1, "b": 2}}\', \'$.x\')', '2'],
      ["json_size('{\"x\": [1, 2, 3]}', '$.x')", '3'],
      ['json_size(\'{"x": {"a": 1}}\', \'$.x.a\')', '0'],
      ["is_json_scalar('[1]')", 'false'],
      ["is_json_scalar('1')", 'true'],
      ["CAST('a\"b' AS JSON)", '"a\\"b"'],
      ['CAST(1.25 AS JSON)', '1.25'],
      ['CAST(1e10 AS JSON)', '1.0E10'],
      ['CAST(NULL AS JSON)', null],
      ['CAST(ARRAY[1, NULL, 456] AS JSON)', '[1,null,456]'],
      ["CAST(map_from_entries(ARRAY[('k1', 1), ('k2', 23)]) AS JSON)", '{"k1":1,"k2":23}'],
      [
        "CAST(CAST(ROW(123, 'abc', true) AS ROW(v1 bigint, v2 varchar, v3 boolean)) AS JSON)",
        '{"v1":123,"v2":"abc","v3":true}',
      ],
      ["CAST(JSON '123' AS bigint)", '123'],
      ['CAST(JSON \'"abc"\' AS varchar)', 'abc'],
      ["CAST(JSON 'null' AS varchar)", null],
      ["CAST(JSON '[1,null,456]' AS ARRAY(integer))", '[1, null, 456]'],
      ["CAST(JSON '[[1],[2,3]]' AS ARRAY(ARRAY(integer)))", '[[1], [2, 3]]'],
      ['CAST(JSON \'{"k1":1,"k2":23}\' AS MAP(varchar, integer))', '{k1=1, k2=23}'],
      ['CAST(JSON \'{"v1":123,"v2":"abc"}\' AS ROW(v1 bigint, v2 varchar))', '{v1=123, v2=abc}'],
      ['CAST(JSON \'[123,"abc"]\' AS ROW(v1 bigint, v2 varchar))', '{v1=123, v2=abc}'],
      ["TRY_CAST(JSON '[1]' AS integer)", null],
      ["TRY(json_parse('no json'))", null],
      ["typeof(json_parse('1'))", 'json'],
    ],
  ],
  [
    'floating-point numbers as text',
    [
      ['CAST(1.5e0 AS varchar)', '1.5E0'],
      ['CAST(0e0 AS varchar)', '0E0'],
      ['CAST(-0e0 AS varchar)', '-0E0'],
      ['CAST(123456.789e0 AS varchar)', '1.23456789E5'],
      ['CAST(1e17 AS varchar)', '1.0E17'],
      ['CAST(-1.5e-7 AS varchar)', '-1.5E-7'],
      ['CAST(0.001e0 AS varchar)', '1.0E-3'],
      ['CAST(1e2 AS varchar)', '1.0E2'],
      ['CAST(nan() AS varchar)', 'NaN'],
      ['CAST(-infinity() AS varchar)', '-Infinity'],
      ['CAST(CAST(1.1 AS real) AS varchar)', '1.1E0'],
    ],
  ],
  [
    'conditions and TRY',
    [
      ['if(false, 1)', null],
      ["CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", 'b'],
      ['TRY(1 / 0)', null],
      ["TRY(CAST('x' AS integer))", null],
      ['1 BETWEEN 0 AND 2', 'true'],
      ['typeof(1.5 + 2)', 'decimal(12,1)'],
      ['typeof(NULL)', 'unknown'],
      ["typeof('abc')", 'varchar(3)'],
    ],
  ],
];

describe('Trino’s semantics', () => {
  it.each(THEMES)('%s', async (_, cases) => {
    expect(await valuesOf(cases)).toEqual(cases);
  });

  it.each([
    ['SELECT 1 / 0', 'DIVISION_BY_ZERO: Division by zero [2/1001]'],
    ['SELECT 1 % 0', 'DIVISION_BY_ZERO: Division by zero [2/1001]'],
    ['SELECT 1.0 / 0', 'DIVISION_BY_ZERO: Division by zero [2/1001]'],
    ['SELECT id / (id - id) FROM orders', 'DIVISION_BY_ZERO: Division by zero [2/1001]'],
    ['SELECT 2147483647 + 1', /^NUMERIC_VALUE_OUT_OF_RANGE: .* \[2\/1100\]$/],
    ['SELECT CAST(300 AS tinyint)', /^NUMERIC_VALUE_OUT_OF_RANGE: .* \[2\/1100\]$/],
    ["SELECT CAST('x' AS integer)", /^INVALID_CAST_ARGUMENT: .* \[2\/1100\]$/],
    ["SELECT CAST('2024-02-30' AS date)", /^INVALID_CAST_ARGUMENT: .* \[2\/1100\]$/],
    ["SELECT '1' = 1", 'TYPE_MISMATCH: line 1:12: Cannot apply operator: varchar(1) = integer [2/1002]'],
    ["SELECT 'a' || 1", 'TYPE_MISMATCH: line 1:12: Cannot apply operator: varchar(1) || integer [2/1002]'],
    [
      'SELECT 1 WHERE 1',
      'TYPE_MISMATCH: line 1:16: WHERE clause must evaluate to a boolean: actual type integer [2/1002]',
    ],
    ['SELECT upper(1)', 'FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (integer) for function upper [2/1303]'],
    [
      'SELECT ARRAY[1, 2][3]',
      'INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length [2/1106]',
    ],
    [
      'SELECT sequence(1, 10001)',
      'INVALID_FUNCTION_ARGUMENT: result of sequence function must not have more than 10000 entries [2/1106]',
    ],
    [
      "SELECT lpad('a', -1, 'x')",
      'INVALID_FUNCTION_ARGUMENT: Target length must be in the range [0..2147483647] [2/1106]',
    ],
    ["SELECT MAP(ARRAY['a'], ARRAY[1])['b']", 'INVALID_FUNCTION_ARGUMENT: Key not present in map [2/1106]'],
    ["SELECT MAP(ARRAY['a'], ARRAY[1, 2])", /^INVALID_FUNCTION_ARGUMENT: Key and value arrays must be the same length/],
    ["SELECT MAP(ARRAY['a', 'a'], ARRAY[1, 2])", /^INVALID_FUNCTION_ARGUMENT: Duplicate map keys are not allowed/],
    ['SELECT MAP(ARRAY[1, NULL], ARRAY[1, 2])', /^INVALID_FUNCTION_ARGUMENT: map key cannot be null/],
    ['SELECT map_from_entries(ARRAY[1])', /^FUNCTION_NOT_FOUND: /],
    ['SELECT ROW(1) = ROW(1, 2)', /^TYPE_MISMATCH: /],
    ['SELECT CAST(ROW(1) AS ROW(a integer, b integer))', /^TYPE_MISMATCH: /],
    ['SELECT transform(ARRAY[1, 0], x -> 1 / x)', 'DIVISION_BY_ZERO: Division by zero [2/1001]'],
    ['SELECT transform(ARRAY[1], (x, y) -> x)', /^FUNCTION_NOT_FOUND: /],
    ['SELECT transform(1, x -> x)', /^FUNCTION_NOT_FOUND: /],
    ['SELECT filter(ARRAY[1], x -> x)', /^FUNCTION_NOT_FOUND: /],
    ['SELECT reduce(ARRAY[1], 0, (s, x) -> 1e0, s -> s)', /^FUNCTION_NOT_FOUND: /],
    ['SELECT upper(x -> x)', /^TYPE_MISMATCH: .*Lambda expression should always be used inside a function/],
    ['SELECT transform(ARRAY[1], x -> count(*)) FROM orders', /^EXPRESSION_NOT_SCALAR: /],
    ['SELECT transform(ARRAY[1], x -> (SELECT 1))', /^NOT_SUPPORTED: .*Lambda expression cannot contain subqueries/],
    [
      'SELECT transform_keys(MAP(ARRAY[1, 2], ARRAY[3, 3]), (k, v) -> v)',
      /^INVALID_FUNCTION_ARGUMENT: Duplicate map keys/,
    ],
    ['SELECT repeat(1, 10001)', /^INVALID_FUNCTION_ARGUMENT: count argument of repeat function must be less than/],
    ["SELECT json_parse('{')", 'INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON [2/1106]'],
    ["SELECT CAST(JSON '[1]' AS integer)", /^INVALID_CAST_ARGUMENT: /],
    ["SELECT JSON '{'", /^INVALID_LITERAL: /],
    ['SELECT CAST(ARRAY[MAP(ARRAY[1e0], ARRAY[1])] AS JSON)', /^TYPE_MISMATCH: /],
    ["SELECT CAST(JSON '1' AS date)", /^TYPE_MISMATCH: /],
    ['SELECT (SELECT id FROM orders)', /^SUBQUERY_MULTIPLE_ROWS: /],
    [
      'SELECT 1 UNION SELECT 1, 2',
      'TYPE_MISMATCH: line 1:10: UNION query has different number of fields: 1, 2 [2/1002]',
    ],
  ])('%s ends the query', async (sql, text) => {
    const said = await failureOf(lake, sql);
    if (typeof text === 'string') expect(said).toBe(text);
    else expect(said).toMatch(text);
  });

  it.each([
    ['a lambda that sorts', 'SELECT array_sort(ARRAY[1], (x, y) -> 1)'],
    ['TABLESAMPLE', 'SELECT * FROM orders TABLESAMPLE BERNOULLI (10)'],
    ['MATCH_RECOGNIZE', 'SELECT * FROM orders MATCH_RECOGNIZE (PATTERN (a) DEFINE a AS true)'],
    ['time travel', "SELECT * FROM orders FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00 UTC'"],
    ['a recursive WITH', 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT * FROM t'],
    ['a JSON path with a wildcard', "SELECT json_extract('{}', '$.*')"],
    ['a JSON path that is no literal', 'SELECT json_extract(customer, customer) FROM orders'],
    ['comparison of JSON', "SELECT JSON '1' = JSON '1'"],
    ['groups of JSON', 'SELECT count(*) FROM orders GROUP BY CAST(id AS JSON)'],
    ['JSON_QUERY', "SELECT json_query('{}', 'lax $')"],
    ['EXPLAIN of what writes', 'EXPLAIN ANALYZE INSERT INTO orders SELECT * FROM orders'],
  ])('says of %s that the lake does not run it', async (_, sql) => {
    expect(await failureOf(lake, sql)).toMatch(/^NOT_SUPPORTED: .*is not supported by this lake \[2\/1200\]$/);
  });
});

describe('rows together', () => {
  it.each([
    [
      'aggregates',
      'SELECT count(*), count(amount), sum(amount), min(id), max(customer), avg(weight) FROM orders',
      [['3', '2', '17.75', '1', 'cid', '0.7505']],
    ],
    [
      'averages of decimals, of their own type',
      'SELECT avg(amount), avg(-amount), typeof(avg(amount)), avg(DISTINCT amount) FILTER (WHERE id = 3), avg(amount) FILTER (WHERE false), avg(CAST(id AS decimal(3,0))) FROM orders',
      [['8.88', '-8.88', 'decimal(10,2)', '7.25', null, '2']],
    ],
    [
      'a moving average of decimals',
      'SELECT avg(amount) OVER (ORDER BY id) FROM orders ORDER BY id',
      [['10.50'], ['10.50'], ['8.88']],
    ],
    ['aggregates of nothing', 'SELECT count(*), sum(id) FROM orders WHERE false', [['0', null]]],
    ['groups', 'SELECT region, sum(id) FROM orders GROUP BY region HAVING count(*) > 1', [['EU', '3']]],
    [
      'ROLLUP',
      'SELECT region, count(*) FROM orders GROUP BY ROLLUP (region) ORDER BY 2, 1',
      [
        ['US', '1'],
        ['EU', '2'],
        [null, '3'],
      ],
    ],
    ['an ordered list', 'SELECT array_agg(id ORDER BY id DESC) FROM orders', [['[3, 2, 1]']]],
    ['DISTINCT and FILTER', 'SELECT count(DISTINCT region), count(*) FILTER (WHERE id > 1) FROM orders', [['2', '2']]],
    [
      'windows',
      'SELECT id, row_number() OVER (PARTITION BY region ORDER BY id DESC), sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM orders ORDER BY id',
      [
        ['1', '2', '1'],
        ['2', '1', '3'],
        ['3', '1', '5'],
      ],
    ],
    [
      'UNNEST',
      'SELECT id, t, n FROM orders CROSS JOIN UNNEST(tags) WITH ORDINALITY AS u (t, n) ORDER BY id, n',
      [
        ['1', 'a', '1'],
        ['1', 'b', '2'],
        ['3', 'c', '1'],
      ],
    ],
    [
      'UNNEST of two arrays',
      "SELECT * FROM UNNEST(ARRAY[1], ARRAY['x', 'y']) AS t (a, b)",
      [
        ['1', 'x'],
        [null, 'y'],
      ],
    ],
    [
      'outer joins',
      'SELECT a.id, b.id FROM orders a LEFT JOIN orders b ON b.id = a.id + 2 ORDER BY a.id',
      [
        ['1', '3'],
        ['2', null],
        ['3', null],
      ],
    ],
    ['USING', 'SELECT count(*) FROM orders a JOIN orders b USING (id)', [['3']]],
    [
      'lambdas that name columns',
      'SELECT id, transform(tags, t -> t || customer), reduce(tags, weight, (s, t) -> s + id, s -> s) FROM orders ORDER BY id',
      [
        ['1', '[aann, bann]', '3.5'],
        ['2', null, null],
        ['3', '[ccid]', '3.001'],
      ],
    ],
    [
      'a lambda’s parameter before a column and a key of its name',
      'SELECT transform(ARRAY[10], id -> id + 1), count(*) FROM orders GROUP BY id HAVING id = 1',
      [['[11]', '1']],
    ],
    [
      'a lambda in GROUP BY, and its double',
      "SELECT transform(tags, x -> x || 'z'), count(*) FROM orders WHERE id < 3 GROUP BY transform(tags, x -> x || 'z') ORDER BY 2, 1",
      [
        ['[az, bz]', '1'],
        [null, '1'],
      ],
    ],
    [
      'UNNEST of what a lambda gives',
      'SELECT u FROM orders CROSS JOIN UNNEST(transform(tags, t -> t || customer)) AS x (u) ORDER BY u',
      [['aann'], ['bann'], ['ccid']],
    ],
    ['a lambda in an aggregate', 'SELECT sum(reduce(tags, 0, (s, t) -> s + id, s -> s)) FROM orders', [['5']]],
    ['set operations', 'SELECT id FROM orders EXCEPT SELECT 1 INTERSECT SELECT 1 ORDER BY 1', [['2'], ['3']]],
    ['NULL is last', 'SELECT amount FROM orders ORDER BY amount DESC', [['10.50'], ['7.25'], [null]]],
    ['OFFSET and LIMIT', 'SELECT id FROM orders ORDER BY id OFFSET 1 LIMIT 1', [['2']]],
  ])('%s', async (_, sql, rows) => {
    expect((await lake.run(sql)).rows).toEqual(rows);
  });

  it('come with Athena’s types and texts', async () => {
    const { columns, rows } = await lake.run('SELECT *, now() IS NULL, 1 AS "One" FROM orders WHERE id = 1');
    expect(columns.map(({ name, type, precision, scale }) => [name, type, precision, scale])).toEqual([
      ['id', 'integer', 10, 0],
      ['customer', 'varchar', 2147483647, 0],
      ['amount', 'decimal', 10, 2],
      ['placed', 'timestamp', 3, 0],
      ['tags', 'array', 0, 0],
      ['weight', 'double', 17, 0],
      ['region', 'varchar', 2147483647, 0],
      ['_col7', 'boolean', 0, 0],
      ['one', 'integer', 10, 0],
    ]);
    expect(rows).toEqual([['1', 'ann', '10.50', '2024-01-31 10:11:12.345', '[a, b]', '1.5', 'EU', 'false', '1']]);
  });

  it('take execution parameters as literals and as nothing else', async () => {
    expect((await lake.run('SELECT id FROM orders WHERE customer = ? AND id < ?', ["'ann'", '5'])).rows).toEqual([
      ['1'],
    ]);
    for (const parameter of ['ssn', '(SELECT 1)', "'a' OR true", '1; SELECT 2', 'ann']) {
      expect(await failureOf(lake, 'SELECT id FROM orders WHERE customer = ?', [parameter])).toMatch(
        /^(INVALID_PARAMETER_USAGE: Execution parameters must be literals)/,
      );
    }
  });
});
