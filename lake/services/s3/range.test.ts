import { describe, expect, it } from 'vitest';
import { rangeOf } from './range.js';

describe('rangeOf', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=2-5', { first: 2, last: 5 }],
    ['bytes=8-', { first: 8, last: 9 }],
    ['bytes=8-100', { first: 8, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-100', { first: 0, last: 9 }],
    [undefined, undefined],
    ['bytes=-', undefined],
    ['bytes=5-2', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=0-1', undefined],
  ])('%s of ten bytes', (header, expected) => {
    expect(rangeOf(header, 10)).toEqual(expected);
  });

  it.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('%s lies outside', (header) => {
    expect(() => rangeOf(header, 10)).toThrow(expect.objectContaining({ code: 'InvalidRange', httpStatus: 416 }));
  });
});
