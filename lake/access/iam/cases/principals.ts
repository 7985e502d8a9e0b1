import type { Caller } from '../../../model/caller.js';
import { type IamCase, iamUser, roleSession, userGuide } from './case.js';

const user = iamUser('user-name-1', '123456789012');
const session = roleSession('role-name', 'role-session-name', '123456789012');
const object = 'arn:aws:s3:::amzn-s3-demo-bucket/a';
const readOwn = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

function principalCases(
  rows: readonly (readonly [
    name: string,
    principal: unknown,
    caller: Caller,
    expected: IamCase['expected'],
    more?: Partial<IamCase>,
  ])[],
): IamCase[] {
  return rows.map(([name, principal, caller, expected, more]) => ({
    name,
    caller,
    bucketPolicy: { Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: object },
    action: 's3:GetObject',
    resource: object,
    expected,
    ...more,
  }));
}

export const principal = userGuide('reference_policies_elements_principal', 'AWS JSON policy elements: Principal', [
  ...principalCases([
    ['an account by its ARN delegates to it', { AWS: 'arn:aws:iam::123456789012:root' }, user, 'implicit-deny'],
    [
      'an account by its ARN, and the user may',
      { AWS: 'arn:aws:iam::123456789012:root' },
      user,
      'allow',
      { identity: readOwn },
    ],
    ['an account by its id delegates to it', { AWS: '123456789012' }, session, 'implicit-deny'],
    ['an account by its id, and the role may', { AWS: '123456789012' }, session, 'allow', { identity: readOwn }],
    ['one of two accounts', { AWS: ['555555555555', '123456789012'] }, user, 'allow', { identity: readOwn }],
    ['another account', { AWS: '555555555555' }, user, 'implicit-deny'],
    ['a role, for its session', { AWS: 'arn:aws:iam::123456789012:role/role-name' }, session, 'allow'],
    ['another role', { AWS: 'arn:aws:iam::123456789012:role/other' }, session, 'implicit-deny'],
    ['a session', { AWS: 'arn:aws:sts::123456789012:assumed-role/role-name/role-session-name' }, session, 'allow'],
    [
      'another session of the role',
      { AWS: 'arn:aws:sts::123456789012:assumed-role/role-name/other' },
      session,
      'implicit-deny',
    ],
    [
      'a star does not mean all sessions',
      { AWS: 'arn:aws:sts::123456789012:assumed-role/role-name/*' },
      session,
      'implicit-deny',
    ],
    ['a user', { AWS: 'arn:aws:iam::123456789012:user/user-name-1' }, user, 'allow'],
    [
      'one of two users',
      { AWS: ['arn:aws:iam::123456789012:user/user-name-1', 'arn:aws:iam::123456789012:user/user-name-2'] },
      user,
      'allow',
    ],
    ['user names are case sensitive', { AWS: 'arn:aws:iam::123456789012:user/User-Name-1' }, user, 'implicit-deny'],
    ['a star does not mean all users', { AWS: 'arn:aws:iam::123456789012:user/*' }, user, 'implicit-deny'],
    ['services only', { Service: ['ecs.amazonaws.com', 'elasticloadbalancing.amazonaws.com'] }, user, 'implicit-deny'],
    ['all principals', '*', user, 'allow'],
    ['all principals, as AWS', { AWS: '*' }, session, 'allow'],
    [
      'all principals by a role ARN in aws:PrincipalArn are not limited by a boundary',
      '*',
      session,
      'allow',
      {
        bucketPolicy: {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: object,
          Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/role-name' } },
        },
        boundary: { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' },
      },
    ],
  ]),
  ...(
    [
      ['Deny to all but a user, by aws:PrincipalArn: the user', iamUser('user-name', '444455556666'), 'allow'],
      ['Deny to all but a user, by aws:PrincipalArn: others', iamUser('other', '444455556666'), 'explicit-deny'],
    ] as const
  ).map(([name, caller, expected]) => ({
    name,
    caller,
    identity: readOwn,
    bucketPolicy: {
      Sid: 'UsePrincipalArnInsteadOfNotPrincipalWithDeny',
      Effect: 'Deny',
      Action: 's3:*',
      Principal: '*',
      Resource: ['arn:aws:s3:::BUCKETNAME/*', 'arn:aws:s3:::BUCKETNAME'],
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:user/user-name' } },
    },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::BUCKETNAME/a',
    expected,
  })),
]);

const allButBob = {
  Effect: 'Deny',
  NotPrincipal: { AWS: ['arn:aws:iam::444455556666:user/Bob', 'arn:aws:iam::444455556666:root'] },
  Action: 's3:*',
  Resource: ['arn:aws:s3:::BUCKETNAME', 'arn:aws:s3:::BUCKETNAME/*'],
};
const allButAudit = {
  Effect: 'Deny',
  NotPrincipal: {
    AWS: [
      'arn:aws:sts::444455556666:assumed-role/cross-account-read-only-role/cross-account-audit-app',
      'arn:aws:iam::444455556666:role/cross-account-read-only-role',
      'arn:aws:iam::444455556666:root',
    ],
  },
  Action: 's3:*',
  Resource: ['arn:aws:s3:::Bucket_AccountAudit', 'arn:aws:s3:::Bucket_AccountAudit/*'],
};

export const notPrincipal = userGuide(
  'reference_policies_elements_notprincipal',
  'AWS JSON policy elements: NotPrincipal',
  [
    {
      name: 'Deny to all but Bob: Bob',
      caller: iamUser('Bob', '444455556666'),
      identity: readOwn,
      bucketPolicy: allButBob,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::BUCKETNAME/a',
      expected: 'allow',
    },
    {
      name: 'Deny to all but Bob does not grant Bob anything',
      caller: iamUser('Bob', '444455556666'),
      bucketPolicy: allButBob,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::BUCKETNAME/a',
      expected: 'implicit-deny',
    },
    {
      name: 'Deny to all but Bob: a user of another account',
      caller: iamUser('Bob', '123456789012'),
      identity: readOwn,
      bucketPolicy: allButBob,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::BUCKETNAME/a',
      expected: 'explicit-deny',
    },
    {
      name: 'Deny to all but the audit session: it',
      caller: roleSession('cross-account-read-only-role', 'cross-account-audit-app', '444455556666'),
      identity: readOwn,
      bucketPolicy: allButAudit,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::Bucket_AccountAudit/a',
      expected: 'allow',
    },
    {
      name: 'Deny to all but the audit session: a session of another account',
      caller: roleSession('cross-account-read-only-role', 'cross-account-audit-app', '123456789012'),
      identity: readOwn,
      bucketPolicy: allButAudit,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::Bucket_AccountAudit/a',
      expected: 'explicit-deny',
    },
    {
      name: 'with Allow, all principals but the one named',
      caller: iamUser('Alice', '444455556666'),
      bucketPolicy: { ...allButBob, Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::444455556666:user/Bob' } },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::BUCKETNAME/a',
      expected: 'allow',
    },
    {
      name: 'with Allow, not the one named',
      caller: iamUser('Bob', '444455556666'),
      bucketPolicy: { ...allButBob, Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::444455556666:user/Bob' } },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::BUCKETNAME/a',
      expected: 'implicit-deny',
    },
  ],
);
