import { type IamCase, iamUser, roleSession, userGuide } from './case.js';

const ROLE = 'arn:aws:iam::123456789012:role/my-role-example';
const tester = iamUser('test-session-tags');
const sessionTagsTrust = [
  {
    Sid: 'AllowIamUserAssumeRole',
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: 'arn:aws:iam::123456789012:user/test-session-tags' },
    Condition: {
      StringLike: {
        'aws:RequestTag/Project': '*',
        'aws:RequestTag/CostCenter': '*',
        'aws:RequestTag/Department': '*',
      },
      StringEquals: { 'sts:ExternalId': 'Example987' },
    },
  },
  {
    Sid: 'AllowPassSessionTagsAndTransitive',
    Effect: 'Allow',
    Action: 'sts:TagSession',
    Principal: { AWS: 'arn:aws:iam::123456789012:user/test-session-tags' },
    Condition: {
      StringLike: { 'aws:RequestTag/Project': '*', 'aws:RequestTag/CostCenter': '*' },
      StringEquals: { 'aws:RequestTag/Department': ['Engineering', 'Marketing'] },
      'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['Project', 'Department'] },
    },
  },
];
const tags = {
  'aws:RequestTag/Project': 'Automation',
  'aws:RequestTag/CostCenter': '12345',
  'aws:RequestTag/Department': 'Engineering',
  'sts:ExternalId': 'Example987',
  'sts:TransitiveTagKeys': ['Project', 'Department'],
};

function tagCase(name: string, action: string, keys: IamCase['keys'], expected: IamCase['expected']): IamCase {
  return {
    name,
    caller: tester,
    trustPolicy: sessionTagsTrust,
    action,
    resource: ROLE,
    ...(keys === undefined ? {} : { keys }),
    expected,
  };
}

export const sessionTags = userGuide('id_session-tags', 'Pass session tags in AWS STS', [
  tagCase('all three tags and the external id', 'sts:AssumeRole', tags, 'allow'),
  tagCase('without the external id', 'sts:AssumeRole', { ...tags, 'sts:ExternalId': [] }, 'implicit-deny'),
  tagCase('with another external id', 'sts:AssumeRole', { ...tags, 'sts:ExternalId': 'Example1' }, 'implicit-deny'),
  tagCase('without one of the tags', 'sts:AssumeRole', { ...tags, 'aws:RequestTag/CostCenter': [] }, 'implicit-deny'),
  tagCase('an additional tag', 'sts:AssumeRole', { ...tags, 'aws:RequestTag/Other': 'x' }, 'allow'),
  tagCase('passing the tags', 'sts:TagSession', tags, 'allow'),
  tagCase('Marketing', 'sts:TagSession', { ...tags, 'aws:RequestTag/Department': 'Marketing' }, 'allow'),
  tagCase('another department', 'sts:TagSession', { ...tags, 'aws:RequestTag/Department': 'Sales' }, 'implicit-deny'),
  tagCase('no transitive tags', 'sts:TagSession', { ...tags, 'sts:TransitiveTagKeys': [] }, 'allow'),
  tagCase('one transitive tag', 'sts:TagSession', { ...tags, 'sts:TransitiveTagKeys': ['Project'] }, 'allow'),
  tagCase(
    'a transitive tag that is not listed',
    'sts:TagSession',
    { ...tags, 'sts:TransitiveTagKeys': ['Project', 'CostCenter'] },
    'implicit-deny',
  ),
  {
    name: 'another user',
    caller: iamUser('other'),
    trustPolicy: sessionTagsTrust,
    action: 'sts:AssumeRole',
    resource: ROLE,
    keys: tags,
    expected: 'implicit-deny',
  },
  {
    name: 'without sts:TagSession in the trust policy tags may not be passed',
    caller: tester,
    identity: { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '*' },
    trustPolicy: sessionTagsTrust.slice(0, 1),
    action: 'sts:TagSession',
    resource: ROLE,
    keys: tags,
    expected: 'implicit-deny',
  },
]);

const DEVELOPER = 'arn:aws:iam::123456789012:role/Developer_Role';
const devUser = iamUser('DevUser');
const devUserPolicy = [
  { Sid: 'AssumeRole', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: DEVELOPER },
  {
    Sid: 'SetAwsUserNameAsSourceIdentity',
    Effect: 'Allow',
    Action: 'sts:SetSourceIdentity',
    Resource: DEVELOPER,
    Condition: { StringLike: { 'sts:SourceIdentity': '${aws:username}' } },
  },
];
const developerTrust = {
  Sid: 'AllowDevUserAssumeRole',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::123456789012:user/DevUser' },
  Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
  Condition: { StringEquals: { 'sts:SourceIdentity': 'DevUser' } },
};

function sourceIdentityCase(name: string, more: Partial<IamCase>): IamCase {
  return {
    name,
    caller: devUser,
    identity: devUserPolicy,
    trustPolicy: developerTrust,
    action: 'sts:SetSourceIdentity',
    resource: DEVELOPER,
    keys: { 'sts:SourceIdentity': 'DevUser' },
    expected: 'allow',
    ...more,
  };
}

export const sourceIdentity = userGuide(
  'id_credentials_temp_control-access_monitor',
  'Monitor and control actions taken with assumed roles',
  [
    sourceIdentityCase('DevUser assumes the role with his name', { action: 'sts:AssumeRole' }),
    sourceIdentityCase('DevUser sets his name', {}),
    sourceIdentityCase('DevUser assumes the role without a source identity', {
      action: 'sts:AssumeRole',
      keys: {},
      expected: 'implicit-deny',
    }),
    sourceIdentityCase('DevUser sets another name', {
      keys: { 'sts:SourceIdentity': 'Admin' },
      expected: 'implicit-deny',
    }),
    sourceIdentityCase('another user', { caller: iamUser('Other'), expected: 'implicit-deny' }),
    sourceIdentityCase('role chaining needs it in the permissions policy too', {
      caller: roleSession('First', 'session'),
      identity: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: DEVELOPER },
      trustPolicy: { ...developerTrust, Principal: { AWS: 'arn:aws:iam::123456789012:role/First' } },
      expected: 'implicit-deny',
    }),
    sourceIdentityCase('role chaining with both', {
      caller: roleSession('First', 'session'),
      identity: { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Resource: DEVELOPER },
      trustPolicy: { ...developerTrust, Principal: { AWS: 'arn:aws:iam::123456789012:role/First' } },
    }),
    sourceIdentityCase('role chaining needs it in the trust policy too', {
      caller: roleSession('First', 'session'),
      identity: { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Resource: DEVELOPER },
      trustPolicy: {
        ...developerTrust,
        Principal: { AWS: 'arn:aws:iam::123456789012:role/First' },
        Action: 'sts:AssumeRole',
      },
      expected: 'implicit-deny',
    }),
  ],
);

const exampleCorpTrust = {
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { AWS: '123456789012' },
  Condition: { StringEquals: { 'sts:ExternalId': '12345' } },
};

export const externalId = userGuide(
  'id_roles_create_for-user_externalid',
  'How to use an external ID when granting access to your AWS resources to a third party',
  (
    [
      ['the external id of this customer', '12345', 'allow'],
      ['the external id of another customer', '67890', 'implicit-deny'],
      ['no external id', undefined, 'implicit-deny'],
    ] as const
  ).map(([name, id, expected]) => ({
    name,
    caller: iamUser('monitor'),
    identity: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
    trustPolicy: exampleCorpTrust,
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::123456789012:role/ExampleRole',
    ...(id === undefined ? {} : { keys: { 'sts:ExternalId': id } }),
    expected,
  })),
);
