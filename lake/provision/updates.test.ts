import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAthena } from '../services/athena/index.js';
import { type Stacks, stacksOf } from '../services/cloudformation/testing/stacks.js';
import { type DataLake, startDataLake } from '../services/glue/testing/data-lake.js';
import { providers } from './providers/index.js';

/*
 * For each type: a resource that is created one way and updated to another is as one that was created so at once, and
 * when its stack is deleted the account is as it was. What the account holds is asked of the services.
 */
let lake: DataLake;
let stacks: Stacks;
beforeAll(async () => {
  lake = await startDataLake({ services: { athena: createAthena } });
  stacks = stacksOf(lake.admin);
  const made = await stacks.create('base', JSON.stringify({ Resources: BASE }));
  expect(made.StackStatus).toBe('CREATE_COMPLETE');
});
afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

const CatalogId = '111122223333';
const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const onBucket = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action,
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Resource: 'arn:aws:s3:::base-data/*',
    },
  ],
});
const deliver = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['s3:GetBucketAcl', 's3:PutObject'],
      Resource: ['arn:aws:s3:::base-trail', 'arn:aws:s3:::base-trail/*'],
    },
  ],
};
const columns = [{ Name: 'a', Type: 'string' }];
const roleArn = (name: string) => `arn:aws:iam::${CatalogId}:role/${name}`;
const grantee = { DataLakePrincipalIdentifier: roleArn('base-role') };
const onTable = { Table: { CatalogId, DatabaseName: 'base_db', Name: 'base_table' } };

/** What the resources under test refer to. */
const BASE = {
  Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'base-data' } },
  TrailBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'base-trail' } },
  TrailPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: { Ref: 'TrailBucket' }, PolicyDocument: deliver },
  },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'base-role', AssumeRolePolicyDocument: trust('lakeformation.amazonaws.com') },
  },
  Other: {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'base-other', AssumeRolePolicyDocument: trust('lakeformation.amazonaws.com') },
  },
  Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'base-group' } },
  Database: { Type: 'AWS::Glue::Database', Properties: { CatalogId, DatabaseInput: { Name: 'base_db' } } },
  Table: {
    Type: 'AWS::Glue::Table',
    Properties: {
      CatalogId,
      DatabaseName: { Ref: 'Database' },
      TableInput: {
        Name: 'base_table',
        PartitionKeys: [{ Name: 'p', Type: 'string' }],
        StorageDescriptor: { Columns: columns, Location: 's3://base-data/t/' },
      },
    },
  },
  Tag: { Type: 'AWS::LakeFormation::Tag', Properties: { CatalogId, TagKey: 'base', TagValues: ['x', 'y'] } },
  Domain: {
    Type: 'AWS::SageMaker::Domain',
    Properties: {
      DomainName: 'base-domain',
      AuthMode: 'IAM',
      VpcId: 'vpc-1',
      SubnetIds: ['subnet-1'],
      DefaultUserSettings: { ExecutionRole: roleArn('base-role') },
    },
  },
};

type Case = readonly [type: string, before: object, after: object];

const cases: readonly Case[] = [
  [
    'AWS::Athena::WorkGroup',
    {
      Name: 'wg',
      Description: 'old',
      WorkGroupConfiguration: {
        ResultConfiguration: { OutputLocation: 's3://base-data/old/' },
        BytesScannedCutoffPerQuery: 20_000_000,
      },
    },
    { Name: 'wg', State: 'DISABLED', Description: 'new', WorkGroupConfiguration: { RequesterPaysEnabled: true } },
  ],
  [
    'AWS::CloudTrail::Trail',
    { TrailName: 'trail', S3BucketName: 'base-trail', IsLogging: true, EnableLogFileValidation: true },
    {
      TrailName: 'trail',
      S3BucketName: 'base-trail',
      IsLogging: false,
      EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
    },
  ],
  [
    'AWS::Glue::Database',
    { CatalogId, DatabaseInput: { Name: 'db', Description: 'old', Parameters: { a: 'b' } } },
    { CatalogId, DatabaseInput: { Name: 'db', Description: 'new' } },
  ],
  [
    'AWS::Glue::Table',
    { CatalogId, DatabaseName: 'base_db', TableInput: { Name: 't', StorageDescriptor: { Columns: columns } } },
    {
      CatalogId,
      DatabaseName: 'base_db',
      TableInput: {
        Name: 't',
        Description: 'd',
        StorageDescriptor: { Columns: [...columns, ...columns.map(() => ({ Name: 'b', Type: 'int' }))] },
      },
    },
  ],
  [
    'AWS::Glue::Partition',
    {
      CatalogId,
      DatabaseName: 'base_db',
      TableName: 'base_table',
      PartitionInput: { Values: ['1'], Parameters: { a: 'b' } },
    },
    {
      CatalogId,
      DatabaseName: 'base_db',
      TableName: 'base_table',
      PartitionInput: { Values: ['1'], StorageDescriptor: { Columns: columns, Location: 's3://base-data/t/p=1/' } },
    },
  ],
  [
    'AWS::IAM::Group',
    {
      GroupName: 'g',
      Policies: [{ PolicyName: 'p', PolicyDocument: allow('s3:*') }],
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    },
    {
      GroupName: 'g',
      Path: '/x/',
      Policies: [
        { PolicyName: 'p', PolicyDocument: allow('glue:*') },
        { PolicyName: 'q', PolicyDocument: allow('s3:*') },
      ],
    },
  ],
  [
    'AWS::IAM::ManagedPolicy',
    { ManagedPolicyName: 'm', PolicyDocument: allow('s3:*'), Roles: ['base-role'] },
    { ManagedPolicyName: 'm', PolicyDocument: allow('glue:*'), Roles: ['base-other'], Groups: ['base-group'] },
  ],
  [
    'AWS::IAM::Policy',
    { PolicyName: 'i', PolicyDocument: allow('s3:*'), Roles: ['base-role', 'base-other'] },
    { PolicyName: 'j', PolicyDocument: allow('glue:*'), Roles: ['base-other'], Groups: ['base-group'] },
  ],
  [
    'AWS::IAM::Role',
    {
      RoleName: 'r',
      AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
      Description: 'old',
      MaxSessionDuration: 7200,
      PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
      Policies: [{ PolicyName: 'p', PolicyDocument: allow('s3:*') }],
      Tags: [{ Key: 'a', Value: 'b' }],
    },
    {
      RoleName: 'r',
      AssumeRolePolicyDocument: trust('glue.amazonaws.com'),
      Description: 'new',
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      Tags: [{ Key: 'c', Value: 'd' }],
    },
  ],
  [
    'AWS::IAM::User',
    {
      UserName: 'u',
      Groups: ['base-group'],
      LoginProfile: { Password: 'Old-passw0rd!' },
      Tags: [{ Key: 'a', Value: 'b' }],
    },
    {
      UserName: 'u',
      Path: '/x/',
      Policies: [{ PolicyName: 'p', PolicyDocument: allow('s3:*') }],
      PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
    },
  ],
  [
    'AWS::LakeFormation::DataCellsFilter',
    {
      TableCatalogId: CatalogId,
      DatabaseName: 'base_db',
      TableName: 'base_table',
      Name: 'f',
      ColumnNames: ['a'],
      RowFilter: { AllRowsWildcard: {} },
    },
    {
      TableCatalogId: CatalogId,
      DatabaseName: 'base_db',
      TableName: 'base_table',
      Name: 'f2',
      ColumnNames: ['a'],
      RowFilter: { FilterExpression: "a = 'x'" },
    },
  ],
  [
    'AWS::LakeFormation::DataLakeSettings',
    { Admins: [grantee], MutationType: 'APPEND' },
    {
      Admins: [{ DataLakePrincipalIdentifier: roleArn('base-other') }],
      MutationType: 'APPEND',
    },
  ],
  [
    'AWS::LakeFormation::Permissions',
    {
      DataLakePrincipal: grantee,
      Resource: { TableResource: { CatalogId, DatabaseName: 'base_db', Name: 'base_table' } },
      Permissions: ['SELECT', 'ALTER'],
    },
    {
      DataLakePrincipal: grantee,
      Resource: { TableResource: { CatalogId, DatabaseName: 'base_db', Name: 'base_table' } },
      Permissions: ['SELECT'],
      PermissionsWithGrantOption: ['SELECT'],
    },
  ],
  [
    'AWS::LakeFormation::PrincipalPermissions',
    {
      Principal: grantee,
      Resource: { Database: { CatalogId, Name: 'base_db' } },
      Permissions: ['DESCRIBE'],
      PermissionsWithGrantOption: [],
    },
    { Principal: grantee, Resource: onTable, Permissions: ['SELECT'], PermissionsWithGrantOption: ['SELECT'] },
  ],
  [
    'AWS::LakeFormation::Resource',
    {
      ResourceArn: 'arn:aws:s3:::base-data/x',
      UseServiceLinkedRole: false,
      RoleArn: roleArn('base-role'),
      HybridAccessEnabled: true,
    },
    { ResourceArn: 'arn:aws:s3:::base-data/x', UseServiceLinkedRole: false, RoleArn: roleArn('base-other') },
  ],
  ['AWS::LakeFormation::Tag', { TagKey: 'k', TagValues: ['a', 'b'] }, { TagKey: 'k', TagValues: ['b', 'c'] }],
  [
    'AWS::LakeFormation::TagAssociation',
    {
      Resource: { Database: { CatalogId, Name: 'base_db' } },
      LFTags: [{ CatalogId, TagKey: 'base', TagValues: ['x'] }],
    },
    { Resource: onTable, LFTags: [{ CatalogId, TagKey: 'base', TagValues: ['y'] }] },
  ],
  [
    'AWS::S3::Bucket',
    {
      BucketName: 'upd-b',
      Tags: [{ Key: 'a', Value: 'b' }],
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 3 }] },
    },
    {
      BucketName: 'upd-b',
      VersioningConfiguration: { Status: 'Suspended' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    },
  ],
  [
    'AWS::S3::BucketPolicy',
    { Bucket: 'base-data', PolicyDocument: onBucket('s3:GetObject') },
    { Bucket: 'base-data', PolicyDocument: onBucket('s3:PutObject') },
  ],
  [
    'AWS::SageMaker::Domain',
    {
      DomainName: 'd',
      AuthMode: 'IAM',
      VpcId: 'vpc-1',
      SubnetIds: ['subnet-1'],
      DefaultUserSettings: { ExecutionRole: roleArn('base-role') },
    },
    {
      DomainName: 'd',
      AuthMode: 'IAM',
      VpcId: 'vpc-1',
      SubnetIds: ['subnet-1'],
      DefaultUserSettings: { ExecutionRole: roleArn('base-other') },
      DomainSettings: { ExecutionRoleIdentityConfig: 'USER_PROFILE_NAME' },
    },
  ],
];

/** Reads by service and operation; each is asked as the administrator. */
const READS: readonly (readonly [
  service: 'athena' | 'cloudtrail' | 'glue' | 'iam' | 'lakeformation' | 's3' | 'sagemaker',
  operation: string,
  input: object,
])[] = [
  ['athena', 'ListWorkGroups', {}],
  ['athena', 'GetWorkGroup', { WorkGroup: 'wg' }],
  ['cloudtrail', 'DescribeTrails', {}],
  ['cloudtrail', 'GetEventSelectors', { TrailName: 'trail' }],
  ['cloudtrail', 'GetTrailStatus', { Name: 'trail' }],
  ['cloudtrail', 'ListTags', { ResourceIdList: ['arn:aws:cloudtrail:us-east-1:111122223333:trail/trail'] }],
  ['glue', 'GetDatabases', {}],
  ['glue', 'GetTables', { DatabaseName: 'base_db' }],
  ['glue', 'GetPartitions', { DatabaseName: 'base_db', TableName: 'base_table' }],
  ['iam', 'GetAccountAuthorizationDetails', { Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy'] }],
  ['iam', 'GetLoginProfile', { UserName: 'u' }],
  ['lakeformation', 'GetDataLakeSettings', {}],
  ['lakeformation', 'ListDataCellsFilter', {}],
  ['lakeformation', 'ListLFTags', {}],
  ['lakeformation', 'ListPermissions', {}],
  ['lakeformation', 'ListResources', {}],
  ['lakeformation', 'GetResourceLFTags', { Resource: { Database: { Name: 'base_db' } } }],
  ['lakeformation', 'GetResourceLFTags', { Resource: { Table: { DatabaseName: 'base_db', Name: 'base_table' } } }],
  ...['upd-b', 'base-data'].flatMap((Bucket) =>
    [
      'GetBucketTagging',
      'GetBucketVersioning',
      'GetBucketLifecycleConfiguration',
      'GetBucketOwnershipControls',
      'GetBucketPolicy',
    ].map((operation) => ['s3', operation, { Bucket }] as const),
  ),
  ['s3', 'ListBuckets', {}],
  ['sagemaker', 'ListDomains', {}],
];

/** Times, made-up ids and counts of changes are no part of what a thing is. */
const CHANCE =
  /^(?:.*(?:Time|Date|On|Updated|Modified|LastUsed)|(?:Role|User|Group|Policy)Id|.*VersionId|VersionId|LatestDelivery.*|TimeLogging.*|CreatedBy)$/;

/** Old versions of a policy stay when it is changed, as in AWS; an empty object is as good as none. */
function plain(answer: unknown): unknown {
  const text = JSON.stringify([answer], (name, value: unknown) => {
    if (CHANCE.test(name)) return undefined;
    if (name === 'PolicyVersionList' && Array.isArray(value))
      return value.filter((one: unknown) => isDefaultVersion(one)) as unknown[];
    const isEmpty =
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((one) => one === undefined);
    return isEmpty ? undefined : value;
  });
  return JSON.parse(text);
}

function isDefaultVersion(version: unknown): boolean {
  return (
    typeof version === 'object' &&
    version !== null &&
    'IsDefaultVersion' in version &&
    version.IsDefaultVersion === true
  );
}

async function account(): Promise<unknown> {
  const { assembled, founders } = lake.bare;
  const answers: unknown[] = [];
  for (const [service, operation, input] of READS) {
    const answer: unknown = await assembled.lake
      .invoke(founders.admin, service, operation, input)
      .catch((error: unknown) => (error instanceof Error ? error.name + error.message : error));
    answers.push([service, operation, plain(answer)]);
  }
  const domains = JSON.stringify(answers).match(/"DomainId":"(d-\w+)"/g) ?? [];
  for (const match of new Set(domains)) {
    const DomainId = match.slice(12, -1);
    const described = await assembled.lake.invoke(founders.admin, 'sagemaker', 'DescribeDomain', { DomainId });
    answers.push(plain(described));
  }
  return answers;
}

const template = (Type: string, Properties: object) => JSON.stringify({ Resources: { R: { Type, Properties } } });

describe.each(cases)('%s', (type, before, after) => {
  it('is after an update as one that was created so, and leaves nothing behind', async () => {
    const name = type.replaceAll('::', '-');
    const empty = await account();
    expect((await stacks.create(name, template(type, after))).StackStatus).toBe('CREATE_COMPLETE');
    const wanted = await account();
    expect(wanted).not.toEqual(empty);
    expect(await stacks.remove(name)).toBe('DELETE_COMPLETE');
    expect(await account()).toEqual(empty);

    expect((await stacks.create(name, template(type, before))).StackStatus).toBe('CREATE_COMPLETE');
    const first = await account();
    expect(first).not.toEqual(wanted);
    const updated = await stacks.update(name, template(type, after));
    expect([updated.StackStatus, ...(await stacks.reasons(name, 'UPDATE_FAILED'))]).toEqual(['UPDATE_COMPLETE']);
    expect(await account()).toEqual(wanted);
    expect((await stacks.update(name, template(type, before))).StackStatus).toBe('UPDATE_COMPLETE');
    expect(await stacks.remove(name)).toBe('DELETE_COMPLETE');
    expect(await account()).toEqual(empty);
  });
});

it('covers every type', () => {
  // A profile needs its domain's id: it is deployed with the walkthrough. Metadata is nothing.
  const elsewhere = ['AWS::SageMaker::UserProfile', 'AWS::CDK::Metadata'];
  expect([...providers.keys()].filter((type) => !elsewhere.includes(type)).toSorted()).toEqual(
    cases.map(([type]) => type).toSorted(),
  );
});
