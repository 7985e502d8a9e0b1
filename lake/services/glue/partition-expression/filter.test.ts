import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../model/aws-error.js';
import { partitionFilter } from './filter.js';

const KEYS = [
  { name: 'day', type: 'date' },
  { name: 'n', type: 'int' },
  { name: 'kind', type: 'string' },
  { name: 'price', type: 'decimal(10,2)' },
  { name: 'blob', type: 'array<int>' },
];
const NULL = '__HIVE_DEFAULT_PARTITION__';
const VALUES = ['2026-01-10', '9', 'o_range', '1.50', 'x'];

describe('partitionFilter', () => {
  it.each([
    ["day = '2026-01-10'", true],
    ["DAY = '2026-01-10'", true],
    ["day > DATE '2026-01-09'", true],
    ['n = 9', true],
    ["n < '10'", true],
    ['10 > n', true],
    ['n <> 9', false],
    ['n != 9', false],
    ['price = 1.5', true],
    ['price < 1.499', false],
    ['price >= -3', true],
    ["kind IN ('apple', 'o_range')", true],
    ["kind NOT IN ('apple')", true],
    ["kind LIKE 'o\\_%'", false],
    ["kind LIKE 'o%ge'", true],
    ["kind LIKE '_range'", false],
    ["kind LIKE '__range'", true],
    ['n BETWEEN 9 AND 9', true],
    ['n NOT BETWEEN 1 AND 8 AND n IS NOT NULL', true],
    ["n = 1 OR n = 9 AND kind = 'apple'", false],
    ["(n = 1 OR n = 9) AND kind = 'o_range'", true],
    ['NOT n = 9', false],
    ['NOT NOT n = 9', true],
    ['"kind" = \'o_range\'', true],
    ['`n` = 9', true],
    ['', true],
    ['kind IS NULL', false],
  ])('%s is %s', (expression, wanted) => {
    expect(partitionFilter(KEYS, expression)(VALUES)).toBe(wanted);
  });

  it.each([
    ['n = 1', false],
    ['NOT n = 1', false],
    ['n IS NULL', true],
    ['n IS NOT NULL', false],
    ["n = 1 OR kind = 'k'", true],
    ["n = 1 AND kind = 'k'", false],
    ['n NOT IN (1)', false],
  ])('with n NULL, %s picks %s', (expression, wanted) => {
    expect(partitionFilter(KEYS, expression)(['2026-01-10', NULL, 'k', '1', 'x'])).toBe(wanted);
  });

  it.each([
    'nothing = 1',
    "n = 'many'",
    'n =',
    'n',
    '= 1',
    'n = 1 AND',
    'n = 1)',
    '(n = 1',
    'n = kind',
    'lower(kind) = 1',
    'blob = 1',
    'n IN ()',
    "kind LIKE 'a' ESCAPE 'b'",
    'n = 1; DROP TABLE t',
    "kind = 'open",
    'kind = $1',
    `${'('.repeat(1000)}n = 1${')'.repeat(1000)}`,
    'n = 1 \u0000',
  ])('refuses %s', (expression) => {
    expect(() => partitionFilter(KEYS, expression)).toThrow(AwsError);
  });

  it('reads many terms, and many NOTs, without going deep', () => {
    expect(partitionFilter(KEYS, Array.from({ length: 300 }, () => 'n = 9').join(' AND '))(VALUES)).toBe(true);
    expect(partitionFilter(KEYS, `${'NOT '.repeat(5000)}n = 9`)(VALUES)).toBe(true);
  });
});
