import { RegisterResourceCommand } from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../testing/query-lake.js';
import { EU_FILTER, mayWork, ORDERS_TABLE, startWriteLake, type WriteLake } from '../../testing/write-lake.js';

/** What Athena adds to the reason of an INSERT that failed (recorded from Athena). */
const ADVICE =
  / If a data manifest file was generated at 's3:\/\/results\/[0-9a-f-]{36}-manifest\.csv', you may need to manually clean the data from locations specified in the manifest\. Athena will not delete data in your account\.$/;
const NO_INSERT =
  /^PERMISSION_DENIED: Insufficient Lake Formation permission\(s\): Required Insert on orders\. If a data manifest/;
const NO_WRITING =
  /^PERMISSION_DENIED: Access Denied \(Service: S3, Status Code: 403, Request ID: [0-9A-F]{16}\)\. If a/;
const ROW = "(9, 'new', '987-65-9', 'EU')";

let world: WriteLake;
const people = new Map<string, ClientOptions>();

beforeAll(async () => {
  world = await startWriteLake();
  const inLake = mayWork('lake/');
  for (const [name, permissions, more] of [
    // Holds what it takes: INSERT of Lake Formation, and IAM's right to write the objects.
    ['loader', ['SELECT', 'INSERT'], inLake],
    ['blind', ['INSERT'], inLake],
    ['reader', ['SELECT'], inLake],
    ['remover', ['SELECT', 'DELETE', 'ALTER', 'DROP'], inLake],
    ['unarmed', ['SELECT', 'INSERT'], []],
  ] as const) {
    people.set(name, await world.person(name, more));
    await world.grant(name, { Table: ORDERS_TABLE }, [...permissions]);
  }
  for (const name of ['narrow', 'regional', 'mixed', 'maker', 'stranger']) {
    people.set(name, await world.person(name, inLake));
  }
  const columns = { TableWithColumns: { ...ORDERS_TABLE, ColumnNames: ['id', 'name'] } };
  await world.grant('narrow', columns, ['SELECT']);
  await world.grant('regional', EU_FILTER, ['SELECT']);
  await world.grant('mixed', { Table: ORDERS_TABLE }, ['INSERT']);
  await world.grant('mixed', EU_FILTER, ['SELECT']);
  await world.grant('maker', { Database: { Name: 'mine' } }, ['CREATE_TABLE']);
  await world.grant('maker', { Table: ORDERS_TABLE }, ['SELECT']);
});

afterAll(async () => {
  expect(world.lake.bare.defects).toEqual([]);
  await world.close();
});

const ask = (who: string, sql: string): ReturnType<WriteLake['ask']> =>
  world.ask(people.get(who) ?? world.lake.admin, sql);

describe('INSERT into a table in a registered location', () => {
  it.each([
    // Lake Formation Developer Guide, "lf-permissions-reference": INSERT, and no other permission, lets insert.
    ['reader', NO_INSERT],
    ['remover', NO_INSERT],
    // A column-filtered SELECT is granted beside no INSERT ("data-filtering-notes").
    ['narrow', NO_INSERT],
    ['regional', NO_INSERT],
    // Athena User Guide, "lf-athena-user-permissions": Lake Formation gives no right to write to S3.
    ['unarmed', NO_WRITING],
    // Trino: a row that is written whole cannot be held against a filter.
    ['mixed', /^NOT_SUPPORTED: Insert into table with a row filter is not supported\. If a/],
    // What is hidden reads as missing.
    ['stranger', /^SCHEMA_NOT_FOUND: line 1:1: Schema 'shop' does not exist\. If a/],
  ])('by %s is refused, and nothing is stored', async (who, reason) => {
    const before = await world.keys('lake/');
    const answer = await ask(who, `INSERT INTO shop.orders VALUES ${ROW}`);
    expect(answer).toMatch(reason);
    expect(answer).toMatch(ADVICE);
    expect(await world.keys('lake/')).toEqual(before);
    expect(await ask('admin', 'SELECT count(*) FROM shop.orders')).toEqual([['2']]);
  });

  it('adds a file to its location, whether or not its caller may read it', async () => {
    expect(await ask('loader', `INSERT INTO shop.orders VALUES ${ROW}`)).toEqual([]);
    expect(await ask('blind', "INSERT INTO shop.orders (region, id) VALUES ('US', 10)")).toEqual([]);
    expect(await ask('loader', 'SELECT * FROM shop.orders WHERE id > 2 ORDER BY id')).toEqual([
      ['9', 'new', '987-65-9', 'EU'],
      ['10', null, null, 'US'],
    ]);
    expect(await world.keys('lake/orders/')).toHaveLength(3);
    expect(await ask('regional', 'SELECT id FROM shop.orders ORDER BY id')).toEqual([['1'], ['9']]);
  });
});

describe('what INSERT … SELECT reads', () => {
  it('is what Lake Formation lets its caller see', async () => {
    expect(await ask('maker', 'CREATE TABLE copy AS SELECT * FROM shop.orders WITH NO DATA')).toEqual([]);
    await world.grant('regional', { Table: { DatabaseName: 'mine', Name: 'copy' } }, ['SELECT', 'INSERT']);
    expect(await ask('regional', 'INSERT INTO copy SELECT id, name, name, region FROM shop.orders')).toEqual([]);
    expect(await ask('regional', 'INSERT INTO copy SELECT * FROM shop.orders')).toMatch(
      /^TYPE_MISMATCH: line 1:1: Insert query has mismatched column types: Table: \[integer, varchar, varchar, varchar\], Query: \[integer, varchar, varchar\]\. If a/,
    );
    expect(await ask('regional', 'INSERT INTO copy (id, ssn) SELECT id, ssn FROM shop.orders')).toMatch(
      /^COLUMN_NOT_FOUND: line 1:39: Column 'ssn' cannot be resolved or requester is not authorized to access requested resources\. If a/,
    );
    expect(await ask('maker', 'SELECT id, ssn FROM copy ORDER BY id')).toEqual([
      ['1', 'ann'],
      ['9', 'new'],
    ]);
  });

  it('can be the table itself', async () => {
    expect(await ask('maker', 'CREATE TABLE doubled AS SELECT 1 AS n')).toEqual([]);
    for (let round = 0; round < 3; round += 1) {
      expect(await ask('maker', 'INSERT INTO doubled SELECT n FROM doubled')).toEqual([]);
    }
    expect(await ask('maker', 'SELECT count(*) FROM doubled')).toEqual([['8']]);
  });
});

describe('INSERT into partitions', () => {
  it('makes those that are new, in folders that no value leads out of', async () => {
    const create = `CREATE TABLE days WITH (partitioned_by = ARRAY['day', 'kind'], external_location = 's3://data/scratch/days/')
      AS SELECT 1 AS n, CAST('1' AS varchar) AS day, CAST('k' AS varchar) AS kind`;
    expect(await ask('maker', create)).toEqual([]);
    const insert = `INSERT INTO days VALUES (2, '1', 'k'), (3, '../../private', 'a=b%/c'), (4, NULL, ''), (5, ' ', 'é')`;
    expect(await ask('maker', insert)).toEqual([]);
    expect(await ask('maker', 'SELECT * FROM days ORDER BY n')).toEqual([
      ['1', '1', 'k'],
      ['2', '1', 'k'],
      ['3', '../../private', 'a=b%/c'],
      ['4', null, null],
      ['5', ' ', 'é'],
    ]);
    const folders = (await world.keys(''))
      .filter((key) => key.includes('day='))
      .map((key) => key.replace(/[^/]*$/, ''));
    expect([...new Set(folders)].sort()).toEqual([
      'scratch/days/day= /kind=é/',
      'scratch/days/day=..%2F..%2Fprivate/kind=a%3Db%25%2Fc/',
      'scratch/days/day=1/kind=k/',
      'scratch/days/day=__HIVE_DEFAULT_PARTITION__/kind=__HIVE_DEFAULT_PARTITION__/',
    ]);
    // What Hive finds in the folders is what Glue knows already.
    expect(await ask('maker', 'MSCK REPAIR TABLE days')).toEqual([]);
  });

  it('writes where a partition lies by now, by the caller’s own right to each object', async () => {
    const create = (name: string): string =>
      `CREATE TABLE ${name} WITH (partitioned_by = ARRAY['day'], external_location = 's3://data/scratch/${name}/') AS SELECT 1 AS n, CAST('1' AS varchar) AS day`;
    expect(await ask('maker', create('moved'))).toEqual([]);
    await ask('maker', "ALTER TABLE moved ADD PARTITION (day = '2') LOCATION 's3://data/scratch/elsewhere/'");
    await ask('maker', "ALTER TABLE moved ADD PARTITION (day = '3') LOCATION 's3://data/private/'");
    expect(await ask('maker', "INSERT INTO moved VALUES (2, '2')")).toEqual([]);
    expect(await world.keys('scratch/elsewhere/')).toHaveLength(1);
    expect(await ask('maker', "INSERT INTO moved VALUES (2, '2'), (3, '3')")).toMatch(NO_WRITING);
    expect(await world.keys('scratch/elsewhere/')).toHaveLength(1);
    expect(await world.keys('private/')).toEqual(['private/p.parquet']);
  });

  it('is refused where Lake Formation does not let its caller register them, and shows nothing', async () => {
    const create = `CREATE TABLE parted WITH (partitioned_by = ARRAY['day'], external_location = 's3://data/scratch/parted/')
      AS SELECT 1 AS n, CAST('1' AS varchar) AS day`;
    expect(await ask('maker', create)).toEqual([]);
    await world.grant('reader', { Table: { DatabaseName: 'mine', Name: 'parted' } }, ['SELECT']);
    // The location is not registered, so the objects are IAM's alone; partitions are Lake Formation's everywhere.
    expect(await ask('reader', "INSERT INTO parted VALUES (2, '1')")).toEqual([]);
    expect(await ask('reader', "INSERT INTO parted VALUES (3, '2')")).toMatch(
      /^HIVE_METASTORE_ERROR: Insufficient Lake Formation permission\(s\): Required Alter on parted /,
    );
    expect(await ask('maker', 'SELECT n FROM parted ORDER BY n')).toEqual([['1'], ['2']]);
  });
});

describe('INSERT', () => {
  beforeAll(async () => {
    await ask(
      'maker',
      `CREATE TABLE typed AS SELECT CAST(1 AS bigint) AS a, CAST('ab' AS varchar(2)) AS b, 1.5e0 AS c`,
    );
    await ask('maker', 'CREATE VIEW seen AS SELECT a FROM typed');
    await ask('maker', "CREATE EXTERNAL TABLE texts (a string) LOCATION 's3://data/scratch/texts/'");
  });

  it.each([
    ['typed', "VALUES (2, 'x', 3)", 'widened as Trino does'],
    ['typed', "VALUES (3, 'xy   ', NULL)", 'without blanks that do not fit'],
    ['typed', '(c, a) VALUES (2.5e0, 4)', 'by name, in any order'],
    ['typed', 'SELECT a, b, c FROM typed WHERE false', 'no rows'],
  ])('into %s %s stores %s', async (table, rest) => {
    expect(await ask('maker', `INSERT INTO ${table} ${rest}`)).toEqual([]);
  });

  it('has stored them', async () => {
    expect(await ask('maker', 'SELECT * FROM typed ORDER BY a')).toEqual([
      ['1', 'ab', '1.5'],
      ['2', 'x', '3.0'],
      ['3', 'xy', null],
      ['4', null, '2.5'],
    ]);
  });

  it.each([
    ['typed', "VALUES (2, 'xyz', 3)", 'INVALID_CAST_ARGUMENT: Cannot truncate non-space characters on INSERT.'],
    [
      'typed',
      "VALUES ('2', 'x', 3)",
      'TYPE_MISMATCH: line 1:1: Insert query has mismatched column types: Table: [bigint, varchar(2), double], Query: [varchar(1), varchar(1), integer].',
    ],
    [
      'typed',
      'VALUES (2)',
      'TYPE_MISMATCH: line 1:1: Insert query has mismatched column types: Table: [bigint, varchar(2), double], Query: [integer].',
    ],
    [
      'typed',
      '(a, z) VALUES (1, 2)',
      'COLUMN_NOT_FOUND: line 1:1: Insert column name does not exist in target table: z.',
    ],
    [
      'typed',
      '(a, A) VALUES (1, 2)',
      'DUPLICATE_COLUMN_NAME: line 1:1: Insert column name is specified more than once: a.',
    ],
    ['typed', 'VALUES (1 / 0, NULL, NULL)', 'DIVISION_BY_ZERO: Division by zero.'],
    ['seen', 'VALUES (1)', 'NOT_SUPPORTED: line 1:1: Inserting into views is not supported.'],
    ['nope', 'VALUES (1)', "TABLE_NOT_FOUND: line 1:1: Table 'awsdatacatalog.mine.nope' does not exist."],
    ['nodb.t', 'VALUES (1)', "SCHEMA_NOT_FOUND: line 1:1: Schema 'nodb' does not exist."],
    ['nocat.mine.t', 'VALUES (1)', "CATALOG_NOT_FOUND: line 1:1: Catalog 'nocat' does not exist."],
    [
      'texts',
      "VALUES ('x')",
      'NOT_SUPPORTED: the format of table mine.texts (only Parquet is) is not supported by this lake.',
    ],
  ])('into %s %s fails, and stores nothing', async (table, rest, reason) => {
    const before = await world.keys('');
    const tables = await world.keys('tables/', 'results');
    expect(await ask('maker', `INSERT INTO ${table} ${rest}`)).toContain(reason);
    expect(await world.keys('')).toEqual(before);
    expect(await world.keys('tables/', 'results')).toEqual(tables);
  });

  it('asks Lake Formation once the table’s location is registered', async () => {
    await ask('maker', "CREATE TABLE later WITH (external_location = 's3://data/scratch/later/') AS SELECT 1 AS n");
    await world.grant('reader', { Table: { DatabaseName: 'mine', Name: 'later' } }, ['SELECT']);
    expect(await ask('reader', 'INSERT INTO later VALUES (2)')).toEqual([]);
    const ResourceArn = 'arn:aws:s3:::data/scratch/later';
    await world.lf.send(new RegisterResourceCommand({ ResourceArn, UseServiceLinkedRole: true }));
    expect(await ask('reader', 'INSERT INTO later VALUES (3)')).toMatch(/Required Insert on later/);
    expect(await ask('maker', 'INSERT INTO later VALUES (4)')).toEqual([]);
  });
});
