import { describe, expect, it } from 'vitest';
import { authorize, type CallerPolicies, refusalText } from './authorize.js';
import { iamUser, roleSession } from './cases/case.js';
import { type PolicyDocument, parsePolicy } from './policy-document.js';
import type { RequestFacts } from './request-context.js';

const JOHN = iamUser('JohnDoe');
const SESSION = roleSession('role-name', 'role-session-name');
const ACTION = 'codedeploy:ListDeployments';
const RESOURCE = 'arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:*';

function document(effect: 'Allow' | 'Deny', action = ACTION): PolicyDocument {
  const statement = { Effect: effect, Action: action, Resource: '*' };
  return parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement }), 'identity');
}

function bucketPolicy(effect: 'Allow' | 'Deny'): PolicyDocument {
  const statement = { Effect: effect, Principal: '*', Action: ACTION, Resource: '*' };
  return parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement }), 'resource');
}

const allow = document('Allow');
const other = document('Allow', 'codedeploy:GetDeployment');
const deny = document('Deny');

/** IAM User Guide, "Troubleshoot access denied error messages": what follows the resource, for each type of policy. */
const rows: readonly (readonly [
  what: string,
  policies: Omit<CallerPolicies, 'tags'>,
  resourcePolicy: PolicyDocument | undefined,
  reason: string,
])[] = [
  [
    'no identity policy allows',
    { identity: [other] },
    undefined,
    `because no identity-based policy allows the ${ACTION} action`,
  ],
  [
    'an identity policy denies',
    { identity: [allow, deny] },
    undefined,
    'with an explicit deny in an identity-based policy',
  ],
  [
    'the boundary does not allow',
    { identity: [allow], boundary: other },
    undefined,
    `because no permissions boundary allows the ${ACTION} action`,
  ],
  [
    'the boundary denies',
    { identity: [allow], boundary: deny },
    undefined,
    'with an explicit deny in a permissions boundary',
  ],
  [
    'the session policy does not allow',
    { identity: [allow], session: [other] },
    undefined,
    `because no session policy allows the ${ACTION} action`,
  ],
  [
    'the session policy denies',
    { identity: [allow], session: [deny] },
    undefined,
    'with an explicit deny in a session policy',
  ],
  [
    'the resource policy denies',
    { identity: [allow] },
    bucketPolicy('Deny'),
    'with an explicit deny in a resource-based policy',
  ],
];

describe('authorize', () => {
  it.each(rows)('says why: %s', (_what, policies, resourcePolicy, reason) => {
    const authorization = { action: ACTION, resource: RESOURCE };
    const facts = (): RequestFacts => ({ at: new Date(0), region: 'us-east-1' });
    const answer = authorize(SESSION, { ...policies, tags: {} }, authorization, facts, resourcePolicy);
    expect(answer).toEqual({ allowed: false, reason });
    expect(refusalText(JOHN, authorization, answer.reason)).toBe(
      `User: arn:aws:iam::123456789012:user/JohnDoe is not authorized to perform: ${ACTION} on resource: ${RESOURCE} ${reason}`,
    );
  });

  it('lets a resource policy that names everyone make up for a silent identity policy', () => {
    const facts = (): RequestFacts => ({ at: new Date(0), region: 'us-east-1' });
    const authorization = { action: ACTION, resource: RESOURCE };
    expect(authorize(JOHN, { identity: [], tags: {} }, authorization, facts, bucketPolicy('Allow'))).toEqual({
      allowed: true,
    });
  });

  it('sees the tags of the role in the conditions of a resource policy', () => {
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: ACTION,
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
    };
    const byTag = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement }), 'resource');
    const ask = (team: string): boolean =>
      authorize(
        SESSION,
        { identity: [], tags: { team } },
        { action: ACTION, resource: RESOURCE },
        () => ({ at: new Date(0), region: 'us-east-1' }),
        byTag,
      ).allowed;
    expect([ask('blue'), ask('red')]).toEqual([true, false]);
  });
});
