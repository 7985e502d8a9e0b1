import { type IamCase, iamUser, roleSession, userGuide } from './case.js';

const TAGS = ['access-project', 'access-team', 'cost-center'] as const;

function sameTags(prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(TAGS.map((tag) => [`${prefix}/${tag}`, `\${aws:PrincipalTag/${tag}}`]));
}

function tagged(prefix: string, values: readonly [string, string, string]): Readonly<Record<string, string>> {
  return Object.fromEntries(TAGS.map((tag, index) => [`${prefix}/${tag}`, values[index] ?? '']));
}

const assumeTagged = {
  Sid: 'TutorialAssumeRole',
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Resource: 'arn:aws:iam::123456789012:role/access-*',
  Condition: { StringEquals: sameTags('iam:ResourceTag') },
};
const samePolicy = [
  {
    Sid: 'AllActionsSecretsManagerSameProjectSameTeam',
    Effect: 'Allow',
    Action: 'secretsmanager:*',
    Resource: '*',
    Condition: {
      StringEquals: sameTags('aws:ResourceTag'),
      'ForAllValues:StringEquals': { 'aws:TagKeys': [...TAGS, 'Name', 'OwnedBy'] },
      StringEqualsIfExists: sameTags('aws:RequestTag'),
    },
  },
  {
    Sid: 'AllResourcesSecretsManagerNoTags',
    Effect: 'Allow',
    Action: ['secretsmanager:GetRandomPassword', 'secretsmanager:ListSecrets'],
    Resource: '*',
  },
  {
    Sid: 'ReadSecretsManagerSameTeam',
    Effect: 'Allow',
    Action: ['secretsmanager:Describe*', 'secretsmanager:Get*', 'secretsmanager:List*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:ResourceTag/access-team': '${aws:PrincipalTag/access-team}' } },
  },
  {
    Sid: 'DenyUntagSecretsManagerReservedTags',
    Effect: 'Deny',
    Action: 'secretsmanager:UntagResource',
    Resource: '*',
    Condition: { 'ForAnyValue:StringLike': { 'aws:TagKeys': 'access-*' } },
  },
  { Sid: 'DenyPermissionsManagement', Effect: 'Deny', Action: 'secretsmanager:*Policy', Resource: '*' },
];
const pegasus = tagged('aws:PrincipalTag', ['peg', 'eng', '987654']);

function assumeCase(
  name: string,
  role: string,
  tags: readonly [string, string, string],
  expected: IamCase['expected'],
): IamCase {
  return {
    name,
    caller: iamUser('access-Arnav-peg-eng'),
    identity: assumeTagged,
    trustPolicy: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' },
    keys: { ...pegasus, ...tagged('iam:ResourceTag', tags) },
    action: 'sts:AssumeRole',
    resource: `arn:aws:iam::123456789012:role/${role}`,
    expected,
  };
}

function secretCase(
  name: string,
  action: string,
  keys: NonNullable<IamCase['keys']>,
  expected: IamCase['expected'],
): IamCase {
  return {
    name,
    caller: roleSession('access-peg-engineering', 'session'),
    identity: samePolicy,
    keys: { ...pegasus, ...keys },
    action: `secretsmanager:${action}`,
    resource: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:test-access-peg-eng',
    expected,
  };
}

const ownSecret = tagged('aws:ResourceTag', ['peg', 'eng', '987654']);
const unicornSecret = tagged('aws:ResourceTag', ['uni', 'eng', '123456']);
const qualitySecret = tagged('aws:ResourceTag', ['peg', 'qas', '987654']);

export const abac = userGuide(
  'tutorial_attribute-based-access-control',
  'IAM tutorial: Define permissions to access AWS resources based on tags',
  [
    assumeCase(
      'Arnav assumes the role of his project and team',
      'access-peg-engineering',
      ['peg', 'eng', '987654'],
      'allow',
    ),
    assumeCase(
      'Arnav assumes the role of another team',
      'access-peg-quality-assurance',
      ['peg', 'qas', '987654'],
      'implicit-deny',
    ),
    assumeCase(
      'Arnav assumes the role of another project',
      'access-uni-engineering',
      ['uni', 'eng', '123456'],
      'implicit-deny',
    ),
    assumeCase('Arnav assumes a role of another name', 'admin', ['peg', 'eng', '987654'], 'implicit-deny'),
    secretCase('reads a secret of project and team', 'GetSecretValue', ownSecret, 'allow'),
    secretCase('reads a secret of the team, another project', 'GetSecretValue', unicornSecret, 'allow'),
    secretCase('reads a secret of another team', 'GetSecretValue', qualitySecret, 'implicit-deny'),
    secretCase('updates a secret of project and team', 'UpdateSecret', ownSecret, 'allow'),
    secretCase('updates a secret of another project', 'UpdateSecret', unicornSecret, 'implicit-deny'),
    secretCase('deletes a secret of another project', 'DeleteSecret', unicornSecret, 'implicit-deny'),
    secretCase(
      'creates a secret with his own tags',
      'CreateSecret',
      { ...ownSecret, ...tagged('aws:RequestTag', ['peg', 'eng', '987654']), 'aws:TagKeys': [...TAGS, 'Name'] },
      'allow',
    ),
    secretCase(
      'creates a secret with a tag of another project',
      'CreateSecret',
      { ...ownSecret, ...tagged('aws:RequestTag', ['uni', 'eng', '987654']), 'aws:TagKeys': TAGS },
      'implicit-deny',
    ),
    secretCase(
      'tags with a key that is not listed',
      'TagResource',
      { ...ownSecret, 'aws:TagKeys': ['Name', 'Other'] },
      'implicit-deny',
    ),
    secretCase('lists secrets, which have no tags', 'ListSecrets', {}, 'allow'),
    secretCase(
      'takes a reserved tag away',
      'UntagResource',
      { ...ownSecret, 'aws:TagKeys': ['access-team'] },
      'explicit-deny',
    ),
    secretCase('takes its name away', 'UntagResource', { ...ownSecret, 'aws:TagKeys': ['Name'] }, 'allow'),
    secretCase('changes the permissions of a secret', 'PutResourcePolicy', ownSecret, 'explicit-deny'),
  ],
);
