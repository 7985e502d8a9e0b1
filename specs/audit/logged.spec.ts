import { aboutTest, testsOf } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

// Every look left its mark: Athena's StartQueryExecution and Lake Formation's GetDataAccess, by query id, principal,
// table and time. Judged against what was seen, not against what was expected.
for (const planned of testsOf('logged')) {
  test(planned.title, aboutTest(planned), async ({ lake }) => {
    expect(await lake.answer(planned.testKey)).toBeLogged();
  });
}
