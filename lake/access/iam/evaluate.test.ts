import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type PolicyDecision } from './evaluate.js';
import { parsePolicy } from './policy-document.js';
import { conditionContext } from './variables.js';

const BUCKET = 'arn:aws:s3:::reviews';
const OBJECT = 'arn:aws:s3:::reviews/part-0.parquet';

/** What concrete requests are answered stands in cases.test.ts; these hold for all policies. */
describe('evaluate', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.array(fc.constantFrom('*', 's3:*', 's3:Get*', 's3:GetObject', 'iam:*'), { minLength: 1, maxLength: 3 }),
    Resource: fc.array(fc.constantFrom('*', BUCKET, `${BUCKET}/*`, OBJECT), { minLength: 1, maxLength: 3 }),
  });
  const decide = (statements: readonly object[]): PolicyDecision => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    // A policy without statements is none.
    const documents = statements.length === 0 ? [] : [parsePolicy(text, 'identity')];
    return evaluate(documents, { action: 's3:GetObject', resource: OBJECT, context: conditionContext({}) });
  };

  it('order never matters', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        expect(decide(statements)).toBe(decide([...statements].reverse()));
      }),
    );
  });

  it('a Deny of everything denies, whatever else there is', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        expect(decide([...statements, { Effect: 'Deny', Action: '*', Resource: '*' }])).toBe('explicit-deny');
      }),
    );
  });

  it('another Allow never takes anything away', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), statement, (statements, one) => {
        const before = decide(statements);
        const after = decide([...statements, { ...one, Effect: 'Allow' }]);
        expect(before === 'allow' ? after : before).not.toBe(before === 'allow' ? 'implicit-deny' : 'allow');
        if (before === 'explicit-deny') expect(after).toBe('explicit-deny');
      }),
    );
  });
});
