import { conditionCases, type IamCase, userGuide } from './case.js';

const queueTimes = {
  Effect: 'Allow',
  Action: 'sqs:*',
  Resource: '*',
  Condition: {
    DateGreaterThan: { 'aws:CurrentTime': '2019-07-16T12:00:00Z' },
    DateLessThan: { 'aws:CurrentTime': '2019-07-16T15:00:00Z' },
    IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] },
  },
};

function queueCase(name: string, at: string, from: string, expected: IamCase['expected']): IamCase {
  return {
    name,
    identity: queueTimes,
    keys: { 'aws:CurrentTime': at, 'aws:SourceIp': from },
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:us-east-2:123456789012:queue1',
    expected,
  };
}

const departmentAndRole = {
  Effect: 'Allow',
  Action: 's3:ListBucket',
  Resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
  Condition: {
    StringEquals: {
      'aws:PrincipalTag/department': ['finance', 'hr', 'legal'],
      'aws:PrincipalTag/role': ['audit', 'security'],
    },
    ArnLike: {
      'aws:PrincipalArn': ['arn:aws:iam::222222222222:user/Ana', 'arn:aws:iam::222222222222:user/Mary'],
    },
  },
};

function departmentCase(name: string, keys: IamCase['keys'], expected: IamCase['expected']): IamCase {
  return {
    name,
    identity: departmentAndRole,
    keys: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Mary', ...keys },
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
    expected,
  };
}

export const multipleKeysOrValues = userGuide(
  'reference_policies_condition-logic-multiple-context-keys-or-values',
  'Conditions with multiple context keys or values',
  [
    ...conditionCases([
      ['StringEquals', 'aws:PrincipalTag/department', ['finance', 'hr', 'legal'], 'hr', true],
      ['StringEquals', 'aws:PrincipalTag/department', ['finance', 'hr', 'legal'], 'sales', false],
      ['StringNotEquals', 'aws:PrincipalTag/department', ['finance', 'hr', 'legal'], 'hr', false],
      ['StringNotEquals', 'aws:PrincipalTag/department', ['finance', 'hr', 'legal'], 'sales', true],
      [
        'ArnNotEquals',
        'aws:PrincipalArn',
        ['arn:aws:iam::*:role/a', 'arn:aws:iam::*:role/b'],
        'arn:aws:iam::123456789012:role/b',
        false,
      ],
    ]),
    departmentCase(
      'both tags and one of the ARNs',
      { 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/role': 'audit' },
      'allow',
    ),
    departmentCase(
      'one of two keys of an operator does not match',
      { 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/role': 'pm' },
      'implicit-deny',
    ),
    departmentCase('one of two keys is missing', { 'aws:PrincipalTag/department': 'hr' }, 'implicit-deny'),
    departmentCase(
      'one of two operators does not match',
      {
        'aws:PrincipalTag/department': 'hr',
        'aws:PrincipalTag/role': 'audit',
        'aws:PrincipalArn': 'arn:aws:iam::222222222222:user/Nikki',
      },
      'implicit-deny',
    ),
  ],
);

const createTags = ['env', 'cost-center'];

export const singleAndMultivaluedKeys = userGuide(
  'reference_policies_condition-single-vs-multi-valued-context-keys',
  'Single-valued vs. multivalued context keys',
  [
    queueCase('John at 13:00 from the first network', '2019-07-16T13:00:00Z', '192.0.2.7', 'allow'),
    queueCase('John at 13:00 from the second network', '2019-07-16T13:00:00Z', '203.0.113.9', 'allow'),
    queueCase('John at 13:00 from elsewhere', '2019-07-16T13:00:00Z', '198.51.100.1', 'implicit-deny'),
    queueCase('John at 12:00, not after it', '2019-07-16T12:00:00Z', '192.0.2.7', 'implicit-deny'),
    queueCase('John at 16:00', '2019-07-16T16:00:00Z', '192.0.2.7', 'implicit-deny'),
    ...conditionCases([
      ['ForAllValues:StringEquals', 'dynamodb:Attributes', ['ID', 'Message', 'Tags'], ['Message', 'Tags'], true],
      ['ForAllValues:StringEquals', 'dynamodb:Attributes', ['ID', 'Message', 'Tags'], ['Message', 'UserName'], false],
      [
        'ForAllValues:StringEquals',
        'dynamodb:Attributes',
        ['PostDateTime', 'Message', 'Tags'],
        ['PostDateTime', 'UserName'],
        false,
      ],
      ['ForAllValues:StringEquals', 'aws:TagKeys', createTags, undefined, true],
      ['ForAllValues:StringEquals', 'aws:TagKeys', createTags, [], true],
      ['ForAllValues:StringEquals', 'aws:TagKeys', createTags, [''], true],
      ['ForAnyValue:StringEquals', 'aws:TagKeys', createTags, ['env', 'other'], true],
      ['ForAnyValue:StringEquals', 'aws:TagKeys', createTags, ['other'], false],
      ['ForAnyValue:StringEquals', 'aws:TagKeys', createTags, undefined, false],
      ['ForAnyValue:StringEquals', 'aws:TagKeys', createTags, [], false],
      ['ForAnyValue:StringEquals', 'aws:TagKeys', createTags, [''], false],
      ['ForAnyValue:StringLike', 'dynamodb:Attributes', ['ID', 'Post*'], ['UserName', 'Message', 'PostDateTime'], true],
    ]),
    {
      name: 'Deny of any of two attributes: one is asked for',
      identity: denyAttributes(),
      keys: { 'dynamodb:Attributes': ['PostDateTime', 'Message'] },
      action: 'dynamodb:PutItem',
      resource: 'arn:aws:dynamodb:us-east-2:123456789012:table/Thread',
      expected: 'explicit-deny',
    },
    {
      name: 'Deny of any of two attributes: another is asked for',
      identity: denyAttributes(),
      keys: { 'dynamodb:Attributes': ['UserName'] },
      action: 'dynamodb:PutItem',
      resource: 'arn:aws:dynamodb:us-east-2:123456789012:table/Thread',
      expected: 'implicit-deny',
    },
  ],
);

function denyAttributes(): object {
  return {
    Effect: 'Deny',
    Action: 'dynamodb:PutItem',
    Resource: 'arn:aws:dynamodb:*:*:table/Thread',
    Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:Attributes': ['ID', 'PostDateTime'] } },
  };
}

function denyTagging(condition: object): readonly object[] {
  return [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Sid: 'DenyRestrictedTags',
      Effect: 'Deny',
      Action: ['iam:Tag*', 'iam:UnTag*'],
      Resource: ['*'],
      Condition: condition,
    },
  ];
}

function taggingCase(
  name: string,
  condition: object,
  tagKeys: readonly string[] | undefined,
  matches: boolean,
): IamCase {
  return {
    name,
    identity: denyTagging(condition),
    ...(tagKeys === undefined ? {} : { keys: { 'aws:TagKeys': tagKeys } }),
    action: 'iam:TagUser',
    resource: 'arn:aws:iam::123456789012:user/bob',
    expected: matches ? 'explicit-deny' : 'allow',
  };
}

const notKey1 = { 'ForAllValues:StringNotLike': { 'aws:TagKeys': 'key1*' } };
const prefixes = {
  Null: { 'aws:TagKeys': 'false' },
  'ForAllValues:StringLike': { 'aws:TagKeys': ['key1*', 'key2*', 'key3*'] },
};

export const multivaluedExamples = userGuide(
  'reference_policies_condition_examples-multi-valued-context-keys',
  'Multivalued context key examples',
  [
    taggingCase('ForAllValues:StringNotLike key1*: key1:legal', notKey1, ['key1:legal'], false),
    taggingCase('ForAllValues:StringNotLike key1*: two that start so', notKey1, ['key1:hr', 'key1:personnel'], false),
    taggingCase('ForAllValues:StringNotLike key1*: key2:audit', notKey1, ['key2:audit'], true),
    taggingCase('ForAllValues:StringNotLike key1*: no key in the request', notKey1, undefined, true),
    taggingCase('ForAllValues with Null false: all of the prefixes', prefixes, ['key1:hr', 'key3:x'], true),
    taggingCase('ForAllValues with Null false: one of another prefix', prefixes, ['key1:hr', 'other'], false),
    taggingCase('ForAllValues with Null false: no key in the request', prefixes, undefined, false),
    ...(
      [
        ['environment is named', ['environment', 'purpose'], 'explicit-deny'],
        ['webserver is named', ['webserver'], 'explicit-deny'],
        ['neither is named', ['purpose'], 'allow'],
        ['no tag at all', undefined, 'allow'],
      ] as const
    ).map(
      ([name, tagKeys, expected]): IamCase => ({
        name: `ForAnyValue:StringEquals environment, webserver: ${name}`,
        identity: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          {
            Effect: 'Deny',
            Action: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'],
            Resource: 'arn:aws:ec2:us-west-2::snapshot/*',
            Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['environment', 'webserver'] } },
          },
        ],
        ...(tagKeys === undefined ? {} : { keys: { 'aws:TagKeys': tagKeys } }),
        action: 'ec2:CreateSnapshot',
        resource: 'arn:aws:ec2:us-west-2::snapshot/snap-1',
        expected,
      }),
    ),
  ],
);
