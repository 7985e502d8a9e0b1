import { about, targetsOf } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

// No row rule is declared, so the profile counts as many rows as one who is entitled to them all.
for (const table of targetsOf('rows')) {
  test(`reads every row of ${table}`, about('access', 'rows', table), async ({ lake, profile }) => {
    expect(await lake.answer(`access/rows/${profile}/${table}`)).toBeSatisfied();
  });
}
