import { describe, expect, it } from 'vitest';
import { closestName } from './closest-name.js';

describe('closestName', () => {
  it.each([
    ['customer_idd', 'customer_id'],
    ['cusotmer_id', 'customer_id'],
    ['CUSTOMER_ID', 'customer_id'],
    ['review_boby', 'review_body'],
    ['vin', 'vine'],
    ['zebra', undefined],
    ['', undefined],
    ['x'.repeat(1_000_000), undefined],
  ])('%.20s → %s', (name, expected) => {
    expect(closestName(name, ['customer_id', 'review_id', 'review_body', 'vine'])).toBe(expected);
  });

  it('takes the first of equals, so that messages do not change from run to run', () => {
    expect(closestName('ab', ['aa', 'ac'])).toBe('aa');
  });
});
