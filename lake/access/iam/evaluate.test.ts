import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type PolicyDecision } from './evaluate.js';
import { parsePolicy } from './policy-document.js';
import { conditionContext } from './variables.js';

type Keys = Readonly<Record<string, string | readonly string[]>>;

interface Case {
  readonly name: string;
  readonly statements: readonly object[];
  readonly action: string;
  readonly resource: string;
  readonly keys?: Keys;
  readonly version?: '2012-10-17' | '2008-10-17';
  readonly expected: PolicyDecision;
}

const BUCKET = 'arn:aws:s3:::reviews';
const OBJECT = 'arn:aws:s3:::reviews/part-0.parquet';
const TABLE = 'arn:aws:glue:us-east-1:111122223333:table/amazon_reviews_db/amazon_reviews_parquet';

const allow = (more: object): object => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: OBJECT, ...more });
const deny = (more: object): object => ({ ...allow(more), Effect: 'Deny' });
const when = (operator: string, key: string, values: string | readonly string[]): object =>
  allow({ Condition: { [operator]: { [key]: values } } });

/** One row of a condition table: operator, the policy's values, the request's value, and whether the statement applies. */
function conditions(
  rows: readonly (readonly [
    operator: string,
    key: string,
    policy: string | readonly string[],
    request: string | readonly string[] | undefined,
    holds: boolean,
  ])[],
): readonly Case[] {
  return rows.map(([operator, key, policy, request, holds]) => ({
    name: `${operator} ${JSON.stringify(policy)} with ${request === undefined ? 'no key' : JSON.stringify(request)}`,
    statements: [when(operator, key, policy)],
    action: 's3:GetObject',
    resource: OBJECT,
    ...(request === undefined ? {} : { keys: { [key]: request } }),
    expected: holds ? 'allow' : 'implicit-deny',
  }));
}

/** The page of the IAM User Guide that each group of rows comes from. */
const PAGES: Readonly<Record<string, readonly Case[]>> = {
  'Policy evaluation logic (reference_policies_evaluation-logic)': [
    { name: 'nothing allows', statements: [], action: 's3:GetObject', resource: OBJECT, expected: 'implicit-deny' },
    { name: 'an Allow allows', statements: [allow({})], action: 's3:GetObject', resource: OBJECT, expected: 'allow' },
    {
      name: 'a Deny after an Allow wins',
      statements: [allow({}), deny({})],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'explicit-deny',
    },
    {
      name: 'a Deny before an Allow wins',
      statements: [deny({}), allow({})],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'explicit-deny',
    },
    {
      name: 'a Deny of another action is nothing',
      statements: [allow({}), deny({ Action: 's3:PutObject' })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'a Deny whose condition fails is nothing',
      statements: [allow({}), deny({ Condition: { StringEquals: { 'aws:username': 'bob' } } })],
      action: 's3:GetObject',
      resource: OBJECT,
      keys: { 'aws:username': 'alice' },
      expected: 'allow',
    },
    {
      name: 'a Deny alone denies',
      statements: [deny({})],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'explicit-deny',
    },
  ],
  'Action (reference_policies_elements_action)': [
    {
      name: 'a prefix with a star',
      statements: [allow({ Action: 's3:Get*' })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'a star of one service is not another',
      statements: [allow({ Action: 's3:*', Resource: '*' })],
      action: 's3express:CreateSession',
      resource: '*',
      expected: 'implicit-deny',
    },
    {
      name: 'all of a service',
      statements: [allow({ Action: 'athena:*', Resource: '*' })],
      action: 'athena:StartQueryExecution',
      resource: '*',
      expected: 'allow',
    },
    {
      name: 'case does not matter',
      statements: [allow({ Action: 'S3:getobject' })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'a star in the middle',
      statements: [allow({ Action: 's3:*Object' })],
      action: 's3:PutObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'a star alone',
      statements: [allow({ Action: '*' })],
      action: 'iam:CreateUser',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'a question mark is one character',
      statements: [allow({ Action: 's3:?etObject' })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'a question mark is not none',
      statements: [allow({ Action: 's3:GetObject?' })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'implicit-deny',
    },
    {
      name: 'one of a list',
      statements: [allow({ Action: ['s3:ListBucket', 's3:GetObject'] })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'a name is not a prefix',
      statements: [allow({ Action: 's3:GetObject' })],
      action: 's3:GetObjectAcl',
      resource: OBJECT,
      expected: 'implicit-deny',
    },
  ],
  'NotAction (reference_policies_elements_notaction)': [
    {
      name: 'allows all but',
      statements: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'does not allow what it names',
      statements: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      action: 'iam:CreateUser',
      resource: '*',
      expected: 'implicit-deny',
    },
    {
      name: 'denies all but',
      statements: [
        allow({ Action: '*', Resource: '*' }),
        { Effect: 'Deny', NotAction: ['sts:*', 's3:*'], Resource: '*' },
      ],
      action: 'iam:CreateUser',
      resource: '*',
      expected: 'explicit-deny',
    },
    {
      name: 'does not deny what it names',
      statements: [
        allow({ Action: '*', Resource: '*' }),
        { Effect: 'Deny', NotAction: ['sts:*', 's3:*'], Resource: '*' },
      ],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
  ],
  'Resource (reference_policies_elements_resource)': [
    {
      name: 'everything',
      statements: [allow({ Resource: '*' })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'below a bucket',
      statements: [allow({ Resource: `${BUCKET}/*` })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'the bucket is not what is below it',
      statements: [allow({ Resource: BUCKET })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'implicit-deny',
    },
    {
      name: 'what is below it is not the bucket',
      statements: [allow({ Action: 's3:ListBucket', Resource: `${BUCKET}/*` })],
      action: 's3:ListBucket',
      resource: BUCKET,
      expected: 'implicit-deny',
    },
    {
      name: 'case matters',
      statements: [allow({ Resource: 'arn:aws:s3:::Reviews/*' })],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'implicit-deny',
    },
    {
      name: 'a star in the resource part reaches over slashes',
      statements: [allow({ Action: 'glue:GetTable', Resource: 'arn:aws:glue:us-east-1:111122223333:table/*' })],
      action: 'glue:GetTable',
      resource: TABLE,
      expected: 'allow',
    },
    {
      name: 'a star in the Region',
      statements: [allow({ Action: 'glue:GetTable', Resource: 'arn:aws:glue:*:111122223333:table/*/*' })],
      action: 'glue:GetTable',
      resource: TABLE,
      expected: 'allow',
    },
    {
      name: 'a star does not reach over a colon before the resource part',
      statements: [allow({ Action: 'glue:GetTable', Resource: 'arn:aws:glue:*:table/*/*' })],
      action: 'glue:GetTable',
      resource: TABLE,
      expected: 'implicit-deny',
    },
    {
      name: 'an ARN that is cut short is completed',
      statements: [allow({ Action: 'glue:GetTable', Resource: 'arn:aws:glue' })],
      action: 'glue:GetTable',
      resource: TABLE,
      expected: 'allow',
    },
    {
      name: 'another account',
      statements: [allow({ Action: 'glue:GetTable', Resource: 'arn:aws:glue:us-east-1:444455556666:table/*' })],
      action: 'glue:GetTable',
      resource: TABLE,
      expected: 'implicit-deny',
    },
    {
      name: 'an action without resources needs the star',
      statements: [allow({ Action: 'lakeformation:GetDataAccess', Resource: TABLE })],
      action: 'lakeformation:GetDataAccess',
      resource: '*',
      expected: 'implicit-deny',
    },
    {
      name: 'an action without resources and the star',
      statements: [allow({ Action: 'lakeformation:GetDataAccess', Resource: '*' })],
      action: 'lakeformation:GetDataAccess',
      resource: '*',
      expected: 'allow',
    },
    {
      name: 'brackets are no wildcards',
      statements: [allow({ Resource: `${BUCKET}/[a-z]` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/b`,
      expected: 'implicit-deny',
    },
  ],
  'NotResource (reference_policies_elements_notresource)': [
    {
      name: 'denies everything else',
      statements: [allow({ Resource: '*' }), { Effect: 'Deny', Action: 's3:*', NotResource: [`${BUCKET}/*`, BUCKET] }],
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::other/x',
      expected: 'explicit-deny',
    },
    {
      name: 'leaves what it names',
      statements: [allow({ Resource: '*' }), { Effect: 'Deny', Action: 's3:*', NotResource: [`${BUCKET}/*`, BUCKET] }],
      action: 's3:GetObject',
      resource: OBJECT,
      expected: 'allow',
    },
    {
      name: 'own profile only, by a variable',
      statements: [
        allow({ Action: 'sagemaker:*', Resource: '*' }),
        {
          Effect: 'Deny',
          Action: 'sagemaker:*',
          NotResource: `arn:aws:sagemaker:*:*:user-profile/*/\${aws:PrincipalTag/userprofilename}`,
        },
      ],
      action: 'sagemaker:DescribeUserProfile',
      resource: 'arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1/bob',
      keys: { 'aws:PrincipalTag/userprofilename': 'alice' },
      expected: 'explicit-deny',
    },
    {
      name: 'own profile itself, by a variable',
      statements: [
        allow({ Action: 'sagemaker:*', Resource: '*' }),
        {
          Effect: 'Deny',
          Action: 'sagemaker:*',
          NotResource: `arn:aws:sagemaker:*:*:user-profile/*/\${aws:PrincipalTag/userprofilename}`,
        },
      ],
      action: 'sagemaker:DescribeUserProfile',
      resource: 'arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1/alice',
      keys: { 'aws:PrincipalTag/userprofilename': 'alice' },
      expected: 'allow',
    },
  ],
  'Variables and tags (reference_policies_variables)': [
    {
      name: 'the user name',
      statements: [allow({ Resource: `${BUCKET}/\${aws:username}/*` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/alice/x`,
      keys: { 'aws:username': 'alice' },
      expected: 'allow',
    },
    {
      name: 'another user name',
      statements: [allow({ Resource: `${BUCKET}/\${aws:username}/*` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/bob/x`,
      keys: { 'aws:username': 'alice' },
      expected: 'implicit-deny',
    },
    {
      name: 'no such key matches nothing',
      statements: [allow({ Resource: `${BUCKET}/\${aws:username}*` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/x`,
      expected: 'implicit-deny',
    },
    {
      name: 'names of keys are in any case',
      statements: [allow({ Resource: `${BUCKET}/\${AWS:UserName}/x` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/alice/x`,
      keys: { 'aws:username': 'alice' },
      expected: 'allow',
    },
    {
      name: 'a default for a missing key',
      statements: [allow({ Resource: `arn:aws:s3:::reviews/\${aws:PrincipalTag/team, 'company-wide'}/*` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/company-wide/x`,
      expected: 'allow',
    },
    {
      name: 'a default is not used when the key is there',
      statements: [allow({ Resource: `arn:aws:s3:::reviews/\${aws:PrincipalTag/team, 'company-wide'}/*` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/company-wide/x`,
      keys: { 'aws:PrincipalTag/team': 'yellow' },
      expected: 'implicit-deny',
    },
    {
      name: `\${*} is a star itself`,
      statements: [allow({ Resource: `arn:aws:s3:::reviews/\${*}` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/*`,
      expected: 'allow',
    },
    {
      name: `\${*} is no wildcard`,
      statements: [allow({ Resource: `arn:aws:s3:::reviews/\${*}` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/x`,
      expected: 'implicit-deny',
    },
    {
      name: 'a star in a value is no wildcard',
      statements: [allow({ Resource: `${BUCKET}/\${aws:username}/x` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/bob/x`,
      keys: { 'aws:username': '*' },
      expected: 'implicit-deny',
    },
    {
      name: 'version 2008-10-17 has no variables',
      version: '2008-10-17',
      statements: [allow({ Resource: `${BUCKET}/\${aws:username}/*` })],
      action: 's3:GetObject',
      resource: `${BUCKET}/alice/x`,
      keys: { 'aws:username': 'alice' },
      expected: 'implicit-deny',
    },
    {
      name: 'in a condition',
      statements: [
        allow({ Condition: { StringEquals: { 'sagemaker:ResourceTag/studiouserid': `\${aws:username}` } } }),
      ],
      action: 's3:GetObject',
      resource: OBJECT,
      keys: { 'aws:username': 'alice', 'sagemaker:ResourceTag/studiouserid': 'alice' },
      expected: 'allow',
    },
    {
      name: 'in a condition, another',
      statements: [
        allow({ Condition: { StringEquals: { 'sagemaker:ResourceTag/studiouserid': `\${aws:username}` } } }),
      ],
      action: 's3:GetObject',
      resource: OBJECT,
      keys: { 'aws:username': 'alice', 'sagemaker:ResourceTag/studiouserid': 'bob' },
      expected: 'implicit-deny',
    },
  ],
  'Condition operators (reference_policies_elements_condition_operators)': conditions([
    ['StringEquals', 'aws:username', 'alice', 'alice', true],
    ['StringEquals', 'aws:username', 'alice', 'Alice', false],
    ['StringEquals', 'aws:username', 'ali*', 'alice', false],
    ['StringEquals', 'aws:username', 'alice', undefined, false],
    ['StringEqualsIgnoreCase', 'aws:username', 'alice', 'ALICE', true],
    ['StringNotEquals', 'aws:username', 'alice', 'bob', true],
    ['StringNotEquals', 'aws:username', 'alice', 'alice', false],
    ['StringNotEquals', 'aws:username', 'alice', undefined, true],
    ['StringNotEqualsIgnoreCase', 'aws:username', 'alice', 'ALICE', false],
    ['StringLike', 'sts:RoleSessionName', 'lakeproof-*', 'lakeproof-20260101', true],
    ['StringLike', 'sts:RoleSessionName', 'lakeproof-*', 'alice', false],
    ['StringNotLike', 'sts:RoleSessionName', 'lakeproof-*', 'alice', true],
    ['StringNotLike', 'sts:RoleSessionName', 'lakeproof-*', 'lakeproof-1', false],
    ['StringEqualsIfExists', 'aws:username', 'alice', undefined, true],
    ['StringEqualsIfExists', 'aws:username', 'alice', 'bob', false],
    ['NumericLessThanEquals', 's3:max-keys', '10', '10', true],
    ['NumericLessThan', 's3:max-keys', '10', '10', false],
    ['NumericEquals', 's3:max-keys', '10', 'ten', false],
    ['NumericGreaterThan', 'sts:DurationSeconds', '3600', '3601', true],
    ['NumericNotEquals', 's3:max-keys', '10', '11', true],
    ['DateGreaterThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z', true],
    ['DateLessThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z', false],
    ['DateLessThan', 'aws:EpochTime', '2026-01-01T00:00:00Z', '1700000000', true],
    ['Bool', 'aws:SecureTransport', 'true', 'true', true],
    ['Bool', 'aws:SecureTransport', 'false', 'true', false],
    ['BoolIfExists', 'aws:MultiFactorAuthPresent', 'true', undefined, true],
    ['Null', 'aws:TokenIssueTime', 'true', undefined, true],
    ['Null', 'aws:TokenIssueTime', 'false', undefined, false],
    ['Null', 'aws:TokenIssueTime', 'false', '2026-01-01T00:00:00Z', true],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.113.7', true],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.114.7', false],
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', '198.51.100.7', true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/a/b', true],
    [
      'ArnEquals',
      'aws:PrincipalArn',
      'arn:aws:iam::*:role/Lake*',
      'arn:aws:iam::111122223333:role/LakeproofRunner',
      true,
    ],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*', 'arn:aws:iam::111122223333:role/x', true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:*:role/x', 'arn:aws:iam::111122223333:role/x', false],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x', 'arn:aws:iam::111122223333:role/y', true],
    ['ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x', 'arn:aws:iam::111122223333:role/x', false],
  ]),
  'Multiple keys or values (reference_policies_condition-logic-multiple-context-keys-or-values)': [
    ...conditions([
      ['StringEquals', 'aws:username', ['alice', 'bob'], 'bob', true],
      ['StringNotEquals', 'aws:username', ['alice', 'bob'], 'bob', false],
      ['StringNotEquals', 'aws:username', ['alice', 'bob'], 'carol', true],
      ['ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'cost'], ['team'], true],
      ['ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'cost'], ['team', 'admin'], false],
      ['ForAllValues:StringEquals', 'aws:TagKeys', ['team'], undefined, true],
      ['ForAnyValue:StringEquals', 'aws:TagKeys', ['team', 'cost'], ['admin', 'cost'], true],
      ['ForAnyValue:StringEquals', 'aws:TagKeys', ['team'], ['admin'], false],
      ['ForAnyValue:StringEquals', 'aws:TagKeys', ['team'], undefined, false],
      ['ForAllValues:StringLike', 'aws:TagKeys', ['t*'], ['team', 'tier'], true],
      ['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['team'], ['team', 'x'], true],
    ]),
    {
      name: 'all operators must hold',
      statements: [
        allow({ Condition: { StringEquals: { 'aws:username': 'alice' }, Bool: { 'aws:SecureTransport': 'true' } } }),
      ],
      action: 's3:GetObject',
      resource: OBJECT,
      keys: { 'aws:username': 'alice', 'aws:SecureTransport': 'false' },
      expected: 'implicit-deny',
    },
    {
      name: 'all keys of an operator must hold',
      statements: [allow({ Condition: { StringEquals: { 'aws:username': 'alice', 'aws:PrincipalTag/team': 'a' } } })],
      action: 's3:GetObject',
      resource: OBJECT,
      keys: { 'aws:username': 'alice', 'aws:PrincipalTag/team': 'b' },
      expected: 'implicit-deny',
    },
    {
      name: 'numbers and booleans are taken as text',
      statements: [
        allow({ Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 's3:max-keys': 10 } } }),
      ],
      action: 's3:GetObject',
      resource: OBJECT,
      keys: { 'aws:SecureTransport': 'true', 's3:max-keys': '9' },
      expected: 'allow',
    },
  ],
};

describe.each(Object.entries(PAGES))('%s', (_page, cases) => {
  it.each(cases)('$name: $expected', ({ statements, action, resource, keys, version, expected }) => {
    const text = JSON.stringify({ Version: version ?? '2012-10-17', Statement: statements });
    const request = { action, resource, context: conditionContext(keys ?? {}) };
    expect(evaluate([parsePolicy(text, 'identity')], request)).toBe(expected);
  });
});

describe('properties', () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.array(fc.constantFrom('*', 's3:*', 's3:Get*', 's3:GetObject', 'iam:*'), { minLength: 1, maxLength: 3 }),
    Resource: fc.array(fc.constantFrom('*', BUCKET, `${BUCKET}/*`, OBJECT), { minLength: 1, maxLength: 3 }),
  });
  const decide = (statements: readonly object[]): PolicyDecision =>
    evaluate([parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity')], {
      action: 's3:GetObject',
      resource: OBJECT,
      context: conditionContext({}),
    });

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
