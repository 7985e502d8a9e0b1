import { type IamCase, iamUser, roleSession, userGuide } from './case.js';

const david = iamUser('David');
const home = [
  {
    Action: ['s3:ListBucket'],
    Effect: 'Allow',
    Resource: ['arn:aws:s3:::mybucket'],
    Condition: { StringLike: { 's3:prefix': ['${aws:username}/*'] } },
  },
  { Action: ['s3:GetObject', 's3:PutObject'], Effect: 'Allow', Resource: ['arn:aws:s3:::mybucket/${aws:username}/*'] },
];
const ownKeys = {
  Action: ['iam:*AccessKey*'],
  Effect: 'Allow',
  Resource: ['arn:aws:iam::123456789012:user/${aws:username}'],
};
const ownQueue = { Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:us-east-2:*:${aws:username}-queue' };
const ownDepartment = {
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: ['arn:aws:s3:::bucket/${aws:PrincipalTag/department}'],
};
const costCenter = {
  Effect: 'Allow',
  Action: ['iam:*user*'],
  Resource: '*',
  Condition: { StringLike: { 'iam:ResourceTag/costCenter': ['12345', '67890'] } },
};
const team = (suffix: string): object => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::bucket/${suffix}`,
});

function objectCase(name: string, statement: object, key: string, more: Partial<IamCase>): IamCase {
  return {
    name,
    caller: david,
    identity: statement,
    action: 's3:GetObject',
    resource: `arn:aws:s3:::bucket/${key}`,
    expected: 'allow',
    ...more,
  };
}

export const variables = userGuide('reference_policies_variables', 'IAM policy elements: Variables and tags', [
  {
    name: 'his own objects',
    caller: david,
    identity: home,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::mybucket/David/a',
    expected: 'allow',
  },
  {
    name: 'objects of another user',
    caller: david,
    identity: home,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::mybucket/Mary/a',
    expected: 'implicit-deny',
  },
  {
    name: 'his own prefix',
    caller: david,
    identity: home,
    keys: { 's3:prefix': 'David/2026' },
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::mybucket',
    expected: 'allow',
  },
  {
    name: 'the prefix of another user',
    caller: david,
    identity: home,
    keys: { 's3:prefix': 'Mary/2026' },
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::mybucket',
    expected: 'implicit-deny',
  },
  {
    name: 'without a Version that knows variables they are literal',
    caller: david,
    version: '2008-10-17',
    identity: home,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::mybucket/David/a',
    expected: 'implicit-deny',
  },
  {
    name: 'a literal variable of an old Version matches itself',
    caller: david,
    version: '2008-10-17',
    identity: home,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::mybucket/${aws:username}/a',
    expected: 'allow',
  },
  {
    name: 'his own access keys',
    caller: david,
    identity: ownKeys,
    action: 'iam:UpdateAccessKey',
    resource: 'arn:aws:iam::123456789012:user/David',
    expected: 'allow',
  },
  {
    name: 'access keys of another user',
    caller: david,
    identity: ownKeys,
    action: 'iam:UpdateAccessKey',
    resource: 'arn:aws:iam::123456789012:user/Mary',
    expected: 'implicit-deny',
  },
  {
    name: 'his own queue',
    caller: david,
    identity: ownQueue,
    action: 'sqs:DeleteQueue',
    resource: 'arn:aws:sqs:us-east-2:123456789012:David-queue',
    expected: 'allow',
  },
  {
    name: 'his own queue in another Region',
    caller: david,
    identity: ownQueue,
    action: 'sqs:DeleteQueue',
    resource: 'arn:aws:sqs:us-east-1:123456789012:David-queue',
    expected: 'implicit-deny',
  },
  objectCase('a tag of the principal', ownDepartment, 'hr', { keys: { 'aws:PrincipalTag/department': 'hr' } }),
  objectCase('another value of the tag', ownDepartment, 'hr', {
    keys: { 'aws:PrincipalTag/department': 'sales' },
    expected: 'implicit-deny',
  }),
  objectCase('no such tag: the variable matches nothing', ownDepartment, '', { expected: 'implicit-deny' }),
  {
    name: 'a role session has no aws:username, and any attempt to match it fails',
    caller: roleSession('examplerole', 'David'),
    identity: home,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::mybucket/David/a',
    expected: 'implicit-deny',
  },
  {
    name: 'a variable without a value makes its statement invalid, a Deny by a negated operator too',
    caller: roleSession('examplerole', 'David'),
    identity: [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
      {
        Effect: 'Deny',
        Action: 's3:GetObject',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:userid': '${aws:username}' } },
      },
    ],
    keys: { 'aws:userid': 'AROAEXAMPLE:David' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::mybucket/David/a',
    expected: 'allow',
  },
  {
    name: 'names of keys are case insensitive',
    caller: david,
    identity: { ...ownKeys, Resource: 'arn:aws:iam::123456789012:user/${AWS:UserName}' },
    action: 'iam:ListAccessKeys',
    resource: 'arn:aws:iam::123456789012:user/David',
    expected: 'allow',
  },
  {
    name: 'a tag of the resource is one of two values',
    identity: costCenter,
    keys: { 'iam:ResourceTag/costCenter': '67890' },
    action: 'iam:UpdateUser',
    resource: 'arn:aws:iam::123456789012:user/bob',
    expected: 'allow',
  },
  {
    name: 'the resource has no such tag',
    identity: costCenter,
    action: 'iam:UpdateUser',
    resource: 'arn:aws:iam::123456789012:user/bob',
    expected: 'implicit-deny',
  },
  {
    name: 'the resource has another value',
    identity: costCenter,
    keys: { 'iam:ResourceTag/costCenter': '00000' },
    action: 'iam:UpdateUser',
    resource: 'arn:aws:iam::123456789012:user/bob',
    expected: 'implicit-deny',
  },
  objectCase('${*} is an asterisk', team('${*}.txt'), '*.txt', {}),
  objectCase('${*} is no wildcard', team('${*}.txt'), 'a.txt', { expected: 'implicit-deny' }),
  objectCase('${?} is a question mark', team('${?}.txt'), '?.txt', {}),
  objectCase('${?} is no wildcard', team('${?}.txt'), 'a.txt', { expected: 'implicit-deny' }),
  objectCase('${$} is a dollar sign', team('${$}{aws:username}'), '${aws:username}', {}),
  objectCase('${$} begins no variable', team('${$}{aws:username}'), 'David', { expected: 'implicit-deny' }),
  objectCase(
    'a default value where there is no key',
    team("${aws:PrincipalTag/team, 'company-wide'}/a"),
    'company-wide/a',
    {},
  ),
  objectCase(
    'a default value is not used where there is a key',
    team("${aws:PrincipalTag/team, 'company-wide'}/a"),
    'company-wide/a',
    {
      keys: { 'aws:PrincipalTag/team': 'yellow' },
      expected: 'implicit-deny',
    },
  ),
  objectCase('the key wins over its default', team("${aws:PrincipalTag/team, 'company-wide'}/a"), 'yellow/a', {
    keys: { 'aws:PrincipalTag/team': 'yellow' },
  }),
  {
    name: 'a default in a condition',
    caller: david,
    identity: {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: '*',
      Condition: { StringEquals: { 's3:ExistingObjectTag/owner': "${aws:PrincipalTag/owner, 'anonymous'}" } },
    },
    keys: { 's3:ExistingObjectTag/owner': 'anonymous' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/a',
    expected: 'allow',
  },
  {
    name: 'Numeric operators take no variables',
    caller: david,
    identity: {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: '*',
      Condition: { NumericEquals: { 's3:max-keys': '${aws:PrincipalTag/most}' } },
    },
    keys: { 's3:max-keys': '10', 'aws:PrincipalTag/most': '10' },
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::bucket',
    expected: 'implicit-deny',
  },
  {
    name: 'ARN operators take variables',
    caller: david,
    identity: {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:${aws:username}-*' } },
    },
    keys: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:123456789012:David-topic' },
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::bucket',
    expected: 'allow',
  },
]);
