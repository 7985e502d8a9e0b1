import { expect, test } from 'vitest';
import { problemsOf } from './check-against-specification.js';
import type { ReadTemplate } from './read-template.js';

const bucket = { Type: 'AWS::S3::Bucket', Properties: {}, DependsOn: [] };

function templateWith(resources: Record<string, Partial<ReadTemplate['Resources'][string]>>): ReadTemplate {
  return {
    Parameters: { Name: { Type: 'String' } },
    Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Name' }, 'x'] } },
    Resources: Object.fromEntries(
      Object.entries(resources).map(([name, resource]) => [name, { ...bucket, ...resource }]),
    ),
    Outputs: {},
    hasAliases: false,
  };
}

test.each<[string, Parameters<typeof templateWith>[0], string]>([
  ['unknown type', { A: { Type: 'AWS::S3::Bukkit' } }, 'no such resource type'],
  ['unknown property', { A: { Properties: { BucketNam: 'x' } } }, 'BucketNam: no such property'],
  [
    'unknown nested property',
    { A: { Properties: { VersioningConfiguration: { Statis: 'Enabled' } } } },
    'Statis: no such property',
  ],
  [
    'missing property',
    { A: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'b' } } },
    'PolicyDocument: required, missing',
  ],
  ['object for text', { A: { Properties: { BucketName: { a: 1, b: 2 } } } }, 'BucketName: must be text'],
  ['text for list', { A: { Properties: { Tags: 'x' } } }, 'Tags: must be a list'],
  ['tag without value', { A: { Properties: { Tags: [{ Key: 'k' }] } } }, 'must be {Key, Value}'],
  [
    'wrong enum value',
    {
      A: { Type: 'AWS::SageMaker::Domain', Properties: { DomainName: 'd', AuthMode: 'OIDC', DefaultUserSettings: {} } },
    },
    'must be one of SSO, IAM',
  ],
  [
    'wrong enum value in one branch of an If',
    {
      A: {
        Type: 'AWS::SageMaker::Domain',
        Properties: { DomainName: 'd', AuthMode: { 'Fn::If': ['Wanted', 'IAM', 'OIDC'] }, DefaultUserSettings: {} },
      },
    },
    'must be one of SSO, IAM',
  ],
  ['Ref to nothing', { A: { Properties: { BucketName: { Ref: 'Nobody' } } } }, 'names Nobody, which does not exist'],
  [
    'Sub of nothing',
    { A: { Properties: { BucketName: { 'Fn::Sub': `a-\${Nobody}` } } } },
    'names Nobody, which does not exist',
  ],
  [
    'unknown attribute',
    { A: {}, B: { Properties: { BucketName: { 'Fn::GetAtt': 'A.Color' } } } },
    'A has no attribute Color',
  ],
  ['DependsOn nothing', { A: { DependsOn: ['Nobody'] } }, 'DependsOn names Nobody'],
  [
    'a resource that a condition may leave out',
    { A: { Condition: 'Wanted' }, B: { Properties: { BucketName: { Ref: 'A' } } } },
    'names A, which exists only if Wanted',
  ],
])('finds: %s', (_name, resources, problem) => {
  expect(problemsOf(templateWith(resources)).join('\n')).toContain(problem);
});

test('finds nothing wrong with what is right', () => {
  const resources = {
    A: { Condition: 'Wanted', Properties: { BucketName: { 'Fn::Sub': `a-\${Name}-\${AWS::Region}-\${!literal}` } } },
    B: { Properties: { BucketName: { 'Fn::If': ['Wanted', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] } }, DependsOn: [] },
  };
  expect(problemsOf(templateWith(resources))).toEqual([]);
});
