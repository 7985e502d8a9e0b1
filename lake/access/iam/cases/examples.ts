import { type IamCase, iamUser, userGuide } from './case.js';

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

const dates = {
  Effect: 'Allow',
  Action: 'athena:StartQueryExecution',
  Resource: '*',
  Condition: {
    DateGreaterThan: { 'aws:CurrentTime': '2017-07-01T00:00:00Z' },
    DateLessThan: { 'aws:CurrentTime': '2017-12-31T23:59:59Z' },
  },
};

export const exampleDates = userGuide(
  'reference_policies_examples_aws-dates',
  'AWS: Allows access based on date and time',
  (
    [
      ['before', '2017-06-30T23:59:59Z', 'implicit-deny'],
      ['on the first day', '2017-07-01T00:00:01Z', 'allow'],
      ['on the last day', '2017-12-31T23:59:58Z', 'allow'],
      ['after', '2018-01-01T00:00:00Z', 'implicit-deny'],
    ] as const
  ).map(([name, at, expected]) => ({
    name,
    identity: dates,
    keys: { 'aws:CurrentTime': at },
    action: 'athena:StartQueryExecution',
    resource: 'arn:aws:athena:us-east-1:123456789012:workgroup/primary',
    expected,
  })),
);

const deniedOutside = {
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] } },
};
const deniedOutsideUnlessByService = {
  ...deniedOutside,
  Condition: { ...deniedOutside.Condition, Bool: { 'aws:ViaAWSService': 'false' } },
};

export const exampleSourceIp = userGuide(
  'reference_policies_examples_aws_deny-ip',
  'AWS: Denies access to AWS based on the source IP',
  (
    [
      ['from the first network', deniedOutside, { 'aws:SourceIp': '192.0.2.10' }, 'allow'],
      ['from the second network', deniedOutside, { 'aws:SourceIp': '203.0.113.10' }, 'allow'],
      ['from elsewhere', deniedOutside, { 'aws:SourceIp': '198.51.100.10' }, 'explicit-deny'],
      [
        'from elsewhere, directly',
        deniedOutsideUnlessByService,
        { 'aws:SourceIp': '198.51.100.10', 'aws:ViaAWSService': 'false' },
        'explicit-deny',
      ],
      ['by a service for the caller', deniedOutsideUnlessByService, { 'aws:ViaAWSService': 'true' }, 'allow'],
    ] as const
  ).map(([name, statement, keys, expected]) => ({
    name,
    identity: [everything, statement],
    keys,
    action: 'glue:GetTable',
    resource: 'arn:aws:glue:us-east-1:123456789012:catalog',
    expected,
  })),
);

const outsideEurope = {
  Sid: 'DenyAllOutsideRequestedRegions',
  Effect: 'Deny',
  NotAction: ['cloudfront:*', 'iam:*', 'route53:*', 'support:*'],
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } },
};

export const exampleRequestedRegion = userGuide(
  'reference_policies_examples_aws_deny-requested-region',
  'AWS: Denies access to AWS based on the requested Region',
  (
    [
      ['Athena in eu-central-1', 'athena:StartQueryExecution', 'eu-central-1', 'allow'],
      ['Athena in eu-west-1', 'athena:StartQueryExecution', 'eu-west-1', 'allow'],
      ['Athena in us-east-1', 'athena:StartQueryExecution', 'us-east-1', 'explicit-deny'],
      ['IAM is global', 'iam:GetUser', 'us-east-1', 'allow'],
    ] as const
  ).map(([name, action, region, expected]) => ({
    name,
    identity: [everything, outsideEurope],
    keys: { 'aws:RequestedRegion': region },
    action,
    resource: '*',
    expected,
  })),
);

const homeDirectory = [
  { Effect: 'Allow', Action: ['s3:ListAllMyBuckets', 's3:GetBucketLocation'], Resource: '*' },
  {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::bucket-name',
    Condition: { StringLike: { 's3:prefix': ['', 'home/', 'home/${aws:username}/*'] } },
  },
  {
    Effect: 'Allow',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::bucket-name/home/${aws:username}', 'arn:aws:s3:::bucket-name/home/${aws:username}/*'],
  },
];

function homeCase(
  name: string,
  [action, resource]: readonly [string, string],
  expected: IamCase['expected'],
  prefix?: string,
): IamCase {
  return {
    name,
    caller: iamUser('bob'),
    identity: homeDirectory,
    ...(prefix === undefined ? {} : { keys: { 's3:prefix': prefix } }),
    action,
    resource,
    expected,
  };
}

const list = ['s3:ListBucket', 'arn:aws:s3:::bucket-name'] as const;

export const exampleHomeDirectory = userGuide(
  'reference_policies_examples_s3_home-directory-console',
  'Amazon S3: Allows IAM users access to their S3 home directory, programmatically and in the console',
  [
    homeCase('lists the root', list, 'allow', ''),
    homeCase('lists the home folder', list, 'allow', 'home/'),
    homeCase('lists his own folder', list, 'allow', 'home/bob/2026'),
    homeCase('lists the folder of another user', list, 'implicit-deny', 'home/alice/'),
    homeCase('lists without saying a prefix', list, 'implicit-deny'),
    homeCase('lists another bucket', ['s3:ListBucket', 'arn:aws:s3:::other'], 'implicit-deny', ''),
    homeCase('reads his own object', ['s3:GetObject', 'arn:aws:s3:::bucket-name/home/bob/a'], 'allow'),
    homeCase('deletes his own object', ['s3:DeleteObject', 'arn:aws:s3:::bucket-name/home/bob/a'], 'allow'),
    homeCase(
      'reads an object of another user',
      ['s3:GetObject', 'arn:aws:s3:::bucket-name/home/bobby/a'],
      'implicit-deny',
    ),
    homeCase('finds the Region of any bucket', ['s3:GetBucketLocation', 'arn:aws:s3:::other'], 'allow'),
  ],
);

const USER = 'arn:aws:iam::123456789012:user/bob';

function tagCase(
  name: string,
  statement: object,
  action: string,
  keys: NonNullable<IamCase['keys']>,
  expected: IamCase['expected'],
): IamCase {
  return { name, identity: { Effect: 'Allow', Resource: '*', ...statement }, action, resource: USER, keys, expected };
}

const deleteTerminated = {
  Action: 'iam:DeleteUser',
  Condition: { StringEquals: { 'iam:ResourceTag/status': 'terminated' } },
};
const tagDepartments = {
  Action: 'iam:TagUser',
  Condition: { StringLike: { 'aws:RequestTag/department': ['HR', 'CS'] } },
};
const ownCostCenter = {
  Action: ['ec2:startInstances', 'ec2:stopInstances'],
  Condition: { StringEquals: { 'ec2:ResourceTag/costcenter': '${aws:PrincipalTag/cost-center}' } },
};
const untagTemporary = {
  Action: 'iam:UntagUser',
  Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['temporary'] } },
};

export const iamTags = userGuide('access_iam-tags', 'Controlling access to and for IAM users and roles using tags', [
  tagCase(
    'deletes a terminated user',
    deleteTerminated,
    'iam:DeleteUser',
    { 'iam:ResourceTag/status': 'terminated' },
    'allow',
  ),
  tagCase(
    'deletes an active user',
    deleteTerminated,
    'iam:DeleteUser',
    { 'iam:ResourceTag/status': 'active' },
    'implicit-deny',
  ),
  tagCase('deletes a user without the tag', deleteTerminated, 'iam:DeleteUser', {}, 'implicit-deny'),
  tagCase('tags a user as HR', tagDepartments, 'iam:TagUser', { 'aws:RequestTag/department': 'HR' }, 'allow'),
  tagCase('tags a user as CS', tagDepartments, 'iam:TagUser', { 'aws:RequestTag/department': 'CS' }, 'allow'),
  tagCase('tags a user as IT', tagDepartments, 'iam:TagUser', { 'aws:RequestTag/department': 'IT' }, 'implicit-deny'),
  tagCase('tags a user with another key', tagDepartments, 'iam:TagUser', { 'aws:RequestTag/x': 'HR' }, 'implicit-deny'),
  tagCase(
    'stops an instance of his cost center',
    ownCostCenter,
    'ec2:StopInstances',
    { 'ec2:ResourceTag/costcenter': '7', 'aws:PrincipalTag/cost-center': '7' },
    'allow',
  ),
  tagCase(
    'stops an instance of another cost center',
    ownCostCenter,
    'ec2:StopInstances',
    { 'ec2:ResourceTag/costcenter': '7', 'aws:PrincipalTag/cost-center': '8' },
    'implicit-deny',
  ),
  tagCase(
    'stops an instance without having a cost center',
    ownCostCenter,
    'ec2:StopInstances',
    { 'ec2:ResourceTag/costcenter': '7' },
    'implicit-deny',
  ),
  tagCase('removes the temporary tag', untagTemporary, 'iam:UntagUser', { 'aws:TagKeys': ['temporary'] }, 'allow'),
  tagCase(
    'removes another tag too',
    untagTemporary,
    'iam:UntagUser',
    { 'aws:TagKeys': ['temporary', 'x'] },
    'implicit-deny',
  ),
]);
