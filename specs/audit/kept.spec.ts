import { aboutTest, testsOf } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

// Event history forgets after 90 days; a running trail whose selectors take the event keeps it.
for (const planned of testsOf('kept')) {
  test(planned.title, aboutTest(planned), async ({ lake }) => {
    expect(await lake.answer(planned.testKey)).toBeKept();
  });
}
