import { about } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

// One profile whose identity cannot be proven is indeterminate as a whole, and stops no other.
test('works under its own execution role', about('preflight', 'session'), async ({ lake, profile }) => {
  expect(await lake.answer(`preflight/session/${profile}`)).toBeProven();
});
