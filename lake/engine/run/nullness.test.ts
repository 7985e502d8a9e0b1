import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineLake } from '../../testing/engine-lake.js';
import { type ParquetChunk, parquetFile } from '../../testing/parquet-file.js';

/**
 * Damaged pages stand for columns that must not be read: whoever reads one fails. What a statement must answer is what
 * reading the values would, by Trino's documentation of `count` and `IS NULL`.
 */
const UNREADABLE = /^HIVE_CANNOT_OPEN_SPLIT/;

let lake: EngineLake;
let tables = 0;

beforeAll(() => {
  lake = new EngineLake();
});

afterAll(() => lake.close());

/** A table of one column `c`, and its files, each of some row groups. */
function table(type: string, ...files: readonly (readonly ParquetChunk[])[]): string {
  tables += 1;
  const name = `t${tables}`;
  lake.addTable('shop', name, [{ name: 'c', type }]);
  for (const [index, groups] of files.entries()) {
    lake.addBytes('shop', name, `${index}.parquet`, parquetFile([{ name: 'c', groups }]));
  }
  lake.grant('shop', name);
  return name;
}

async function rows(sql: string): Promise<string[]> {
  const result = await lake.run(sql);
  return result.rows.map((row) => row.map((cell) => cell ?? '-').join('|'));
}

const NONE: ParquetChunk = { values: [1, 2, 3], nullCount: 0, min: 1, max: 3, isDamaged: true };
const ALL: ParquetChunk = { values: [null, null], nullCount: 2, isDamaged: true };

describe('a footer that tells where NULLs are', () => {
  it.each<[string, readonly ParquetChunk[], string]>([
    ['nowhere', [NONE], '3|3|0'],
    ['nowhere, in several row groups', [NONE, { ...NONE, values: [4] }], '4|4|0'],
    ['everywhere', [ALL], '2|0|2'],
  ])('%s is enough', async (_, groups, expected) => {
    const name = table('int', groups);
    expect(await rows(`SELECT count(*), count(c), count(*) FILTER (WHERE c IS NULL) FROM ${name}`)).toEqual([expected]);
    await expect(rows(`SELECT max(c) FROM ${name}`)).rejects.toThrow(UNREADABLE);
  });

  it('is enough file by file, and others are read', async () => {
    const name = table('int', [NONE], [{ values: [7, null], nullCount: 1 }], [ALL]);
    expect(await rows(`SELECT count(*), count(c) FROM ${name}`)).toEqual(['7|4']);
  });

  it('is enough for rows alone', async () => {
    const name = table('int', [{ values: [1, 2], isDamaged: true }]);
    expect(await rows(`SELECT count(*) FROM ${name}`)).toEqual(['2']);
    expect(await rows(`SELECT 1 FROM ${name} LIMIT 1`)).toEqual(['1']);
  });

  it('serves a statement that names its table again and again, and leaves nothing to the next', async () => {
    const name = table('int', [NONE], [ALL]);
    const twice = `SELECT count(a.c), count(b.c), count(*) FROM ${name} a JOIN ${name} b ON a.c IS NULL`;
    expect(await rows(twice)).toEqual(['0|6|10']);
    const shared = `WITH w AS (SELECT c IS NULL AS n FROM ${name}) SELECT (SELECT count(*) FROM w WHERE n), count(*) FROM w`;
    expect(await rows(shared)).toEqual(['2|5']);
    const other = table('int', [{ values: [1, null], nullCount: 1 }]);
    expect(await rows(`SELECT count(c) FROM ${other}`)).toEqual(['1']);
  });
});

describe('a footer that does not tell, or cannot be right', () => {
  it.each<[string, ParquetChunk]>([
    ['without statistics', { values: [1, null, 3] }],
    ['with smallest and largest alone', { values: [1, null, 3], min: 1, max: 3 }],
    ['with a count of -1', { values: [1, null, 3], nullCount: -1 }],
    ['with more NULLs than values', { values: [1, null, 3], nullCount: 4 }],
    ['with nothing but NULLs of which one is the smallest', { values: [1, null, 3], nullCount: 3, min: 1, max: 3 }],
    ['with some NULLs', { values: [1, null, 3], nullCount: 1 }],
  ])('%s is not believed', async (_, chunk) => {
    expect(await rows(`SELECT count(c) FROM ${table('int', [chunk])}`)).toEqual(['2']);
    // One row group that does not tell is enough.
    expect(await rows(`SELECT count(c) FROM ${table('int', [{ ...NONE, isDamaged: false }, chunk])}`)).toEqual(['5']);
    const damaged = table('int', [{ ...chunk, isDamaged: true }]);
    await expect(rows(`SELECT count(c) FROM ${damaged}`)).rejects.toThrow(UNREADABLE);
  });

  it('of row groups that differ is not believed', async () => {
    const groups = [NONE, ALL].map((chunk) => ({ ...chunk, isDamaged: false }));
    expect(await rows(`SELECT count(c), count(*) FROM ${table('int', groups)}`)).toEqual(['3|5']);
  });
});

describe('the type that the catalogue declares', () => {
  it.each(['int', 'bigint'])('%s takes every value of the file, which need not be read', async (type) => {
    expect(await rows(`SELECT count(c) FROM ${table(type, [NONE])}`)).toEqual(['3']);
  });

  it.each([
    'tinyint',
    'smallint',
    'string',
    'float',
    'double',
    'decimal(10,2)',
    'boolean',
    'date',
    'timestamp',
    'binary',
  ])('%s may not, so that the file is read', async (type) => {
    await expect(rows(`SELECT count(c) FROM ${table(type, [NONE])}`)).rejects.toThrow(/^HIVE_/);
  });

  it('is felt where a value does not fit it', async () => {
    const name = table('tinyint', [{ values: [1, 1_000], nullCount: 0 }]);
    await expect(rows(`SELECT count(c) FROM ${name}`)).rejects.toThrow(/^HIVE_BAD_DATA/);
    await expect(rows(`SELECT count(*) FROM ${name} WHERE c IS NULL`)).rejects.toThrow(/^HIVE_BAD_DATA/);
    await expect(rows(`SELECT count(c) FROM ${table('struct<x:int>', [NONE])}`)).rejects.toThrow(/^HIVE_/);
  });
});

describe('columns that are not plain', () => {
  beforeAll(async () => {
    lake.addTable('shop', 'nested', [
      { name: 'home', type: 'struct<city:string,zip:int>' },
      { name: 'tags', type: 'array<string>' },
      { name: 'marks', type: 'map<string,int>' },
      { name: 'at', type: 'timestamp' },
    ]);
    // Not one NULL inside, and NULLs outside.
    await lake.addFile(
      'shop',
      'nested',
      'a.parquet',
      `SELECT CASE WHEN i < 3 THEN {'city': 'Rome', 'zip': i} END AS home,
        CASE WHEN i < 4 THEN ['a', 'b'] END AS tags, CASE WHEN i < 5 THEN MAP(['k'], [i]) END AS marks,
        TIMESTAMP '2024-01-01' + to_days(i::INTEGER) AS at
       FROM range(6) AS r(i)`,
    );
    lake.grant('shop', 'nested');
  });

  it('are read', async () => {
    const counts = 'count(home), count(tags), count(marks), count(at), count(*)';
    expect(await rows(`SELECT ${counts} FROM nested`)).toEqual(['3|4|5|6|6']);
    expect(await rows('SELECT count(home.city), count(*) FILTER (WHERE home.zip IS NULL) FROM nested')).toEqual([
      '3|3',
    ]);
  });
});

describe('names that could mean another column', () => {
  it.each<[string, string, string]>([
    ['called like a path', `SELECT {'b': NULL::INTEGER} AS a, 1 AS "a, b"`, '1|1'],
    ['called like a path, after its first part', `SELECT 1 AS a, NULL::INTEGER AS "a, b"`, '1|0'],
  ])('%s are told apart', async (title, select, expected) => {
    const name = `named_${title.length}`;
    const isStruct = select.includes('{');
    lake.addTable('shop', name, [
      { name: 'a', type: isStruct ? 'struct<b:int>' : 'int' },
      { name: 'a, b', type: 'int' },
    ]);
    await lake.addFile('shop', name, 'a.parquet', select);
    lake.grant('shop', name);
    expect(await rows(`SELECT count(a), count("a, b") FROM ${name}`)).toEqual([expected]);
  });

  it('that differ in their case alone are told apart, as when they are read', async () => {
    lake.addTable('shop', 'cased', [
      { name: 'c', type: 'int' },
      { name: 'c_1', type: 'int' },
    ]);
    const groups = (values: (number | null)[]): ParquetChunk[] => [
      { values, nullCount: values.filter((value) => value === null).length },
    ];
    const columns = [
      { name: 'c', groups: groups([1]) },
      { name: 'C', groups: groups([null]) },
      { name: 'C_1', groups: groups([3]) },
    ];
    lake.addBytes('shop', 'cased', 'a.parquet', parquetFile(columns));
    lake.grant('shop', 'cased');
    const read = await rows('SELECT c, c_1 FROM cased');
    const told = await rows('SELECT count(c), count(c_1) FROM cased');
    expect(told).toEqual(read.map((row) => row.replaceAll(/\d+/g, '1').replaceAll('-', '0')));
  });
});

describe('what no file holds', () => {
  beforeAll(() => {
    lake.addTable(
      'shop',
      'parted',
      [
        { name: 'c', type: 'int' },
        { name: 'late', type: 'string' },
      ],
      [
        { name: 'region', type: 'string' },
        { name: 'year', type: 'int' },
      ],
    );
    for (const [region, year] of [
      ['EU', '2023'],
      ['__HIVE_DEFAULT_PARTITION__', '2024'],
    ] as const) {
      const folder = `region=${region}/year=${year}`;
      lake.addBytes('shop', 'parted', `${folder}/a.parquet`, parquetFile([{ name: 'c', groups: [NONE] }]));
      lake.addPartition('shop', 'parted', [region, year], folder);
    }
    lake.grant('shop', 'parted');
  });

  it.each([
    ['SELECT count(late), count(*) FILTER (WHERE late IS NULL) FROM parted', ['0|6']],
    ['SELECT count(region), count(year), count(c) FROM parted', ['3|6|6']],
    ['SELECT region, count(c) FROM parted GROUP BY region ORDER BY region', ['EU|3', '-|3']],
    [`SELECT count(c) FROM parted WHERE region = 'EU'`, ['3']],
    ['SELECT max(late), max(year) FROM parted', ['-|2024']],
    ['SELECT count(c) FROM parted WHERE year = 2024', ['3']],
    [`SELECT "$path", count(c) FROM parted GROUP BY "$path" ORDER BY 2 LIMIT 0`, []],
    [`SELECT count(DISTINCT "$path"), count(c) FROM parted`, ['2|6']],
  ])('is known without a look into one: %s', async (sql, expected) => {
    expect(await rows(sql)).toEqual(expected);
  });

  it('is felt where a key does not fit its type', async () => {
    lake.addTable('shop', 'misfit', [{ name: 'c', type: 'int' }], [{ name: 'year', type: 'int' }]);
    lake.addBytes('shop', 'misfit', 'year=x/a.parquet', parquetFile([{ name: 'c', groups: [NONE] }]));
    lake.addPartition('shop', 'misfit', ['x'], 'year=x');
    lake.grant('shop', 'misfit');
    await expect(rows('SELECT count(year) FROM misfit')).rejects.toThrow(/^HIVE_BAD_DATA/);
    expect(await rows('SELECT count(c) FROM misfit')).toEqual(['3']);
  });
});

describe('rights', () => {
  it('hide a column whatever its footer tells', async () => {
    lake.addTable('shop', 'two', [
      { name: 'c', type: 'int' },
      { name: 'd', type: 'int' },
    ]);
    const columns = ['c', 'd'].map((name) => ({ name, groups: [NONE] }));
    lake.addBytes('shop', 'two', 'a.parquet', parquetFile(columns));
    lake.grant('shop', 'two');
    expect(await rows('SELECT count(c), count(d) FROM two')).toEqual(['3|3']);
    lake.grant('shop', 'two', ['c']);
    expect(await rows('SELECT count(c) FROM two')).toEqual(['3']);
    for (const asked of ['count(d)', 'count(*) FILTER (WHERE d IS NULL)']) {
      await expect(rows(`SELECT ${asked} FROM two`)).rejects.toThrow(/^COLUMN_NOT_FOUND/);
    }
  });

  it('open rows, of which alone the NULLs are told', async () => {
    lake.addTable('shop', 'filtered', [
      { name: 'id', type: 'int' },
      { name: 'none', type: 'int' },
      { name: 'some', type: 'int' },
    ]);
    const groups = (values: (number | null)[], isDamaged = false): ParquetChunk[] => [
      { values, nullCount: values.filter((value) => value === null).length, isDamaged },
    ];
    const columns = [
      { name: 'id', groups: groups([1, 2, 3, 4]) },
      { name: 'none', groups: groups([1, 2, 3, 4], true) },
      { name: 'some', groups: groups([1, null, null, 4]) },
    ];
    lake.addBytes('shop', 'filtered', 'a.parquet', parquetFile(columns));
    const asked = 'SELECT count(*), count(none), count("some") FROM filtered';
    lake.grant('shop', 'filtered', undefined, 'id <= 3');
    expect(await rows(asked)).toEqual(['3|3|1']);
    lake.grant('shop', 'filtered', undefined, 'id > 9');
    expect(await rows(asked)).toEqual(['0|0|0']);
    lake.grant('shop', 'filtered');
    expect(await rows(asked)).toEqual(['4|4|2']);
    // Cells that are hidden are NULL, whatever the file holds.
    const access = lake.access.get('shop.filtered');
    if (access === undefined) throw new Error('no access');
    lake.grant('shop', 'filtered', ['id', 'none'], 'id = 2');
    const [filter] = lake.access.get('shop.filtered')?.cells?.filters ?? [];
    if (filter === undefined) throw new Error('no filter');
    lake.access.set('shop.filtered', { ...access, cells: { everywhere: ['id'], filters: [filter] } });
    expect(await rows('SELECT count(id), count(none), count(*) FROM filtered')).toEqual(['4|1|4']);
  });
});

describe('an object', () => {
  it('that is written anew is looked at anew', async () => {
    const name = table('int', [NONE]);
    expect(await rows(`SELECT count(c) FROM ${name}`)).toEqual(['3']);
    const groups = [{ values: [1, null], nullCount: 1 }];
    lake.addBytes('shop', name, '0.parquet', parquetFile([{ name: 'c', groups }]));
    expect(await rows(`SELECT count(c), count(*) FROM ${name}`)).toEqual(['1|2']);
  });

  it('that is no Parquet file fails who asks for it, and nobody else', async () => {
    const name = table('int', [NONE], [NONE]);
    lake.addBytes('shop', name, 'z.parquet', Buffer.from('no parquet file at all'));
    await expect(rows(`SELECT count(c) FROM ${name}`)).rejects.toThrow(UNREADABLE);
    // The first two were looked at together with it.
    expect(await rows(`SELECT c IS NULL FROM ${name} LIMIT 0`)).toEqual([]);
    lake.addBytes('shop', name, 'z.parquet', parquetFile([{ name: 'c', groups: [ALL] }]));
    expect(await rows(`SELECT count(c), count(*) FROM ${name}`)).toEqual(['6|8']);
  });
});

describe('the order of rows', () => {
  const told = (place: number): ParquetChunk[] =>
    place % 2 === 0 ? [{ ...NONE, values: [place] }] : [{ values: [null, place], nullCount: 1 }];
  const expected = (count: number): string[] =>
    Array.from({ length: count }, (_, place) => (place % 2 === 0 ? ['false'] : ['true', 'false'])).flat();

  it.each([5, 240])('is that of %i files, whether they are read or not', async (count) => {
    const name = table('int', ...Array.from({ length: count }, (_, place) => told(place)));
    // Where too many are read and not read by turns, all are.
    const asked = rows(`SELECT c IS NULL FROM ${name}`);
    if (count > 50) await expect(asked).rejects.toThrow(UNREADABLE);
    else expect(await asked).toEqual(expected(count));
    expect(await rows(`SELECT c IS NULL FROM ${name} LIMIT 4`)).toEqual(expected(count).slice(0, 4));
  });
});
