import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../core/package-root.js';
import { CONTROL_TYPES, REASONS, STATUSES } from '../model/status.js';

it.each([...REASONS, ...STATUSES])('docs/verdicts.md explains %s', (word) => {
  expect(readFileSync(join(packageRoot(), 'docs/verdicts.md'), 'utf8')).toContain(`\`${word}\``);
});

it('the closed lists hold no word twice', () => {
  for (const list of [REASONS, STATUSES, CONTROL_TYPES]) expect(new Set(list).size).toBe(list.length);
});
