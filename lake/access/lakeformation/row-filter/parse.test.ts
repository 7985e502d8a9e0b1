import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowPredicate } from '../../../model/row-predicate.js';
import { parseRowFilter } from './parse.js';
import { RowFilterError } from './row-filter-error.js';

const TABLE = {
  columns: [
    { name: 'country', type: 'string' },
    { name: 'id', type: 'bigint' },
    { name: 'price', type: 'decimal(10,2)' },
    { name: 'ratio', type: 'double' },
    { name: 'active', type: 'boolean' },
    { name: 'code', type: 'varchar(3)' },
    { name: 'first', type: 'string' },
    { name: 'customer', type: 'struct<customerid:int,address:struct<zip:string>>' },
    { name: 'tags', type: 'array<string>' },
    { name: 'props', type: 'map<string,string>' },
    { name: 'born', type: 'date' },
  ],
  partitionKeys: [
    { name: 'year', type: 'int' },
    { name: 'month', type: 'int' },
  ],
};

const parse = (expression: string): RowPredicate => parseRowFilter(expression, TABLE);
const compare = (column: string, operator: '=' | '<>' | '<' | '>' | '>=' | '<=', digits: string): RowPredicate => ({
  kind: 'compare',
  column: [column],
  operator,
  value: { kind: 'number', digits },
});
const is = (column: string, text: string): RowPredicate => ({
  kind: 'compare',
  column: [column],
  operator: '=',
  value: { kind: 'string', text },
});

describe('parseRowFilter', () => {
  // The first four are the guide's own examples ("partiql-support").
  it.each<[string, RowPredicate]>([
    [
      "year > 2010 and country != 'US'",
      {
        kind: 'and',
        terms: [compare('year', '>', '2010'), { ...is('country', 'US'), operator: '<>' } as RowPredicate],
      },
    ],
    [
      "(year > 2010 and country = 'US') or (month < 8 and id > 23)",
      {
        kind: 'or',
        terms: [
          { kind: 'and', terms: [compare('year', '>', '2010'), is('country', 'US')] },
          { kind: 'and', terms: [compare('month', '<', '8'), compare('id', '>', '23')] },
        ],
      },
    ],
    [
      "(country between 'Z' and 'U') and (year = 2018)",
      {
        kind: 'and',
        terms: [
          {
            kind: 'between',
            column: ['country'],
            low: { kind: 'string', text: 'Z' },
            high: { kind: 'string', text: 'U' },
          },
          compare('year', '=', '2018'),
        ],
      },
    ],
    [
      "(country like '%ited%') and (year > 2000)",
      {
        kind: 'and',
        terms: [{ kind: 'like', column: ['country'], pattern: '%ited%' }, compare('year', '>', '2000')],
      },
    ],
    [
      'year > 2010 and customer.customerId <> 1',
      {
        kind: 'and',
        terms: [
          compare('year', '>', '2010'),
          { ...compare('x', '<>', '1'), column: ['customer', 'customerid'] } as RowPredicate,
        ],
      },
    ],
    ['TRUE', { kind: 'every-row' }],
    ['ID >= -5', compare('id', '>=', '-5')],
    ['id = 007.50', compare('id', '=', '7.5')],
    ['ratio < 1e-3', compare('ratio', '<', '1e-3')],
    ['"first" = \'x\'', is('first', 'x')],
    ["country = 'O''Hara'", is('country', "O'Hara")],
    ["country = 'a\"; DROP TABLE t; --'", is('country', 'a"; DROP TABLE t; --')],
    [
      'active = false',
      { kind: 'compare', column: ['active'], operator: '=', value: { kind: 'boolean', value: false } },
    ],
    ['country IS NULL', { kind: 'is-null', column: ['country'] }],
    ['country is not null', { kind: 'not', term: { kind: 'is-null', column: ['country'] } }],
    ['not not id = 1', compare('id', '=', '1')],
    ['not id = 1', { kind: 'not', term: compare('id', '=', '1') }],
    [
      'id NOT IN (1, 2)',
      {
        kind: 'not',
        term: {
          kind: 'in',
          column: ['id'],
          values: [
            { kind: 'number', digits: '1' },
            { kind: 'number', digits: '2' },
          ],
        },
      },
    ],
    [
      'id = 1 or id = 2 and active = true',
      {
        kind: 'or',
        terms: [
          compare('id', '=', '1'),
          {
            kind: 'and',
            terms: [
              compare('id', '=', '2'),
              { kind: 'compare', column: ['active'], operator: '=', value: { kind: 'boolean', value: true } },
            ],
          },
        ],
      },
    ],
  ])('reads %s', (expression, predicate) => {
    expect(parse(expression)).toEqual(predicate);
  });

  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['false', /unexpected|reserved/],
    ['active', /unexpected end/],
    ["'US' = country", /unexpected token/],
    ['id = id', /constants only/],
    ['id = price + 1', /constants only/],
    ["upper(country) = 'US'", /reserved word/],
    ["concat(country) = 'US'", /does not exist/],
    ['id = (select 1)', /constants only/],
    ['exists (select 1)', /reserved word/],
    ['id in (select id)', /constants only/],
    ['id in ()', /constants only/],
    ['nothing = 1', /column nothing does not exist/],
    ['customer.nothing = 1', /does not exist/],
    ['customer = 1', /does not support|do not support/],
    ["tags = 'a'", /do not support/],
    ["props = 'a'", /do not support/],
    ["born = '2020-01-01'", /do not support/],
    ["id = '1'", /match the data type/],
    ['country = 1', /match the data type/],
    ['active > true', /= and <> only/],
    ["id like '1%'", /LIKE/],
    ["country like 'a' escape 'b'", /unexpected token/],
    ['year is null', /partition columns/],
    ["year.x = 'a'", /partition columns/],
    ["first = 'x'", /reserved word/],
    ['id = 1; drop table t', /unexpected character/],
    ['id = 1 -- comment', /unexpected token/],
    ["country = 'US", /unexpected character/],
    ['country = "US"', /constants only/],
    ['(id = 1', /unexpected end/],
    ['id = 1)', /unexpected token/],
    ['id = 1 id = 2', /unexpected token/],
    ['id = - - 1', /unexpected token/],
    ['id = +', /unexpected end/],
    ['id not = 1', /unexpected token/],
    ['id is 1', /unexpected token/],
    [`id = ${'9'.repeat(20)}`, /too many digits/],
    [`id = 0.${'1'.repeat(19)}`, /too many digits/],
    ["country = 'a\0b'", /zero character/],
    [`country = '${'x'.repeat(2040)}'`, /shorter than 2048/],
    [`${'('.repeat(300)}id = 1${')'.repeat(300)}`, /nested too deeply/],
    ['id = 1 \u00a0', /unexpected character/],
    ['größe = 1', /unexpected character/],
  ])('refuses %j', (expression, reason) => {
    expect(() => parse(expression)).toThrow(RowFilterError);
    expect(() => parse(expression)).toThrow(reason);
  });

  it('ends with a predicate or a RowFilterError, whatever it is given', () => {
    const words = fc.constantFrom(
      ...`and or not ( ) , . = <> < >= between in like is null true false id country "first" year customer 'x' 12 1.5 - ' "`.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.array(words, { maxLength: 30 }).map((parts) => parts.join(' ')),
      fc.string({ maxLength: 100 }),
    );
    fc.assert(
      fc.property(text, (expression) => {
        try {
          parse(expression);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RowFilterError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
