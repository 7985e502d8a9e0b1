import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionFolder } from './partition-name.js';

describe('the folder of a partition', () => {
  it.each([
    [['day'], ['2024-01-31'], 'day=2024-01-31'],
    [['a', 'b'], ['1', 'x y'], 'a=1/b=x y'],
    [['a'], [null], 'a=__HIVE_DEFAULT_PARTITION__'],
    [['a'], ['..'], 'a=..'],
    [['a'], ['../..'], 'a=..%2F..'],
    [['a'], ['x=1:2'], 'a=x%3D1%3A2'],
    [['a'], ['100%'], 'a=100%25'],
    [['a'], ['\'"\\#*?{[]^'], 'a=%27%22%5C%23%2A%3F%7B%5B%5D%5E'],
    [['a'], ['\t\u007f'], 'a=%09%7F'],
    [['a/b'], ['é'], 'a%2Fb=é'],
  ])('of %j with %j is %s (Hive, FileUtils.escapePathName)', (keys, values, folder) => {
    expect(partitionFolder(keys, values)).toBe(folder);
  });

  it('has one segment for each key, from which its value can be read again', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => !/\p{Surrogate}/u.test(value));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (values) => {
        const keys = values.map((_, index) => `k${index}`);
        const segments = partitionFolder(keys, values).split('/');
        expect(segments.map((segment) => decodeURIComponent(segment.slice(segment.indexOf('=') + 1)))).toEqual(values);
        expect(segments.some((segment) => segment === '.' || segment === '..')).toBe(false);
      }),
    );
  });
});
