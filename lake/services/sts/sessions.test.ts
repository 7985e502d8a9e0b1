import {
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListUsersCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BareLake, startBareLake } from '../../testing/bare-lake.js';

const ACCOUNT = '111122223333';
const ADMIN = `arn:aws:iam::${ACCOUNT}:user/lake-admin`;
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

let bare: BareLake;
let iam: IAMClient;
let sts: STSClient;

beforeAll(async () => {
  bare = await startBareLake();
  iam = new IAMClient(bare.clientOptions(bare.founders.adminKey));
  sts = new STSClient(bare.clientOptions(bare.founders.adminKey));
  await makeRole('First', [ADMIN]);
  await makeRole('Second', [roleArn('First')]);
  await makeRole('Third', [roleArn('Second')]);
});

afterAll(async () => {
  expect(bare.defects).toEqual([]);
  await bare.close();
});

async function makeRole(
  RoleName: string,
  trusted: readonly string[],
  statements: object | null = everything,
): Promise<void> {
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: trusted },
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
  };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }));
  if (statements === null) return;
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy(statements) }));
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statement });
}

function options(credentials: Credentials | undefined) {
  return {
    ...bare.clientOptions(bare.founders.adminKey),
    credentials: {
      accessKeyId: credentials?.AccessKeyId ?? '',
      secretAccessKey: credentials?.SecretAccessKey ?? '',
      sessionToken: credentials?.SessionToken ?? '',
    },
  };
}

async function assume(
  client: STSClient,
  name: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<ReturnType<typeof options>> {
  const input = { RoleArn: roleArn(name), RoleSessionName: 'session', ...more };
  return options((await client.send(new AssumeRoleCommand(input))).Credentials);
}

const refusal = (client: STSClient, more: Partial<AssumeRoleCommandInput>, name = 'First'): Promise<unknown> =>
  client
    .send(new AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: 'session', ...more }))
    .catch((error: unknown) => error);

describe('session policies', () => {
  it('narrow what the role may, and say so', async () => {
    const Policy = policy({ Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' });
    const narrowed = new IAMClient(await assume(sts, 'First', { Policy }));
    expect((await narrowed.send(new GetRoleCommand({ RoleName: 'First' }))).Role?.RoleName).toBe('First');
    await expect(narrowed.send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/First/session is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${ACCOUNT}:user/ because no session policy allows the iam:ListUsers action`,
    });
  });

  it('give nothing that the role may not', async () => {
    await makeRole('Powerless', [ADMIN], null);
    const client = new IAMClient(await assume(sts, 'Powerless', { Policy: policy(everything) }));
    await expect(client.send(new ListUsersCommand({}))).rejects.toThrow(
      'because no identity-based policy allows the iam:ListUsers action',
    );
  });

  it('may be managed policies', async () => {
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }];
    const client = new IAMClient(await assume(sts, 'First', { PolicyArns }));
    await expect(client.send(new ListUsersCommand({}))).rejects.toThrow('because no session policy allows');
  });

  it('hold for what the session assumes next: a trust that names its role is not enough', async () => {
    const Policy = policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*' });
    const narrowed = new STSClient(await assume(sts, 'First', { Policy }));
    expect(await refusal(narrowed, {}, 'Second')).toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/First/session is not authorized to perform: sts:AssumeRole on resource: ${roleArn('Second')} because no session policy allows the sts:AssumeRole action`,
    });
  });

  it('are refused when malformed or too long', async () => {
    expect(await refusal(sts, { Policy: '{"Version":"2012-10-17"}' })).toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
    const ofLength = (length: number): string => policy(everything).padEnd(length);
    expect(await refusal(sts, { Policy: ofLength(2049) })).toMatchObject({ name: 'PackedPolicyTooLargeException' });
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }];
    expect(await refusal(sts, { Policy: ofLength(2048), PolicyArns })).toMatchObject({
      name: 'PackedPolicyTooLargeException',
      message: 'Packed policy consumes 103% of allotted space',
    });
  });
});

describe('source identity', () => {
  it('sticks to the chain, and cannot be changed', async () => {
    const first = new STSClient(await assume(sts, 'First', { SourceIdentity: 'alice' }));
    const second = new STSClient(await assume(first, 'Second'));
    const third = await second.send(new AssumeRoleCommand({ RoleArn: roleArn('Third'), RoleSessionName: 'third' }));
    expect(third.SourceIdentity).toBe('alice');
    expect(await refusal(second, { SourceIdentity: 'bob' }, 'Third')).toMatchObject({ name: 'AccessDenied' });
  });

  it('stops at a role whose trust does not let it be set', async () => {
    const trust = { Effect: 'Allow', Principal: { AWS: roleArn('First') }, Action: 'sts:AssumeRole' };
    await iam.send(new CreateRoleCommand({ RoleName: 'NoSource', AssumeRolePolicyDocument: policy(trust) }));
    const named = new STSClient(await assume(sts, 'First', { SourceIdentity: 'alice' }));
    expect(await refusal(named, {}, 'NoSource')).toMatchObject({
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/First/session is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn('NoSource')}`,
    });
    const unnamed = new STSClient(await assume(sts, 'First'));
    expect(await assume(unnamed, 'NoSource')).toBeDefined();
  });
});

describe('session tags', () => {
  const tag = (Key: string, Value = '1') => ({ Key, Value });

  it('go on along a chain when they are transitive', async () => {
    const whenHeart = { ...everything, Condition: { StringEquals: { 'aws:PrincipalTag/Heart': '1' } } };
    await makeRole('Tagged', [roleArn('Second')], whenHeart);
    const first = new STSClient(
      await assume(sts, 'First', { Tags: [tag('Heart'), tag('Star')], TransitiveTagKeys: ['heart'] }),
    );
    const second = new STSClient(await assume(first, 'Second'));
    const tagged = new IAMClient(await assume(second, 'Tagged'));
    expect((await tagged.send(new GetRoleCommand({ RoleName: 'First' }))).Role).toBeDefined();
    expect(await refusal(second, { Tags: [tag('HEART', '3')] }, 'Tagged')).toMatchObject({
      name: 'InvalidParameterValue',
      message:
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    });
    const without = new STSClient(
      await assume(new STSClient(await assume(sts, 'First', { Tags: [tag('Heart')] })), 'Second'),
    );
    const untagged = new IAMClient(await assume(without, 'Tagged'));
    await expect(untagged.send(new GetRoleCommand({ RoleName: 'First' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('win over the tags of the role', async () => {
    const whenBlue = { ...everything, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } };
    await makeRole('Team', [ADMIN], whenBlue);
    await iam.send(new TagRoleCommand({ RoleName: 'Team', Tags: [tag('team', 'blue')] }));
    const get = new GetRoleCommand({ RoleName: 'First' });
    expect((await new IAMClient(await assume(sts, 'Team')).send(get)).Role).toBeDefined();
    const red = new IAMClient(await assume(sts, 'Team', { Tags: [tag('Team', 'red')] }));
    await expect(red.send(get)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  const rows: readonly (readonly [what: string, input: Partial<AssumeRoleCommandInput>, message: string])[] = [
    [
      'two keys of one name',
      { Tags: [tag('a'), tag('A')] },
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    ],
    ['a reserved key', { Tags: [tag('aws:x')] }, "Tag keys beginning with 'aws:' are reserved for system use."],
    [
      'a transitive key that is not passed',
      { Tags: [tag('a')], TransitiveTagKeys: ['b'] },
      'The specified transitive tag key must be included in the requested tags.',
    ],
  ];
  it.each(rows)('are refused with %s', async (_what, input, message) => {
    expect(await refusal(sts, input)).toMatchObject({ name: 'InvalidParameterValue', message });
  });
});

describe('trust', () => {
  it('can ask for the tags of the role', async () => {
    await makeRole('Abac', [`arn:aws:iam::${ACCOUNT}:root`]);
    await iam.send(new TagRoleCommand({ RoleName: 'Abac', Tags: [{ Key: 'project', Value: 'peg' }] }));
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
    const tagged = (value: string) => ({
      ...statement,
      Condition: { StringEquals: { 'iam:ResourceTag/project': value } },
    });
    await makeRole('Peg', [ADMIN], tagged('peg'));
    await makeRole('Uni', [ADMIN], tagged('uni'));
    expect(await assume(new STSClient(await assume(sts, 'Peg')), 'Abac')).toBeDefined();
    expect(await refusal(new STSClient(await assume(sts, 'Uni')), {}, 'Abac')).toMatchObject({ name: 'AccessDenied' });
  });

  it('is in the role that it named, not in another of that name made later', async () => {
    await makeRole('Runner', [ADMIN]);
    await makeRole('Target', [roleArn('Runner')]);
    expect(await assume(new STSClient(await assume(sts, 'Runner')), 'Target')).toBeDefined();
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'Runner', PolicyName: 'p' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'Runner' }));
    await makeRole('Runner', [ADMIN]);
    expect(await refusal(new STSClient(await assume(sts, 'Runner')), {}, 'Target')).toMatchObject({
      name: 'AccessDenied',
    });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Target' }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toMatch(/"AWS":\["AROA[A-Z2-7]{17}"\]/);
  });
});

describe('GetSessionToken', () => {
  it('gives temporary credentials of the same user', async () => {
    const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA/);
    const client = new STSClient(options(Credentials));
    expect((await client.send(new GetCallerIdentityCommand({}))).Arn).toBe(ADMIN);
    expect(await assume(client, 'First', { DurationSeconds: 3600 })).toBeDefined();
  });

  it('makes credentials that reach neither IAM nor another GetSessionToken', async () => {
    const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
    await expect(new IAMClient(options(Credentials)).send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
    });
    await expect(new STSClient(options(Credentials)).send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Cannot call GetSessionToken with session credentials',
    });
  });

  it('is not for sessions of roles', async () => {
    const session = new STSClient(await assume(sts, 'First'));
    await expect(session.send(new GetSessionTokenCommand({}))).rejects.toThrow(
      'Cannot call GetSessionToken with session credentials',
    );
  });

  it('checks its duration', async () => {
    await expect(sts.send(new GetSessionTokenCommand({ DurationSeconds: 129_601 }))).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});

it('refuses a permissions boundary of IAM by its condition key, and names the user as IAM does', async () => {
  const bounded = {
    ...everything,
    Action: 'iam:CreateUser',
    Condition: { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' } },
  };
  await makeRole('Delegate', [ADMIN], bounded);
  const client = new IAMClient(await assume(sts, 'Delegate'));
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
  expect((await client.send(new CreateUserCommand({ UserName: 'bounded', PermissionsBoundary }))).User).toBeDefined();
  await expect(client.send(new CreateUserCommand({ UserName: 'free' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  await expect(client.send(new GetRoleCommand({ RoleName: 'First' }))).rejects.toMatchObject({
    message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/Delegate/session is not authorized to perform: iam:GetRole on resource: role First because no identity-based policy allows the iam:GetRole action`,
  });
});
