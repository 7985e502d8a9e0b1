import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../testing/query-lake.js';
import { EU_FILTER, mayWork, ORDERS_TABLE, startWriteLake, type WriteLake } from '../../testing/write-lake.js';

const DENIED = /^PERMISSION_DENIED: Access Denied \(Service: S3, Status Code: 403, Request ID: [0-9A-F]{16}\)\. If a/;
const FORMAT = "WITH (format = 'PARQUET')";

let world: WriteLake;
let analyst: ClientOptions;
let regional: ClientOptions;
let placed: ClientOptions;

beforeAll(async () => {
  world = await startWriteLake();
  analyst = await world.person('analyst');
  regional = await world.person('regional');
  placed = await world.person('placed', mayWork('lake/'));
  const columns = { TableWithColumns: { ...ORDERS_TABLE, ColumnWildcard: { ExcludedColumnNames: ['ssn'] } } };
  for (const role of ['analyst', 'placed']) await world.grant(role, columns, ['SELECT']);
  await world.grant('regional', EU_FILTER, ['SELECT']);
});

afterAll(async () => {
  expect(world.lake.bare.defects).toEqual([]);
  await world.close();
});

/** The rows of the files below a folder, as the administrator reads them through a table over it. */
async function stored(columns: string, folder: string): Promise<unknown> {
  const table = folder.replaceAll('/', '_');
  const create = `CREATE EXTERNAL TABLE ${table} (${columns}) STORED AS PARQUET LOCATION 's3://data/scratch/${folder}/'`;
  expect(await world.ask(world.lake.admin, create)).toEqual([]);
  return world.ask(world.lake.admin, `SELECT * FROM ${table} ORDER BY 1`);
}

describe('what UNLOAD reads', () => {
  it('is what Lake Formation lets its caller see: columns, rows and cells (unload; data-filtering)', async () => {
    const unload = (folder: string): string =>
      `UNLOAD (SELECT * FROM shop.orders) TO 's3://data/scratch/${folder}/' ${FORMAT}`;
    expect(await world.ask(analyst, unload('all'))).toEqual([]);
    expect(await stored('id int, name string, ssn string, region string', 'all')).toEqual([
      ['1', 'ann', null, 'EU'],
      ['2', 'bob', null, 'US'],
    ]);
    expect(await world.ask(regional, unload('eu'))).toEqual([]);
    expect(await stored('id int, name string, ssn string', 'eu')).toEqual([['1', 'ann', null]]);
  });

  it.each([
    [
      'SELECT ssn FROM shop.orders',
      /^COLUMN_NOT_FOUND: line 1:16: Column 'ssn' cannot be resolved or requester is not/,
    ],
    ["SELECT id FROM shop.orders WHERE ssn LIKE '9%'", /^COLUMN_NOT_FOUND: line 1:42: /],
    ['SELECT * FROM shop.nope', /^TABLE_NOT_FOUND: line 1:23: /],
    ['SELECT 1 / 0 AS n', /^DIVISION_BY_ZERO: Division by zero\. If a data manifest file was generated at 's3:/],
  ])('is refused for %s, and nothing is stored', async (query, reason) => {
    const before = await world.keys('');
    expect(await world.ask(analyst, `UNLOAD (${query}) TO 's3://data/scratch/none/' ${FORMAT}`)).toMatch(reason);
    expect(await world.keys('')).toEqual(before);
  });

  it('can be a query with names of its own, in another codec', async () => {
    const sql = `UNLOAD (WITH w AS (SELECT 7 AS n UNION ALL SELECT 8) SELECT n AS "N'", n + 1 AS m FROM w) TO 's3://data/scratch/named/' WITH (format = 'parquet', compression = 'zstd')`;
    expect(await world.ask(analyst, sql)).toEqual([]);
    expect(await stored('m int', 'named')).toEqual([['8'], ['9']]);
  });
});

describe('where UNLOAD writes', () => {
  it('is wherever its caller may by IAM, a registered location too: Lake Formation does not govern writing', async () => {
    const unload = (place: string): string => `UNLOAD (SELECT 1 AS n) TO 's3://data/${place}/' ${FORMAT}`;
    for (const place of ['private/x', 'lake/orders', 'lake/x', 'scratch2']) {
      expect(await world.ask(analyst, unload(place))).toMatch(DENIED);
    }
    expect(await world.ask(placed, unload('lake/x'))).toEqual([]);
    expect(await world.keys('lake/x/')).toHaveLength(1);
    expect(await world.ask(world.lake.admin, unload('nobucket').replace('data', 'nobucket'))).toMatch(
      /^HIVE_FILESYSTEM_ERROR: The specified bucket does not exist/,
    );
  });

  it('must hold nothing (unload), unless partitions are written', async () => {
    const unload = `UNLOAD (SELECT 1 AS n) TO 's3://data/scratch/once/' ${FORMAT}`;
    expect(await world.ask(analyst, unload)).toEqual([]);
    expect(await world.ask(analyst, unload)).toMatch(
      /^HIVE_PATH_ALREADY_EXISTS: Target directory for table 'mine\.temp_[0-9a-f_]{36}' already exists: s3:\/\/data\/scratch\/once\. If a data manifest/,
    );
    const parted = `UNLOAD (SELECT 1 AS n, 'a' AS p) TO 's3://data/scratch/once' WITH (format = 'PARQUET', partitioned_by = ARRAY['p'])`;
    for (let round = 0; round < 2; round += 1) expect(await world.ask(analyst, parted)).toEqual([]);
    expect(await world.keys('scratch/once/p=a/')).toHaveLength(2);
  });

  it.each(['s3://data/scratch/../private/', '/tmp/x', 's3:///x', "s3://data/scratch/'' OR 1"])(
    'cannot be %s',
    async (to) => {
      const before = await world.keys('private/');
      const answer = await world.ask(analyst, `UNLOAD (SELECT 1 AS n) TO '${to}' ${FORMAT}`);
      if (to.includes('OR 1')) expect(answer).toEqual([]);
      else
        expect(answer).toMatch(/^INVALID_TABLE_PROPERTY: line 1:1: External location is not a valid file system URI: /);
      expect(await world.keys('private/')).toEqual(before);
    },
  );

  it.each([
    ["WITH (format = 'JSON')", 'NOT_SUPPORTED: '],
    ["WITH (format = 'PARQUET', field_delimiter = ',')", 'NOT_SUPPORTED: '],
    ["WITH (format = 'PARQUET', external_location = 's3://data/scratch/y/')", 'INVALID_TABLE_PROPERTY: '],
    ['', 'INVALID_TABLE_PROPERTY: line 1:1: UNLOAD needs the property format.'],
  ])('%s is refused by name', async (settings, reason) => {
    const answer = await world.ask(analyst, `UNLOAD (SELECT 1 AS n) TO 's3://data/scratch/no/' ${settings}`);
    expect(answer).toContain(reason);
  });
});

describe('text that is no UNLOAD', () => {
  it.each([
    ['UNLOAD SELECT 1 TO', "line 1:8: mismatched input 'SELECT'. Expecting: '('"],
    ['UNLOAD (SELECT 1', "line 1:17: mismatched input '<EOF>'. Expecting: ')'"],
    ['UNLOAD (SELECT 1) INTO', "line 1:19: mismatched input 'INTO'. Expecting: 'TO'"],
    ['UNLOAD (SELECT 1) TO x', "line 1:22: mismatched input 'x'. Expecting: <string>"],
    ["UNLOAD (SELEC 1) TO 's3://b/x'", "line 1:9: mismatched input 'SELEC'. Expecting: "],
    ["UNLOAD (\nSELECT 1 FROM) TO 's3://b/x'", 'line 2:14: '],
    ["UNLOAD (SELECT 1) TO 's3://b/x' FORMAT", "line 1:33: mismatched input 'FORMAT'. Expecting: 'WITH', <EOF>"],
  ])('%j is refused at once', async (sql, text) => {
    await expect(world.ask(analyst, sql)).rejects.toThrow(text);
  });
});
