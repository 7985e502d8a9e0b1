import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../testing/query-lake.js';
import { EU_FILTER, mayWork, ORDERS_TABLE, startWriteLake, type WriteLake } from '../../testing/write-lake.js';

/** What Athena adds to the reason of a CTAS that failed (recorded from Athena). */
const ADVICE =
  / You may need to manually clean the data at location 's3:\/\/results\/tables\/[0-9a-f-]{36}' before retrying\. Athena will not delete data in your account\.$/;
const DENIED =
  /^PERMISSION_DENIED: Access Denied \(Service: S3, Status Code: 403, Request ID: [0-9A-F]{16}\)\. You may/;

let world: WriteLake;
/** Reads all but `ssn`, and may create tables in `mine`. */
let analyst: ClientOptions;
/** Reads region EU, without `ssn`. */
let regional: ClientOptions;
/** As the analyst, and may write by IAM in the registered location. */
let placed: ClientOptions;
/** Reads all, and may create no table. */
let reader: ClientOptions;
let table = 0;

beforeAll(async () => {
  world = await startWriteLake();
  analyst = await world.person('analyst');
  regional = await world.person('regional');
  placed = await world.person('placed', mayWork('lake/'));
  reader = await world.person('reader');
  const columns = { TableWithColumns: { ...ORDERS_TABLE, ColumnWildcard: { ExcludedColumnNames: ['ssn'] } } };
  for (const role of ['analyst', 'placed']) await world.grant(role, columns, ['SELECT']);
  await world.grant('reader', { Table: ORDERS_TABLE }, ['SELECT']);
  await world.grant('regional', EU_FILTER, ['SELECT']);
  for (const role of ['analyst', 'regional', 'placed']) {
    await world.grant(role, { Database: { Name: 'mine' } }, ['CREATE_TABLE']);
  }
  await world.grant('reader', { Database: { Name: 'mine' } }, ['DESCRIBE']);
});

afterAll(async () => {
  expect(world.lake.bare.defects).toEqual([]);
  await world.close();
});

/** A name that no test has used. */
function fresh(): string {
  table += 1;
  return `t${table}`;
}

describe('what CREATE TABLE AS reads', () => {
  it('is what Lake Formation lets its caller see: `*` leaves a hidden column out (lf-athena-user-permissions)', async () => {
    const name = fresh();
    expect(await world.ask(analyst, `CREATE TABLE ${name} AS SELECT * FROM shop.orders`)).toEqual([]);
    expect(await world.ask(world.lake.admin, `SHOW COLUMNS IN ${name}`)).toEqual(
      ['id', 'name', 'region'].map((column) => [column.padEnd(20)]),
    );
    expect(await world.ask(analyst, `SELECT * FROM ${name} ORDER BY id`)).toEqual([
      ['1', 'ann', 'EU'],
      ['2', 'bob', 'US'],
    ]);
    const stored = (await world.keys('tables/', 'results')).filter((key) => /\/tables\/.*\//.test(`/${key}`));
    expect(stored).toHaveLength(1);
  });

  it('is the rows and cells of a filter, and nothing else', async () => {
    const name = fresh();
    expect(await world.ask(regional, `CREATE TABLE ${name} AS SELECT * FROM shop.orders`)).toEqual([]);
    expect(await world.ask(regional, `SELECT * FROM ${name}`)).toEqual([['1', 'ann', 'EU']]);
  });

  it.each([
    ['a hidden column', 'SELECT ssn FROM shop.orders', /^COLUMN_NOT_FOUND: .* requester is not authorized /],
    ['a hidden column in WHERE', "SELECT id FROM shop.orders WHERE ssn = 'x'", /^COLUMN_NOT_FOUND: /],
    ['a table that is not there', 'SELECT * FROM shop.nope', /^TABLE_NOT_FOUND: /],
  ])('is refused for %s, and nothing is stored', async (_, query, reason) => {
    const before = await world.keys('', 'results');
    const answer = await world.ask(analyst, `CREATE TABLE ${fresh()} AS ${query}`);
    expect(answer).toMatch(reason);
    expect(answer).toMatch(ADVICE);
    expect(await world.keys('', 'results')).toEqual(before);
  });
});

describe('where CREATE TABLE AS writes', () => {
  it('has to be open to its caller by IAM: Lake Formation vends no writing (lf-athena-user-permissions)', async () => {
    for (const [who, place] of [
      [analyst, 'private/x'],
      [analyst, 'lake/orders/x'],
      [analyst, 'lake/x'],
      [analyst, 'scratchy'],
    ] as const) {
      const sql = `CREATE TABLE ${fresh()} WITH (external_location = 's3://data/${place}/') AS SELECT 1 AS n`;
      expect(await world.ask(who, sql)).toMatch(DENIED);
      expect(await world.keys(`${place}/`)).toEqual([]);
    }
  });

  it('needs the data location permission where it is registered (access-control-underlying-data)', async () => {
    const create = (name: string): string =>
      `CREATE TABLE ${name} WITH (external_location = 's3://data/lake/${name}/') AS SELECT 1 AS n`;
    const name = fresh();
    const answer = await world.ask(placed, create(name));
    expect(answer).toMatch(
      /^HIVE_METASTORE_ERROR: Insufficient Lake Formation permission\(s\): Required Data Location Access on s3:\/\/data\/lake\//,
    );
    expect(await world.ask(world.lake.admin, `SHOW TABLES LIKE '${name}'`)).toEqual([]);
    // Stored it is: IAM let it be, and "Athena will not delete data in your account".
    expect(await world.keys(`lake/${name}/`)).toHaveLength(1);
    await world.grant('placed', { DataLocation: { ResourceArn: 'arn:aws:s3:::data/lake' } }, ['DATA_LOCATION_ACCESS']);
    const other = fresh();
    expect(await world.ask(placed, create(other))).toEqual([]);
    expect(await world.ask(placed, `SELECT * FROM ${other}`)).toEqual([['1']]);
  });

  it('must hold nothing (create-table-as), and tells only whom may look that it does', async () => {
    const create = (): string =>
      `CREATE TABLE ${fresh()} WITH (external_location = 's3://data/scratch/full/') AS SELECT 1 AS n`;
    expect(await world.ask(analyst, create())).toEqual([]);
    expect(await world.ask(analyst, create())).toMatch(
      /^HIVE_PATH_ALREADY_EXISTS: Target directory for table 'mine\.t\d+' already exists: s3:\/\/data\/scratch\/full\. You may need/,
    );
    const closed = (place: string): string =>
      `CREATE TABLE ${fresh()} WITH (external_location = 's3://data/${place}/') AS SELECT 1 AS n`;
    expect(await world.ask(analyst, closed('private'))).toMatch(DENIED);
    expect(await world.ask(analyst, closed('privateer'))).toMatch(DENIED);
  });

  it.each([
    's3://data/scratch/../private/x/',
    's3://data/scratch/./x/',
    's3://data/..',
    's3a://data/scratch/x/',
    's3://',
    's3://data',
    '/etc/x',
    'file:///tmp/x',
    'https://example.com/x',
    's3://data/scratch/\nx/',
    's3://data/scratch/x/\u0000',
  ])('cannot be %j', async (location) => {
    const before = await world.keys('');
    const sql = `CREATE TABLE ${fresh()} WITH (external_location = '${location}') AS SELECT 1 AS n`;
    expect(await world.ask(analyst, sql)).toMatch(/^(INVALID_TABLE_PROPERTY|PERMISSION_DENIED): /);
    expect(await world.keys('')).toEqual(before);
  });
});

describe('the table', () => {
  it('is made only by whom Lake Formation lets create tables', async () => {
    expect(await world.ask(reader, `CREATE TABLE ${fresh()} AS SELECT 1 AS n`)).toMatch(
      /^HIVE_METASTORE_ERROR: Insufficient Lake Formation permission\(s\): Required Create Table on mine \(Service: AmazonDataCatalog; /,
    );
  });

  it('belongs to who made it, and is hidden from all others', async () => {
    const name = fresh();
    expect(await world.ask(analyst, `CREATE TABLE ${name} AS SELECT id FROM shop.orders`)).toEqual([]);
    expect(await world.ask(reader, `SELECT * FROM ${name}`)).toMatch(/^TABLE_NOT_FOUND: /);
    expect(await world.ask(analyst, `DROP TABLE ${name}`)).toEqual([]);
  });

  it('is one of Glue’s, of Hive’s types, with its partitions', async () => {
    const name = fresh();
    const sql = `CREATE TABLE ${name} COMMENT 'c' WITH (format = 'Parquet', partitioned_by = ARRAY['Day'], write_compression = 'SNAPPY', external_location = 's3://data/scratch/${name}/') AS
      SELECT * FROM (VALUES (1, 'x', 'a/b'), (2, 'y', NULL), (3, 'z', '')) AS v (n, s, day)`;
    expect(await world.ask(analyst, sql)).toEqual([]);
    const { Table } = await new GlueClient(world.lake.admin).send(
      new GetTableCommand({ DatabaseName: 'mine', Name: name }),
    );
    expect(Table).toMatchObject({
      TableType: 'EXTERNAL_TABLE',
      Parameters: { EXTERNAL: 'TRUE', 'parquet.compression': 'SNAPPY', comment: 'c' },
      PartitionKeys: [{ Name: 'day', Type: 'varchar(3)' }],
      StorageDescriptor: {
        Columns: [
          { Name: 'n', Type: 'int' },
          { Name: 's', Type: 'varchar(1)' },
        ],
        Location: `s3://data/scratch/${name}/`,
      },
    });
    expect(await world.ask(analyst, `SELECT * FROM ${name} ORDER BY n`)).toEqual([
      ['1', 'x', 'a/b'],
      ['2', 'y', null],
      ['3', 'z', null],
    ]);
    expect((await world.keys(`scratch/${name}/`)).map((key) => key.split('/').slice(2, -1).join('/'))).toEqual([
      'day=__HIVE_DEFAULT_PARTITION__',
      'day=a%2Fb',
    ]);
  });

  it('holds every value as it was', async () => {
    const name = fresh();
    const query = `SELECT true AS b, CAST(1 AS tinyint) AS ti, CAST(2 AS smallint) AS si, 3 AS i, CAST(4 AS bigint) AS bi,
      CAST(1.5 AS real) AS r, 2.5e0 AS d, DECIMAL '12.340' AS de, 'é"''' AS s, X'00ff' AS x, DATE '2024-02-29' AS dt,
      TIMESTAMP '2024-02-29 01:02:03.004' AS t, ARRAY['a', NULL] AS l,
      CAST(ROW(1, ROW('u')) AS ROW(a integer, b ROW(c varchar))) AS w, MAP(ARRAY['k'], ARRAY[CAST(ROW(7) AS ROW(z bigint))]) AS m,
      CAST(NULL AS ROW(a integer)) AS nr, ARRAY[CAST(ROW(1) AS ROW(q integer)), NULL] AS la`;
    expect(await world.ask(analyst, `CREATE TABLE ${name} AS ${query}`)).toEqual([]);
    expect(await world.ask(analyst, `SELECT * FROM ${name}`)).toEqual(await world.ask(analyst, query));
    expect(await world.ask(analyst, `SELECT w.b.c, m['k'].z, la[1].q FROM ${name}`)).toEqual([['u', '7', '1']]);
  });

  it('has no rows WITH NO DATA, and none is asked for', async () => {
    const name = fresh();
    expect(await world.ask(analyst, `CREATE TABLE ${name} AS SELECT * FROM shop.orders WITH NO DATA`)).toEqual([]);
    expect(await world.ask(analyst, `SELECT count(*) FROM ${name}`)).toEqual([['0']]);
  });

  it('that is there already is left alone', async () => {
    const name = fresh();
    await world.ask(analyst, `CREATE TABLE ${name} AS SELECT 1 AS n`);
    expect(await world.ask(analyst, `CREATE TABLE ${name} AS SELECT 2 AS n`)).toMatch(
      new RegExp(
        `^TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog\\.mine\\.${name}' already exists\\. You may`,
      ),
    );
    expect(await world.ask(analyst, `CREATE TABLE IF NOT EXISTS ${name} AS SELECT 2 AS n`)).toEqual([]);
    expect(await world.ask(analyst, `SELECT n FROM ${name}`)).toEqual([['1']]);
  });

  // Texts recorded from Athena, or Trino's own; what the lake does not write is refused by name.
  it.each([
    ['AS SELECT 1', 'MISSING_COLUMN_NAME: line 1:1: Column name not specified at position 1.'],
    ['AS VALUES 1', 'MISSING_COLUMN_NAME: line 1:1: Column name not specified at position 1.'],
    ['AS SELECT 1 AS a, 2 AS A', "DUPLICATE_COLUMN_NAME: line 1:1: Column name 'a' specified more than once."],
    ['AS SELECT NULL AS a', 'COLUMN_TYPE_UNKNOWN: line 1:1: Column type is unknown at position 1.'],
    ['AS SELECT 1 AS "a,b"', 'NOT_SUPPORTED: Hive column names must not contain commas: a,b.'],
    [
      'AS SELECT ROW(1) AS a',
      'NOT_SUPPORTED: Anonymous row type is not supported in Hive. Please give each field a name: row(integer).',
    ],
    ["AS SELECT INTERVAL '1' DAY AS a", 'NOT_SUPPORTED: Unsupported Hive type: interval day to second.'],
    ["AS SELECT json_parse('1') AS a", 'NOT_SUPPORTED: Unsupported Hive type: json.'],
    ['AS SELECT now() AS a', 'NOT_SUPPORTED: Unsupported Hive type: timestamp(3) with time zone.'],
    [
      "WITH (partitioned_by = ARRAY['a']) AS SELECT 1 AS a, 2 AS b",
      'HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns in the table and in the same order as the table properties: [a].',
    ],
    [
      "WITH (partitioned_by = ARRAY['a']) AS SELECT 1 AS a",
      'INVALID_TABLE_PROPERTY: line 1:1: Table contains only partition columns.',
    ],
    [
      "WITH (partitioned_by = ARRAY['c']) AS SELECT 1 AS a, 2 AS b",
      'INVALID_TABLE_PROPERTY: line 1:1: Partition columns [c] not present in schema.',
    ],
    [
      "WITH (nope = 'x') AS SELECT 1 AS a",
      "INVALID_TABLE_PROPERTY: line 1:23: Catalog 'awsdatacatalog' table property 'nope' does not exist.",
    ],
    [
      "WITH (format = 'ORC') AS SELECT 1 AS a",
      'NOT_SUPPORTED: line 1:23: writing another format than Parquet is not supported by this lake.',
    ],
    [
      "WITH (table_type = 'ICEBERG') AS SELECT 1 AS a",
      'NOT_SUPPORTED: line 1:23: an Apache Iceberg table is not supported by this lake.',
    ],
    [
      "WITH (bucketed_by = ARRAY['a'], bucket_count = 2) AS SELECT 1 AS a",
      'NOT_SUPPORTED: line 1:23: the property bucketed_by is not supported by this lake.',
    ],
    [
      "WITH (parquet_compression = 'ROT13') AS SELECT 1 AS a",
      "INVALID_TABLE_PROPERTY: line 1:23: Invalid value for catalog 'awsdatacatalog' table property 'parquet_compression'.",
    ],
    ['(n) AS SELECT 1', 'NOT_SUPPORTED: line 1:17: a column list in CREATE TABLE AS is not supported by this lake.'],
  ])('cannot be made %s', async (rest, reason) => {
    expect(await world.ask(analyst, `CREATE TABLE nn ${rest}`)).toContain(reason);
  });

  it('needs a database that its caller sees', async () => {
    for (const database of ['nodb', 'NoDB']) {
      expect(await world.ask(analyst, `CREATE TABLE ${database}.t AS SELECT 1 AS n`)).toMatch(
        /^Database nodb not found\. Please check your query\. You may need/,
      );
    }
  });

  it('has at most 100 partitions from one query (ctas-insert-into)', async () => {
    const numbers = Array.from({ length: 101 }, (_, index) => `(1, ${index})`);
    const create = (rows: readonly string[]): string =>
      `CREATE TABLE ${fresh()} WITH (partitioned_by = ARRAY['p']) AS SELECT * FROM (VALUES ${rows.join(', ')}) AS v (n, p)`;
    expect(await world.ask(analyst, create(numbers))).toMatch(
      /^HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions\/buckets\. You may/,
    );
    expect(await world.ask(analyst, create(numbers.slice(1)))).toEqual([]);
    // 201 files are written: seconds, and many of them on a machine that does much else.
  }, 60_000);

  it('takes columns of any name, and none of them for SQL', async () => {
    const name = fresh();
    const column = 'a""; DROP TABLE t0; --';
    expect(await world.ask(analyst, `CREATE TABLE ${name} AS SELECT 1 AS "${column}", 2 AS "select"`)).toEqual([]);
    expect(await world.ask(analyst, `SELECT "${column}", "select" FROM ${name}`)).toEqual([['1', '2']]);
  });
});
