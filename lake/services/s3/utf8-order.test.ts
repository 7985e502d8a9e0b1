import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from './utf8-order.js';

describe('compareUtf8', () => {
  it('orders like the bytes of UTF-8', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\ue000', '\uffff', '😀', '𝒜'), maxLength: 6 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(Math.sign(compareUtf8(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
    );
  });

  it('puts characters beyond U+FFFF last, where UTF-16 does not', () => {
    expect(['😀', '\uffff'].sort()).toEqual(['😀', '\uffff']);
    expect(['😀', '\uffff'].sort(compareUtf8)).toEqual(['\uffff', '😀']);
  });
});
