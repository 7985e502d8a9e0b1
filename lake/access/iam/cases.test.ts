import { describe, expect, it } from 'vitest';
import { authorizeRequest, type CallerPolicies, type IamAnswer } from './authorize.js';
import { type IamCase, iamUser, type Statements } from './cases/case.js';
import { PAGES } from './cases/index.js';
import type { PolicyRequest } from './evaluate.js';
import { type PolicyDocument, type PolicyKind, parsePolicy } from './policy-document.js';
import { evaluateResourcePolicy } from './resource-policy.js';
import { decideTrust } from './trust-decision.js';
import { conditionContext } from './variables.js';

describe.each(PAGES)('$title ($url)', ({ cases }) => {
  it.each(cases)('$name: $expected', (one) => {
    expect(decisionOf(decide(one))).toBe(one.expected);
  });
});

it('asks at least 150 things that the documentation answers, none of them twice', () => {
  const names = PAGES.flatMap(({ url, cases }) => cases.map(({ name }) => `${url} ${name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(150);
});

function decide(one: IamCase): IamAnswer {
  const caller = one.caller ?? iamUser('alice');
  const request: PolicyRequest = {
    action: one.action,
    resource: one.resource,
    context: conditionContext({
      'aws:username': caller.type === 'IAMUser' ? caller.name : undefined,
      'aws:PrincipalArn': caller.principalArn,
      ...one.keys,
    }),
  };
  const policies: CallerPolicies = {
    identity: one.identity === undefined ? [] : [documentOf(one, one.identity, 'identity')],
    ...(one.boundary === undefined ? {} : { boundary: documentOf(one, one.boundary, 'identity') }),
    ...(one.session === undefined ? {} : { session: [documentOf(one, one.session, 'identity')] }),
    tags: {},
  };
  if (one.trustPolicy !== undefined) {
    return decideTrust(documentOf(one, one.trustPolicy, 'trust'), caller, policies, request);
  }
  if (one.bucketPolicy === undefined) return authorizeRequest(policies, request);
  const bucketPolicy = documentOf(one, one.bucketPolicy, 'resource');
  return authorizeRequest(policies, request, evaluateResourcePolicy(bucketPolicy, caller, request));
}

function documentOf(one: IamCase, statements: Statements, kind: PolicyKind): PolicyDocument {
  return parsePolicy(JSON.stringify({ Version: one.version ?? '2012-10-17', Statement: statements }), kind);
}

function decisionOf({ allowed, reason }: IamAnswer): IamCase['expected'] {
  if (allowed) return 'allow';
  return reason?.startsWith('with an explicit deny') === true ? 'explicit-deny' : 'implicit-deny';
}
