import { type PolicyDocument, parsePolicy } from './policy-document.js';

export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly document: PolicyDocument;
}

type Statements = readonly {
  readonly Sid?: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}[];

const partitions = new Map<string, ReadonlyMap<string, AwsManagedPolicy>>();

/** AWS's own policies that the lake carries, by ARN. Any other answers NoSuchEntity, never an empty policy. */
export function managedPolicies(partition: string): ReadonlyMap<string, AwsManagedPolicy> {
  let known = partitions.get(partition);
  if (known === undefined) {
    known = new Map(
      Object.entries(POLICIES).map(([name, statements]) => [
        `arn:${partition}:iam::aws:policy/${name}`,
        policyOf(name, statements(partition)),
      ]),
    );
    partitions.set(partition, known);
  }
  return known;
}

function policyOf(name: string, statements: Statements): AwsManagedPolicy {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });
  return { name, path: '/', text, document: parsePolicy(text, 'identity') };
}

/** Source: AWS Managed Policy Reference Guide, the page of each name. */
const POLICIES: Readonly<Record<string, (partition: string) => Statements>> = {
  AdministratorAccess: () => [{ Action: ['*'], Resource: ['*'] }],
  AmazonAthenaFullAccess: athenaFullAccess,
  AmazonS3ReadOnlyAccess: () => [
    {
      Action: ['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'],
      Resource: ['*'],
    },
  ],
};

function athenaFullAccess(partition: string): Statements {
  return [
    { Sid: 'BaseAthenaPermissions', Action: ['athena:*'], Resource: ['*'] },
    {
      Sid: 'BaseGluePermissions',
      Action: [
        'glue:CreateDatabase',
        'glue:DeleteDatabase',
        'glue:GetCatalog',
        'glue:GetCatalogs',
        'glue:GetDatabase',
        'glue:GetDatabases',
        'glue:UpdateDatabase',
        'glue:CreateTable',
        'glue:DeleteTable',
        'glue:BatchDeleteTable',
        'glue:UpdateTable',
        'glue:GetTable',
        'glue:GetTables',
        'glue:BatchCreatePartition',
        'glue:CreatePartition',
        'glue:DeletePartition',
        'glue:BatchDeletePartition',
        'glue:UpdatePartition',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:BatchGetPartition',
        'glue:StartColumnStatisticsTaskRun',
        'glue:GetColumnStatisticsTaskRun',
        'glue:GetColumnStatisticsTaskRuns',
        'glue:GetCatalogImportStatus',
      ],
      Resource: ['*'],
    },
    {
      Sid: 'BaseQueryResultsPermissions',
      Action: [
        's3:GetBucketLocation',
        's3:GetObject',
        's3:ListBucket',
        's3:ListBucketMultipartUploads',
        's3:ListMultipartUploadParts',
        's3:AbortMultipartUpload',
        's3:CreateBucket',
        's3:PutObject',
        's3:PutBucketPublicAccessBlock',
      ],
      Resource: [`arn:${partition}:s3:::aws-athena-query-results-*`],
    },
    {
      Sid: 'BaseAthenaExamplesPermissions',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [`arn:${partition}:s3:::athena-examples*`],
    },
    {
      Sid: 'BaseS3BucketPermissions',
      Action: ['s3:ListBucket', 's3:GetBucketLocation', 's3:ListAllMyBuckets'],
      Resource: ['*'],
    },
    { Sid: 'BaseSNSPermissions', Action: ['sns:ListTopics', 'sns:GetTopicAttributes'], Resource: ['*'] },
    {
      Sid: 'BaseCloudWatchPermissions',
      Action: [
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:DeleteAlarms',
        'cloudwatch:GetMetricData',
      ],
      Resource: ['*'],
    },
    { Sid: 'BaseLakeFormationPermissions', Action: ['lakeformation:GetDataAccess'], Resource: ['*'] },
    {
      Sid: 'BaseDataZonePermissions',
      Action: ['datazone:ListDomains', 'datazone:ListProjects', 'datazone:ListAccountEnvironments'],
      Resource: ['*'],
    },
    { Sid: 'BasePricingPermissions', Action: ['pricing:GetProducts'], Resource: ['*'] },
  ];
}
