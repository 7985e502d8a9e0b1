import { conditionCases, type IamCase, userGuide } from './case.js';

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

const viaDynamodb = {
  Sid: 'KmsActionsIfCalledViaDynamodb',
  Effect: 'Allow',
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey', 'kms:DescribeKey'],
  Resource: 'arn:aws:kms:us-east-1:111122223333:key/my-example-key',
  Condition: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['dynamodb.amazonaws.com'] } },
};
const viaChain = {
  ...viaDynamodb,
  Sid: 'KmsActionsIfCalledViaChain',
  Condition: {
    StringEquals: {
      'aws:CalledViaFirst': 'cloudformation.amazonaws.com',
      'aws:CalledViaLast': 'dynamodb.amazonaws.com',
    },
  },
};

function kmsCase(name: string, identity: object, keys: IamCase['keys'], expected: IamCase['expected']): IamCase {
  return {
    name,
    identity,
    ...(keys === undefined ? {} : { keys }),
    action: 'kms:Decrypt',
    resource: 'arn:aws:kms:us-east-1:111122223333:key/my-example-key',
    expected,
  };
}

function mfaCase(
  name: string,
  effect: 'Allow' | 'Deny',
  condition: object,
  present: string | undefined,
  expected: IamCase['expected'],
): IamCase {
  return {
    name,
    identity: [
      ...(effect === 'Deny' ? [everything] : []),
      { Effect: effect, Action: 'ec2:*', Resource: '*', Condition: condition },
    ],
    ...(present === undefined ? {} : { keys: { 'aws:MultiFactorAuthPresent': present } }),
    action: 'ec2:StopInstances',
    resource: 'arn:aws:ec2:us-east-1:123456789012:instance/i-1',
    expected,
  };
}

const boolFalse = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
const ifExistsFalse = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
const ifExistsTrue = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } };
const boolTrue = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

export const globalKeys = userGuide('reference_policies_condition-keys', 'AWS global condition context keys', [
  kmsCase('called via DynamoDB', viaDynamodb, { 'aws:CalledVia': ['dynamodb.amazonaws.com'] }, 'allow'),
  kmsCase(
    'called via CloudFormation and DynamoDB',
    viaDynamodb,
    { 'aws:CalledVia': ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'] },
    'allow',
  ),
  kmsCase('called directly', viaDynamodb, undefined, 'implicit-deny'),
  kmsCase('called via Athena', viaDynamodb, { 'aws:CalledVia': ['athena.amazonaws.com'] }, 'implicit-deny'),
  kmsCase(
    'first CloudFormation, last DynamoDB',
    viaChain,
    { 'aws:CalledViaFirst': 'cloudformation.amazonaws.com', 'aws:CalledViaLast': 'dynamodb.amazonaws.com' },
    'allow',
  ),
  kmsCase(
    'DynamoDB alone is first and last',
    viaChain,
    { 'aws:CalledViaFirst': 'dynamodb.amazonaws.com', 'aws:CalledViaLast': 'dynamodb.amazonaws.com' },
    'implicit-deny',
  ),
  mfaCase('Deny, Bool false: a session without MFA', 'Deny', boolFalse, 'false', 'explicit-deny'),
  mfaCase('Deny, Bool false: long-term keys are not denied', 'Deny', boolFalse, undefined, 'allow'),
  mfaCase('Deny, Bool false: with MFA', 'Deny', boolFalse, 'true', 'allow'),
  mfaCase('Deny, BoolIfExists false: a session without MFA', 'Deny', ifExistsFalse, 'false', 'explicit-deny'),
  mfaCase('Deny, BoolIfExists false: long-term keys are denied', 'Deny', ifExistsFalse, undefined, 'explicit-deny'),
  mfaCase('Deny, BoolIfExists false: with MFA', 'Deny', ifExistsFalse, 'true', 'allow'),
  mfaCase('Allow, BoolIfExists true: with MFA', 'Allow', ifExistsTrue, 'true', 'allow'),
  mfaCase('Allow, BoolIfExists true: long-term keys', 'Allow', ifExistsTrue, undefined, 'allow'),
  mfaCase('Allow, BoolIfExists true: a session without MFA', 'Allow', ifExistsTrue, 'false', 'implicit-deny'),
  mfaCase('Allow, Bool true: long-term keys', 'Allow', boolTrue, undefined, 'implicit-deny'),
  ...conditionCases([
    ['IpAddressIfExists', 'aws:SourceIp', ['203.0.113.0/24'], '198.51.100.1', false],
    ['StringEqualsIfExists', 'aws:SourceVpc', ['vpc-1'], undefined, true],
    ['DateGreaterThan', 'aws:EpochTime', '1500000000', '1600000000', true],
    ['NumericGreaterThan', 'aws:EpochTime', '1500000000', '1600000000', true],
    ['StringEquals', 'AWS:PrincipalAccount', '123456789012', '123456789012', true],
  ]),
]);
