import { about } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

test('sees the databases it has a grant in, and no other', about('access', 'databases'), async ({ lake, profile }) => {
  expect(await lake.answer(`access/databases/${profile}`)).toBeSatisfied();
});
