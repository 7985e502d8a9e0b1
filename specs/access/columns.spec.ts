import { about, targetsOf } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

// SELECT * shows exactly the permitted columns; every other is refused by name in SELECT, WHERE, GROUP BY and ORDER BY,
// and information_schema and DESCRIBE agree.
for (const table of targetsOf('columns')) {
  test(`sees exactly its columns of ${table}`, about('access', 'columns', table), async ({ lake, profile }) => {
    expect(await lake.answer(`access/columns/${profile}/${table}`)).toBeSatisfied();
  });
}
