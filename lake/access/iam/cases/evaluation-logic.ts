import { iamUser, roleSession, userGuide } from './case.js';

const carlos = iamUser('carlossalazar');
const carlosPolicy = [
  {
    Sid: 'AllowS3ListRead',
    Effect: 'Allow',
    Action: ['s3:GetBucketLocation', 's3:GetAccountPublicAccessBlock', 's3:ListAccessPoints', 's3:ListAllMyBuckets'],
    Resource: 'arn:aws:s3:::*',
  },
  {
    Sid: 'AllowS3Self',
    Effect: 'Allow',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::carlossalazar/*', 'arn:aws:s3:::carlossalazar'],
  },
  { Sid: 'DenyS3Logs', Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::*log*' },
];
const carlosBucketPolicy = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::123456789012:user/carlossalazar' },
  Action: 's3:*',
  Resource: ['arn:aws:s3:::carlossalazar/*', 'arn:aws:s3:::carlossalazar'],
};

const user = iamUser('exampleuser', '111122223333');
const session = roleSession('examplerole', 'examplerolesessionname', '111122223333');
const object = 'arn:aws:s3:::amzn-s3-demo-bucket/report.csv';
const onObject = { action: 's3:GetObject', resource: object } as const;
const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: object };
const denyRead = { Effect: 'Deny', Action: 's3:GetObject', Resource: object };
const other = { Effect: 'Allow', Action: 's3:PutObject', Resource: object };
const grantTo = (principal: string): object => ({ ...read, Principal: { AWS: principal } });
const userArn = 'arn:aws:iam::111122223333:user/exampleuser';
const roleArn = 'arn:aws:iam::111122223333:role/examplerole';
const sessionArn = 'arn:aws:sts::111122223333:assumed-role/examplerole/examplerolesessionname';

export const evaluationLogic = userGuide('reference_policies_evaluation-logic', 'Policy evaluation logic', [
  { name: 'by default all requests are denied', ...onObject, expected: 'implicit-deny' },
  { name: 'an explicit allow overrides the default', identity: read, ...onObject, expected: 'allow' },
  { name: 'an explicit deny overrides an allow', identity: [read, denyRead], ...onObject, expected: 'explicit-deny' },
  { name: 'in any order', identity: [denyRead, read], ...onObject, expected: 'explicit-deny' },
  {
    name: 'a deny of something else is none',
    identity: [read, { ...other, Effect: 'Deny' }],
    ...onObject,
    expected: 'allow',
  },
  { name: 'a deny alone', identity: denyRead, ...onObject, expected: 'explicit-deny' },
  {
    name: 'Carlos may not write to the logs bucket',
    caller: carlos,
    identity: carlosPolicy,
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::carlossalazar-logs/today.txt',
    expected: 'explicit-deny',
  },
  {
    name: 'Carlos may write to his bucket: both policies allow',
    caller: carlos,
    identity: carlosPolicy,
    bucketPolicy: carlosBucketPolicy,
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::carlossalazar/today.txt',
    expected: 'allow',
  },
  {
    name: 'Carlos may write to his bucket by its policy alone',
    caller: carlos,
    bucketPolicy: carlosBucketPolicy,
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::carlossalazar/today.txt',
    expected: 'allow',
  },
  {
    name: 'Carlos may write to his bucket by his policy alone',
    caller: carlos,
    identity: carlosPolicy,
    bucketPolicy: { ...carlosBucketPolicy, Principal: { AWS: 'arn:aws:iam::123456789012:user/other' } },
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::carlossalazar/today.txt',
    expected: 'allow',
  },
  {
    name: 'Carlos may list all buckets',
    caller: carlos,
    identity: carlosPolicy,
    action: 's3:ListAllMyBuckets',
    resource: 'arn:aws:s3:::*',
    expected: 'allow',
  },
  {
    name: 'Carlos may not read another bucket',
    caller: carlos,
    identity: carlosPolicy,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::other/today.txt',
    expected: 'implicit-deny',
  },
  {
    name: 'a deny in the bucket policy overrides the identity policy',
    caller: user,
    identity: read,
    bucketPolicy: { ...denyRead, Principal: '*' },
    ...onObject,
    expected: 'explicit-deny',
  },
  {
    name: 'a deny in the identity policy overrides the bucket policy',
    caller: user,
    identity: denyRead,
    bucketPolicy: grantTo(userArn),
    ...onObject,
    expected: 'explicit-deny',
  },
  {
    name: 'permissions boundary and identity policy both allow',
    caller: user,
    identity: read,
    boundary: read,
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'the permissions boundary does not allow',
    caller: user,
    identity: read,
    boundary: other,
    ...onObject,
    expected: 'implicit-deny',
  },
  {
    name: 'the permissions boundary denies',
    caller: user,
    identity: read,
    boundary: [read, denyRead],
    ...onObject,
    expected: 'explicit-deny',
  },
  {
    name: 'a session policy that allows',
    caller: session,
    identity: read,
    session: read,
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'a session policy that does not allow',
    caller: session,
    identity: read,
    session: other,
    ...onObject,
    expected: 'implicit-deny',
  },
  { name: 'a role session without session policy', caller: session, identity: read, ...onObject, expected: 'allow' },
  {
    name: 'a session policy alone allows nothing',
    caller: session,
    session: read,
    ...onObject,
    expected: 'implicit-deny',
  },
  {
    name: 'a grant to the user is not limited by an implicit deny in the identity policy',
    caller: user,
    identity: other,
    bucketPolicy: grantTo(userArn),
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'a grant to the user is not limited by an implicit deny in the permissions boundary',
    caller: user,
    boundary: other,
    bucketPolicy: grantTo(userArn),
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'a grant to the role is not limited by an implicit deny in the identity policy',
    caller: session,
    identity: other,
    bucketPolicy: grantTo(roleArn),
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'a grant to the role is limited by an implicit deny in the permissions boundary',
    caller: session,
    boundary: other,
    bucketPolicy: grantTo(roleArn),
    ...onObject,
    expected: 'implicit-deny',
  },
  {
    name: 'a grant to the role is limited by an implicit deny in the session policy',
    caller: session,
    session: other,
    bucketPolicy: grantTo(roleArn),
    ...onObject,
    expected: 'implicit-deny',
  },
  {
    name: 'a grant to the role, with boundary and session policy that allow',
    caller: session,
    boundary: read,
    session: read,
    bucketPolicy: grantTo(roleArn),
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'a grant to the session is not limited by an implicit deny in the identity policy',
    caller: session,
    identity: other,
    bucketPolicy: grantTo(sessionArn),
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'a grant to the session is not limited by an implicit deny in the permissions boundary',
    caller: session,
    boundary: other,
    bucketPolicy: grantTo(sessionArn),
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'a grant to the session is not limited by an implicit deny in the session policy',
    caller: session,
    session: other,
    bucketPolicy: grantTo(sessionArn),
    ...onObject,
    expected: 'allow',
  },
  {
    name: 'an explicit deny in the session policy wins over a grant to the session',
    caller: session,
    session: denyRead,
    bucketPolicy: grantTo(sessionArn),
    ...onObject,
    expected: 'explicit-deny',
  },
  {
    name: 'a role trust policy must allow, whatever the identity policy says',
    caller: user,
    identity: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
    trustPolicy: { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
    action: 'sts:AssumeRole',
    resource: roleArn,
    expected: 'implicit-deny',
  },
]);

const getAndList = [
  { Sid: 'AllowGetList', Effect: 'Allow', Action: ['iam:Get*', 'iam:List*'], Resource: '*' },
  { Sid: 'DenyReports', Effect: 'Deny', Action: 'iam:*Report', Resource: '*' },
];

export const explicitAndImplicit = userGuide(
  'reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay',
  'The difference between explicit and implicit denies',
  [
    { name: 'Get* is allowed', identity: getAndList, action: 'iam:GetUser', resource: '*', expected: 'allow' },
    { name: 'List* is allowed', identity: getAndList, action: 'iam:ListRoles', resource: '*', expected: 'allow' },
    {
      name: 'CreatePolicy is implicitly denied',
      identity: getAndList,
      action: 'iam:CreatePolicy',
      resource: '*',
      expected: 'implicit-deny',
    },
    {
      name: 'reports are explicitly denied',
      identity: getAndList,
      action: 'iam:GetOrganizationsAccessReport',
      resource: '*',
      expected: 'explicit-deny',
    },
    {
      name: 'another allow does not lift the deny',
      identity: [...getAndList, { Effect: 'Allow', Action: 'iam:GenerateCredentialReport', Resource: '*' }],
      action: 'iam:GenerateCredentialReport',
      resource: '*',
      expected: 'explicit-deny',
    },
  ],
);
