import { describe, expect, it } from 'vitest';
import type { Caller } from '../../model/caller.js';
import { parsePolicy } from './policy-document.js';
import { evaluateResourcePolicy, evaluateServicePolicy, type ResourcePolicyDecision } from './resource-policy.js';
import { conditionContext } from './variables.js';

const user: Caller = {
  type: 'IAMUser',
  accountId: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/alice',
  principalArn: 'arn:aws:iam::111122223333:user/alice',
  userId: 'AIDAEXAMPLE',
  accessKeyId: 'AKIAEXAMPLE',
  name: 'alice',
};
const session: Caller = {
  ...user,
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/LakeproofRunner/ci',
  principalArn: 'arn:aws:iam::111122223333:role/LakeproofRunner',
  userId: 'AROAEXAMPLE:ci',
  name: 'LakeproofRunner',
};

/** IAM User Guide, "AWS JSON policy elements: Principal". */
const rows: readonly (readonly [name: string, principal: unknown, caller: Caller, expected: ResourcePolicyDecision])[] =
  [
    ['everyone', '*', user, 'allow'],
    ['everyone, as AWS', { AWS: '*' }, session, 'allow'],
    ['the account by its root', { AWS: 'arn:aws:iam::111122223333:root' }, user, 'delegated'],
    ['the account by its id', { AWS: '111122223333' }, session, 'delegated'],
    ['another account', { AWS: 'arn:aws:iam::444455556666:root' }, user, 'implicit-deny'],
    ['the user', { AWS: 'arn:aws:iam::111122223333:user/alice' }, user, 'allow'],
    ['another user', { AWS: 'arn:aws:iam::111122223333:user/bob' }, user, 'implicit-deny'],
    ['the role of a session', { AWS: 'arn:aws:iam::111122223333:role/LakeproofRunner' }, session, 'allow-role'],
    ['one session', { AWS: 'arn:aws:sts::111122223333:assumed-role/LakeproofRunner/ci' }, session, 'allow'],
    [
      'another session',
      { AWS: 'arn:aws:sts::111122223333:assumed-role/LakeproofRunner/other' },
      session,
      'implicit-deny',
    ],
    ['a part of a role is no pattern', { AWS: 'arn:aws:iam::111122223333:role/Lakeproof*' }, session, 'implicit-deny'],
    ['a service only', { Service: 'sagemaker.amazonaws.com' }, session, 'implicit-deny'],
    [
      'one of several',
      { AWS: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::111122223333:user/alice'] },
      user,
      'allow',
    ],
  ];

describe('evaluateResourcePolicy', () => {
  it.each(rows)('%s', (_name, principal, caller, expected) => {
    expect(decide([{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }], caller)).toBe(expected);
  });

  it('lets a Deny win over the role that is named', () => {
    const statements = [
      { Effect: 'Allow', Principal: { AWS: session.principalArn }, Action: 'sts:*' },
      { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' },
    ];
    expect(decide(statements, session)).toBe('explicit-deny');
  });

  it('spares those that a Deny with NotPrincipal names', () => {
    const statements = [
      { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
      { Effect: 'Deny', NotPrincipal: { AWS: session.principalArn }, Action: 'sts:AssumeRole' },
    ];
    expect(decide(statements, session)).toBe('allow');
    expect(decide(statements, user)).toBe('explicit-deny');
  });
});

function decide(statements: readonly object[], caller: Caller): ResourcePolicyDecision {
  const document = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'trust');
  const request = {
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::111122223333:role/x',
    context: conditionContext({}),
  };
  return evaluateResourcePolicy(document, caller, request);
}

describe('evaluateServicePolicy', () => {
  const service = 'cloudtrail.amazonaws.com';
  const allowing = { Effect: 'Allow', Principal: { Service: service }, Action: 's3:PutObject', Resource: '*' };
  const rowsOfServices: readonly (readonly [name: string, statements: readonly object[], expected: string])[] = [
    ['the service', [allowing], 'allow'],
    ['another service', [{ ...allowing, Principal: { Service: 'config.amazonaws.com' } }], 'implicit-deny'],
    ['the account', [{ ...allowing, Principal: { AWS: '111122223333' } }], 'implicit-deny'],
    ['another action', [{ ...allowing, Action: 's3:GetObject' }], 'implicit-deny'],
    ['a Deny for everyone', [allowing, { ...allowing, Effect: 'Deny', Principal: '*' }], 'explicit-deny'],
    [
      'a Deny for the account',
      [allowing, { ...allowing, Effect: 'Deny', Principal: { AWS: '111122223333' } }],
      'allow',
    ],
    [
      'a Deny for all but a user',
      [allowing, { Effect: 'Deny', NotPrincipal: { AWS: user.arn }, Action: 's3:PutObject', Resource: '*' }],
      'explicit-deny',
    ],
    [
      'for the trail that the policy names',
      [{ ...allowing, Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:1:trail/audit' } } }],
      'allow',
    ],
    [
      'for another trail',
      [{ ...allowing, Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:1:trail/other' } } }],
      'implicit-deny',
    ],
  ];
  it.each(rowsOfServices)('%s', (_name, Statement, expected) => {
    const document = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), 'resource');
    const context = conditionContext({ 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:1:trail/audit' });
    const request = { action: 's3:PutObject', resource: 'arn:aws:s3:::logs/a', context };
    expect(evaluateServicePolicy(document, service, request)).toBe(expected);
  });
});
