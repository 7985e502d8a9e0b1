import { expect, it } from 'vitest';
import { QueryFailure } from '../engine/failure.js';
import { AwsError } from './aws-error.js';

it('holds no stack, keeps its cause, and leaves the stacks of others alone', () => {
  const cause = new Error('below');
  const refusals = [new AwsError('Code', 'text'), new QueryFailure('text', { category: 2, type: 1006 }, { cause })];
  for (const refusal of refusals) expect(refusal.stack).not.toMatch(/^\s+at /m);
  expect(refusals[1]?.cause).toBe(cause);
  expect(new Error('other').stack).toMatch(/^\s+at /m);
});
