import { about, targetsOf } from '../../fixtures/planned.js';
import { expect, test } from '../../fixtures/test.js';

// A granted table is listed and readable. Any other is neither: not listed, and refused when asked for by name.
for (const table of targetsOf('visibility')) {
  test(`${table} is visible only if granted`, about('access', 'visibility', table), async ({ lake, profile }) => {
    expect(await lake.answer(`access/visibility/${profile}/${table}`)).toBeSatisfied();
  });
}
