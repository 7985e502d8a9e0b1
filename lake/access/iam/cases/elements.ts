import { type IamCase, userGuide } from './case.js';

const allow = (more: object): object => ({ Effect: 'Allow', Resource: '*', ...more });

function actionCases(rows: readonly (readonly [string, string | readonly string[], string, boolean])[]): IamCase[] {
  return rows.map(([name, patterns, action, holds]) => ({
    name,
    identity: allow({ Action: patterns }),
    action,
    resource: '*',
    expected: holds ? 'allow' : 'implicit-deny',
  }));
}

export const action = userGuide('reference_policies_elements_action', 'IAM JSON policy elements: Action', [
  ...actionCases([
    ['one action', 's3:GetObject', 's3:GetObject', true],
    ['another action', 's3:GetObject', 's3:PutObject', false],
    ['a name is no prefix', 's3:GetObject', 's3:GetObjectAcl', false],
    ['prefix and name are case insensitive', 'IAM:listaccesskeys', 'iam:ListAccessKeys', true],
    ['several values', ['sqs:SendMessage', 'ec2:StartInstances', 'iam:ChangePassword'], 'iam:ChangePassword', true],
    ['none of several values', ['sqs:SendMessage', 'sqs:ReceiveMessage'], 'sqs:DeleteMessage', false],
    ['all actions of a product', 's3:*', 's3:PutBucketPolicy', true],
    ['all actions of a product, another product', 's3:*', 's3express:CreateSession', false],
    ['a part of the name: Create', 'iam:*AccessKey*', 'iam:CreateAccessKey', true],
    ['a part of the name: Delete', 'iam:*AccessKey*', 'iam:DeleteAccessKey', true],
    ['a part of the name: List, plural', 'iam:*AccessKey*', 'iam:ListAccessKeys', true],
    ['a part of the name: Update', 'iam:*AccessKey*', 'iam:UpdateAccessKey', true],
    ['a part of the name that is not there', 'iam:*AccessKey*', 'iam:CreateUser', false],
    ['every action', '*', 'athena:StartQueryExecution', true],
    ['a question mark is one character', 's3:?etObject', 's3:GetObject', true],
    ['a question mark is not none', 's3:GetObject?', 's3:GetObject', false],
  ]),
]);

const notDeleteBucket = { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' };
const allButIam = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
const withoutMfa = {
  Sid: 'DenyAllUsersNotUsingMFA',
  Effect: 'Deny',
  NotAction: 'iam:*',
  Resource: '*',
  Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
};

export const notAction = userGuide('reference_policies_elements_notaction', 'IAM JSON policy elements: NotAction', [
  {
    name: 'all of S3 but deleting a bucket: reading',
    identity: notDeleteBucket,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'allow',
  },
  {
    name: 'all of S3 but deleting a bucket: deleting it',
    identity: notDeleteBucket,
    action: 's3:DeleteBucket',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
    expected: 'implicit-deny',
  },
  {
    name: 'all of S3 but deleting a bucket: another service',
    identity: notDeleteBucket,
    action: 'glue:GetTable',
    resource: 'arn:aws:glue:us-east-1:123456789012:table/db/t',
    expected: 'implicit-deny',
  },
  {
    name: 'every service but IAM',
    identity: allButIam,
    action: 'athena:GetWorkGroup',
    resource: '*',
    expected: 'allow',
  },
  {
    name: 'every service but IAM: IAM',
    identity: allButIam,
    action: 'iam:CreateUser',
    resource: '*',
    expected: 'implicit-deny',
  },
  {
    name: 'Deny without MFA: other services',
    identity: [allow({ Action: '*' }), withoutMfa],
    keys: { 'aws:MultiFactorAuthPresent': 'false' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'explicit-deny',
  },
  {
    name: 'Deny without MFA: IAM is left',
    identity: [allow({ Action: '*' }), withoutMfa],
    keys: { 'aws:MultiFactorAuthPresent': 'false' },
    action: 'iam:CreateVirtualMFADevice',
    resource: '*',
    expected: 'allow',
  },
  {
    name: 'Deny without MFA: signed in with MFA',
    identity: [allow({ Action: '*' }), withoutMfa],
    keys: { 'aws:MultiFactorAuthPresent': 'true' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'allow',
  },
  {
    name: 'Deny without MFA does not grant anything',
    identity: withoutMfa,
    keys: { 'aws:MultiFactorAuthPresent': 'true' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a',
    expected: 'implicit-deny',
  },
]);

function resourceCases(rows: readonly (readonly [string, string | readonly string[], string, boolean])[]): IamCase[] {
  return rows.map(([name, patterns, resource, holds]) => ({
    name,
    identity: { Effect: 'Allow', Action: '*', Resource: patterns },
    action: 'service:Action',
    resource,
    expected: holds ? 'allow' : 'implicit-deny',
  }));
}

const QUEUE = 'arn:aws:sqs:us-east-2:123456789012:queue1';
const FOLDERS = 'arn:aws:s3:::amzn-s3-demo-bucket/*/test/*';
const TABLES = [
  'arn:aws:dynamodb:us-east-2:123456789012:table/books_table',
  'arn:aws:dynamodb:us-east-2:123456789012:table/magazines_table',
];

export const resource = userGuide('reference_policies_elements_resource', 'IAM JSON policy elements: Resource', [
  ...resourceCases([
    ['a queue', QUEUE, QUEUE, true],
    ['another queue', QUEUE, 'arn:aws:sqs:us-east-2:123456789012:queue2', false],
    ['a queue in another Region', QUEUE, 'arn:aws:sqs:us-east-1:123456789012:queue1', false],
    ['a queue of another account', QUEUE, 'arn:aws:sqs:us-east-2:999999999999:queue1', false],
    ['a user', 'arn:aws:iam::123456789012:user/Bob', 'arn:aws:iam::123456789012:user/Bob', true],
    [
      'user names are case sensitive',
      'arn:aws:iam::123456789012:user/Bob',
      'arn:aws:iam::123456789012:user/bob',
      false,
    ],
    [
      'users below a path',
      'arn:aws:iam::123456789012:user/accounting/*',
      'arn:aws:iam::123456789012:user/accounting/Bob',
      true,
    ],
    [
      'users of another path',
      'arn:aws:iam::123456789012:user/accounting/*',
      'arn:aws:iam::123456789012:user/sales/Bob',
      false,
    ],
    ['all items of a bucket', 'arn:aws:s3:::amzn-s3-demo-bucket/*', 'arn:aws:s3:::amzn-s3-demo-bucket/a/b', true],
    [
      'the bucket is none of its items',
      'arn:aws:s3:::amzn-s3-demo-bucket/*',
      'arn:aws:s3:::amzn-s3-demo-bucket',
      false,
    ],
    ['an item is not the bucket', 'arn:aws:s3:::amzn-s3-demo-bucket', 'arn:aws:s3:::amzn-s3-demo-bucket/a', false],
    [
      'a star stands for slashes too: 1/test/object.jpg',
      FOLDERS,
      'arn:aws:s3:::amzn-s3-demo-bucket/1/test/object.jpg',
      true,
    ],
    [
      'a star stands for slashes too: 1/2/test/object.jpg',
      FOLDERS,
      'arn:aws:s3:::amzn-s3-demo-bucket/1/2/test/object.jpg',
      true,
    ],
    [
      'a star stands for slashes too: 1/2/test/3/object.jpg',
      FOLDERS,
      'arn:aws:s3:::amzn-s3-demo-bucket/1/2/test/3/object.jpg',
      true,
    ],
    [
      'a star stands for slashes too: 1-test/object.jpg',
      FOLDERS,
      'arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg',
      false,
    ],
    [
      'a star stands for slashes too: test/object.jpg',
      FOLDERS,
      'arn:aws:s3:::amzn-s3-demo-bucket/test/object.jpg',
      false,
    ],
    ['the first of two tables', TABLES, 'arn:aws:dynamodb:us-east-2:123456789012:table/books_table', true],
    ['the second of two tables', TABLES, 'arn:aws:dynamodb:us-east-2:123456789012:table/magazines_table', true],
    ['none of two tables', TABLES, 'arn:aws:dynamodb:us-east-2:123456789012:table/papers_table', false],
    [
      'a question mark is one character',
      'arn:aws:s3:::amzn-s3-demo-bucket/?.csv',
      'arn:aws:s3:::amzn-s3-demo-bucket/a.csv',
      true,
    ],
    [
      'a question mark is not two',
      'arn:aws:s3:::amzn-s3-demo-bucket/?.csv',
      'arn:aws:s3:::amzn-s3-demo-bucket/ab.csv',
      false,
    ],
    ['a star in the Region and the account', 'arn:aws:sqs:*:*:queue1', QUEUE, true],
    ['an ARN that is cut short is completed with stars', 'arn:aws:sqs', QUEUE, true],
    ['an ARN that is cut short is of its service only', 'arn:aws:sns', QUEUE, false],
    [
      'a star that ends its part, over an account and a colon',
      'arn:aws:service:*:111122223333:finance/*',
      'arn:aws:service:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
      true,
    ],
    ['everything', '*', QUEUE, true],
    ['an action without resource types needs the star', QUEUE, '*', false],
  ]),
  {
    name: 'a table that is named as the user',
    identity: {
      Effect: 'Allow',
      Action: 'dynamodb:*',
      Resource: 'arn:aws:dynamodb:us-east-2:123456789012:table/${aws:username}',
    },
    action: 'dynamodb:GetItem',
    resource: 'arn:aws:dynamodb:us-east-2:123456789012:table/alice',
    expected: 'allow',
  },
  {
    name: 'a table that is named as another user',
    identity: {
      Effect: 'Allow',
      Action: 'dynamodb:*',
      Resource: 'arn:aws:dynamodb:us-east-2:123456789012:table/${aws:username}',
    },
    action: 'dynamodb:GetItem',
    resource: 'arn:aws:dynamodb:us-east-2:123456789012:table/bob',
    expected: 'implicit-deny',
  },
]);

const payrollOnly = {
  Effect: 'Deny',
  Action: 's3:*',
  NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'],
};

export const notResource = userGuide(
  'reference_policies_elements_notresource',
  'IAM JSON policy elements: NotResource',
  [
    {
      name: 'another bucket is denied',
      identity: [allow({ Action: 's3:*' }), payrollOnly],
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::other/a',
      expected: 'explicit-deny',
    },
    {
      name: 'another folder of the bucket is denied',
      identity: [allow({ Action: 's3:*' }), payrollOnly],
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::HRBucket/Reviews/a',
      expected: 'explicit-deny',
    },
    {
      name: 'the folder is left to the Allow',
      identity: [allow({ Action: 's3:*' }), payrollOnly],
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::HRBucket/Payroll/2026.csv',
      expected: 'allow',
    },
    {
      name: 'the Deny does not grant the folder',
      identity: payrollOnly,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::HRBucket/Payroll/2026.csv',
      expected: 'implicit-deny',
    },
    {
      name: 'other services are not limited',
      identity: [allow({ Action: '*' }), payrollOnly],
      action: 'iam:GetUser',
      resource: 'arn:aws:iam::123456789012:user/bob',
      expected: 'allow',
    },
    {
      name: 'with Allow, whatever is not listed',
      identity: { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::HRBucket/Payroll/*' },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::other/a',
      expected: 'allow',
    },
    {
      name: 'with Allow, not what is listed',
      identity: { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::HRBucket/Payroll/*' },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::HRBucket/Payroll/2026.csv',
      expected: 'implicit-deny',
    },
  ],
);
