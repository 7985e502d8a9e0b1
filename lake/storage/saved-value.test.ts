import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.js';
import { fromSaved, toSaved } from './saved-value.js';

const name = fc.oneof(fc.string(), fc.constantFrom('$date', '$map', '$set', '$plain', '$', '__proto__', 'constructor'));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }),
    fc.array(tie('value')),
    fc.uniqueArray(fc.string()).map((members) => new Set(members)),
    fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
    fc.array(fc.tuple(name, tie('value'))).map((entries): unknown => Object.fromEntries(entries)),
  ),
}));

describe('a saved value', () => {
  it('comes back from its text as it was', () => {
    fc.assert(
      fc.property(value, (kept) => {
        expect(fromSaved(JSON.parse(JSON.stringify(toSaved(kept))))).toEqual(kept);
      }),
    );
  });

  it.each([
    ['a secret', new Secret('hush')],
    ['a function', () => 1],
    ['a number that is none', Number.NaN],
    ['a regular expression', /a/],
    ['nothing in a list', [undefined]],
  ])('refuses %s, which would come back as something else', (_, kept) => {
    expect(() => toSaved(kept)).toThrow(TypeError);
  });

  it('refuses a name that it does not know', () => {
    expect(() => fromSaved({ $later: 1 })).toThrow(TypeError);
  });
});
