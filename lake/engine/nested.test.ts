import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineLake } from '../testing/engine-lake.js';
import { addProfiles } from '../testing/profiles.js';
import { failureOf } from '../testing/shop.js';

let lake: EngineLake;
beforeAll(async () => {
  lake = new EngineLake();
  await addProfiles(lake);
});
afterAll(() => lake.close());

describe('nested columns', () => {
  it('come out of every file in the declared type, by name whatever its case, what is missing as NULL', async () => {
    const { columns, rows } = await lake.run('SELECT * FROM profiles ORDER BY id');
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'integer'],
      ['home', 'row'],
      ['scores', 'map'],
      ['jobs', 'array'],
      ['grid', 'array'],
    ]);
    expect(rows).toEqual([
      [
        '1',
        '{city=Rome, zip=null, geo={lat=41.9, lon=12.5}}',
        '{a=1, b=null}',
        '[{title=cook, pay=10}, null, {title=chef, pay=30}]',
        '[[1, 2], [3]]',
      ],
      ['2', '{city=Oslo, zip=null, geo=null}', '{c=3}', '[{title=host, pay=20}]', null],
      ['3', null, null, null, null],
    ]);
  });

  it('of another form in a file are bad data where they are read, and nothing where they are not', async () => {
    lake.addTable('shop', 'odd', [
      { name: 'id', type: 'int' },
      { name: 'home', type: 'struct<city:string>' },
    ]);
    await lake.addFile('shop', 'odd', 'a.parquet', `SELECT 1 AS id, {'city': 'Rome'} AS home`);
    await lake.addFile('shop', 'odd', 'b.parquet', `SELECT 2 AS id, 'plain' AS home`);
    lake.grant('shop', 'odd');
    expect((await lake.run('SELECT id FROM odd ORDER BY id')).rows).toEqual([['1'], ['2']]);
    expect(await failureOf(lake, 'SELECT home FROM odd')).toMatch(/^HIVE_BAD_DATA: /);
    lake.grant('shop', 'odd', ['id', 'home'], 'id = 1');
    expect((await lake.run('SELECT home.city FROM odd')).rows).toEqual([['Rome']]);
  });

  it.each([
    ['a field', 'SELECT home.city FROM profiles ORDER BY id', [['Rome'], ['Oslo'], [null]]],
    ['a field of a field', 'SELECT p.HOME.Geo."LAT" FROM profiles p WHERE id = 1', [['41.9']]],
    [
      'by the table’s whole name',
      'SELECT awsdatacatalog.shop.profiles.home.city FROM profiles WHERE id = 1',
      [['Rome']],
    ],
    ['in WHERE', "SELECT id FROM profiles WHERE home.city = 'Oslo'", [['2']]],
    ['of an element', 'SELECT jobs[1].pay, element_at(jobs, -1).title FROM profiles WHERE id = 1', [['10', 'chef']]],
    ['of an element that is NULL', 'SELECT jobs[2].pay FROM profiles WHERE id = 1', [[null]]],
    ['a row’s place', 'SELECT home[1] FROM profiles WHERE id = 1', [['Rome']]],
    ['all fields of a row', 'SELECT home.* FROM profiles WHERE id = 1', [['Rome', null, '{lat=41.9, lon=12.5}']]],
    ['all fields of a value', 'SELECT (jobs[1]).* FROM profiles WHERE id = 1', [['cook', '10']]],
    [
      'a key',
      "SELECT scores['a'], element_at(scores, 'b'), element_at(scores, 'z') FROM profiles WHERE id = 1",
      [['1', null, null]],
    ],
    [
      'groups',
      'SELECT p.home.city, count(*) FROM profiles p GROUP BY home.city ORDER BY 1',
      [
        ['Oslo', '1'],
        ['Rome', '1'],
        [null, '1'],
      ],
    ],
    ['groups of rows', 'SELECT home.city FROM profiles GROUP BY home ORDER BY home.city', [['Oslo'], ['Rome'], [null]]],
    ['aggregates', 'SELECT max(jobs[1].pay), count(home), count(home.zip) FROM profiles', [['20', '2', '0']]],
    [
      'sizes',
      'SELECT cardinality(scores), cardinality(jobs), cardinality(grid) FROM profiles WHERE id = 1',
      [['2', '3', '2']],
    ],
    [
      'UNNEST of rows',
      'SELECT id, t, p FROM profiles CROSS JOIN UNNEST(jobs) AS j (t, p) ORDER BY p',
      [
        ['1', 'cook', '10'],
        ['2', 'host', '20'],
        ['1', 'chef', '30'],
        ['1', null, null],
      ],
    ],
    [
      'UNNEST of a map',
      'SELECT k, v FROM profiles CROSS JOIN UNNEST(scores) AS s (k, v) ORDER BY k',
      [
        ['a', '1'],
        ['b', null],
        ['c', '3'],
      ],
    ],
    [
      'UNNEST with places',
      'SELECT k, n FROM profiles, UNNEST(scores) WITH ORDINALITY AS s (k, v, n) ORDER BY k',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '1'],
      ],
    ],
    [
      'UNNEST of arrays in arrays',
      'SELECT n FROM profiles CROSS JOIN UNNEST(grid) AS g (l) CROSS JOIN UNNEST(l) AS h (n) ORDER BY n',
      [['1'], ['2'], ['3']],
    ],
    [
      'a subquery',
      'SELECT (SELECT max(pay) FROM UNNEST(jobs) AS j (title, pay)) FROM profiles ORDER BY id',
      [['30'], ['20'], [null]],
    ],
    [
      'set operations',
      'SELECT home FROM profiles WHERE id = 2 UNION SELECT home FROM profiles WHERE id = 2',
      [['{city=Oslo, zip=null, geo=null}']],
    ],
    [
      'a WITH query',
      'WITH w AS (SELECT home h FROM profiles) SELECT w.h.city FROM w ORDER BY 1',
      [['Oslo'], ['Rome'], [null]],
    ],
  ])('%s', async (_, sql, rows) => {
    expect((await lake.run(sql)).rows).toEqual(rows);
  });

  it('name a result by the last part', async () => {
    const { columns } = await lake.run('SELECT home.geo.lat, jobs[1].pay, home.* FROM profiles');
    expect(columns.map(({ name }) => name)).toEqual(['lat', '_col1', 'city', 'zip', 'geo']);
  });

  it('prefer a table’s column to a row’s field of the same words', async () => {
    const from = "FROM (SELECT CAST(ROW('field') AS ROW(city varchar)) home) profiles, (SELECT 'column' city) home";
    expect((await lake.run(`SELECT home.city ${from}`)).rows).toEqual([['column']]);
    expect((await lake.run(`SELECT profiles.home.city ${from}`)).rows).toEqual([['field']]);
  });

  it('show their types in information_schema and DESCRIBE', async () => {
    const { rows } = await lake.run(
      "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'shop' AND table_name = 'profiles'",
    );
    expect(rows).toEqual([
      ['id', 'integer'],
      ['home', 'row(city varchar, zip integer, geo row(lat double, lon double))'],
      ['scores', 'map(varchar, integer)'],
      ['jobs', 'array(row(title varchar, pay integer))'],
      ['grid', 'array(array(integer))'],
    ]);
    const described = (await lake.run('DESCRIBE profiles')).rows.map(([line]) => line?.split('\t')[1]?.trim());
    expect(described[2]).toBe('map<string,int>');
  });

  it('are counted as scanned by what is read of them', async () => {
    const { dataScannedBytes } = await lake.run('SELECT home.city FROM profiles');
    expect(dataScannedBytes).toBeGreaterThan(0);
  });
});

describe('names inside rows', () => {
  const unresolved = (name: string): string =>
    `COLUMN_NOT_FOUND: line 1:8: Column '${name}' cannot be resolved or requester is not authorized to access requested resources [2/1006]`;

  it.each([
    ['SELECT home.nope FROM profiles', unresolved('home.nope')],
    ['SELECT home.geo.nope FROM profiles', unresolved('home.geo.nope')],
    ['SELECT bank.iban FROM profiles', unresolved('bank.iban')],
    ['SELECT nope.iban FROM profiles', unresolved('nope.iban')],
    ['SELECT profiles.bank.iban FROM profiles', unresolved('profiles.bank.iban')],
    ['SELECT id.x FROM profiles', 'TYPE_MISMATCH: line 1:8: Expression id is not of type ROW [2/1002]'],
    ['SELECT id.* FROM profiles', /^TYPE_MISMATCH: /],
    ['SELECT bank.* FROM profiles', /^TABLE_NOT_FOUND: /],
    ["SELECT scores['z'] FROM profiles WHERE id = 1", 'INVALID_FUNCTION_ARGUMENT: Key not present in map [2/1106]'],
    ['SELECT scores[1] FROM profiles', /^TYPE_MISMATCH: .*Cannot apply operator: map\(varchar, integer\)\[integer\]/],
    ['SELECT home[id] FROM profiles', /^EXPRESSION_NOT_CONSTANT: /],
    ['SELECT home[4] FROM profiles', /^INVALID_FUNCTION_ARGUMENT: /],
    ['SELECT * FROM profiles, UNNEST(home)', /^TYPE_MISMATCH: .*Cannot unnest type: row/],
    ['SELECT home.city FROM profiles GROUP BY id', /^EXPRESSION_NOT_AGGREGATE: /],
    ['SELECT CAST(home AS varchar) FROM profiles', /^TYPE_MISMATCH: .*Cannot cast row/],
    ['SELECT home < home FROM profiles', /^NOT_SUPPORTED: /],
    ['SELECT scores < scores FROM profiles', /^TYPE_MISMATCH: /],
    ['SELECT DISTINCT scores FROM profiles', /^NOT_SUPPORTED: /],
    ['SELECT scores FROM profiles GROUP BY scores', /^NOT_SUPPORTED: /],
  ])('%s', async (sql, text) => {
    const said = await failureOf(lake, sql);
    if (typeof text === 'string') expect(said).toBe(text);
    else expect(said).toMatch(text);
  });
});

describe('filtered rows with nested columns', () => {
  it.each([
    ['SELECT id, home.city, labels FROM cases', [['1', 'Rome', '[{name=x, load=5}]']]],
    ['SELECT count(*) FROM cases, UNNEST(labels)', [['1']]],
    ['SELECT sum(1 / load) FROM cases, UNNEST(labels) AS l (name, load)', [['0']]],
    ['SELECT count(CAST(1 / labels[1].load AS varchar)) FROM cases', [['1']]],
  ])('%s', async (sql, rows) => {
    expect((await lake.run(sql)).rows).toEqual(rows);
  });
});
