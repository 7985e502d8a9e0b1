import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListChangeSetsCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateRoleCommand, GetRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataLake, policy, refusalOf, startDataLake } from '../glue/testing/data-lake.js';
import { type Stacks, stacksOf } from './testing/stacks.js';

let lake: DataLake;
let admin: Stacks;
let s3: S3Client;

beforeAll(async () => {
  lake = await startDataLake();
  admin = stacksOf(lake.admin);
  s3 = new S3Client(lake.admin);
});
afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

const bucket = (name: string, more = '') => `{ Type: AWS::S3::Bucket, Properties: { BucketName: ${name}${more} } }`;
const VERSIONED = ', VersioningConfiguration: { Status: Enabled }';
const role = (name: string) =>
  `{ Type: AWS::IAM::Role, Properties: { RoleName: ${name}, AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: sts:AssumeRole }] } } }`;
const resources = (all: Readonly<Record<string, string>>, rest = '') =>
  `Resources:\n${Object.entries(all)
    .map(([logicalId, body]) => `  ${logicalId}: ${body}\n`)
    .join('')}${rest}`;

async function isThere(Bucket: string): Promise<boolean> {
  return s3.send(new HeadBucketCommand({ Bucket })).then(
    () => true,
    () => false,
  );
}

describe('a stack', () => {
  it('is created, changed in place and deleted, and tells of it', async () => {
    const created = await admin.create('one', resources({ A: bucket('one-a'), B: bucket('one-b') }));
    expect(created).toMatchObject({ StackName: 'one', StackStatus: 'CREATE_COMPLETE', DisableRollback: false });
    expect(created.StackId).toMatch(/^arn:aws:cloudformation:us-east-1:111122223333:stack\/one\/[0-9a-f-]{36}$/);
    const updated = await admin.update('one', resources({ A: bucket('one-a', VERSIONED) }));
    expect(updated.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await s3.send(new GetBucketVersioningCommand({ Bucket: 'one-a' }))).toMatchObject({ Status: 'Enabled' });
    expect(await isThere('one-b')).toBe(false);
    expect(await admin.resources('one')).toEqual({ A: 'one-a' });
    expect(await admin.remove('one')).toBe('DELETE_COMPLETE');
    expect(await isThere('one-a')).toBe(false);
    expect(await admin.events(created.StackId ?? '')).toEqual([
      'one CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_COMPLETE',
      'B CREATE_IN_PROGRESS',
      'B CREATE_IN_PROGRESS',
      'B CREATE_COMPLETE',
      'one CREATE_COMPLETE',
      'one UPDATE_IN_PROGRESS',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'one UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'B DELETE_IN_PROGRESS',
      'B DELETE_COMPLETE',
      'one UPDATE_COMPLETE',
      'one DELETE_IN_PROGRESS',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'one DELETE_COMPLETE',
    ]);
  });

  it('is unknown by its name once it is deleted, known by its id, and may be deleted again', async () => {
    const { StackId } = await admin.create('gone', resources({ A: bucket('gone-a') }));
    await admin.remove('gone');
    const byName = admin.client.send(new DescribeStacksCommand({ StackName: 'gone' }));
    expect(await refusalOf(byName)).toBe('ValidationError: Stack with id gone does not exist');
    expect(await admin.stack(StackId ?? '')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
    const { StackSummaries } = await admin.client.send(
      new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }),
    );
    expect(StackSummaries?.map((one) => one.StackId)).toContain(StackId);
  });

  it('exists once by its name', async () => {
    await admin.create('twice', resources({ A: bucket('twice-a') }));
    const again = admin.create('twice', resources({ A: bucket('twice-b') }));
    expect(await refusalOf(again)).toBe('AlreadyExistsException: Stack [twice] already exists');
    expect(await isThere('twice-b')).toBe(false);
  });

  it.each([
    ['1st', /stackName.*regular expression pattern/],
    ['a b', /stackName/],
    ['a'.repeat(129), /less than or equal to 128/],
  ])('cannot be called %s', async (name, message) => {
    expect(await refusalOf(admin.create(name, resources({ A: bucket('x-y-z') })))).toMatch(message);
  });

  it('that is as it should be is not updated', async () => {
    const template = resources({ A: bucket('same-a') }, 'Outputs: { O: { Value: !Ref A } }');
    await admin.create('same', template);
    expect(await refusalOf(admin.update('same', template))).toBe('ValidationError: No updates are to be performed.');
    const retained = template.replace('Type: AWS::S3::Bucket,', 'Type: AWS::S3::Bucket, DeletionPolicy: Retain,');
    expect(await refusalOf(admin.update('same', retained))).toMatch(/No updates/);
    expect(await admin.update('same', template.replace('!Ref A', 'x'))).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      Outputs: [{ OutputKey: 'O', OutputValue: 'x' }],
    });
  });

  it('gives its tags to resources that can have any', async () => {
    const own = ', Tags: [{ Key: a, Value: own }]';
    const Tags = [
      { Key: 'a', Value: 'stack' },
      { Key: 'b', Value: 'stack' },
    ];
    const stack = await admin.create('tagged', resources({ A: bucket('tagged-a', own) }), { Tags });
    expect(stack.Tags).toEqual(Tags);
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket: 'tagged-a' }));
    expect(TagSet).toEqual([
      { Key: 'a', Value: 'own' },
      { Key: 'b', Value: 'stack' },
    ]);
  });
});

describe('what goes wrong', () => {
  const failing = { A: bucket('fails-a'), B: bucket('taken'), C: bucket('fails-c') };
  beforeAll(async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'taken' }));
  });

  it('is rolled back: nothing of the stack is left, and it can only be deleted', async () => {
    const stack = await admin.create('fails', resources(failing));
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(await admin.reasons('fails', 'CREATE_FAILED')).toEqual([
      expect.stringMatching(
        /^Resource handler returned message: ".+" \(RequestToken: .+, HandlerErrorCode: AlreadyExists\)$/,
      ),
    ]);
    expect(await admin.reasons('fails', 'ROLLBACK_IN_PROGRESS')).toEqual([
      'The following resource(s) failed to create: [B]. Rollback requested by user.',
    ]);
    expect([await isThere('fails-a'), await isThere('taken'), await isThere('fails-c')]).toEqual([false, true, false]);
    expect(await refusalOf(admin.update('fails', resources({ A: bucket('fails-a') })))).toMatch(
      /is in ROLLBACK_COMPLETE state and can not be updated/,
    );
    expect(await admin.remove('fails')).toBe('DELETE_COMPLETE');
    expect(await isThere('taken')).toBe(true);
  });

  it('stays where rollback is disabled, and is put right by an update', async () => {
    const stack = await admin.create('stays', resources(failing), { DisableRollback: true });
    expect(stack).toMatchObject({ StackStatus: 'CREATE_FAILED', DisableRollback: true });
    expect([await isThere('fails-a'), await isThere('fails-c')]).toEqual([true, false]);
    const put = await admin.update('stays', resources({ ...failing, B: bucket('fails-b') }));
    expect(put.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await admin.resources('stays')).toEqual({ A: 'fails-a', B: 'fails-b', C: 'fails-c' });
    await admin.remove('stays');
  });

  it('takes the stack with it on DELETE', async () => {
    const stack = await admin.create('flees', resources(failing), { OnFailure: 'DELETE' });
    expect(stack.StackStatus).toBe('DELETE_COMPLETE');
    expect(await isThere('fails-a')).toBe(false);
  });

  it('in an update puts everything back as it was', async () => {
    const before = resources({ A: bucket('back-a'), B: bucket('back-b'), X: bucket('back-x') });
    await admin.create('back', before);
    const after = resources({ A: bucket('back-a', VERSIONED), B: bucket('back-b2'), C: bucket('taken') });
    const stack = await admin.update('back', after);
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await admin.reasons('back', 'UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'The following resource(s) failed to update: [C].',
    ]);
    expect(await admin.resources('back')).toEqual({ A: 'back-a', B: 'back-b', X: 'back-x' });
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: 'back-a' }))).Status).not.toBe('Enabled');
    expect([await isThere('back-b2'), await isThere('back-x')]).toEqual([false, true]);
    expect(await admin.client.send(new GetTemplateCommand({ StackName: 'back' }))).toMatchObject({
      TemplateBody: before,
    });
    expect((await admin.update('back', resources({ A: bucket('back-a') }))).StackStatus).toBe('UPDATE_COMPLETE');
  });

  it('leaves nothing half made: a resource whose second call failed is deleted too', async () => {
    const broken = bucket('half-a', ', VersioningConfiguration: { Status: Sometimes }');
    expect((await admin.create('half', resources({ A: broken }))).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await isThere('half-a')).toBe(false);
  });
});

describe('what stays', () => {
  it('a bucket that is not empty ends the deletion DELETE_FAILED, and may be left behind by name', async () => {
    await admin.create('full', resources({ A: bucket('full-a'), B: bucket('full-b') }));
    await s3.send(new PutObjectCommand({ Bucket: 'full-a', Key: 'k', Body: 'x' }));
    expect(await admin.remove('full')).toBe('DELETE_FAILED');
    expect(await admin.stack('full')).toMatchObject({
      StackStatusReason: 'The following resource(s) failed to delete: [A]. ',
    });
    expect(await admin.reasons('full', 'DELETE_FAILED')).toContainEqual(expect.stringMatching(/not empty/));
    expect([await isThere('full-a'), await isThere('full-b')]).toEqual([true, false]);
    expect(await admin.remove('full', { RetainResources: ['A'] })).toBe('DELETE_COMPLETE');
    expect(await isThere('full-a')).toBe(true);
  });

  it('what DeletionPolicy and UpdateReplacePolicy retain', async () => {
    const kept = (name: string) =>
      `{ Type: AWS::S3::Bucket, DeletionPolicy: Retain, UpdateReplacePolicy: Retain, Properties: { BucketName: ${name} } }`;
    await admin.create('keeps', resources({ A: kept('keeps-a'), B: kept('keeps-b'), C: bucket('keeps-c') }));
    await admin.update('keeps', resources({ A: kept('keeps-a2'), C: bucket('keeps-c2') }));
    expect(await admin.resources('keeps')).toEqual({ A: 'keeps-a2', C: 'keeps-c2' });
    expect(await Promise.all(['keeps-a', 'keeps-b', 'keeps-c'].map(isThere))).toEqual([true, true, false]);
    expect(await admin.remove('keeps')).toBe('DELETE_COMPLETE');
    expect(await Promise.all(['keeps-a2', 'keeps-c2'].map(isThere))).toEqual([true, false]);
  });

  it('a custom-named resource is not replaced by another of its name', async () => {
    const made = (path: string) => role('named-role').replace('RoleName:', `Path: ${path}, RoleName:`);
    await admin.create('named', resources({ R: made('/a/') }));
    expect((await admin.update('named', resources({ R: made('/b/') }))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await admin.reasons('named', 'UPDATE_FAILED')).toEqual([
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename named-role and update the stack again.',
    ]);
  });

  it('termination protection', async () => {
    await admin.create('safe', resources({ A: bucket('safe-a') }), { EnableTerminationProtection: true });
    expect(await refusalOf(admin.remove('safe'))).toMatch(/cannot be deleted while TerminationProtection is enabled/);
  });
});

describe('whose rights', () => {
  const cloudFormation = { Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' };

  it("are the caller's own: what IAM does not allow fails the resource", async () => {
    const stacks = stacksOf(await lake.person('deployer-poor', [cloudFormation]));
    expect((await stacks.create('poor', resources({ A: bucket('poor-a') }))).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await stacks.reasons('poor', 'CREATE_FAILED')).toEqual([
      expect.stringMatching(
        /assumed-role\/deployer-poor\/.+ is not authorized to perform: s3:CreateBucket.+AccessDenied\)$/,
      ),
    ]);
  });

  it('without a right to the operation there is nothing', async () => {
    const stacks = stacksOf(
      await lake.person('deployer-none', [{ ...cloudFormation, Action: 'cloudformation:Describe*' }]),
    );
    expect(await refusalOf(stacks.create('none', resources({ A: bucket('none-a') })))).toMatch(
      /^AccessDenied: User: .+ is not authorized to perform: cloudformation:CreateStack on resource: arn:aws:cloudformation:us-east-1:111122223333:stack\/none\/\*/,
    );
  });

  it("are the role's where one is passed, for every later change too", async () => {
    const iam = new IAMClient(lake.admin);
    const trust = (service: string) =>
      policy([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }]);
    for (const [RoleName, service] of [
      ['cfn-role', 'cloudformation.amazonaws.com'],
      ['glue-role', 'glue.amazonaws.com'],
    ] as const) {
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }));
    }
    const PolicyDocument = policy([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]);
    await iam.send(new PutRolePolicyCommand({ RoleName: 'cfn-role', PolicyName: 'p', PolicyDocument }));
    const RoleARN = 'arn:aws:iam::111122223333:role/cfn-role';
    const template = resources({ A: bucket('roled-a') });

    const stranger = stacksOf(await lake.person('deployer-no-pass', [cloudFormation]));
    expect(await refusalOf(stranger.create('roled', template, { RoleARN }))).toMatch(
      /iam:PassRole on resource: .+cfn-role/,
    );
    const pass = { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' };
    const passing = stacksOf(await lake.person('deployer-pass', [cloudFormation, pass]));
    const other = RoleARN.replace('cfn-role', 'glue-role');
    expect(await refusalOf(passing.create('roled', template, { RoleARN: other }))).toMatch(
      /invalid or cannot be assumed/,
    );

    expect(await passing.create('roled', template, { RoleARN })).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      RoleARN,
    });
    expect((await stranger.update('roled', resources({ A: bucket('roled-a', VERSIONED) }))).StackStatus).toBe(
      'UPDATE_COMPLETE',
    );
    expect(await stranger.remove('roled')).toBe('DELETE_COMPLETE');
    const { Events = [] } = await new CloudTrailClient(lake.admin).send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'roled-a' }] }),
    );
    const created = Events.map(
      ({ CloudTrailEvent = '{}' }) => JSON.parse(CloudTrailEvent) as Record<string, unknown>,
    ).find(({ eventName }) => eventName === 'CreateBucket');
    expect(created).toMatchObject({
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/cfn-role/AWSCloudFormation',
        invokedBy: 'cloudformation.amazonaws.com',
      },
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
    });
  });

  it('the event of a call has neither template nor values', async () => {
    const template = `Parameters: { P: { Type: String } }\n${resources({ A: bucket('!Ref P') })}`;
    await admin.create('logged', template, { Parameters: [{ ParameterKey: 'P', ParameterValue: 'logged-secret' }] });
    const { Events: [event] = [] } = await new CloudTrailClient(lake.admin).send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateStack' }] }),
    );
    const record = JSON.parse(event?.CloudTrailEvent ?? '{}') as Record<string, unknown>;
    expect(record).toMatchObject({
      eventSource: 'cloudformation.amazonaws.com',
      readOnly: false,
      requestParameters: { stackName: 'logged', parameters: [{ parameterKey: 'P' }] },
      responseElements: { stackId: expect.stringMatching(/stack\/logged\//) as unknown },
    });
    expect(JSON.stringify(record)).not.toMatch(/logged-secret|templateBody/);
  });
});

describe('capabilities', () => {
  const named = resources({ R: role('cap-role') });
  const unnamed = named.replace('RoleName: cap-role, ', '');

  it.each([
    ['nothing', named, [], 'CAPABILITY_NAMED_IAM'],
    ['CAPABILITY_IAM', named, ['CAPABILITY_IAM' as const], 'CAPABILITY_NAMED_IAM'],
    ['nothing', unnamed, [], 'CAPABILITY_IAM'],
  ])('%s is not enough', async (_given, template, Capabilities, needed) => {
    expect(await refusalOf(admin.create('cap', template, { Capabilities }))).toBe(
      `InsufficientCapabilitiesException: Requires capabilities : [${needed}]`,
    );
    const { Stacks: all = [] } = await admin.client.send(new DescribeStacksCommand({}));
    expect(all.map(({ StackName }) => StackName)).not.toContain('cap');
  });

  it('are said by GetTemplateSummary and ValidateTemplate', async () => {
    const TemplateBody = `Description: d\nParameters: { P: { Type: String, NoEcho: true, Default: x } }\n${named}`;
    const summary = await admin.client.send(new GetTemplateSummaryCommand({ TemplateBody }));
    expect(summary).toMatchObject({
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
      ResourceTypes: ['AWS::IAM::Role'],
      Parameters: [{ ParameterKey: 'P', ParameterType: 'String', NoEcho: true, DefaultValue: 'x' }],
    });
    expect(await admin.client.send(new ValidateTemplateCommand({ TemplateBody }))).toMatchObject({
      Description: 'd',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    });
  });
});

describe('parameters', () => {
  const template = `Parameters:
  Secret: { Type: String, NoEcho: true }
  Name: { Type: String, Default: param-a, AllowedPattern: '[a-z-]+[0-9]?' }
Resources:
  A: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref Name, Tags: [{ Key: k, Value: !Sub 'x\${Secret}' }] } }
Outputs: { N: { Value: !Ref Name } }`;
  const Secret = { ParameterKey: 'Secret', ParameterValue: 'hushhush' };

  it('that are secret are shown nowhere', async () => {
    const stack = await admin.create('secret', template, { Parameters: [Secret] });
    expect(stack.Parameters).toEqual([
      { ParameterKey: 'Secret', ParameterValue: '****' },
      { ParameterKey: 'Name', ParameterValue: 'param-a' },
    ]);
    const { StackEvents } = await admin.client.send(new DescribeStackEventsCommand({ StackName: 'secret' }));
    expect(JSON.stringify([stack, StackEvents])).not.toContain('hushhush');
    expect(StackEvents?.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE')).toBeDefined();
    expect(StackEvents?.some(({ ResourceProperties }) => ResourceProperties?.includes('x****') === true)).toBe(true);
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket: 'param-a' }));
    expect(TagSet).toEqual([{ Key: 'k', Value: 'xhushhush' }]);
  });

  it('keep their previous values where that is asked for', async () => {
    const Parameters = [
      { ParameterKey: 'Secret', UsePreviousValue: true },
      { ParameterKey: 'Name', ParameterValue: 'param-a1' },
    ];
    const updated = await admin.update('secret', template, { Parameters });
    expect(updated).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Outputs: [{ OutputValue: 'param-a1' }] });
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket: 'param-a1' }));
    expect(TagSet).toEqual([{ Key: 'k', Value: 'xhushhush' }]);
  });

  it.each([
    ['without a value', [], 'Parameters: [Secret] must have values'],
    [
      'that there is none of',
      [Secret, { ParameterKey: 'Q', ParameterValue: 'x' }],
      'Parameters: [Q] do not exist in the template',
    ],
    ['with nothing before', [{ ParameterKey: 'Secret', UsePreviousValue: true }], 'usePreviousValue'],
    ['that do not fit', [Secret, { ParameterKey: 'Name', ParameterValue: 'A B' }], 'must match'],
  ])('%s are refused', async (_what, Parameters, message) => {
    const refusal = await refusalOf(admin.create('odd', template, { Parameters }));
    expect(refusal).toMatch(/^ValidationError: /);
    expect(refusal).toContain(message);
    expect(refusal).not.toContain('hushhush');
  });
});

describe('templates', () => {
  it('come from a bucket too, with the rights of the caller', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
    const Body = resources({ A: bucket('from-url-a') });
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'dir/t 1.yaml', Body }));
    const urls = [
      `${lake.admin.endpoint}/templates/dir/t%201.yaml`,
      'https://s3.amazonaws.com/templates/dir/t%201.yaml',
      'https://s3.us-east-1.amazonaws.com/templates/dir/t%201.yaml',
      'https://templates.s3.us-east-1.amazonaws.com/dir/t%201.yaml',
    ];
    for (const TemplateURL of urls) {
      const { ResourceTypes } = await admin.client.send(new GetTemplateSummaryCommand({ TemplateURL }));
      expect(ResourceTypes, TemplateURL).toEqual(['AWS::S3::Bucket']);
    }
    const [TemplateURL = ''] = urls;
    const person = stacksOf(
      await lake.person('url-reader', [{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }]),
    );
    const refused = person.client.send(new CreateStackCommand({ StackName: 'url', TemplateURL }));
    expect(await refusalOf(refused)).toMatch(/^ValidationError: S3 error: Access Denied/);
    const missing = admin.client.send(new ValidateTemplateCommand({ TemplateURL: `${TemplateURL}x` }));
    expect(await refusalOf(missing)).toMatch(/S3 error: The specified key does not exist/);
    const foreign = admin.client.send(new ValidateTemplateCommand({ TemplateURL: 'https://example.org/a/b' }));
    expect(await refusalOf(foreign)).toBe('ValidationError: TemplateURL must be a supported URL.');
    await admin.client.send(new CreateStackCommand({ StackName: 'url', TemplateURL }));
    expect(await isThere('from-url-a')).toBe(true);
  });

  it('may be 51,200 bytes in a request and 1,000,000 in a bucket', async () => {
    const large = (bytes: number) => {
      const head = `${resources({ A: bucket('large-a') })}# `;
      return head + 'x'.repeat(bytes - head.length);
    };
    const validate = (TemplateBody: string) => admin.client.send(new ValidateTemplateCommand({ TemplateBody }));
    await validate(large(51_200));
    expect(await refusalOf(validate(large(51_201)))).toMatch(/less than or equal to 51200/);
    for (const bytes of [1_000_000, 1_000_001]) {
      await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: `${bytes}`, Body: large(bytes) }));
    }
    const url = (key: string) =>
      new ValidateTemplateCommand({ TemplateURL: `${lake.admin.endpoint}/templates/${key}` });
    await admin.client.send(url('1000000'));
    expect(await refusalOf(admin.client.send(url('1000001')))).toMatch(/may not exceed 1000000 bytes/);
  });

  it.each([
    [
      'a type',
      'Resources: { Q: { Type: AWS::SQS::Queue } }',
      /^NotImplemented: .*resource Q \(AWS::SQS::Queue\).*leave it out, or use one of/,
    ],
    [
      'a property',
      resources({ A: bucket('p-a', ', AccelerateConfiguration: {}') }),
      /^NotImplemented: .*resource A \(AWS::S3::Bucket\).*AccelerateConfiguration.*it reads BucketName/,
    ],
    [
      'a nested property',
      resources({ A: bucket('p-a', ', VersioningConfiguration: { MfaDelete: x, Status: Enabled }') }),
      /^NotImplemented: .*VersioningConfiguration\.MfaDelete/,
    ],
    [
      'a named query',
      'Resources: { Q: { Type: AWS::Athena::NamedQuery } }',
      /^NotImplemented: .*AWS::Athena::NamedQuery/,
    ],
    ['no template', 'x: [', /^ValidationError: Template format error/],
    ['depth', `Resources: ${'['.repeat(20_000)}`, /^ValidationError: Template format error/],
    ['a reference to nothing', resources({ A: bucket('!Ref Nobody') }), /^ValidationError: .*Ref names Nobody/],
    [
      'too many resources',
      resources(Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`R${i}`, bucket('x')]))),
      /500 resources/,
    ],
  ])('with %s that is not known are refused by name, and nothing is made', async (_what, template, message) => {
    expect(await refusalOf(admin.create('unknown', template))).toMatch(message);
    expect(await refusalOf(admin.stack('unknown'))).toMatch(/does not exist/);
  });

  it.each([
    { StackPolicyBody: '{}' },
    { NotificationARNs: ['arn:aws:sns:us-east-1:111122223333:t'] },
    {
      RollbackConfiguration: {
        RollbackTriggers: [{ Arn: 'arn:aws:cloudwatch:us-east-1:1:alarm:a', Type: 'AWS::CloudWatch::Alarm' }],
      },
    },
    { ResourceTypes: ['AWS::S3::*'] },
  ])('with %o, which nothing here honours, are refused', async (input) => {
    expect(await refusalOf(admin.create('unhonoured', resources({ A: bucket('u-a') }), input))).toMatch(
      /^NotImplemented/,
    );
  });
});

describe('change sets', () => {
  const ChangeSetName = 'cs';
  const make = (StackName: string, TemplateBody: string, ChangeSetType: 'CREATE' | 'UPDATE') =>
    admin.client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName,
        ChangeSetType,
        TemplateBody,
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
  const described = (StackName: string) =>
    admin.client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));

  it('show what would be made, and make it', async () => {
    const template = resources({ A: bucket('cs-a'), B: bucket('cs-b'), R: role('cs-role') });
    await make('changed', template, 'CREATE');
    expect(await admin.stack('changed')).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS' });
    const set = await described('changed');
    expect(set).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
    expect(set.Changes?.map(({ ResourceChange: change }) => [change?.Action, change?.LogicalResourceId])).toEqual([
      ['Add', 'A'],
      ['Add', 'B'],
      ['Add', 'R'],
    ]);
    expect(await isThere('cs-a')).toBe(false);
    await admin.client.send(new ExecuteChangeSetCommand({ StackName: 'changed', ChangeSetName }));
    expect(await admin.stack('changed')).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      ChangeSetId: set.ChangeSetId,
    });
    expect(await isThere('cs-a')).toBe(true);
    expect((await admin.client.send(new ListChangeSetsCommand({ StackName: 'changed' }))).Summaries).toEqual([]);
    const { StackResourceDetail } = await admin.client.send(
      new DescribeStackResourceCommand({ StackName: 'changed', LogicalResourceId: 'R' }),
    );
    expect(StackResourceDetail).toMatchObject({ PhysicalResourceId: 'cs-role', ResourceStatus: 'CREATE_COMPLETE' });
    const { StackResourceSummaries } = await admin.client.send(new ListStackResourcesCommand({ StackName: 'changed' }));
    expect(StackResourceSummaries?.map(({ LogicalResourceId: id }) => id)).toEqual(['A', 'B', 'R']);
  });

  it('tell changes in place, replacements and removals apart', async () => {
    const tagged = bucket('cs-c', ', Tags: [{ Key: of, Value: !GetAtt B.Arn }]');
    await make('changed', resources({ A: bucket('cs-a', VERSIONED), B: bucket('cs-b2'), C: tagged }), 'UPDATE');
    const { Changes = [] } = await described('changed');
    expect(
      Changes.map(({ ResourceChange: change }) => [
        change?.Action,
        change?.LogicalResourceId,
        change?.PhysicalResourceId,
        change?.Replacement,
        change?.Details?.map(({ Target }) => [Target?.Name, Target?.RequiresRecreation]),
      ]),
    ).toEqual([
      ['Modify', 'A', 'cs-a', 'False', [['VersioningConfiguration', 'Never']]],
      ['Modify', 'B', 'cs-b', 'True', [['BucketName', 'Always']]],
      ['Add', 'C', undefined, undefined, []],
      ['Remove', 'R', 'cs-role', undefined, []],
    ]);
    await admin.client.send(new DeleteChangeSetCommand({ StackName: 'changed', ChangeSetName }));
    expect(await refusalOf(described('changed'))).toMatch(/^ChangeSetNotFound/);
    expect(await isThere('cs-b')).toBe(true);
  });

  it('without a change fail in the words that clients look for, and cannot be executed', async () => {
    await make('changed', resources({ A: bucket('cs-a'), B: bucket('cs-b'), R: role('cs-role') }), 'UPDATE');
    expect(await described('changed')).toMatchObject({
      Status: 'FAILED',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
      ExecutionStatus: 'UNAVAILABLE',
    });
    const executed = admin.client.send(new ExecuteChangeSetCommand({ StackName: 'changed', ChangeSetName }));
    expect(await refusalOf(executed)).toMatch(/^InvalidChangeSetStatus/);
  });

  it.each([
    ['UPDATE' as const, 'nobody', /does not exist/],
    ['CREATE' as const, 'changed', /already exists and cannot be created again/],
  ])('to %s %s are refused', async (type, name, message) => {
    expect(await refusalOf(make(name, resources({ A: bucket('cs-x') }), type))).toMatch(message);
  });
});

describe('exports', () => {
  const exporting = (name: string) =>
    resources({ A: bucket(name) }, 'Outputs: { O: { Value: !Ref A, Export: { Name: shared } } }');
  const importing = resources({ B: bucket("!Join ['-', [!ImportValue shared, b]]") });

  it('are read by other stacks, have one owner, and stay while they are read', async () => {
    expect(await refusalOf(admin.create('reads', importing))).toMatch(/No export named shared found/);
    await admin.create('owns', exporting('exp-a'));
    await admin.create('reads', importing);
    expect(await isThere('exp-a-b')).toBe(true);
    const { Exports } = await admin.client.send(new ListExportsCommand({}));
    expect(Exports).toMatchObject([{ Name: 'shared', Value: 'exp-a' }]);
    expect(await admin.client.send(new ListImportsCommand({ ExportName: 'shared' }))).toMatchObject({
      Imports: ['reads'],
    });

    expect((await admin.create('also', exporting('exp-c'))).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await isThere('exp-c')).toBe(false);
    expect((await admin.update('owns', exporting('exp-d'))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await admin.remove('owns')).toBe('DELETE_FAILED');
    expect(await admin.stack('owns')).toMatchObject({
      StackStatusReason: 'Export shared cannot be deleted as it is in use by reads',
    });
    await admin.remove('reads');
    expect(await admin.remove('owns')).toBe('DELETE_COMPLETE');
  });
});

describe("the CDK's templates", () => {
  const cdk = (Parameters: object) =>
    JSON.stringify({
      Resources: {
        BucketD7FEB781: {
          Type: 'AWS::S3::Bucket',
          UpdateReplacePolicy: 'Retain',
          DeletionPolicy: 'Retain',
          Metadata: { 'aws:cdk:path': 'Stack/Bucket/Resource' },
        },
        Role1ABCC5F0: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [
                {
                  Action: 'sts:AssumeRole',
                  Effect: 'Allow',
                  Principal: {
                    AWS: {
                      'Fn::Join': [
                        '',
                        ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root'],
                      ],
                    },
                  },
                },
              ],
              Version: '2012-10-17',
            },
          },
          Metadata: { 'aws:cdk:path': 'Stack/Role/Resource' },
        },
        RoleDefaultPolicy5FFB7DAB: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Action: 's3:GetObject*',
                  Effect: 'Allow',
                  Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['BucketD7FEB781', 'Arn'] }, '/*']] },
                },
              ],
              Version: '2012-10-17',
            },
            PolicyName: 'RoleDefaultPolicy5FFB7DAB',
            Roles: [{ Ref: 'Role1ABCC5F0' }],
          },
        },
        CDKMetadata: {
          Type: 'AWS::CDK::Metadata',
          Properties: {
            Analytics: 'v2:deflate64:H4sIAAAAAAAA/zPUM9Mz1jNQTCwv1k1OydbNyUzSqw4uSUzO1nFOyy9JTclMSgYAGAaKyCUAAAA=',
          },
          Condition: 'CDKMetadataAvailable',
        },
      },
      Conditions: {
        CDKMetadataAvailable: {
          'Fn::Or': [
            { 'Fn::Or': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'af-south-1'] }] },
            { 'Fn::Or': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }] },
          ],
        },
      },
      Parameters,
    });
  const version = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' };

  it('are deployed when they ask for no bootstrap version', async () => {
    expect((await admin.create('cdk', cdk({}))).StackStatus).toBe('CREATE_COMPLETE');
    const made = await admin.resources('cdk');
    expect(Object.keys(made).toSorted()).toEqual([
      'BucketD7FEB781',
      'CDKMetadata',
      'Role1ABCC5F0',
      'RoleDefaultPolicy5FFB7DAB',
    ]);
    const { Role } = await new IAMClient(lake.admin).send(new GetRoleCommand({ RoleName: made.Role1ABCC5F0 ?? '' }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain('arn:aws:iam::111122223333:root');
    expect(await admin.remove('cdk')).toBe('DELETE_COMPLETE');
    expect(await isThere(made.BucketD7FEB781 ?? '')).toBe(true);
  });

  it('that ask for it are refused, with what to switch off', async () => {
    expect(await refusalOf(admin.create('cdk', cdk({ BootstrapVersion: version })))).toMatch(
      /^ValidationError: .*BootstrapVersion.*Unable to fetch parameters \[\/cdk-bootstrap\/hnb659fds\/version\].*generateBootstrapVersionRule: false/,
    );
  });
});
