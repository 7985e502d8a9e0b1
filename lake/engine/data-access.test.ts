import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineLake } from '../testing/engine-lake.js';
import { failureOf, makeShop } from '../testing/shop.js';

let lake: EngineLake;
beforeAll(async () => {
  lake = await makeShop();
});
afterAll(() => lake.close());
beforeEach(() => {
  lake.events.length = 0;
  lake.refused.clear();
  lake.faults.clear();
  lake.registered = true;
  for (const name of Object.keys(lake.switches)) Reflect.deleteProperty(lake.switches, name);
});

const dataAccesses = () => lake.events.filter(({ eventName }) => eventName === 'GetDataAccess');
const tablesInTrail = (): unknown[] => dataAccesses().map(({ facts }) => facts.requestParameters?.tableArn);
const lookups = (): unknown[] =>
  lake.events
    .filter(({ eventSource }) => eventSource === 'glue.amazonaws.com')
    .map(({ eventName, facts: { requestParameters }, error }) => [
      eventName,
      ...Object.values(requestParameters ?? {}),
      ...(error === undefined ? [] : [error.code]),
    ]);
const arn = (table: string): string =>
  `arn:aws:glue:us-east-1:111122223333:table/${table.includes('/') ? table : `shop/${table}`}`;

describe('GetDataAccess', () => {
  it.each([
    ['one table', 'SELECT id FROM orders', [arn('orders')]],
    ['a table that is named twice', 'SELECT id FROM orders a JOIN orders b USING (id)', [arn('orders')]],
    ['two tables', 'SELECT 1 FROM orders, visits', [arn('orders'), arn('visits')]],
    ['a table in a subquery', 'SELECT (SELECT count(*) FROM visits)', [arn('visits')]],
    ['a table through WITH', 'WITH a AS (SELECT id FROM orders) SELECT * FROM a x, a y', [arn('orders')]],
  ])('is logged once for each table that is read: %s', async (_, sql, arns) => {
    await lake.run(sql);
    expect(tablesInTrail()).toEqual(arns);
  });

  it.each([
    ['a query without tables', 'SELECT 1'],
    ['metadata', 'SELECT table_name FROM information_schema.tables'],
    ['SHOW', 'SHOW TABLES'],
    ['DESCRIBE', 'DESCRIBE orders'],
    ['EXPLAIN', 'EXPLAIN SELECT id FROM orders'],
    ['a WITH query that nothing reads', 'WITH a AS (SELECT id FROM orders) SELECT 1'],
  ])('is not logged for %s', async (_, sql) => {
    await lake.run(sql);
    expect(tablesInTrail()).toEqual([]);
  });

  it.each([
    'SELECT ssn FROM orders',
    'SELECT id FROM orders, payroll',
    'SELECT id FROM orders WHERE 1',
    'SELECT count(*) FROM vault.keys',
  ])('is not logged when analysis refuses: %s', async (sql) => {
    await failureOf(lake, sql);
    expect(tablesInTrail()).toEqual([]);
  });

  it('has the shape of AWS’s events', async () => {
    await lake.run('SELECT id FROM orders');
    const [event] = dataAccesses();
    expect(event).toMatchObject({
      eventSource: 'lakeformation.amazonaws.com',
      eventName: 'GetDataAccess',
      exchange: { sourceIPAddress: 'athena.amazonaws.com', invokedBy: 'athena.amazonaws.com' },
      facts: {
        readOnly: true,
        requestParameters: {
          tableArn: arn('orders'),
          permissions: ['SELECT'],
          auditContext: { additionalAuditContext: '{queryId: 00000000-0000-4000-8000-000000000001}' },
        },
        responseElements: null,
        additionalEventData: {
          requesterService: 'ATHENA',
          lakeFormationPrincipal: 'arn:aws:iam::111122223333:role/R',
        },
      },
    });
  });

  it('needs IAM’s word; without it nothing is read and nothing logged', async () => {
    lake.refused.add('lakeformation:GetDataAccess');
    expect(await failureOf(lake, 'SELECT id FROM orders, visits')).toBe(
      `User: arn:aws:sts::111122223333:assumed-role/R/s is not authorized to perform: lakeformation:GetDataAccess on resource: ${arn('orders')} because no identity-based policy allows the lakeformation:GetDataAccess action [2/1500]`,
    );
    expect(tablesInTrail()).toEqual([]);
  });

  it('is not asked for a location that is not registered: there the caller’s own right to the objects counts', async () => {
    lake.registered = false;
    await lake.run('SELECT id FROM orders');
    expect(tablesInTrail()).toEqual([]);
    lake.refused.add('s3:GetObject');
    expect(await failureOf(lake, 'SELECT id FROM orders')).toMatch(
      /^PERMISSION_DENIED: Access Denied \(Service: S3, Status Code: 403, Request ID: [0-9A-F]{16}\) \[2\/1500\]$/,
    );
  });
});

const REFUSED_READS = [
  ['a table that is hidden', 'SELECT id FROM payroll', ['payroll']],
  ['one of two tables', 'SELECT id FROM orders, payroll', ['payroll']],
  ['a table of a hidden database', 'SELECT count(*) FROM vault.keys', ['vault/keys']],
  ['a table that is not there', 'SELECT id FROM nothing', []],
] as const;

describe('GetDataAccess of what is refused', () => {
  it.each(REFUSED_READS)('is not there unless the lake is told: %s', async (_, sql) => {
    await failureOf(lake, sql);
    expect(tablesInTrail()).toEqual([]);
  });

  it.each(REFUSED_READS)('carries errorCode and no session where the lake is told: %s', async (_, sql, tables) => {
    lake.switches.dataAccessOfRefusedRead = 'error';
    await failureOf(lake, sql);
    expect(tablesInTrail()).toEqual(tables.map(arn));
    for (const { error, facts } of dataAccesses()) {
      expect(error?.code).toBe('AccessDeniedException');
      expect(facts.additionalEventData).not.toHaveProperty('lakeFormationRoleSessionName');
    }
  });

  it('carries IAM’s sentence where IAM refuses', async () => {
    lake.switches.dataAccessOfRefusedRead = 'error';
    lake.refused.add('lakeformation:GetDataAccess');
    await failureOf(lake, 'SELECT id FROM orders, visits');
    expect(tablesInTrail()).toEqual([arn('orders')]);
    expect(dataAccesses()[0]?.error).toMatchObject({
      code: 'AccessDenied',
      message: expect.stringMatching(/^User: /) as unknown,
    });
  });

  it.each(['EXPLAIN SELECT id FROM payroll', 'DESCRIBE payroll'])('is of reads only: %s', async (sql) => {
    lake.switches.dataAccessOfRefusedRead = 'error';
    await expect((async () => lake.run(sql))()).rejects.toThrow();
    expect(tablesInTrail()).toEqual([]);
  });

  it.each([
    ['a hidden column', 'SELECT ssn FROM orders', 'logged', ['orders']],
    ['a hidden column, by the table’s name', 'SELECT orders.ssn FROM orders, visits', 'logged', ['orders']],
    ['a column that is not there', 'SELECT nothing FROM orders', 'logged', []],
    ['a hidden column, not told', 'SELECT ssn FROM orders', 'absent', []],
  ] as const)('is a success for %s', async (_, sql, way, tables) => {
    lake.switches.dataAccessOfRefusedColumn = way;
    lake.switches.dataAccessOfRefusedRead = 'error';
    await failureOf(lake, sql);
    expect(tablesInTrail()).toEqual(tables.map(arn));
    expect(dataAccesses().filter(({ error }) => error !== undefined)).toEqual([]);
  });
});

describe('Glue’s events of a query', () => {
  it.each([
    [
      'a table',
      'SELECT id FROM orders a JOIN orders b USING (id)',
      [
        ['GetDatabase', 'shop'],
        ['GetTable', 'shop', 'orders'],
        ['GetPartitions', 'shop', 'orders'],
      ],
    ],
    [
      'a hidden table',
      'SELECT id FROM payroll',
      [
        ['GetDatabase', 'shop'],
        ['GetTable', 'shop', 'payroll', 'AccessDeniedException'],
      ],
    ],
    ['a hidden database', 'SELECT id FROM vault.keys', [['GetDatabase', 'vault', 'AccessDeniedException']]],
    [
      'a list of columns, which looks at no table by itself',
      'SELECT * FROM information_schema.columns',
      [['GetDatabases'], ['GetDatabase', 'shop'], ['GetTables', 'shop']],
    ],
    ['no table', 'SELECT 1', []],
  ])('are those of Athena’s looks at %s', async (_, sql, expected) => {
    await lake.run(sql).catch(() => undefined);
    expect(lookups()).toEqual(expected);
  });

  it('say what Lake Formation found too little for, and who called for whom', async () => {
    await failureOf(lake, 'SELECT id FROM payroll');
    expect(lake.events.at(-1)).toMatchObject({
      eventName: 'GetTable',
      exchange: { invokedBy: 'athena.amazonaws.com', sourceIPAddress: 'athena.amazonaws.com' },
      facts: {
        readOnly: true,
        requestParameters: { databaseName: 'shop', name: 'payroll' },
        responseElements: null,
        additionalEventData: {
          insufficientLakeFormationPermissions: ['shop:payroll'],
          lakeFormationPrincipal: 'arn:aws:iam::111122223333:role/R',
        },
      },
    });
  });

  it('are refused in IAM’s words', async () => {
    lake.refused.add('glue:GetTable');
    await failureOf(lake, 'SELECT id FROM orders');
    expect(lookups()).toEqual([
      ['GetDatabase', 'shop'],
      ['GetTable', 'shop', 'orders', 'AccessDenied'],
    ]);
  });
});

describe('data scanned', () => {
  it('counts the columns and partitions that are read, and each reading once', async () => {
    const all = (await lake.run('SELECT * FROM orders')).dataScannedBytes;
    const one = (await lake.run('SELECT id FROM orders')).dataScannedBytes;
    const part = (await lake.run("SELECT id FROM orders WHERE region = 'EU'")).dataScannedBytes;
    const named = (await lake.run('WITH a AS (SELECT id FROM orders) SELECT * FROM a')).dataScannedBytes;
    expect(one).toBeGreaterThan(0);
    expect(all).toBeGreaterThan(one);
    expect(part).toBeLessThan(one);
    expect(part).toBeGreaterThan(0);
    expect(named).toBe(one);
  });

  it.each([
    ['no data', 'SELECT * FROM orders WHERE false'],
    ['no row', 'SELECT * FROM orders LIMIT 0'],
    ['metadata', 'SHOW TABLES'],
    ['a plan', 'EXPLAIN SELECT * FROM orders'],
  ])('is nothing for %s', async (_, sql) => {
    expect((await lake.run(sql)).dataScannedBytes).toBe(0);
  });
});

describe('the copy that a query runs on', () => {
  it('holds the rows that the filter lets through, below everything that a query can do', async () => {
    expect((await lake.run('SELECT count(*), sum(load), min(load) FROM visits')).rows).toEqual([['2', '12', '5']]);
    expect((await lake.run('SELECT page FROM visits ORDER BY load LIMIT 1')).rows).toEqual([['home']]);
    expect((await lake.run("SELECT count(*) FROM visits WHERE country = 'hidden-region'")).rows).toEqual([['0']]);
  });

  it('lets no hidden row be felt: each of these would fail on it', async () => {
    expect((await lake.run('SELECT sum(100 / load) FROM visits')).rows).toEqual([['34']]);
    expect((await lake.run('SELECT count(*) FROM visits WHERE 1 / load >= 0')).rows).toEqual([['2']]);
    const cast = "SELECT CAST(CASE page WHEN 's3cr3t' THEN 'x' ELSE '1' END AS integer) FROM visits";
    expect((await lake.run(cast)).rows).toEqual([['1'], ['1']]);
    expect((await lake.run('SELECT (SELECT page FROM visits WHERE load < 6)')).rows).toEqual([['home']]);
  });

  it('is not read when its filter names a column that has gone, and says nothing of the filter', async () => {
    const columns = ['page', 'load'].map((name) => ({ name, type: 'string' }));
    lake.addTable('shop', 'altered', [...columns, { name: 'country', type: 'string' }]);
    await lake.addFile('shop', 'altered', 'v.parquet', `SELECT 'x' AS page, 's3cr3t' AS country`);
    lake.grant('shop', 'altered', ['page'], "country = 'x'");
    lake.addTable('shop', 'altered', columns);
    const text = await failureOf(lake, 'SELECT page FROM altered');
    expect(text).toMatch(/^GENERIC_INTERNAL_ERROR: the row filter of the table cannot be applied/);
    expect(text).not.toMatch(/country|s3cr3t/);
    lake.access.delete('shop.altered');
  });

  it('is read whole when the fault says that the column filter is forgotten', async () => {
    lake.faults.add('column-filter-ignored');
    expect((await lake.run('SELECT ssn FROM orders WHERE id = 1')).rows).toEqual([['987-65-1']]);
  });

  it('ends with its query when that is cancelled', async () => {
    const abort = new AbortController();
    abort.abort(new Error('cancelled'));
    await expect(lake.run('SELECT count(*) FROM orders a, orders b', [], abort.signal)).rejects.toThrow(
      'Query cancelled',
    );
  });
});
