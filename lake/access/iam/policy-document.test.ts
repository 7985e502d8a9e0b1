import { describe, expect, it } from 'vitest';
import type { AwsError } from '../../model/aws-error.js';
import { type PolicyKind, parsePolicy } from './policy-document.js';

const good = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };

/** Texts of IAM's MalformedPolicyDocument, as its users meet them. */
const refused: readonly (readonly [kind: PolicyKind, document: unknown, message: string])[] = [
  ['identity', '{', 'Syntax errors in policy.'],
  [
    'identity',
    '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":"true"}},"Condition":{}}}',
    'Syntax errors in policy.',
  ],
  [
    'identity',
    '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"__proto__":"x"}}}]}',
    'Syntax errors in policy.',
  ],
  [
    'identity',
    '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"__proto__":{"a:b":"x"}}}]}',
    'Syntax errors in policy.',
  ],
  ['trust', '{', 'This policy contains invalid Json'],
  ['resource', 'x', "Policies must be valid JSON and the first byte must be '{'"],
  ['identity', '[]', 'Syntax errors in policy.'],
  ['identity', { Statement: [] }, 'Syntax errors in policy.'],
  ['identity', { Statement: ['afd'] }, 'Syntax errors in policy.'],
  ['identity', { Statement: [good], Extra: 'x' }, 'Syntax errors in policy.'],
  ['identity', { Statement: [{ ...good, Action: [] }] }, 'Policy statement must contain actions.'],
  ['identity', { Statement: [{ ...good, Resource: [] }] }, 'Policy statement must contain resources.'],
  ['identity', { Statement: [{ ...good, Resource: '' }] }, 'Resource  must be in ARN format or "*".'],
  [
    'identity',
    { Statement: [{ ...good, Resource: 'aws:s3:::example_bucket' }] },
    'Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".',
  ],
  [
    'identity',
    { Statement: [{ ...good, Resource: 'arn:error:s3:::example_bucket' }] },
    'Partition "error" is not valid for resource "arn:error:s3:::example_bucket".',
  ],
  [
    'identity',
    { Statement: [{ ...good, Resource: 'arn:aws' }] },
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  [
    'identity',
    { Statement: [{ ...good, Resource: 'arn:aws:s3:us-east-1::example_bucket' }] },
    'Resource arn:aws:s3:us-east-1::example_bucket can not contain region information.',
  ],
  ['identity', { Statement: [{ ...good, Action: 'a a:ListBucket' }] }, 'Vendor a a is not valid'],
  ['identity', { Statement: [{ ...good, Action: 's3:List:Bucket' }] }, 'Actions/Condition can contain only one colon.'],
  [
    'identity',
    {
      Statement: [
        { ...good, Sid: 'a' },
        { ...good, Sid: 'a' },
      ],
    },
    'Statement IDs (SID) in a single policy must be unique.',
  ],
  [
    'identity',
    { Statement: [{ ...good, Sid: 'with space' }] },
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  ],
  ['identity', { Version: '2013-01-01', Statement: [good] }, 'Syntax errors in policy.'],
  ['identity', { Statement: [{ ...good, Effect: 'allow' }] }, 'Syntax errors in policy.'],
  ['identity', { Statement: [{ ...good, Resources: '*' }] }, 'Syntax errors in policy.'],
  ['identity', { Statement: [{ ...good, NotAction: 's3:*' }] }, 'Syntax errors in policy.'],
  ['identity', { Statement: [{ Effect: 'Allow', Resource: '*' }] }, 'Policy statement must contain actions.'],
  ['identity', { Statement: [{ Effect: 'Allow', Action: 's3:*' }] }, 'Policy statement must contain resources.'],
  ['identity', { Statement: [{ ...good, Resource: 'reviews' }] }, 'Resource reviews must be in ARN format or "*".'],
  [
    'identity',
    { Statement: [{ ...good, Action: 'GetObject' }] },
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  ['identity', { Statement: [{ ...good, Principal: '*' }] }, 'Policy document should not specify a principal.'],
  [
    'identity',
    { Statement: [{ ...good, Condition: { StringIs: { 'aws:username': 'a' } } }] },
    'Invalid Condition type : StringIs.',
  ],
  ['trust', { Statement: [{ ...trust, Resource: '*' }] }, 'Has prohibited field Resource'],
  [
    'trust',
    { Statement: [{ ...trust, Action: 's3:GetObject' }] },
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  ['trust', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole' }] }, 'Missing required field Principal'],
];

describe('parsePolicy', () => {
  it.each(refused)('refuses for %s: %j', (kind, document, message) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    expect(() => parsePolicy(text, kind)).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocument', message }) as AwsError,
    );
  });

  it('takes the same name in different objects, and texts that look like JSON', () => {
    const text = JSON.stringify({
      Statement: [
        { ...good, Sid: 'a', Condition: { StringEquals: { 'a:b': ['{"Effect":"x","Effect":"y"}', '\\"', ':'] } } },
        { ...good, Sid: 'b' },
      ],
    });
    expect(parsePolicy(text, 'identity').statements).toHaveLength(2);
  });

  it('takes one statement for a list, and an old version where none is named', () => {
    const document = parsePolicy(JSON.stringify({ Statement: good }), 'identity');
    expect(document.version).toBe('2008-10-17');
    expect(document.statements).toHaveLength(1);
  });
});
