import { iamUser, roleSession, userGuide } from './case.js';

const shirleyBoundary = { Effect: 'Allow', Action: ['s3:*', 'cloudwatch:*', 'ec2:*'], Resource: '*' };
const shirleyPolicy = { Effect: 'Allow', Action: 'iam:CreateUser', Resource: '*' };
const shirley = iamUser('ShirleyRodriguez');

const xCompanyBoundaries = [
  {
    Sid: 'ServiceBoundaries',
    Effect: 'Allow',
    Action: ['s3:*', 'cloudwatch:*', 'ec2:*', 'dynamodb:*'],
    Resource: '*',
  },
  {
    Sid: 'AllowIAMConsoleForCredentials',
    Effect: 'Allow',
    Action: ['iam:ListUsers', 'iam:GetAccountPasswordPolicy'],
    Resource: '*',
  },
  {
    Sid: 'AllowManageOwnPasswordAndAccessKeys',
    Effect: 'Allow',
    Action: [
      'iam:*AccessKey*',
      'iam:ChangePassword',
      'iam:GetUser',
      'iam:*ServiceSpecificCredential*',
      'iam:*SigningCertificate*',
    ],
    Resource: ['arn:aws:iam::*:user/${aws:username}'],
  },
  { Sid: 'DenyS3Logs', Effect: 'Deny', Action: 's3:*', Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'] },
  {
    Sid: 'DenyEC2Production',
    Effect: 'Deny',
    Action: 'ec2:*',
    Resource: 'arn:aws:ec2:*:*:instance/i-1234567890abcdef0',
  },
];
const X_COMPANY = 'arn:aws:iam::111122223333:policy/XCompanyBoundaries';
const delegatedUserBoundary = [
  {
    Sid: 'CreateOrChangeOnlyWithBoundary',
    Effect: 'Allow',
    Action: [
      'iam:CreateUser',
      'iam:DeleteUserPolicy',
      'iam:AttachUserPolicy',
      'iam:DetachUserPolicy',
      'iam:PutUserPermissionsBoundary',
    ],
    Resource: '*',
    Condition: { StringEquals: { 'iam:PermissionsBoundary': X_COMPANY } },
  },
  {
    Sid: 'CloudWatchAndOtherIAMTasks',
    Effect: 'Allow',
    Action: ['cloudwatch:*', 'iam:GetUser', 'iam:ListUsers', 'iam:*Group*', 'iam:CreatePolicy', 'iam:DeletePolicy'],
    Resource: '*',
  },
  {
    Sid: 'NoBoundaryPolicyEdit',
    Effect: 'Deny',
    Action: ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:SetDefaultPolicyVersion'],
    Resource: [X_COMPANY, 'arn:aws:iam::111122223333:policy/DelegatedUserBoundary'],
  },
  { Sid: 'NoBoundaryUserDelete', Effect: 'Deny', Action: 'iam:DeleteUserPermissionsBoundary', Resource: '*' },
];
const delegatedUserPermissions = { Sid: 'IAM', Effect: 'Allow', Action: 'iam:*', Resource: '*' };
const zhang = iamUser('Zhang', '111122223333');
const nikhil = iamUser('Nikhil', '111122223333');
const byZhang = { caller: zhang, identity: delegatedUserPermissions, boundary: delegatedUserBoundary } as const;
const newUser = 'arn:aws:iam::111122223333:user/Nikhil';
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

export const boundaries = userGuide('access_policies_boundaries', 'Permissions boundaries for IAM entities', [
  {
    name: 'Shirley may not create a user: her boundary does not allow it',
    caller: shirley,
    identity: shirleyPolicy,
    boundary: shirleyBoundary,
    action: 'iam:CreateUser',
    resource: 'arn:aws:iam::123456789012:user/new',
    expected: 'implicit-deny',
  },
  {
    name: 'a boundary does not provide permissions on its own',
    caller: shirley,
    boundary: shirleyBoundary,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'implicit-deny',
  },
  {
    name: 'Shirley may do what both allow',
    caller: shirley,
    identity: [shirleyPolicy, { Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    boundary: shirleyBoundary,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'allow',
  },
  {
    name: 'Zhang creates a user with the boundary',
    ...byZhang,
    keys: { 'iam:PermissionsBoundary': X_COMPANY },
    action: 'iam:CreateUser',
    resource: newUser,
    expected: 'allow',
  },
  {
    name: 'Zhang creates a user without it',
    ...byZhang,
    action: 'iam:CreateUser',
    resource: newUser,
    expected: 'implicit-deny',
  },
  {
    name: 'Zhang creates a user with another boundary',
    ...byZhang,
    keys: { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess' },
    action: 'iam:CreateUser',
    resource: newUser,
    expected: 'implicit-deny',
  },
  {
    name: 'Zhang may not edit the boundary policy',
    ...byZhang,
    action: 'iam:CreatePolicyVersion',
    resource: X_COMPANY,
    expected: 'explicit-deny',
  },
  {
    name: 'Zhang may delete another policy',
    ...byZhang,
    action: 'iam:DeletePolicy',
    resource: 'arn:aws:iam::111122223333:policy/Other',
    expected: 'allow',
  },
  {
    name: 'Zhang may not take a boundary away',
    ...byZhang,
    action: 'iam:DeleteUserPermissionsBoundary',
    resource: newUser,
    expected: 'explicit-deny',
  },
  {
    name: 'Zhang may not create a role',
    ...byZhang,
    action: 'iam:CreateRole',
    resource: 'arn:aws:iam::111122223333:role/new',
    expected: 'implicit-deny',
  },
  {
    name: 'the new user may read a bucket',
    caller: nikhil,
    identity: everything,
    boundary: xCompanyBoundaries,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'allow',
  },
  {
    name: 'the new user may not read the logs bucket',
    caller: nikhil,
    identity: everything,
    boundary: xCompanyBoundaries,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::logs/a',
    expected: 'explicit-deny',
  },
  {
    name: 'the new user may manage his own access keys',
    caller: nikhil,
    identity: everything,
    boundary: xCompanyBoundaries,
    action: 'iam:CreateAccessKey',
    resource: newUser,
    expected: 'allow',
  },
  {
    name: 'the new user may not manage those of others',
    caller: nikhil,
    identity: everything,
    boundary: xCompanyBoundaries,
    action: 'iam:CreateAccessKey',
    resource: 'arn:aws:iam::111122223333:user/Zhang',
    expected: 'implicit-deny',
  },
  {
    name: 'the new user may not stop the production instance',
    caller: nikhil,
    identity: everything,
    boundary: xCompanyBoundaries,
    action: 'ec2:StopInstances',
    resource: 'arn:aws:ec2:us-east-1:111122223333:instance/i-1234567890abcdef0',
    expected: 'explicit-deny',
  },
]);

const session = roleSession('examplerole', 'session');
const read = (action: string): object => ({ Effect: 'Allow', Action: action, Resource: '*' });

export const sessionPolicies = userGuide('access_policies', 'Policies and permissions in IAM: Session policies', [
  {
    name: 'the intersection: allowed by role and session policy',
    caller: session,
    identity: read('s3:*'),
    session: read('s3:GetObject'),
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'allow',
  },
  {
    name: 'the intersection: allowed by the role only',
    caller: session,
    identity: read('s3:*'),
    session: read('s3:GetObject'),
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'implicit-deny',
  },
  {
    name: 'the intersection: allowed by the session policy only',
    caller: session,
    identity: read('s3:GetObject'),
    session: read('s3:*'),
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'implicit-deny',
  },
  {
    name: 'the intersection with a boundary too',
    caller: session,
    identity: read('s3:*'),
    session: read('s3:*'),
    boundary: read('s3:PutObject'),
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'implicit-deny',
  },
  {
    name: 'an explicit deny in the session policy',
    caller: session,
    identity: read('s3:*'),
    session: [read('s3:*'), { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' }],
    action: 's3:DeleteObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'explicit-deny',
  },
]);
