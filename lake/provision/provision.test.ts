import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LakeproofError } from '../../core/error.js';
import { packageRoot } from '../../core/package-root.js';
import { provisionTemplate } from './provision.js';
import { deployer, type RecordedCall, recordingLake, schemaProblems } from './testing/recording-lake.js';

const FILES = ['walkthrough.template.yaml', 'walkthrough-as-published.template.yaml'];

async function provisioned(
  template: string,
  options: Parameters<typeof recordingLake>[0] & { readonly parameters?: Record<string, string> } = {},
): Promise<readonly RecordedCall[]> {
  const { lake, calls } = recordingLake(options);
  const { parameters = {} } = options;
  await provisionTemplate({ lake, deployer, template, file: 't.yaml', stackName: 'lakeproof', parameters });
  return calls;
}

function read(file: string): string {
  return readFileSync(join(packageRoot(), 'infra', file), 'utf8');
}

function inputs(calls: readonly RecordedCall[], operation: string): readonly RecordedCall['input'][] {
  return calls.filter((call) => call.operation === operation).map(({ input }) => input);
}

async function errorOf(work: Promise<unknown>): Promise<LakeproofError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof LakeproofError) return error;
  throw new Error(`expected a LakeproofError, got ${String(error)}`);
}

describe.each(FILES)('%s', (file) => {
  test('every call fits the operation in the SDK', async () => {
    const calls = await provisioned(read(file), {
      parameters: { DataLakeAdministratorArn: 'arn:aws:iam::111122223333:user/x' },
    });
    expect(calls.flatMap(schemaProblems)).toEqual([]);
    expect(calls.length).toBeGreaterThan(25);
  });

  test('grants come after the roles and tables that they name, tables after their database', async () => {
    const order = (await provisioned(read(file))).map(({ operation }) => operation);
    expect(order.indexOf('GrantPermissions')).toBeGreaterThan(order.lastIndexOf('RegisterResource'));
    expect(order.indexOf('GrantPermissions')).toBeGreaterThan(order.indexOf('CreateTable'));
    expect(order.indexOf('CreateTable')).toBeGreaterThan(order.indexOf('CreateDatabase'));
    expect(order.indexOf('CreateUserProfile')).toBeGreaterThan(order.indexOf('CreateDomain'));
  });

  test('the limited role is granted its eight columns and trusts exactly the runner', async () => {
    const calls = await provisioned(read(file));
    const limited = 'SageMakerStudioExecutionRole_data-scientist-limited';
    const grant = inputs(calls, 'GrantPermissions').find((input) => JSON.stringify(input).includes(limited));
    expect(grant).toMatchObject({
      Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::111122223333:role/${limited}` },
      Resource: {
        TableWithColumns: {
          DatabaseName: 'amazon_reviews_db',
          Name: 'amazon_reviews_parquet',
          ColumnNames: expect.arrayContaining(['product_category', 'star_rating', 'review_date']) as unknown,
        },
      },
      Permissions: ['SELECT'],
    });
    const role = inputs(calls, 'CreateRole').find(({ RoleName }) => RoleName === limited);
    expect(JSON.parse(String(role?.AssumeRolePolicyDocument))).toMatchObject({
      Statement: expect.arrayContaining([
        {
          Sid: 'LakeproofRunner',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:role/LakeproofRunner' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'sts:ExternalId': 'lakeproof-walkthrough' },
            StringLike: { 'sts:RoleSessionName': 'lakeproof-*' },
          },
        },
      ]) as unknown,
    });
  });

  test('leaves the account settings alone unless an administrator is named, and then adds to them', async () => {
    expect(inputs(await provisioned(read(file)), 'PutDataLakeSettings')).toEqual([]);
    const arn = 'arn:aws:iam::111122223333:user/x';
    const calls = await provisioned(read(file), { parameters: { DataLakeAdministratorArn: arn } });
    expect(inputs(calls, 'PutDataLakeSettings')).toEqual([
      {
        DataLakeSettings: {
          DataLakeAdmins: [{ DataLakePrincipalIdentifier: deployer.arn }, { DataLakePrincipalIdentifier: arn }],
          Parameters: { a: 'b' },
        },
      },
    ]);
    const order = calls.map(({ operation }) => operation);
    expect(order.indexOf('PutDataLakeSettings')).toBeLessThan(order.indexOf('RegisterResource'));
  });

  test('Studio gets the default network, the profiles their own roles', async () => {
    const calls = await provisioned(read(file));
    expect(inputs(calls, 'CreateDomain')).toMatchObject([
      { DomainName: 'lakeproof-walkthrough', VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) as unknown },
    ]);
    expect(inputs(calls, 'CreateUserProfile')).toMatchObject(
      ['data-scientist-full', 'data-scientist-limited'].map((name) => ({
        DomainId: 'd-abcdefghijkl',
        UserProfileName: name,
        UserSettings: { ExecutionRole: `arn:aws:iam::111122223333:role/SageMakerStudioExecutionRole_${name}` },
        Tags: [{ Key: 'studiouserid', Value: name }],
      })),
    );
  });
});

describe('the hardened template', () => {
  test('in another partition and Region, by other names', async () => {
    const calls = await provisioned(read('walkthrough.template.yaml'), {
      partition: 'aws-cn',
      region: 'cn-north-1',
      parameters: { DatabaseName: 'other_db', DataScientistLimitedAccessName: 'bo', CreateUsers: 'no' },
    });
    expect(JSON.stringify(calls)).not.toMatch(/arn:aws:|us-east-1|amazon_reviews_db|data-scientist-limited/);
    expect(inputs(calls, 'CreateUser')).toEqual([]);
    expect(inputs(calls, 'CreateBucket')[0]).toMatchObject({
      Bucket: 'lakeproof-reviews-111122223333-cn-north-1',
      CreateBucketConfiguration: { LocationConstraint: 'cn-north-1' },
    });
  });

  test('makes no trail where one is named', async () => {
    expect(inputs(await provisioned(read('walkthrough.template.yaml')), 'StartLogging')).toEqual([
      { Name: 'lakeproof-trail' },
    ]);
    const calls = await provisioned(read('walkthrough.template.yaml'), { parameters: { ExistingTrailName: 'ours' } });
    expect(JSON.stringify(calls.map(({ service, operation }) => `${service}.${operation}`))).not.toContain(
      'cloudtrail.',
    );
    expect(JSON.stringify(inputs(calls, 'CreateBucket'))).not.toContain('lakeproof-trail');
  });

  test('keeps policy variables as they are', async () => {
    const [policy] = inputs(await provisioned(read('walkthrough.template.yaml')), 'CreatePolicy').filter(
      ({ PolicyName }) => PolicyName === 'SageMakerUserProfileExecutionPolicy',
    );
    expect(String(policy?.PolicyDocument)).toContain(`:workgroup/studio-\${aws:PrincipalTag/userprofilename}"`);
  });
});

describe('refusals', () => {
  const bucket = (properties: string) =>
    `Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n${properties}\n`;

  test.each<[string, string, string, RegExp]>([
    ['no YAML', 'Resources: [', 'PROVISION_TEMPLATE', /t\.yaml:\d+:\d+/],
    ['duplicate key', 'Resources: {}\nResources: {}', 'PROVISION_TEMPLATE', /t\.yaml:2:1/],
    [
      'alias',
      `Conditions:\n  A: &a !Equals ['a', 'a']\n  B: *a\nResources: {}`,
      'PROVISION_TEMPLATE',
      /t\.yaml:3:6.*\*a/,
    ],
    ['unknown section', 'Resources: {}\nTransform: AWS::Serverless-2016-10-31', 'PROVISION_TEMPLATE', /Transform/],
    [
      'unknown attribute',
      'Resources:\n  B: { Type: AWS::S3::Bucket, CreationPolicy: {} }',
      'PROVISION_TEMPLATE',
      /t\.yaml:2:6.*CreationPolicy/,
    ],
    [
      'unknown type',
      'Resources:\n  Q: { Type: AWS::SQS::Queue }',
      'PROVISION_TYPE',
      /t\.yaml: resource Q \(AWS::SQS::Queue\)/,
    ],
    [
      'unknown property',
      bucket('      AccelerateConfiguration: {}'),
      'PROVISION_PROPERTY',
      /resource B .*property AccelerateConfiguration/,
    ],
    [
      'unknown nested property',
      bucket('      VersioningConfiguration: { Status: Enabled, MfaDelete: x }'),
      'PROVISION_PROPERTY',
      /VersioningConfiguration\.MfaDelete/,
    ],
    ['wrong shape', bucket('      Tags: x'), 'PROVISION_PROPERTY', /property Tags/],
    [
      'Ref to nothing',
      bucket('      BucketName: !Ref Nobody'),
      'PROVISION_EXPRESSION',
      /Resources\.B\.Properties\.BucketName: Ref names Nobody/,
    ],
    [
      'unknown attribute of a resource',
      `${bucket('      BucketName: b')}  C:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !GetAtt B.Color`,
      'PROVISION_EXPRESSION',
      /attribute Color of B/,
    ],
    [
      'unknown function',
      bucket('      BucketName: !Select [0, !GetAZs x]'),
      'PROVISION_EXPRESSION',
      /Fn::GetAZs is not provisioned/,
    ],
    [
      'import of nothing',
      bucket('      BucketName: !ImportValue x'),
      'PROVISION_EXPRESSION',
      /No export named x found/,
    ],
    [
      'read-only administrators',
      'Resources:\n  S: { Type: AWS::LakeFormation::DataLakeSettings, Properties: { ReadOnlyAdmins: [] } }',
      'PROVISION_PROPERTY',
      /property ReadOnlyAdmins/,
    ],
    [
      'a policy that nothing here knows',
      'Resources:\n  B: { Type: AWS::S3::Bucket, DeletionPolicy: Snapshot }',
      'PROVISION_TEMPLATE',
      /DeletionPolicy/,
    ],
    [
      "the CDK's bootstrap version",
      "Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /cdk-bootstrap/hnb659fds/version } }\nResources: {}",
      'PROVISION_PARAMETER',
      /Unable to fetch parameters \[\/cdk-bootstrap\/hnb659fds\/version\] from parameter store/,
    ],
    [
      'a rule that does not hold',
      'Parameters: { P: { Type: String, Default: a } }\nRules: { R: { Assertions: [{ Assert: !Equals [!Ref P, b], AssertDescription: P must be b }] } }\nResources: {}',
      'PROVISION_RULE',
      /rule R: P must be b/,
    ],
    ['secret reference', bucket("      BucketName: '{{resolve:ssm:x}}'"), 'PROVISION_EXPRESSION', /dynamic references/],
    [
      'circle',
      'Resources:\n  A: { Type: AWS::S3::Bucket, DependsOn: B }\n  B: { Type: AWS::S3::Bucket, DependsOn: A }',
      'PROVISION_CYCLE',
      /A → B → A/,
    ],
    [
      'unknown condition',
      'Resources:\n  A: { Type: AWS::S3::Bucket, Condition: Nobody }',
      'PROVISION_EXPRESSION',
      /no condition Nobody/,
    ],
    [
      'parameter without value',
      'Parameters: { P: { Type: String } }\nResources: {}',
      'PROVISION_PARAMETER',
      /parameter P has no default/,
    ],
  ])('%s', async (_name, template, code, message) => {
    const error = await errorOf(provisioned(template));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.nextStep).toMatch(/\w/);
  });

  test('the remedies say what to do instead', async () => {
    const admins = await errorOf(
      provisioned(
        'Resources:\n  S: { Type: AWS::LakeFormation::DataLakeSettings, Properties: { ReadOnlyAdmins: [] } }',
      ),
    );
    expect(admins.nextStep).toMatch(/PutDataLakeSettings/);
    const bootstrap = await errorOf(
      provisioned(
        "Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: x } }\nResources: {}",
      ),
    );
    expect(bootstrap.nextStep).toMatch(/generateBootstrapVersionRule: false/);
  });

  test('nothing is created when something else in the template is unknown', async () => {
    const { lake, calls } = recordingLake();
    const template = `${bucket('      BucketName: b')}  Q: { Type: AWS::S3::Bucket, Properties: { VersioningConfiguration: { Status: Enabled, MfaDelete: x } } }`;
    await errorOf(provisionTemplate({ lake, deployer, template, file: 't', stackName: 's', parameters: {} }));
    expect(calls).toEqual([]);
  });

  test('what an API refused names the resource and keeps the cause', async () => {
    const error = await errorOf(provisioned(bucket('      BucketName: b'), { refuse: 'CreateBucket' }));
    expect(error.message).toBe('t.yaml: resource B (AWS::S3::Bucket): creating it failed: AccessDenied: no');
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('a NoEcho value is in no error', async () => {
    const template = `Parameters: { P: { Type: String, NoEcho: true, AllowedPattern: '[a-z]+', Default: '' } }
Resources:
  U: { Type: AWS::IAM::User, Properties: { Groups: !Ref P, LoginProfile: { Password: !Ref P } } }`;
    const constraint = await errorOf(provisioned(template, { parameters: { P: 'S3CRET' } }));
    expect(constraint.code).toBe('PROVISION_PARAMETER');
    const shape = await errorOf(provisioned(template, { parameters: { P: 'hushhush' } }));
    expect(shape.code).toBe('PROVISION_PROPERTY');
    expect(`${constraint.describe()}${shape.describe()}`).not.toMatch(/S3CRET|hushhush/);
  });

  test.each([
    ['P', 'String', "AllowedValues: ['a', 'b']", 'c'],
    ['P', 'Number', 'MinValue: 3', '2'],
    ['P', 'Number', 'MaxValue: 3', '4'],
    ['P', 'Number', '', 'x'],
    ['P', 'String', 'MinLength: 2', 'a'],
    ['P', 'String', 'MaxLength: 2', 'abc'],
    ['P', 'String', 'AllowedPattern: a', 'ab'],
    ['P', 'AWS::EC2::VPC::Id', '', 'my-vpc'],
    ['P', 'AWS::SSM::Parameter::Value<String>', '', 'x'],
    ['Q', 'String', '', 'x'],
  ])('parameter %s of type %s with {%s} refuses %s', async (name, type, constraint, value) => {
    const template = `Parameters:\n  P:\n    Type: ${type}\n${constraint === '' ? '' : `    ${constraint}\n`}Resources: {}`;
    const error = await errorOf(provisioned(template, { parameters: { [name]: value } }));
    expect(error.code).toBe('PROVISION_PARAMETER');
  });
});

describe('expressions (CloudFormation User Guide, intrinsic function reference)', () => {
  const head = `Parameters:
  Name: { Type: String, Default: x }
  Many: { Type: CommaDelimitedList, Default: 'a, b,c' }
  Count: { Type: Number, Default: 3 }
Mappings: { M: { us-east-1: { k: mapped } } }
Conditions:
  Yes: !Equals [!Ref Name, x]
  No: !Not [!Condition Yes]
  All: !And [!Condition Yes, !Equals ['a', 'a']]
  Any: !Or [!Condition No, !Condition All]
`;
  test.each([
    ['!Ref Name', 'x'],
    ['!Ref AWS::AccountId', '111122223333'],
    [`!Sub 'a-\${Name}-\${AWS::Region}-\${!Name}'`, `a-x-us-east-1-\${Name}`],
    [`!Sub ['\${A}-\${Name}', { A: !Ref Count }]`, '3-x'],
    ["!Join ['-', [a, !Ref Name, !Ref Count]]", 'a-x-3'],
    ["!Join ['+', !Ref Many]", 'a+b+c'],
    ['!Select [1, !Ref Many]', 'b'],
    ["!Select [1, !Split ['/', a/b/c]]", 'b'],
    ['!If [Yes, then, else]', 'then'],
    ['!If [No, !Ref Nobody, else]', 'else'],
    ['!If [Any, then, else]', 'then'],
    ['!FindInMap [M, !Ref AWS::Region, k]', 'mapped'],
    ['!Base64 hello', 'aGVsbG8='],
    ['!GetAtt Other.Arn', 'arn:aws:s3:::other'],
    ['!GetAtt [Other, Arn]', 'arn:aws:s3:::other'],
    ['!Ref Other', 'other'],
    [`!Sub '\${Other.Arn}/*'`, 'arn:aws:s3:::other/*'],
    ["{ 'Fn::Join': ['', [{ Ref: Name }, y]] }", 'xy'],
  ])('%s', async (expression, value) => {
    const template = `${head}Resources:
  B: { Type: AWS::S3::Bucket, Properties: { BucketName: ${expression} } }
  Other: { Type: AWS::S3::Bucket, Properties: { BucketName: other } }`;
    expect(inputs(await provisioned(template), 'CreateBucket')).toContainEqual({ Bucket: value });
  });

  test('AWS::NoValue leaves the property out, a false condition the resource', async () => {
    const template = `${head}Resources:
  B: { Type: AWS::S3::Bucket, Properties: { BucketName: b, Tags: !If [No, [], !Ref AWS::NoValue] } }
  C: { Type: AWS::S3::Bucket, Condition: No, Properties: { BucketName: c } }
  D: { Type: AWS::S3::Bucket, DependsOn: [C], Properties: { BucketName: d } }`;
    expect((await provisioned(template)).map(({ input }) => input.Bucket)).toEqual(['b', 'd']);
  });

  test('a member named Condition is no call outside of Conditions', async () => {
    const template = `${head}Resources:
  P:
    Type: AWS::S3::BucketPolicy
    Properties: { Bucket: b, PolicyDocument: { Statement: [{ Condition: { Bool: { k: 'true' } } }, { Condition: Yes }] } }`;
    const [policy] = inputs(await provisioned(template), 'PutBucketPolicy');
    expect(JSON.parse(String(policy?.Policy))).toEqual({
      Statement: [{ Condition: { Bool: { k: 'true' } } }, { Condition: 'Yes' }],
    });
  });

  test('JSON templates are read as well, and unnamed resources get made-up names', async () => {
    const template = JSON.stringify({ Resources: { MyBucket: { Type: 'AWS::S3::Bucket' } } });
    const [input] = inputs(await provisioned(template), 'CreateBucket');
    expect(input?.Bucket).toMatch(/^lakeproof-mybucket-[0-9a-f]{12}$/);
  });
});
