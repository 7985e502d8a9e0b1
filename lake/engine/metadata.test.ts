import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../model/aws-error.js';
import type { EngineLake } from '../testing/engine-lake.js';
import { failureOf, makeShop } from '../testing/shop.js';

let lake: EngineLake;
beforeAll(async () => {
  lake = await makeShop();
});
afterAll(() => lake.close());
beforeEach(() => lake.refused.clear());

const textOf = async (sql: string): Promise<string[]> => (await lake.run(sql)).rows.map(([cell]) => cell ?? '');

describe('what a caller sees of the catalogue', () => {
  it('is its databases, and with them its tables', async () => {
    expect(await textOf('SHOW DATABASES')).toEqual(['shop']);
    expect(await textOf('SHOW SCHEMAS')).toEqual(['shop']);
    expect(await textOf('SHOW TABLES')).toEqual(['orders', 'visits']);
    expect(await textOf('SHOW TABLES IN shop')).toEqual(['orders', 'visits']);
  });

  it('is matched as a whole by a regular expression, in any case', async () => {
    expect(await textOf("SHOW TABLES IN shop 'ord.*'")).toEqual(['orders']);
    expect(await textOf("SHOW TABLES LIKE '*S'")).toEqual(['orders', 'visits']);
    expect(await textOf("SHOW TABLES LIKE 'order'")).toEqual([]);
    expect(await textOf(String.raw`SHOW TABLES LIKE '\D+'`)).toEqual(['orders', 'visits']);
    expect(await textOf("SHOW DATABASES LIKE 'vault'")).toEqual([]);
    expect(await failureOf(lake, "SHOW TABLES LIKE '('")).toMatch(/^FAILED: Execution Error.* \[1\/1003\]$/);
  });

  it('is its columns, to DESCRIBE and SHOW COLUMNS, in Hive’s layout', async () => {
    const names = ['id', 'customer', 'amount', 'placed', 'tags', 'weight', 'region'];
    expect(await textOf('SHOW COLUMNS IN orders')).toEqual(names.map((name) => name.padEnd(20)));
    const lines = await textOf('DESCRIBE shop.orders');
    expect(lines.slice(0, 2)).toEqual([
      'id                  \tint                 \t                    ',
      'customer            \tstring              \twho                 ',
    ]);
    expect(lines.slice(7)).toEqual([
      '\t \t ',
      '# Partition Information\t \t ',
      '# col_name            \tdata_type           \tcomment             ',
      '\t \t ',
      'region              \tstring              \t                    ',
    ]);
  });

  it('is its columns and what there is of the table, to DESCRIBE FORMATTED and EXTENDED', async () => {
    const formatted = await textOf('DESCRIBE FORMATTED shop.orders');
    expect(formatted.slice(0, 3)).toEqual([
      '# col_name          \tdata_type           \tcomment             ',
      '\t \t ',
      'id                  \tint                 \t                    ',
    ]);
    expect(formatted).toContain('Database:           \tshop                \t ');
    expect(formatted).toContain('CreateTime:         \tThu Jan 01 00:00:00 UTC 1970\t ');
    expect(formatted).toContain('Location:           \ts3://data/shop/orders/\t ');
    expect(formatted).toContain('\tclassification      \tparquet             ');
    expect(formatted.filter((text) => text.startsWith('region '))).toHaveLength(1);
    const extended = await textOf('DESC EXTENDED orders');
    expect(extended.slice(0, -2)).toEqual(await textOf('DESCRIBE orders'));
    expect(extended.at(-1)).toMatch(
      /^Detailed Table Information\tTable\(tableName:orders, dbName:shop, .*partitionKeys:\[FieldSchema\(name:region, type:string, comment:null\)\]/,
    );
    // ssn is hidden.
    expect([...formatted, ...extended].join('\n')).not.toMatch(/ssn/);
    for (const style of ['FORMATTED', 'EXTENDED']) {
      expect(() => lake.prepare(`DESCRIBE ${style} payroll`)).toThrow(/^Entity Not Found/);
      expect(() => lake.prepare(`DESCRIBE ${style} ssn`)).toThrow(/^Entity Not Found/);
    }
    expect(await failureOf(lake, 'DESCRIBE orders ssn')).toMatch(/^NOT_SUPPORTED: DESCRIBE of a column/);
    expect(await failureOf(lake, "DESCRIBE payroll PARTITION (d = '1')")).toMatch(
      /^NOT_SUPPORTED: DESCRIBE of a column/,
    );
  });

  it('is the same in SHOW CREATE TABLE', async () => {
    const text = (await textOf('SHOW CREATE TABLE orders')).join('\n');
    expect(text).toContain("CREATE EXTERNAL TABLE `shop.orders`(\n  `id` int, \n  `customer` string COMMENT 'who', \n");
    expect(text).toContain("LOCATION\n  's3://data/shop/orders/'");
    expect(text).not.toContain('ssn');
  });

  it('is the same in information_schema', async () => {
    const tables = `SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema <> 'information_schema'`;
    expect(await textOf(tables)).toEqual(['shop.orders', 'shop.visits']);
    const columns = await lake.run(
      "SELECT column_name, data_type, ordinal_position FROM information_schema.columns WHERE table_name = 'orders'",
    );
    expect(columns.rows).toEqual([
      ['id', 'integer', '1'],
      ['customer', 'varchar', '2'],
      ['amount', 'decimal(10,2)', '3'],
      ['placed', 'timestamp(3)', '4'],
      ['tags', 'array(varchar)', '5'],
      ['weight', 'double', '6'],
      ['region', 'varchar', '7'],
    ]);
    expect(await textOf('SELECT schema_name FROM information_schema.schemata')).toEqual(['shop', 'information_schema']);
  });

  it('is no table, to a statement about one that is refused or missing', async () => {
    for (const table of ['payroll', 'nope']) {
      for (const word of ['DESCRIBE', 'DESC', 'SHOW COLUMNS IN']) {
        const at = (): unknown => lake.prepare(`${word} ${table}`);
        expect(at).toThrow(AwsError);
        expect(at).toThrow(
          /^Entity Not Found \(Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: [-0-9a-f]{36}; Proxy: null\)$/,
        );
      }
      for (const word of ['SHOW PARTITIONS', 'SHOW TBLPROPERTIES', 'SHOW CREATE TABLE', 'MSCK REPAIR TABLE']) {
        expect(await failureOf(lake, `${word} ${table}`)).toBe(
          `FAILED: SemanticException [Error 10001]: Table not found shop.${table} [1/1003]`,
        );
      }
    }
    expect(await failureOf(lake, 'SHOW TABLES IN vault')).toBe(
      'FAILED: SemanticException [Error 10072]: Database does not exist: vault [1/1003]',
    );
  });

  it('keeps Spark’s copy of the schema from whom a column is hidden from', async () => {
    lake.addTable(
      'shop',
      'sparked',
      [
        { name: 'a', type: 'int' },
        { name: 'ssn', type: 'string' },
      ],
      [],
      {
        'spark.sql.sources.schema.part.0': '{"ssn":"string"}',
        'avro.schema.literal': 'kept',
      },
    );
    lake.grant('shop', 'sparked', ['a']);
    for (const sql of ['SHOW TBLPROPERTIES sparked', 'SHOW CREATE TABLE sparked']) {
      const text = (await textOf(sql)).join('\n');
      expect(text).toContain('avro.schema.literal');
      expect(text).not.toContain('spark.sql');
    }
    lake.grant('shop', 'sparked');
    expect((await textOf('SHOW TBLPROPERTIES sparked')).join('\n')).toContain('spark.sql.sources.schema.part.0');
    lake.access.delete('shop.sparked');
  });

  it.each([
    ['SHOW DATABASES', 'glue:GetDatabases'],
    ['SHOW TABLES', 'glue:GetTables'],
    ['SELECT id FROM orders', 'glue:GetTable'],
    ['SELECT id FROM orders', 'glue:GetDatabase'],
    ['SHOW PARTITIONS orders', 'glue:GetPartitions'],
    ['SELECT id FROM orders', 'glue:GetPartitions'],
  ])('needs IAM’s word: %s without %s', async (sql, action) => {
    lake.refused.add(action);
    expect(await failureOf(lake, sql)).toMatch(
      new RegExp(
        `^User: arn:aws:sts::111122223333:assumed-role/R/s is not authorized to perform: ${action} on resource: arn:aws:glue:.* because no identity-based policy allows the ${action} action \\[2/1500\\]$`,
      ),
    );
  });
});

it.each(['SELECT page FROM visits', 'EXPLAIN SELECT id FROM orders', 'SELECT id FROM orders LIMIT 0'])(
  'no partition is listed for %s',
  async (sql) => {
    lake.refused.add('glue:GetPartitions');
    await lake.run(sql);
  },
);

describe('EXPLAIN', () => {
  it.each([
    [
      '(TYPE LOGICAL)',
      [
        'Output[columnNames = [page]]',
        '│   Layout: [page:varchar]',
        '└─ TableScan[table = awsdatacatalog:shop:visits, columns = [page]]',
      ],
    ],
    [
      '(TYPE LOGICAL, FORMAT GRAPHVIZ)',
      [
        'digraph logical_plan {',
        'plannode_0[label="Output[page]"];',
        'plannode_1[label="TableScan[awsdatacatalog:shop:visits, page]"];',
        'plannode_0 -> plannode_1;',
        '}',
      ],
    ],
  ])('%s shows what comes out and what is read', async (options, lines) => {
    const { columns, rows } = await lake.run(`EXPLAIN ${options} SELECT page FROM visits`);
    expect(columns.map(({ name }) => name)).toEqual(['Query Plan']);
    expect(rows.map(([line]) => line)).toEqual(lines);
  });

  it('names the tables that are read, as JSON', async () => {
    const parsed = async (options: string): Promise<unknown> => {
      const { rows } = await lake.run(`EXPLAIN ${options} SELECT page FROM visits, orders`);
      return JSON.parse(rows.map(([line]) => line).join('\n'));
    };
    expect(await parsed('(TYPE IO, FORMAT JSON)')).toEqual({
      inputTableColumnInfos: ['visits', 'orders'].map((table) => ({
        table: { catalog: 'awsdatacatalog', schemaTable: { schema: 'shop', table } },
        columnConstraints: [],
      })),
    });
    const tree = { name: 'Output', outputs: [{ symbol: 'page', type: 'varchar' }] };
    expect(await parsed('(TYPE LOGICAL, FORMAT JSON)')).toMatchObject(tree);
    expect(await parsed('(FORMAT JSON)')).toMatchObject({ '0': tree });
    expect(await parsed('ANALYZE (FORMAT JSON)')).toMatchObject({ '0': tree });
  });

  it('(TYPE VALIDATE) says that it is valid', async () => {
    const { columns, rows } = await lake.run('EXPLAIN (TYPE VALIDATE) SELECT page FROM visits');
    expect(columns.map(({ name, type }) => [name, type])).toEqual([['Valid', 'boolean']]);
    expect(rows).toEqual([['true']]);
  });

  it('ANALYZE runs the query as its caller may, and says nothing of its rows', async () => {
    lake.events.length = 0;
    const analysed = await lake.run('EXPLAIN ANALYZE SELECT page FROM visits WHERE load > 6');
    expect(analysed.rows).toEqual((await lake.run('EXPLAIN SELECT page FROM visits WHERE load > 6')).rows);
    expect(analysed.dataScannedBytes).toBeGreaterThan(0);
    expect(lake.events.filter(({ eventName }) => eventName === 'GetDataAccess')).toHaveLength(1);
    expect(await failureOf(lake, 'EXPLAIN ANALYZE SELECT 1 / (load - 5) FROM visits')).toMatch(/^DIVISION_BY_ZERO: /);
    // The hidden row has a load of 0.
    await lake.run('EXPLAIN ANALYZE SELECT 1 / load FROM visits');
    lake.refused.add('lakeformation:GetDataAccess');
    try {
      const plain = await failureOf(lake, 'SELECT page FROM visits');
      expect(await failureOf(lake, 'EXPLAIN ANALYZE SELECT page FROM visits')).toBe(plain);
    } finally {
      lake.refused.clear();
    }
  });

  it('shows what is read, and no filter', async () => {
    const { columns, rows } = await lake.run('EXPLAIN SELECT page FROM visits');
    expect(columns.map(({ name }) => name)).toEqual(['Query Plan']);
    const text = rows.flat().join('\n');
    expect(text).toContain('TableScan[table = awsdatacatalog:shop:visits, columns = [page]]');
    expect(text).not.toMatch(/EU|country|hidden/);
  });

  it('refuses what the query would refuse, in the same words', async () => {
    for (const sql of [
      'SELECT ssn FROM orders',
      'SELECT * FROM payroll',
      'SELECT * FROM vault.keys',
      'SELECT zzz(1)',
    ]) {
      const plain = await failureOf(lake, `        ${sql}`);
      expect(await failureOf(lake, `EXPLAIN ${sql}`)).toBe(plain);
    }
  });
});

describe('partitions', () => {
  it('are listed by their keys', async () => {
    expect(await textOf('SHOW PARTITIONS orders')).toEqual(['region=EU', 'region=US']);
  });

  it('are found by MSCK, once, and read from then on', async () => {
    lake.addTable('shop', 'logs', [{ name: 'n', type: 'int' }], [{ name: 'day', type: 'string' }]);
    await lake.addFile('shop', 'logs', 'day=2024-01-01/a.parquet', 'SELECT 1::INT AS n');
    await lake.addFile('shop', 'logs', 'day=a%2Fb/a.parquet', 'SELECT 2::INT AS n');
    await lake.addFile('shop', 'logs', 'stray/a.parquet', 'SELECT 9::INT AS n');
    lake.grant('shop', 'logs');
    expect((await lake.run('SELECT n FROM logs')).rows).toEqual([]);
    expect(await textOf('MSCK REPAIR TABLE logs')).toEqual([
      'Partitions not in metastore:\tlogs:day=2024-01-01\tlogs:day=a/b',
      'Repair: Added partition to metastore logs:day=2024-01-01',
      'Repair: Added partition to metastore logs:day=a/b',
    ]);
    expect(await textOf('MSCK REPAIR TABLE logs')).toEqual([]);
    expect((await lake.run('SELECT day, n FROM logs ORDER BY n')).rows).toEqual([
      ['2024-01-01', '1'],
      ['a/b', '2'],
    ]);
    lake.access.delete('shop.logs');
  });

  it('are added by name, and must be named whole', async () => {
    lake.addTable('shop', 'by_day', [{ name: 'n', type: 'int' }], [{ name: 'day', type: 'string' }]);
    await lake.addFile('shop', 'by_day', 'day=1/a.parquet', 'SELECT 1::INT AS n');
    lake.grant('shop', 'by_day');
    await lake.run("ALTER TABLE by_day ADD IF NOT EXISTS PARTITION (day = '1')");
    expect((await lake.run("SELECT n FROM by_day WHERE day = '1'")).rows).toEqual([['1']]);
    expect(await failureOf(lake, "ALTER TABLE by_day ADD PARTITION (hour = '1')")).toMatch(
      /^FAILED: Execution Error, return code 1 from org\.apache\.hadoop\.hive\.ql\.exec\.DDLTask\. MetaException\(message:Invalid partition spec\) \[1\/1003\]$/,
    );
    lake.access.delete('shop.by_day');
  });
});
