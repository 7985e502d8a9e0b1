/**
 * How a statement ends: the name of its failure, `MALFORMED` when its text is refused at once, `ENTITY` for Athena's
 * "Entity Not Found", or the rows that a caller may see.
 */
export type Ending = string | readonly (readonly (string | null)[])[];

export interface Trick {
  readonly trick: string;
  readonly statements: readonly (readonly [sql: string, ending: Ending])[];
}

const COLUMN = 'COLUMN_NOT_FOUND';
const TABLE = 'TABLE_NOT_FOUND';
const SCHEMA = 'SCHEMA_NOT_FOUND';
const CATALOG = 'CATALOG_NOT_FOUND';
const FUNCTION = 'FUNCTION_NOT_FOUND';
const UNSUPPORTED = 'NOT_SUPPORTED';
const MALFORMED = 'MALFORMED';

/**
 * Statements that try to get around enforcement, over the account of `shop.ts`. `{FILE}` stands for the path of a file of
 * the host, `{DATA}` for that of a table's own data file.
 */
export const TRICKS: readonly Trick[] = [
  {
    trick: 'functions of the engine below that read files',
    statements: [
      ["SELECT * FROM read_parquet('{DATA}')", MALFORMED],
      ["SELECT * FROM TABLE(read_parquet('{DATA}'))", UNSUPPORTED],
      ["SELECT * FROM read_csv_auto('{FILE}')", MALFORMED],
      ["SELECT read_text('{FILE}')", FUNCTION],
      ["SELECT read_blob('{FILE}')", FUNCTION],
      ["SELECT content FROM read_text('{FILE}')", MALFORMED],
      ["SELECT * FROM glob('/*')", MALFORMED],
      ["SELECT glob('/*')", FUNCTION],
      ["SELECT getenv('HOME')", FUNCTION],
      ["SELECT * FROM parquet_metadata('{DATA}')", MALFORMED],
      ["SELECT * FROM sniff_csv('{FILE}')", MALFORMED],
      ["SELECT * FROM TABLE(system.query(query => 'select 1'))", UNSUPPORTED],
    ],
  },
  {
    trick: 'paths and addresses as names of tables',
    statements: [
      ['SELECT * FROM "{FILE}"', TABLE],
      ['SELECT * FROM "{DATA}"', TABLE],
      ["SELECT * FROM '{DATA}'", MALFORMED],
      ['SELECT * FROM "s3://data/shop/orders/region=EU/a.parquet"', TABLE],
      ['SELECT * FROM "https://example.com/x.parquet"', TABLE],
      ['SELECT * FROM "../payroll/p.parquet"', TABLE],
      ['SELECT * FROM shop."*.parquet"', TABLE],
    ],
  },
  {
    trick: 'tables and functions of the engine below that describe it',
    statements: [
      ['SELECT * FROM duckdb_tables()', MALFORMED],
      ['SELECT * FROM duckdb_tables', TABLE],
      ['SELECT * FROM pg_catalog.pg_tables', SCHEMA],
      ['SELECT * FROM sqlite_master', TABLE],
      ['SELECT * FROM main.t0', SCHEMA],
      ['SELECT * FROM t0', TABLE],
      ['SELECT * FROM memory.main.t0', CATALOG],
      ["SELECT current_setting('temp_directory')", FUNCTION],
      ['SELECT duckdb_settings()', FUNCTION],
      ['SELECT current_database()', FUNCTION],
      ['SELECT version()', UNSUPPORTED],
      ["SELECT query('select 1')", FUNCTION],
      ["SELECT json_execute_serialized_sql('x')", FUNCTION],
    ],
  },
  {
    trick: 'the generated names of the copy',
    statements: [
      ['SELECT c2 FROM orders', COLUMN],
      ['SELECT r1.c2 FROM orders', COLUMN],
      ['SELECT p0 FROM visits', COLUMN],
      ['SELECT rowid FROM orders', COLUMN],
      ['SELECT r0.c0 FROM orders o WHERE EXISTS (SELECT 1)', COLUMN],
      ['SELECT c0 FROM (SELECT id FROM orders)', COLUMN],
    ],
  },
  {
    trick: 'other catalogs',
    statements: [
      ['SELECT * FROM system.runtime.queries', CATALOG],
      ['SELECT * FROM hive.shop.payroll', CATALOG],
      ['SELECT * FROM system.metadata.table_comments', CATALOG],
      ['SELECT * FROM "lambda:x".shop.payroll', CATALOG],
      ['SELECT * FROM "111122223333".shop.orders', CATALOG],
      ['DESCRIBE other.shop.orders', 'ENTITY'],
      ['SELECT * FROM jmx.current."java.lang:type=runtime"', CATALOG],
    ],
  },
  {
    trick: 'comments, blanks and letters of other scripts',
    statements: [
      ['SELECT/**/ssn/**/FROM/**/orders', COLUMN],
      ['SELECT id --\n, ssn FROM orders', COLUMN],
      ['SELECT /* ssn */ id FROM orders WHERE id = 1', [['1']]],
      ['SELECT id /*! , ssn */ FROM orders WHERE id = 1', [['1']]],
      ['SELECT "ѕsn" FROM orders', COLUMN],
      ['SELECT "ssn " FROM orders', COLUMN],
      ['SELECT "ssn\u200b" FROM orders', COLUMN],
      ['SELECT "ＳＳＮ" FROM orders', COLUMN],
      ['SELECT "ſsn" FROM orders', COLUMN],
      ["SELECT U&'\\0073sn'", UNSUPPORTED],
      ['SELECT * FROM "payroll\u00a0"', TABLE],
      ['SELECT ssn\0 FROM orders', MALFORMED],
    ],
  },
  {
    trick: 'case and quotes of names',
    statements: [
      ['SELECT SSN FROM ORDERS', COLUMN],
      ['SELECT "SsN" FROM "OrDeRs"', COLUMN],
      ['SELECT * FROM "SHOP"."PAYROLL"', TABLE],
      ['SELECT * FROM "shop.payroll"', TABLE],
      ['SELECT `ssn` FROM orders', MALFORMED],
      ['SELECT [ssn] FROM orders', MALFORMED],
      ['SELECT "ssn""; SELECT 1; --" FROM orders', COLUMN],
      ['SELECT 1 AS "x"" FROM t0; DROP TABLE t0; --"', [['1']]],
      ['SELECT id AS ssn FROM orders WHERE id = 1', [['1']]],
    ],
  },
  {
    trick: 'hidden columns and hidden tables',
    statements: [
      [
        'SELECT DISTINCT "$path" FROM orders ORDER BY 1',
        [['s3://data/shop/orders/region=EU/a.parquet'], ['s3://data/shop/orders/region=US/b.parquet']],
      ],
      [`SELECT o."$path" FROM orders o WHERE o."$PATH" LIKE '%US%'`, [['s3://data/shop/orders/region=US/b.parquet']]],
      ['SELECT "$path" FROM visits', COLUMN],
      ['SELECT "$path" FROM (SELECT * FROM orders)', COLUMN],
      ['SELECT "$path" FROM orders AS o (a, b, c, d, e, f, g)', COLUMN],
      ['SELECT "$path" FROM orders a, orders b', 'AMBIGUOUS_NAME'],
      ['SELECT "$path" FROM payroll', TABLE],
      ['SELECT "$row_id" FROM orders', COLUMN],
      ['SELECT * FROM "orders$partitions"', TABLE],
      ['SELECT * FROM "orders$files"', TABLE],
      ['SELECT * FROM "orders$properties"', TABLE],
      ['SELECT * FROM "payroll$partitions"', TABLE],
    ],
  },
  {
    trick: 'metadata',
    statements: [
      ["SELECT column_name FROM information_schema.columns WHERE column_name = 'ssn'", []],
      ["SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'pay%'", []],
      ["SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'vault'", []],
      ['SELECT * FROM information_schema.views', UNSUPPORTED],
      ['SELECT * FROM information_schema.table_privileges', UNSUPPORTED],
      ['SELECT * FROM vault.information_schema.tables', CATALOG],
      ['SHOW TABLES IN vault', 'FAILED'],
      ["SHOW TABLES LIKE 'pay.*'", []],
      ['DESCRIBE payroll', 'ENTITY'],
      ['SHOW COLUMNS IN payroll', 'ENTITY'],
      ['SHOW CREATE TABLE payroll', 'FAILED'],
      ['SHOW STATS FOR orders', UNSUPPORTED],
      ['SHOW FUNCTIONS', UNSUPPORTED],
      ['SHOW CATALOGS', UNSUPPORTED],
    ],
  },
  {
    trick: 'set operations that would bring a column along',
    statements: [
      ['SELECT customer FROM orders UNION ALL SELECT ssn FROM orders', COLUMN],
      ['SELECT customer FROM orders EXCEPT SELECT ssn FROM orders', COLUMN],
      ['SELECT customer FROM orders INTERSECT SELECT ssn FROM orders', COLUMN],
      ['TABLE orders UNION ALL TABLE payroll', TABLE],
      ['SELECT count(*) FROM (SELECT * FROM visits UNION ALL SELECT * FROM visits)', [['4']]],
    ],
  },
  {
    trick: 'subqueries that reach outwards',
    statements: [
      ['SELECT (SELECT max(o.ssn) FROM visits) FROM orders o', COLUMN],
      ['SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM orders i WHERE i.ssn = o.ssn)', COLUMN],
      ['SELECT id FROM orders WHERE id IN (SELECT salary FROM payroll)', TABLE],
      ['SELECT * FROM orders o, LATERAL (SELECT o.ssn)', COLUMN],
      ["SELECT count(*) FROM orders WHERE 's3cr3t' IN (SELECT page FROM visits)", [['0']]],
      ['SELECT max(load) FROM visits WHERE load < ALL (SELECT load FROM visits WHERE load > 5)', [['5']]],
      ['SELECT orders.ssn FROM (SELECT id FROM orders) orders', COLUMN],
    ],
  },
  {
    trick: 'errors that would tell of a hidden row',
    statements: [
      ['SELECT count(*) FROM visits WHERE 1 / load > -1', [['2']]],
      ['SELECT sum(1 % load) FROM visits', [['2']]],
      ["SELECT count(*) FROM visits WHERE CAST(replace(page, 's3cr3t', 'x') AS varchar) <> ''", [['2']]],
      ["SELECT count(CAST(CASE page WHEN 's3cr3t' THEN 'x' ELSE '1' END AS integer)) FROM visits", [['2']]],
      ['SELECT (SELECT page FROM visits WHERE load <> 7)', [['home']]],
      ["SELECT count(element_at(ARRAY[1], if(page = 's3cr3t', 0, 1))) FROM visits", [['2']]],
      ["SELECT count(split_part(page, 'x', load)) FROM visits WHERE split_part(page, 'x', load) IS NULL", [['0']]],
      ["SELECT error('x')", FUNCTION],
      ["SELECT fail('x')", FUNCTION],
    ],
  },
  {
    trick: 'errors that would tell of a hidden column',
    statements: [
      ["SELECT 1 / (CASE WHEN ssn LIKE '987%' THEN 0 ELSE 1 END) FROM orders", COLUMN],
      ['SELECT CAST(ssn AS integer) FROM orders', COLUMN],
      ['SELECT TRY_CAST(ssn AS integer) FROM orders', COLUMN],
      ['SELECT TRY(ssn) FROM orders', COLUMN],
      ['SELECT coalesce(id, ssn) FROM orders', COLUMN],
      ['SELECT typeof(ssn) FROM orders', COLUMN],
      ['SELECT count(*) FROM orders WHERE false AND ssn IS NULL', COLUMN],
      ['SELECT id FROM orders LIMIT (SELECT ssn FROM orders)', MALFORMED],
    ],
  },
  {
    trick: 'EXPLAIN',
    statements: [
      ['EXPLAIN SELECT ssn FROM orders', COLUMN],
      ['EXPLAIN SELECT * FROM payroll', TABLE],
      ['EXPLAIN (TYPE IO) SELECT ssn FROM orders', COLUMN],
      ['EXPLAIN (FORMAT JSON) SELECT * FROM payroll', TABLE],
      ['EXPLAIN ANALYZE SELECT * FROM payroll', UNSUPPORTED],
    ],
  },
  {
    trick: 'prepared statements',
    statements: [
      ['PREPARE p FROM SELECT ssn FROM orders', []],
      ['EXECUTE p', COLUMN],
      ['PREPARE q FROM SHOW TABLES', []],
      ['EXECUTE q', UNSUPPORTED],
      ['PREPARE r FROM SELECT id FROM orders WHERE id = ?', []],
      ['EXECUTE r USING 1', [['1']]],
      ['EXECUTE r USING ssn', 'INVALID_PARAMETER_USAGE'],
      ['EXECUTE r USING (SELECT 1)', 'INVALID_PARAMETER_USAGE'],
      ['EXECUTE r', 'INVALID_PARAMETER_USAGE'],
      ['PREPARE s FROM PREPARE t FROM SELECT 1', []],
      ['EXECUTE s', UNSUPPORTED],
      ['EXECUTE nope', 'NOT_FOUND'],
      ["EXECUTE IMMEDIATE 'SELECT ssn FROM orders'", UNSUPPORTED],
      ['DESCRIBE INPUT p', UNSUPPORTED],
      ['DEALLOCATE PREPARE p', []],
      ['DEALLOCATE PREPARE p ', 'NOT_FOUND'],
    ],
  },
  {
    trick: 'several statements',
    statements: [
      ['SELECT 1; SELECT ssn FROM orders', MALFORMED],
      ["SELECT 1; COPY t0 TO '/tmp/x'", MALFORMED],
      ['SHOW TABLES; SELECT 1', MALFORMED],
      ['SELECT 1 SELECT 2', MALFORMED],
      ["SELECT ';' AS x", [[';']]],
      ["SELECT '''; DROP TABLE t0; --'", [["'; DROP TABLE t0; --"]]],
    ],
  },
  {
    trick: 'settings, files and extensions of the engine below',
    statements: [
      ['SET enable_external_access = true', UNSUPPORTED],
      ['SET SESSION x = 1', UNSUPPORTED],
      ['RESET SESSION x', UNSUPPORTED],
      ['USE vault', UNSUPPORTED],
      ["COPY orders TO '/tmp/x'", MALFORMED],
      ["ATTACH '/tmp/x.db'", MALFORMED],
      ['DETACH memory', MALFORMED],
      ['PRAGMA database_list', MALFORMED],
      ['INSTALL httpfs', MALFORMED],
      ['LOAD httpfs', UNSUPPORTED],
      ["EXPORT DATABASE '/tmp/x'", MALFORMED],
      ['CHECKPOINT', MALFORMED],
      ['CREATE MACRO f(x) AS x', UNSUPPORTED],
      ['CALL system.runtime.kill_query()', UNSUPPORTED],
    ],
  },
  {
    trick: 'functions of the caller’s own, and of other schemas',
    statements: [
      ["USING EXTERNAL FUNCTION f(x varchar) RETURNS varchar LAMBDA 'f' SELECT f(ssn) FROM orders", MALFORMED],
      ['WITH FUNCTION f() RETURNS bigint RETURN 1 SELECT f()', UNSUPPORTED],
      ['SELECT main.read_text(1)', UNSUPPORTED],
      ['SELECT system.main.getenv(1)', UNSUPPORTED],
      ['SELECT "read_text"(1)', FUNCTION],
      ['SELECT count(*) FILTER (WHERE ssn IS NOT NULL) FROM orders', COLUMN],
      ['SELECT "try"(ssn) FROM orders', COLUMN],
    ],
  },
  {
    trick: 'lambdas, samples, row patterns, JSON, recursion',
    statements: [
      ['SELECT transform(tags, x -> ssn) FROM orders', UNSUPPORTED],
      ['SELECT reduce(tags, 0, (s, x) -> s, s -> s) FROM orders', UNSUPPORTED],
      ['SELECT * FROM payroll TABLESAMPLE BERNOULLI (100)', UNSUPPORTED],
      ['SELECT * FROM orders TABLESAMPLE SYSTEM (100)', UNSUPPORTED],
      ['SELECT * FROM orders MATCH_RECOGNIZE (MEASURES ssn AS x PATTERN (a) DEFINE a AS true)', UNSUPPORTED],
      ["SELECT json_extract(ssn, '$') FROM orders", COLUMN],
      ["SELECT json_extract(customer, '$') FROM orders", UNSUPPORTED],
      ["SELECT json_query('{}', 'lax $')", UNSUPPORTED],
      ["SELECT * FROM JSON_TABLE('[]', 'lax $' COLUMNS (a bigint))", UNSUPPORTED],
      ['WITH RECURSIVE t(n) AS (SELECT ssn FROM orders UNION ALL SELECT n FROM t) SELECT * FROM t', UNSUPPORTED],
      ['SELECT * FROM orders FOR VERSION AS OF 1', UNSUPPORTED],
    ],
  },
  {
    trick: 'regular expressions and patterns without an end',
    statements: [
      [`SELECT regexp_like('${'a'.repeat(40)}!', '^(a+)+$')`, [['false']]],
      ["SELECT regexp_like('x', '(')", 'INVALID_FUNCTION_ARGUMENT'],
      [`SELECT '${'a'.repeat(60)}' LIKE '${'%a'.repeat(30)}b'`, [['false']]],
      [`SHOW TABLES LIKE '(a+)+${'x'.repeat(40)}'`, []],
    ],
  },
  {
    trick: 'writing',
    statements: [
      ['INSERT INTO orders SELECT * FROM orders', UNSUPPORTED],
      ['INSERT INTO payroll VALUES (1)', UNSUPPORTED],
      ['DELETE FROM orders', UNSUPPORTED],
      ['UPDATE orders SET id = 1', UNSUPPORTED],
      ['CREATE TABLE x AS SELECT ssn FROM orders', UNSUPPORTED],
      ["UNLOAD (SELECT ssn FROM orders) TO 's3://data/x/' WITH (format = 'PARQUET')", UNSUPPORTED],
      ['CREATE VIEW v AS SELECT ssn FROM orders', COLUMN],
      ['DROP TABLE payroll', 'FAILED'],
      ['DROP DATABASE vault CASCADE', 'FAILED'],
      ['DROP VIEW payroll', TABLE],
      ["ALTER TABLE payroll ADD PARTITION (d = '1')", 'FAILED'],
      ["ALTER TABLE orders SET LOCATION 's3://data/shop/payroll/'", UNSUPPORTED],
      ['GRANT SELECT ON orders TO ROLE x', UNSUPPORTED],
      ['TRUNCATE TABLE orders', UNSUPPORTED],
    ],
  },
  {
    trick: 'depth and length',
    statements: [
      [`SELECT ${'('.repeat(1_000)}ssn${')'.repeat(1_000)} FROM orders`, MALFORMED],
      [`SELECT ${'(SELECT '.repeat(20)}ssn FROM orders${')'.repeat(20)}`, COLUMN],
      [`SELECT ${'NOT '.repeat(3_000)}true`, MALFORMED],
      [`SELECT ssn FROM orders --${'x'.repeat(262_000)}`, COLUMN],
      [`SELECT '${'x'.repeat(262_000)}' = ssn FROM orders`, COLUMN],
      [`SELECT id FROM orders WHERE id IN (${'1,'.repeat(30_000)}1)`, MALFORMED],
    ],
  },
];
