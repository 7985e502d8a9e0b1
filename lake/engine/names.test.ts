import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineLake } from '../testing/engine-lake.js';
import { failureOf, makeShop } from '../testing/shop.js';

let lake: EngineLake;
beforeAll(async () => {
  lake = await makeShop();
});
afterAll(() => lake.close());

/** D1: the boilerplate of every column that does not resolve, missing or refused. */
const unresolved = (place: string, name: string): string =>
  `COLUMN_NOT_FOUND: line ${place}: Column '${name}' cannot be resolved or requester is not authorized to access requested resources [2/1006]`;

describe('a column that the caller may not read', () => {
  const WHERE_NAMED: readonly (readonly [clause: string, sql: string, place: string, name: string])[] = [
    ['SELECT', 'SELECT ssn FROM orders', '1:8', 'ssn'],
    ['SELECT, quoted and in capitals', 'SELECT "SSN" FROM orders', '1:8', 'ssn'],
    ['SELECT, qualified', 'SELECT o.ssn FROM orders o', '1:8', 'o.ssn'],
    ['SELECT, fully qualified', 'SELECT shop.orders.ssn FROM orders', '1:8', 'shop.orders.ssn'],
    ['WHERE', "SELECT id FROM orders WHERE ssn = 'x'", '1:29', 'ssn'],
    ['GROUP BY', 'SELECT count(*) FROM orders GROUP BY ssn', '1:38', 'ssn'],
    ['ORDER BY', 'SELECT id FROM orders ORDER BY ssn', '1:32', 'ssn'],
    ['HAVING', "SELECT count(*) FROM orders HAVING max(ssn) > 'a'", '1:40', 'ssn'],
    ['JOIN ON', 'SELECT a.id FROM orders a JOIN orders b ON a.ssn = b.ssn', '1:44', 'a.ssn'],
    ['a function', 'SELECT upper(ssn) FROM orders', '1:14', 'ssn'],
    ['an aggregate', 'SELECT count(ssn) FROM orders', '1:14', 'ssn'],
    ['an aggregate filter', "SELECT count(*) FILTER (WHERE ssn > '') FROM orders", '1:31', 'ssn'],
    ['a window', 'SELECT rank() OVER (ORDER BY ssn) FROM orders', '1:30', 'ssn'],
    ['a partition of a window', 'SELECT rank() OVER (PARTITION BY ssn ORDER BY id) FROM orders', '1:34', 'ssn'],
    ['CASE', 'SELECT CASE WHEN ssn IS NULL THEN 1 END FROM orders', '1:18', 'ssn'],
    ['CAST', 'SELECT CAST(ssn AS bigint) FROM orders', '1:13', 'ssn'],
    ['TRY', 'SELECT TRY(CAST(ssn AS bigint)) FROM orders', '1:17', 'ssn'],
    ['a subquery', 'SELECT (SELECT max(ssn) FROM orders)', '1:20', 'ssn'],
    ['IN', "SELECT 1 WHERE 'x' IN (SELECT ssn FROM orders)", '1:31', 'ssn'],
    ['EXISTS', "SELECT 1 WHERE EXISTS (SELECT 1 FROM orders WHERE ssn = 'x')", '1:51', 'ssn'],
    ['a correlated subquery', 'SELECT (SELECT o.ssn) FROM orders o', '1:16', 'o.ssn'],
    ['FROM', 'SELECT 1 FROM (SELECT ssn FROM orders)', '1:23', 'ssn'],
    ['WITH that is used', 'WITH a AS (SELECT ssn FROM orders) SELECT * FROM a', '1:19', 'ssn'],
    ['WITH that is not used', 'WITH a AS (SELECT ssn FROM orders) SELECT 1', '1:19', 'ssn'],
    ['a set operation', 'SELECT customer FROM orders UNION SELECT ssn FROM orders', '1:42', 'ssn'],
    ['UNNEST', 'SELECT 1 FROM orders CROSS JOIN UNNEST(ssn) t(x)', '1:40', 'ssn'],
    ['VALUES', 'SELECT (VALUES ssn) FROM orders', '1:16', 'ssn'],
    ['the second line', 'SELECT id,\n  ssn\nFROM orders', '2:3', 'ssn'],
  ];
  it.each(WHERE_NAMED)('is not found in %s', async (_, sql, place, name) => {
    expect(await failureOf(lake, sql)).toBe(unresolved(place, name));
  });

  it.each(WHERE_NAMED)('reads in %s as a column that is not there', async (_, sql) => {
    const missing = await failureOf(lake, sql.replaceAll(/ssn/gi, 'zzz'));
    const refused = await failureOf(lake, sql);
    expect(missing).toBe(refused.replaceAll('ssn', 'zzz'));
  });

  it('is missing from a join by USING in the words of a column that is not there', async () => {
    expect(await failureOf(lake, 'SELECT 1 FROM orders a JOIN orders b USING (ssn)')).toBe(
      "COLUMN_NOT_FOUND: line 1:45: Column 'ssn' is missing from left side of join [2/1006]",
    );
  });

  it('is left out of a star, silently', async () => {
    for (const sql of ['SELECT * FROM orders LIMIT 1', 'SELECT o.* FROM orders o LIMIT 1', 'TABLE orders']) {
      const { columns } = await lake.run(sql);
      expect(columns.map(({ name }) => name)).toEqual([
        'id',
        'customer',
        'amount',
        'placed',
        'tags',
        'weight',
        'region',
      ]);
    }
  });

  it('does not come back through a rename of the columns', async () => {
    expect(await failureOf(lake, 'SELECT c FROM orders AS t (a, b, c, d, e, f, g, h)')).toBe(
      "MISMATCHED_COLUMN_ALIASES: line 1:15: Column alias list has 8 entries but 't' has 7 columns available [2/1006]",
    );
  });
});

describe('a table, schema or catalog that the caller does not see', () => {
  it.each([
    [
      'a refused table',
      'SELECT * FROM payroll',
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.shop.payroll' does not exist [2/1301]",
    ],
    [
      'a missing table',
      'SELECT * FROM nope',
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.shop.nope' does not exist [2/1301]",
    ],
    [
      'a refused table by its full name',
      'SELECT 1 FROM "AwsDataCatalog"."Shop"."Payroll"',
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.shop.payroll' does not exist [2/1301]",
    ],
    [
      'a refused table in a subquery',
      'SELECT (SELECT count(*) FROM payroll)',
      "TABLE_NOT_FOUND: line 1:30: Table 'awsdatacatalog.shop.payroll' does not exist [2/1301]",
    ],
    [
      'a refused table in a WITH that is not used',
      'WITH a AS (TABLE payroll) SELECT 1',
      "TABLE_NOT_FOUND: line 1:12: Table 'awsdatacatalog.shop.payroll' does not exist [2/1301]",
    ],
    [
      'a refused database',
      'SELECT * FROM vault.keys',
      "SCHEMA_NOT_FOUND: line 1:15: Schema 'vault' does not exist [2/1301]",
    ],
    [
      'a missing database',
      'SELECT * FROM nodb.keys',
      "SCHEMA_NOT_FOUND: line 1:15: Schema 'nodb' does not exist [2/1301]",
    ],
    [
      'a missing catalog',
      'SELECT * FROM other.shop.orders',
      "CATALOG_NOT_FOUND: line 1:15: Catalog 'other' does not exist [2/1006]",
    ],
    [
      'a table of information_schema',
      'SELECT * FROM information_schema.nope',
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.information_schema.nope' does not exist [2/1301]",
    ],
  ])('%s', async (_, sql, text) => {
    expect(await failureOf(lake, sql)).toBe(text);
  });

  it('is told apart from a table whose data is not granted, whose metadata is', async () => {
    lake.addTable('shop', 'listed', [{ name: 'x', type: 'int' }]);
    lake.access.set('shop.listed', { visible: true, selectable: [], described: ['x'], viaIamAllowedPrincipals: false });
    expect(await failureOf(lake, 'SELECT * FROM listed')).toMatch(
      /^HIVE_METASTORE_ERROR: Required Table Storage Descriptor is not populated/,
    );
    lake.access.delete('shop.listed');
  });
});

describe('names that can be found', () => {
  it.each([
    ['in any case', 'SELECT ID FROM Shop.ORDERS WHERE "Id" = 1', [['1']]],
    ['through an alias of the table', 'SELECT t.id FROM orders AS t WHERE t.id = 2', [['2']]],
    ['through an alias in ORDER BY', 'SELECT -id AS n FROM orders ORDER BY n', [['-3'], ['-2'], ['-1']]],
    [
      'by their place',
      'SELECT region, count(*) FROM orders GROUP BY 1 ORDER BY 2 DESC',
      [
        ['EU', '2'],
        ['US', '1'],
      ],
    ],
    [
      'of the query around',
      'SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM orders p WHERE p.id = o.id + 2)',
      [['1']],
    ],
    ['of a WITH query that hides a table', 'WITH payroll AS (SELECT 1 AS x) SELECT x FROM payroll', [['1']]],
    ['with renamed columns', 'SELECT b FROM (VALUES (1, 2)) AS t (a, b)', [['2']]],
  ])('%s', async (_, sql, rows) => {
    expect((await lake.run(sql)).rows).toEqual(rows);
  });

  it.each([
    [
      'two columns of one name',
      'SELECT id FROM orders a, orders b',
      "AMBIGUOUS_NAME: line 1:8: Column 'id' is ambiguous [2/1006]",
    ],
    [
      'a column beside its group',
      'SELECT id, count(*) FROM orders',
      "EXPRESSION_NOT_AGGREGATE: line 1:8: 'id' must be an aggregate expression or appear in GROUP BY clause [2/1006]",
    ],
    ['an unknown function', 'SELECT nope(1)', "FUNCTION_NOT_FOUND: line 1:8: Function 'nope' not registered [2/1303]"],
    [
      'a place that is not there',
      'SELECT id FROM orders ORDER BY 2',
      'INVALID_COLUMN_REFERENCE: line 1:32: ORDER BY position 2 is not in select list [2/1006]',
    ],
    [
      'one WITH name twice',
      'WITH a AS (SELECT 1), a AS (SELECT 2) SELECT 1',
      "DUPLICATE_NAMED_QUERY: line 1:23: WITH query name 'a' specified more than once [2/1006]",
    ],
    [
      'too few parameters',
      'SELECT ?, ?',
      'INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 2 but found 0 [2/1100]',
    ],
  ])('refuses %s', async (_, sql, text) => {
    expect(await failureOf(lake, sql)).toBe(text);
  });
});
