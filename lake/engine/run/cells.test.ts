import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRowFilter } from '../../access/lakeformation/row-filter/parse.js';
import type { Column } from '../../model/catalogue.js';
import { EngineLake } from '../../testing/engine-lake.js';

const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'int' },
  { name: 'name', type: 'string' },
  { name: 'salary', type: 'decimal(10,2)' },
  { name: 'ratio', type: 'double' },
  { name: 'boss', type: 'boolean' },
  { name: 'home', type: 'struct<city:string,zip:int>' },
];
const KEYS: readonly Column[] = [{ name: 'year', type: 'int' }];
const ALL = [...COLUMNS, ...KEYS].map((column) => column.name);

let lake: EngineLake;

beforeAll(async () => {
  lake = new EngineLake();
  for (const name of ['staff', 'tidy']) {
    lake.addTable('shop', name, COLUMNS, KEYS);
    await lake.addFile(
      'shop',
      name,
      'year=2023/a.parquet',
      `SELECT * FROM (VALUES
        (1, 'Ann', 10.50::DECIMAL(10,2), 0.5::DOUBLE, true, {'city': 'Rome', 'zip': 1}),
        (2, 'Bob', 20.00, 'NaN'::DOUBLE, false, {'city': 'Oslo', 'zip': 2}),
        (3, NULL, NULL, NULL, NULL, NULL)) AS t(id, name, salary, ratio, boss, home)`,
    );
    lake.addPartition('shop', name, ['2023'], 'year=2023');
  }
  // Here a salary and an id are text that is no number.
  await lake.addFile(
    'shop',
    'staff',
    'year=2024/a.parquet',
    `SELECT * FROM (VALUES
      ('4', 'ann', '30.00', 2.5::DOUBLE, true, {'city': 'Rome', 'zip': 4}),
      ('5', 'A%b', 'secret', 1.0, false, {'city': 'Bonn', 'zip': 5}),
      ('x', 'Zed', 'secret', 9.0, false, {'city': 'Ulm', 'zip': 6})) AS t(id, name, salary, ratio, boss, home)`,
  );
  lake.addPartition('shop', 'staff', ['2024'], 'year=2024');
});

afterAll(() => lake.close());

interface Opened {
  readonly where: string;
  readonly columns?: readonly string[];
}

function open(filters: readonly Opened[], everywhere: readonly string[] = [], table = 'staff'): void {
  const open = new Set([...everywhere, ...filters.flatMap(({ columns = ALL }) => columns)]);
  const selectable = ALL.filter((name) => open.has(name));
  lake.access.set(`shop.${table}`, {
    visible: true,
    selectable,
    described: selectable,
    viaIamAllowedPrincipals: false,
    cells: {
      everywhere,
      filters: filters.map(({ where, columns = ALL }) => ({
        rows: parseRowFilter(where, { columns: COLUMNS, partitionKeys: KEYS }),
        expression: where,
        columns,
      })),
    },
  });
}

async function rows(sql: string): Promise<string[]> {
  const result = await lake.run(sql);
  return result.rows.map((row) => row.map((cell) => cell ?? '-').join('|'));
}

const ids = (): Promise<string[]> => rows('SELECT name FROM staff ORDER BY name');

describe('a row filter', () => {
  it.each<[string, string[]]>([
    ['true', ['1', '2', '3']],
    ['id = 1', ['1']],
    ['id <> 1', ['2', '3']],
    ['id > 1.5', ['2', '3']],
    ['id between 2 and 3', ['2', '3']],
    ['id in (1, 3, 99)', ['1', '3']],
    ['not id in (1, 3)', ['2']],
    ['id >= 9223372036854775807', []],
    ['ratio < 1e2', ['1']],
    ["name = 'Ann'", ['1']],
    ["name <> 'Ann'", ['2']],
    ["name > 'Ann'", ['2']],
    ["name like '_o%'", ['2']],
    ["not name like '_o%'", ['1']],
    ['name is null', ['3']],
    ['name is not null', ['1', '2']],
    ['salary = 10.5', ['1']],
    ['salary > 10.499999999999999999', ['1', '2']],
    ['ratio > 0', ['1']],
    ['ratio <= 0.5', ['1']],
    ['boss = true', ['1']],
    ['boss <> true', ['2']],
    ["home.city = 'Oslo'", ['2']],
    ['home.zip < 2', ['1']],
    ['year = 2023', ['1', '2', '3']],
    ['year > 2023', []],
    ["id = 1 or name = 'Bob'", ['1', '2']],
    ["not (id = 1 or name = 'Bob')", []],
    ["id < 3 and not name = 'Bob'", ['1']],
  ])('lets through where %s', async (where, found) => {
    open([{ where }], [], 'tidy');
    expect(await rows('SELECT id FROM tidy ORDER BY 1')).toEqual(found);
    // The same rows are counted when no column is read.
    expect(await rows('SELECT count(*) FROM tidy')).toEqual([String(found.length)]);
  });

  it('is case-sensitive, and takes a pattern for one only in LIKE', async () => {
    open([{ where: "name like 'a%' or name = 'A%b'" }]);
    expect(await ids()).toEqual(['A%b', 'ann']);
  });

  it('may name a column that cannot be read', async () => {
    open([{ where: 'salary > 15', columns: ['name', 'year'] }]);
    expect(await ids()).toEqual(['Bob', 'ann']);
    await expect(rows('SELECT salary FROM staff')).rejects.toThrow(/^COLUMN_NOT_FOUND/);
  });

  it('stands below LIMIT, joins and aggregates', async () => {
    open([{ where: "name = 'Bob'" }]);
    expect(await rows('SELECT name FROM staff LIMIT 1')).toEqual(['Bob']);
    expect(await rows('SELECT count(*) FROM staff a CROSS JOIN staff b')).toEqual(['1']);
    expect(await rows('SELECT max(id), min(salary) FROM staff')).toEqual(['2|20.00']);
  });

  it('that names a column which is gone ends the query and says nothing of itself', async () => {
    open([{ where: 'id = 1' }]);
    const access = lake.access.get('shop.staff');
    if (access?.cells === undefined) throw new Error('no cells');
    const rowsOfGone = { kind: 'is-null', column: ['gone'] } as const;
    lake.access.set('shop.staff', {
      ...access,
      cells: { everywhere: [], filters: [{ rows: rowsOfGone, expression: 'gone IS NULL', columns: ALL }] },
    });
    await expect(ids()).rejects.toThrow(/^GENERIC_INTERNAL_ERROR: the row filter of the table cannot be applied$/);
  });
});

describe('cells', () => {
  it('are the union of filters, cell by cell: elsewhere NULL', async () => {
    open([
      { where: 'id = 1', columns: ['id', 'name', 'year'] },
      { where: 'id <= 2', columns: ['id', 'salary', 'year'] },
    ]);
    expect(await rows('SELECT id, name, salary FROM staff ORDER BY id')).toEqual(['1|Ann|10.50', '2|-|20.00']);
    expect(await rows("SELECT id FROM staff WHERE name = 'Bob'")).toEqual([]);
    expect(await rows('SELECT count(name) FROM staff')).toEqual(['1']);
    expect(await rows('SELECT id FROM staff WHERE name IS NULL')).toEqual(['2']);
  });

  it('are joined by what is open in every row, which shows every row', async () => {
    open([{ where: 'id = 1', columns: ['salary', 'year'] }], ['name', 'year']);
    expect(await rows('SELECT name, salary FROM staff WHERE year = 2023 ORDER BY name')).toEqual([
      'Ann|10.50',
      'Bob|-',
      '-|-',
    ]);
    expect(await rows('SELECT count(*) FROM staff')).toEqual(['6']);
  });

  it('that are hidden are not felt, though they do not fit their type', async () => {
    open([
      { where: "name = 'ann'", columns: ['name', 'salary', 'id', 'year'] },
      { where: "name like 'A%'", columns: ['name', 'year'] },
    ]);
    expect(await rows('SELECT name, salary FROM staff ORDER BY name')).toEqual(['A%b|-', 'Ann|-', 'ann|30.00']);
    expect(await rows('SELECT sum(salary) FROM staff')).toEqual(['30.00']);
    // An open one is, as it would be without a filter.
    open([{ where: "name = 'A%b'" }]);
    await expect(rows('SELECT salary FROM staff')).rejects.toThrow(/^HIVE_BAD_DATA/);
  });

  it('whose filter compares a value that does not fit stay hidden', async () => {
    open([{ where: 'id >= 0 or id < 0' }]);
    expect(await rows('SELECT id FROM staff ORDER BY id')).toEqual(['1', '2', '3', '4', '5']);
  });

  it('are all there is: no filter, no row', async () => {
    open([]);
    lake.access.set('shop.staff', {
      visible: true,
      selectable: ['name'],
      described: ['name'],
      viaIamAllowedPrincipals: false,
      cells: { everywhere: [], filters: [] },
    });
    expect(await rows('SELECT count(*), count(name) FROM staff')).toEqual(['0|0']);
  });

  it('are not filtered where Lake Formation gives no data out', async () => {
    open([{ where: 'id = 1', columns: ['name', 'year'] }]);
    lake.registered = false;
    try {
      expect(await rows('SELECT count(*) FROM staff')).toEqual(['6']);
      await expect(rows('SELECT salary FROM staff')).rejects.toThrow(/^COLUMN_NOT_FOUND/);
    } finally {
      lake.registered = true;
    }
  });

  it('are not explained', async () => {
    open([{ where: "name = 'hush-hush'" }]);
    const plan = await rows('EXPLAIN SELECT id FROM staff');
    expect(plan.join('\n')).not.toMatch(/hush|name|Filter/);
  });

  it('forget their columns, not their rows, under the fault of a column filter ignored', async () => {
    open([{ where: 'id = 1', columns: ['id', 'year'] }]);
    lake.faults.add('column-filter-ignored');
    try {
      expect(await rows('SELECT id, name FROM staff')).toEqual(['1|Ann']);
    } finally {
      lake.faults.clear();
    }
  });

  it('show every row of their columns, under the fault of a row filter ignored', async () => {
    open([{ where: 'id = 1', columns: ['id', 'year'] }]);
    lake.faults.add('row-filter-ignored');
    try {
      expect((await rows('SELECT year FROM staff')).length).toBeGreaterThan(1);
      await expect(rows('SELECT name FROM staff')).rejects.toThrow(/^COLUMN_NOT_FOUND/);
    } finally {
      lake.faults.clear();
    }
  });
});
