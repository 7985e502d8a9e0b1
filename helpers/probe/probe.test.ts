import { DuckDBInstance } from '@duckdb/node-api';
import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLAUSES, PROBE_KINDS, type ProbeKind } from '../model/plan.js';
import type { ProbeTarget, QueryAnswer } from './probe-kind.js';
import { readAnswer, sqlOf } from './registry.js';

const TARGET: ProbeTarget = { database: 'db', table: 't', columns: ['c'], clause: 'SELECT' };

/** Names that would break out of their quotes if any were forgotten. */
const HOSTILE = [
  'select',
  'a"b',
  'a""b',
  "a'b",
  'a`b',
  'a b',
  'a;--',
  '"; DROP TABLE t; --',
  'ä',
  '1',
  'a\\',
  '*',
  '%s',
];

/** Statements that Athena runs as SELECT; SHOW and DESCRIBE go to its Hive parser. */
const SELECTS: readonly ProbeKind[] = PROBE_KINDS.filter(
  (kind) => !['list-databases', 'list-tables', 'describe'].includes(kind),
);
const COUNTS: readonly ProbeKind[] = ['column-count', 'row-count', 'beacon'];

describe('the SQL of each probe', () => {
  it.each<[ProbeKind, ProbeTarget, string]>([
    ['session', {}, 'SELECT 1'],
    ['list-databases', {}, 'SHOW DATABASES'],
    ['list-tables', { database: 'd`b' }, 'SHOW TABLES IN `d``b`'],
    ['column-set', TARGET, 'SELECT * FROM "db"."t" WHERE false'],
    ['table-by-name', TARGET, 'SELECT * FROM "db"."t" WHERE false'],
    ['database-by-name', TARGET, 'SELECT * FROM "db"."t" WHERE false'],
    [
      'column-count',
      { ...TARGET, columns: ['c', 'd"e'] },
      'SELECT count("c") AS "c", count("d""e") AS "d""e" FROM (SELECT * FROM "db"."t" LIMIT 100)',
    ],
    ['beacon', TARGET, 'SELECT count("c") AS "c" FROM (SELECT * FROM "db"."t" LIMIT 1)'],
    ['row-count', TARGET, 'SELECT count(*) FROM "db"."t"'],
    ['column-by-name', TARGET, 'SELECT "c" FROM "db"."t" WHERE false'],
    ['column-by-name', { ...TARGET, clause: 'WHERE' }, 'SELECT 1 FROM "db"."t" WHERE "c" IS NULL AND false'],
    ['column-by-name', { ...TARGET, clause: 'GROUP BY' }, 'SELECT count(*) FROM "db"."t" WHERE false GROUP BY "c"'],
    ['column-by-name', { ...TARGET, clause: 'ORDER BY' }, 'SELECT 1 FROM "db"."t" WHERE false ORDER BY "c"'],
    [
      'column-by-name',
      { ...TARGET, clause: 'ORDER BY', types: { c: 'array<map<string,int>>' } },
      'SELECT 1 FROM "db"."t" WHERE false ORDER BY "c" IS NULL',
    ],
    [
      'information-schema',
      { ...TARGET, table: "t'x" },
      "SELECT column_name FROM information_schema.columns WHERE table_schema = 'db' AND table_name = 't''x'",
    ],
    ['describe', TARGET, 'DESCRIBE `db`.`t`'],
  ])('%s', (kind, target, sql) => {
    expect(sqlOf(kind, target)).toBe(sql);
  });

  it.each<[ProbeKind, ProbeTarget]>([
    ['column-set', { database: 'db' }],
    ['list-tables', {}],
    ['column-by-name', { database: 'db', table: 't' }],
    ['column-count', { database: 'db', table: 't', columns: [] }],
  ])('%s refuses a target without what it needs', (kind, target) => {
    expect(() => sqlOf(kind, target)).toThrow(TypeError);
  });

  it('is one statement for a Trino parser, whatever the names', () => {
    const trino = new TrinoSQL();
    expect(trino.validate('SELECT "a" FROM "db"."t" WHERE')).not.toEqual([]);
    for (const name of HOSTILE) {
      for (const kind of SELECTS) {
        for (const clause of CLAUSES) {
          const sql = sqlOf(kind, { database: name, table: name, columns: [name], clause });
          expect(trino.validate(sql), sql).toEqual([]);
          expect(trino.splitSQLByStatement(sql), sql).toHaveLength(1);
        }
      }
    }
  });
});

describe('on another engine (DuckDB), with a row in the table', () => {
  it('returns counts or no row, and never the planted value, whatever the names', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
    await connection.run('CREATE SCHEMA db');
    for (const [position, table] of HOSTILE.entries()) {
      const column = HOSTILE[HOSTILE.length - 1 - position] ?? '';
      await connection.run(`CREATE TABLE db.${quoted(table)} (${quoted(column)} VARCHAR, other INTEGER)`);
      await connection.run(`INSERT INTO db.${quoted(table)} VALUES ('PLANTED', 424242), ('PLANTED', 424243)`);
      for (const kind of SELECTS.filter((each) => each !== 'session' && each !== 'information-schema')) {
        for (const clause of CLAUSES) {
          const sql = sqlOf(kind, { database: 'db', table, columns: [column], clause });
          const result = await connection.runAndReadAll(sql);
          const rows = result.getRowsJson();
          const row = [[kind === 'beacon' ? '1' : '2']];
          expect(rows, sql).toEqual(COUNTS.includes(kind) ? row : []);
        }
      }
    }
    connection.closeSync();
  });

  it.each(CLAUSES)('names its column in %s: without that column the statement fails', async (clause) => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run('CREATE SCHEMA db');
    await connection.run('CREATE TABLE db.t (c VARCHAR, other INTEGER)');
    await connection.run(sqlOf('column-by-name', { ...TARGET, clause }));
    await connection.run('ALTER TABLE db.t DROP COLUMN c');
    await expect(connection.run(sqlOf('column-by-name', { ...TARGET, clause }))).rejects.toThrow(/"c"/);
    connection.closeSync();
  });
});

describe('reading an answer', () => {
  const answer = (columnNames: readonly string[], ...rows: (string | undefined)[][]): QueryAnswer => ({
    columnNames,
    rows,
  });

  it.each<[ProbeKind, QueryAnswer, ReturnType<typeof readAnswer>]>([
    ['session', answer(['_col0'], ['1']), {}],
    ['list-databases', answer(['database_name'], ['Default'], ['db']), { names: ['default', 'db'] }],
    ['list-databases', answer(['database_name']), { names: [] }],
    ['list-tables', answer(['tab_name'], ['t']), { names: ['t'] }],
    ['column-set', answer(['A', 'b']), { names: ['a', 'b'] }],
    ['column-count', answer(['a', 'b'], ['100', '0']), { counts: { a: 100, b: 0 } }],
    ['beacon', answer(['a'], ['1']), { counts: { a: 1 } }],
    ['row-count', answer(['_col0'], ['200000']), { rowCount: 200_000 }],
    ['row-count', answer(['_col0'], ['0']), { rowCount: 0 }],
    ['information-schema', answer(['column_name'], ['a'], ['B']), { names: ['a', 'b'] }],
    // Athena User Guide, "DESCRIBE": one padded value in each row, partition keys once more below.
    [
      'describe',
      answer(
        ['col_name', 'data_type', 'comment'],
        ['review_id           \tstring              \t                    '],
        ['product_category    \tstring              \tthe partition key   '],
        ['\t \t '],
        ['# Partition Information\t \t '],
        ['# col_name            \tdata_type           \tcomment             '],
        ['\t \t '],
        ['product_category    \tstring              \tthe partition key   '],
      ),
      { names: ['review_id', 'product_category'] },
    ],
    [
      'describe',
      answer(['col_name', 'data_type', 'comment'], ['a', 'string', ''], ['B', 'int', '']),
      { names: ['a', 'b'] },
    ],
  ])('%s: %j', (kind, given, expected) => {
    expect(readAnswer(kind, given)).toEqual(expected);
  });

  it.each<[ProbeKind, QueryAnswer]>([
    ['session', answer(['_col0'])],
    ['session', answer(['_col0'], ['2'])],
    ['session', answer(['_col0'], ['1'], ['1'])],
    ['list-databases', answer(['database_name'], [undefined])],
    ['list-tables', answer(['a', 'b'], ['x', 'y'])],
    ['list-tables', answer(['a'], [''])],
    ['column-set', answer([])],
    ['column-set', answer(['a', 'A'])],
    ['column-set', answer(['a'], ['secret'])],
    ['column-count', answer(['a'])],
    ['column-count', answer(['a'], ['1'], ['1'])],
    ['column-count', answer(['a'], [undefined])],
    ['column-count', answer(['a'], ['secret'])],
    ['column-count', answer(['a'], ['-1'])],
    ['column-count', answer(['a'], ['1e3'])],
    ['column-count', answer(['a', 'a'], ['1', '2'])],
    ['column-count', answer(['a', 'b'], ['1'])],
    ['column-count', answer([], [])],
    ['row-count', answer(['a'])],
    ['row-count', answer(['a'], ['1', '2'])],
    ['row-count', answer(['a'], ['99999999999999999999'])],
    ['information-schema', answer(['column_name'])],
    ['describe', answer(['col_name'])],
    ['describe', answer(['col_name'], ['# Partition Information'])],
  ])('%s: %j decides nothing', (kind, given) => {
    expect(Object.keys(readAnswer(kind, given))).toEqual(['unreadable']);
  });

  it.each<ProbeKind>(['column-by-name', 'table-by-name', 'database-by-name'])(
    '%s: that it was answered is a leak, whatever came back',
    (kind) => {
      expect(readAnswer(kind, answer(['a'], ['secret'], ['more']))).toEqual({});
    },
  );

  it('keeps no value of a row, of whatever shape, except where the row is a list of names', () => {
    const lists: readonly ProbeKind[] = ['list-databases', 'list-tables', 'information-schema', 'describe'];
    const cell = fc.option(fc.constantFrom('PLANTED', 'PLANTED\tx', '-7', '7.5'), { nil: undefined });
    const rows = fc.array(fc.array(cell, { maxLength: 3 }), { maxLength: 3 });
    const kind = fc.constantFrom(...PROBE_KINDS.filter((each) => !lists.includes(each)));
    fc.assert(
      fc.property(kind, fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }), rows, (probe, columnNames, cells) => {
        expect(JSON.stringify(readAnswer(probe, { columnNames, rows: cells }))).not.toMatch(/PLANTED|7/);
      }),
    );
  });
});
