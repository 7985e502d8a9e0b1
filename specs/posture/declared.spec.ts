import { aboutTest, testsOf } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

// The world is closed inside the scope: a profile, a principal, a table or a column that the policy does not name.
for (const planned of testsOf('declared')) {
  test(planned.title, aboutTest(planned), async ({ lake }) => {
    expect(await lake.answer(planned.testKey)).toBeSatisfied();
  });
}
