import { GetTableCommand, GlueClient, UpdateTableCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../testing/query-lake.js';
import { startWriteLake, type WriteLake } from '../../testing/write-lake.js';

const NO_ALTER =
  /DDLTask\. MetaException\(message:Insufficient Lake Formation permission\(s\): Required Alter on days \(Service: AmazonDataCatalog; /;
const DAYS = { Table: { DatabaseName: 'mine', Name: 'days' } };

let world: WriteLake;
let glue: GlueClient;
let maker: ClientOptions;
let reader: ClientOptions;
let stranger: ClientOptions;

beforeAll(async () => {
  world = await startWriteLake();
  glue = new GlueClient(world.lake.admin);
  maker = await world.person('maker');
  reader = await world.person('reader');
  stranger = await world.person('stranger');
  await world.grant('maker', { Database: { Name: 'mine' } }, ['CREATE_TABLE']);
  const sql = `CREATE TABLE days WITH (partitioned_by = ARRAY['day'], external_location = 's3://data/scratch/days/')
    AS SELECT * FROM (VALUES (1, 'a', '1'), (2, 'b', '2'), (3, 'c', '3')) AS v (n, s, day)`;
  expect(await world.ask(maker, sql)).toEqual([]);
  await world.grant('reader', DAYS, ['SELECT', 'DROP', 'DELETE']);
});

afterAll(async () => {
  expect(world.lake.bare.defects).toEqual([]);
  await world.close();
});

describe('ALTER TABLE', () => {
  it.each([
    ["DROP PARTITION (day = '1')"],
    ["DROP IF EXISTS PARTITION (day = '9')"],
    ["SET TBLPROPERTIES ('k' = 'v')"],
    ['ADD COLUMNS (x int)'],
  ])('%s needs ALTER of Lake Formation, and a table that its caller sees', async (change) => {
    expect(await world.ask(reader, `ALTER TABLE days ${change}`)).toMatch(NO_ALTER);
    expect(await world.ask(stranger, `ALTER TABLE mine.days ${change}`)).toMatch(
      /^FAILED: SemanticException \[Error 10001\]: Table not found mine\.days$/,
    );
    expect(await world.ask(maker, 'SELECT * FROM days ORDER BY n')).toHaveLength(3);
  });

  it('DROP PARTITION forgets partitions, and leaves their data (alter-table-drop-partition)', async () => {
    const before = await world.keys('scratch/days/');
    expect(await world.ask(maker, "ALTER TABLE days DROP PARTITION (day = '1'), PARTITION (day = '2')")).toEqual([]);
    expect(await world.ask(maker, 'SELECT n FROM days')).toEqual([['3']]);
    expect(await world.keys('scratch/days/')).toEqual(before);
    expect(await world.ask(maker, "ALTER TABLE days DROP PARTITION (day = '1')")).toMatch(/EntityNotFoundException/);
    expect(await world.ask(maker, "ALTER TABLE days DROP IF EXISTS PARTITION (day = '1')")).toEqual([]);
    expect(await world.ask(maker, "ALTER TABLE days DROP PARTITION (other = '1')")).toMatch(/Invalid partition spec/);
  });

  it('SET TBLPROPERTIES adds and changes properties, and no others (alter-table-set-tblproperties)', async () => {
    expect(await world.ask(maker, `ALTER TABLE days SET TBLPROPERTIES ('note' = 'x', "a" = 'b')`)).toEqual([]);
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: 'mine', Name: 'days' }));
    expect(Table?.Parameters).toMatchObject({ EXTERNAL: 'TRUE', 'parquet.compression': 'GZIP', note: 'x', a: 'b' });
    expect(Table?.StorageDescriptor?.Location).toBe('s3://data/scratch/days/');
    expect(await world.ask(maker, "ALTER TABLE days SET TBLPROPERTIES ('table_type' = 'ICEBERG')")).toMatch(
      /^NOT_SUPPORTED: a change of table_type/,
    );
  });

  it('ADD COLUMNS adds them before the partition keys (alter-table-add-columns)', async () => {
    expect(await world.ask(maker, "ALTER TABLE days ADD COLUMNS (x struct<y:int> COMMENT 'c', z string)")).toEqual([]);
    expect(await world.ask(maker, 'SELECT * FROM days')).toEqual([['3', 'c', null, null, '3']]);
    expect(await world.ask(maker, 'ALTER TABLE days ADD COLUMNS (N int)')).toMatch(/Duplicate column name: n/);
    expect(await world.ask(maker, 'ALTER TABLE days ADD COLUMNS (day int)')).toMatch(/Duplicate column name: day/);
  });

  it('does not make a plain table of one that is none, whose files hold rows that it no longer has', async () => {
    await world.ask(maker, 'CREATE TABLE delta AS SELECT 1 AS n');
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: 'mine', Name: 'delta' }));
    const TableInput = {
      Name: 'delta',
      StorageDescriptor: Table?.StorageDescriptor,
      Parameters: { 'spark.sql.sources.provider': 'delta' },
    };
    await new GlueClient(maker).send(new UpdateTableCommand({ DatabaseName: 'mine', TableInput }));
    const change = "ALTER TABLE delta SET TBLPROPERTIES ('spark.sql.sources.provider' = 'parquet')";
    expect(await world.ask(maker, change)).toMatch(/^NOT_SUPPORTED: ALTER TABLE of a Delta Lake table/);
    expect(await world.ask(maker, 'SELECT * FROM delta')).toMatch(/^NOT_SUPPORTED: /);
  });

  it.each([
    ['RENAME TO x', 'NOT_SUPPORTED: ALTER TABLE is not'],
    ["SET LOCATION 's3://data/lake/orders/'", 'NOT_SUPPORTED: ALTER TABLE SET is not'],
    ['DROP COLUMN n', 'NOT_SUPPORTED: ALTER TABLE DROP is not'],
    ['REPLACE COLUMNS (n int)', 'NOT_SUPPORTED: ALTER TABLE is not'],
  ])('%s is refused by name', async (change, reason) => {
    expect(await world.ask(maker, `ALTER TABLE days ${change}`)).toContain(reason);
  });
});
