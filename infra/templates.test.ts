import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../core/package-root.js';
import { problemsOf } from './testing/check-against-specification.js';
import { misspeltActions } from './testing/iam-actions.js';
import { type ReadTemplate, readTemplate } from './testing/read-template.js';

const infra = join(packageRoot(), 'infra');
const hardened = join(infra, 'walkthrough.template.yaml');
const asPublished = join(infra, 'walkthrough-as-published.template.yaml');

/** The published table, in its order. */
const COLUMNS = [
  ['marketplace', 'string'],
  ['customer_id', 'string'],
  ['review_id', 'string'],
  ['product_id', 'string'],
  ['product_parent', 'string'],
  ['product_title', 'string'],
  ['star_rating', 'int'],
  ['helpful_votes', 'int'],
  ['total_votes', 'int'],
  ['vine', 'string'],
  ['verified_purchase', 'string'],
  ['review_headline', 'string'],
  ['review_body', 'string'],
  ['review_date', 'bigint'],
  ['year', 'int'],
];
const LIMITED = [
  'product_category',
  'product_id',
  'product_parent',
  'product_title',
  'star_rating',
  'review_headline',
  'review_body',
  'review_date',
];

describe.each([
  ['hardened', hardened],
  ['as published', asPublished],
])('%s', (_name, file) => {
  const template = readTemplate(file);

  test('agrees with the published resource specification', () => {
    expect(problemsOf(template)).toEqual([]);
  });

  test('names only IAM actions that exist', () => {
    expect(misspeltActions(template)).toEqual([]);
  });

  test('uses no YAML alias, which CloudFormation does not support', () => {
    expect(template.hasAliases).toBe(false);
  });

  test('describes every parameter', () => {
    for (const [name, parameter] of Object.entries(template.Parameters)) {
      expect(parameter.Description, name).toMatch(/\S/);
    }
    expect(template.Parameters).toMatchObject({
      VpcId: { Type: 'AWS::EC2::VPC::Id' },
      SubnetIds: { Type: 'List<AWS::EC2::Subnet::Id>' },
      DataLakeAdministratorArn: { Default: '' },
      RunnerTrustedPrincipalArn: { Default: '' },
      RunnerExternalId: { Default: 'lakeproof-walkthrough' },
      DataScientistFullAccessName: { Default: 'data-scientist-full' },
      DataScientistLimitedAccessName: { Default: 'data-scientist-limited' },
      DatabaseName: { Default: 'amazon_reviews_db' },
      TableName: { Default: 'amazon_reviews_parquet' },
    });
  });

  test('names no partition, account or Region of its own', () => {
    expect(JSON.stringify(template.Resources)).not.toMatch(/arn:aws|\b\d{12}\b|us-east-1|amazonaws\.com\.cn/);
  });

  test('has the published table, partitioned by product category', () => {
    expect(template.Resources.ReviewsTable?.Properties).toMatchObject({
      TableInput: {
        PartitionKeys: [{ Name: 'product_category', Type: 'string' }],
        StorageDescriptor: { Columns: COLUMNS.map(([Name, Type]) => ({ Name, Type })) },
      },
    });
  });

  test('grants the limited person eight columns, and nobody anything else', () => {
    const grants = resourcesOf(template, 'AWS::LakeFormation::PrincipalPermissions');
    expect(Object.keys(grants).sort()).toEqual(['FullAccessGrant', 'LimitedAccessGrant']);
    expect(grants.LimitedAccessGrant).toMatchObject({
      Principal: { DataLakePrincipalIdentifier: { 'Fn::GetAtt': 'LimitedAccessExecutionRole.Arn' } },
      Resource: { TableWithColumns: { ColumnNames: LIMITED } },
      Permissions: ['SELECT'],
    });
  });

  test('touches account-wide settings only when a parameter asks, and then by APPEND', () => {
    const settings = Object.values(template.Resources).filter(
      ({ Type }) => Type === 'AWS::LakeFormation::DataLakeSettings',
    );
    expect(settings).toHaveLength(1);
    expect(settings[0]).toMatchObject({ Condition: 'AdministratorGiven', Properties: { MutationType: 'APPEND' } });
    expect(Object.keys(settings[0]?.Properties ?? {}).sort()).toEqual(['Admins', 'MutationType']);
  });

  test('gives its databases no default permissions', () => {
    for (const database of Object.values(resourcesOf(template, 'AWS::Glue::Database'))) {
      expect(database).toMatchObject({ DatabaseInput: { CreateTableDefaultPermissions: [] } });
    }
  });

  test('lets execution roles trust exactly the runner, by external id and session name', () => {
    for (const role of ['FullAccessExecutionRole', 'LimitedAccessExecutionRole']) {
      const trust = JSON.stringify(template.Resources[role]?.Properties.AssumeRolePolicyDocument);
      expect(trust).toContain('"Principal":{"AWS":{"Fn::GetAtt":"RunnerRole.Arn"}},"Action":"sts:AssumeRole"');
      expect(trust).toContain(
        '{"StringEquals":{"sts:ExternalId":{"Ref":"RunnerExternalId"}},"StringLike":{"sts:RoleSessionName":"lakeproof-*"}}',
      );
      expect(trust.match(/"AWS":/g)).toHaveLength(2);
    }
  });
});

test('both pass cfn-lint, where that is installed', { timeout: 90_000 }, () => {
  const version = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
  if (version.error !== undefined) {
    // Not installed here: the specification check above ran all the same, and this says what did not.
    expect(version.error.message).toContain('ENOENT');
    process.stderr.write('cfn-lint is not installed: templates were checked against the resource specification only\n');
    return;
  }
  const run = spawnSync('cfn-lint', ['--non-zero-exit-code', 'warning', '--', hardened, asPublished], {
    encoding: 'utf8',
  });
  expect(`${run.stdout}${run.stderr}`).toBe('');
  expect(run.status).toBe(0);
});

describe('what is hardened', () => {
  const template = readTemplate(hardened);

  test('grants without grant option; as published with it', () => {
    const options = (file: string) =>
      Object.values(resourcesOf(readTemplate(file), 'AWS::LakeFormation::PrincipalPermissions')).map(
        (grant) => grant.PermissionsWithGrantOption,
      );
    expect(options(hardened)).toEqual([[], []]);
    expect(options(asPublished)).toEqual([['SELECT'], ['SELECT']]);
  });

  test('one enforced workgroup for each person', () => {
    for (const workGroup of Object.values(resourcesOf(template, 'AWS::Athena::WorkGroup'))) {
      expect(workGroup).toMatchObject({ WorkGroupConfiguration: { EnforceWorkGroupConfiguration: true } });
    }
    expect(Object.keys(resourcesOf(template, 'AWS::Athena::WorkGroup'))).toHaveLength(2);
  });

  test('every bucket is encrypted, closed to the public and refuses plain HTTP', () => {
    const buckets = resourcesOf(template, 'AWS::S3::Bucket');
    const policies = Object.values(resourcesOf(template, 'AWS::S3::BucketPolicy'));
    for (const [logicalId, bucket] of Object.entries(buckets)) {
      expect(bucket, logicalId).toMatchObject({
        BucketEncryption: {},
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
      const policy = policies.find(
        (candidate) => JSON.stringify(candidate.Bucket) === JSON.stringify({ Ref: logicalId }),
      );
      expect(JSON.stringify(policy), logicalId).toContain('"aws:SecureTransport":"false"');
    }
    expect(Object.keys(buckets)).toHaveLength(3);
  });

  test('the trail validates its files, takes reads, and takes data events of the data bucket only', () => {
    expect(template.Resources.Trail).toMatchObject({
      Condition: 'OwnTrail',
      Properties: {
        EnableLogFileValidation: true,
        IsMultiRegionTrail: true,
        EventSelectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::S3::Object', Values: [{ 'Fn::Sub': `\${DataBucket.Arn}/` }] }],
          },
        ],
      },
    });
  });

  test('the runner holds no SELECT and writes nothing', () => {
    const policy = JSON.stringify(template.Resources.RunnerPolicy?.Properties.PolicyDocument);
    const allowed = [...policy.matchAll(/"Effect":"Allow","Action":(\[[^\]]*\]|"[^"]*")/g)].flatMap(
      (match) => match[1] ?? '',
    );
    expect(allowed.join()).not.toMatch(/:(?!Assume|Set|Get|List|Describe|Lookup|Search)[A-Z]|GetDataAccess|\*/);
  });
});

/** Logical id → properties of the resources of one type. */
function resourcesOf(template: ReadTemplate, type: string): Record<string, Record<string, unknown>> {
  const entries = Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
  return Object.fromEntries(entries.map(([logicalId, resource]) => [logicalId, resource.Properties]));
}
