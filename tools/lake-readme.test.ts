import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAKE_README, operationLists, renderedReadme } from './lake-readme-lists.js';

const page = readFileSync(LAKE_README, 'utf8');

describe('lake/README.md', () => {
  it('lists what the dispatcher serves', () => {
    expect(renderedReadme(page) === page, 'lake/README.md is stale: run npm run lake:readme').toBe(true);
  });

  it('would be found stale for one operation more, and for one less', () => {
    const current = renderedReadme(page);
    const more = current.replace('GetCallerIdentity', 'GetCallerIdentity, GetFederationToken');
    const less = current.replace('AssumeRole, ', '');
    expect([more, less].map((text) => text !== current && renderedReadme(text) === current)).toEqual([true, true]);
  });

  it('finds every service in the lake', () => {
    const empty = [...operationLists()].filter(([, names]) => names.length === 0);
    expect(empty).toEqual([]);
  });
});
