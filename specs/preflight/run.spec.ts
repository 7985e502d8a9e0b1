import { aboutRun } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

// Without an engine, a caller and a plan nothing else can be asked: the other projects depend on this test alone.
test('the runner is who the settings say, in the account they name', aboutRun(), async ({ lake }) => {
  const { runnerArn, accountId } = await lake.run();
  expect(runnerArn).toContain(`:${accountId}:`);
});
