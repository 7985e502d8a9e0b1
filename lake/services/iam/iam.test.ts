import * as sdk from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BareLake, startBareLake } from '../../testing/bare-lake.js';

const { IAMClient } = sdk;
const ACCOUNT = 'arn:aws:iam::111122223333';
const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

let bare: BareLake;
let iam: sdk.IAMClient;

beforeAll(async () => {
  bare = await startBareLake();
  iam = new IAMClient(bare.clientOptions(bare.founders.adminKey));
});

afterAll(async () => {
  expect(bare.defects).toEqual([]);
  await bare.close();
});

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statement });
}

const trust = policy({ Effect: 'Allow', Principal: { AWS: `${ACCOUNT}:root` }, Action: 'sts:AssumeRole' });

async function newPolicy(PolicyName: string, more: Partial<sdk.CreatePolicyCommandInput> = {}): Promise<string> {
  const { Policy } = await iam.send(new sdk.CreatePolicyCommand({ PolicyName, PolicyDocument: policy(read), ...more }));
  return Policy?.Arn ?? '';
}

async function failure(sent: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> {
  const error: unknown = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof sdk.IAMServiceException)) throw new Error(`not refused: ${String(error)}`);
  return { name: error.name.replace(/Exception$/, ''), message: error.message, status: error.$metadata.httpStatusCode };
}

describe('users', () => {
  it('are renamed and moved with all they have; their keys go on signing', async () => {
    const created = await iam.send(
      new sdk.CreateUserCommand({ UserName: 'anna', Tags: [{ Key: 'team', Value: 'a' }] }),
    );
    const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'anna' }));
    await iam.send(new sdk.UpdateUserCommand({ UserName: 'anna', NewUserName: 'hannah', NewPath: '/staff/' }));
    const { User } = await iam.send(new sdk.GetUserCommand({ UserName: 'hannah' }));
    expect(User).toMatchObject({ Arn: `${ACCOUNT}:user/staff/hannah`, UserId: created.User?.UserId });
    expect(User?.Tags).toEqual([{ Key: 'team', Value: 'a' }]);
    const hannah = new STSClient({
      ...bare.clientOptions(bare.founders.adminKey),
      credentials: { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' },
    });
    expect((await hannah.send(new GetCallerIdentityCommand({}))).Arn).toBe(`${ACCOUNT}:user/staff/hannah`);
    expect(await failure(iam.send(new sdk.GetUserCommand({ UserName: 'anna' })))).toEqual({
      name: 'NoSuchEntity',
      message: 'The user with name anna cannot be found.',
      status: 404,
    });
  });

  it('keep two keys, which may be switched off', async () => {
    await iam.send(new sdk.CreateUserCommand({ UserName: 'keys' }));
    const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'keys' }));
    await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'keys' }));
    expect(await failure(iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'keys' })))).toMatchObject({
      name: 'LimitExceeded',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
      status: 409,
    });
    const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
    const client = new STSClient({
      ...bare.clientOptions(bare.founders.adminKey),
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey },
    });
    const before = await iam.send(new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId }));
    expect(before.AccessKeyLastUsed).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
    await client.send(new GetCallerIdentityCommand({}));
    const after = await iam.send(new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId }));
    expect(after).toMatchObject({ UserName: 'keys', AccessKeyLastUsed: { ServiceName: 'sts', Region: 'us-east-1' } });
    await iam.send(new sdk.UpdateAccessKeyCommand({ UserName: 'keys', AccessKeyId, Status: 'Inactive' }));
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    const { AccessKeyMetadata } = await iam.send(new sdk.ListAccessKeysCommand({ UserName: 'keys' }));
    expect(AccessKeyMetadata?.map(({ Status }) => Status).sort()).toEqual(['Active', 'Inactive']);
  });

  it('are not deleted before what they hold', async () => {
    const UserName = 'holder';
    await iam.send(new sdk.CreateUserCommand({ UserName }));
    await iam.send(new sdk.CreateGroupCommand({ GroupName: 'holders' }));
    const PolicyArn = await newPolicy('Held');
    const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName }));
    await iam.send(new sdk.AttachUserPolicyCommand({ UserName, PolicyArn }));
    await iam.send(new sdk.PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: policy(read) }));
    await iam.send(new sdk.AddUserToGroupCommand({ UserName, GroupName: 'holders' }));
    const conflicts = async (message: string): Promise<void> => {
      expect(await failure(iam.send(new sdk.DeleteUserCommand({ UserName })))).toEqual({
        name: 'DeleteConflict',
        message,
        status: 409,
      });
    };
    await conflicts('Cannot delete entity, must detach all policies first.');
    await iam.send(new sdk.DetachUserPolicyCommand({ UserName, PolicyArn }));
    await conflicts('Cannot delete entity, must delete policies first.');
    await iam.send(new sdk.DeleteUserPolicyCommand({ UserName, PolicyName: 'own' }));
    await conflicts('Cannot delete entity, must remove users from group first.');
    await iam.send(new sdk.RemoveUserFromGroupCommand({ UserName, GroupName: 'holders' }));
    await conflicts('Cannot delete entity, must delete access keys first.');
    await iam.send(new sdk.DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKey?.AccessKeyId }));
    await iam.send(new sdk.DeleteUserCommand({ UserName }));
  });

  it('have names that are unique without regard to case', async () => {
    await iam.send(new sdk.CreateUserCommand({ UserName: 'Carol' }));
    expect(await failure(iam.send(new sdk.CreateUserCommand({ UserName: 'carol' })))).toEqual({
      name: 'EntityAlreadyExists',
      message: 'User with name carol already exists.',
      status: 409,
    });
  });
});

describe('groups', () => {
  it('are renamed with their members, of whom each may be in ten', async () => {
    await iam.send(new sdk.CreateUserCommand({ UserName: 'member' }));
    for (let index = 0; index < 10; index += 1) {
      await iam.send(new sdk.CreateGroupCommand({ GroupName: `g${index}` }));
      await iam.send(new sdk.AddUserToGroupCommand({ GroupName: `g${index}`, UserName: 'member' }));
    }
    await iam.send(new sdk.UpdateGroupCommand({ GroupName: 'g0', NewGroupName: 'renamed' }));
    const { Groups } = await iam.send(new sdk.ListGroupsForUserCommand({ UserName: 'member' }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toContain('renamed');
    await iam.send(new sdk.CreateGroupCommand({ GroupName: 'g10' }));
    expect(
      await failure(iam.send(new sdk.AddUserToGroupCommand({ GroupName: 'g10', UserName: 'member' }))),
    ).toMatchObject({ name: 'LimitExceeded', message: 'Cannot exceed quota for GroupsPerUser: 10' });
  });
});

describe('managed policies', () => {
  it('have up to five versions, of which one counts', async () => {
    const PolicyArn = await newPolicy('Versioned');
    await iam.send(new sdk.CreateUserCommand({ UserName: 'versioned' }));
    await iam.send(new sdk.AttachUserPolicyCommand({ UserName: 'versioned', PolicyArn }));
    const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'versioned' }));
    const client = new IAMClient({
      ...bare.clientOptions(bare.founders.adminKey),
      credentials: { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' },
    });
    const list = new sdk.ListUsersCommand({});
    await expect(client.send(list)).rejects.toMatchObject({ name: 'AccessDenied' });
    const PolicyDocument = policy({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' });
    await iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
    await expect(client.send(list)).rejects.toMatchObject({ name: 'AccessDenied' });
    await iam.send(new sdk.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect((await client.send(list)).Users).toBeDefined();
    for (let index = 3; index <= 5; index += 1) {
      await iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
    }
    const { Versions } = await iam.send(new sdk.ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
      ['v5', false],
      ['v4', false],
      ['v3', false],
      ['v2', true],
      ['v1', false],
    ]);
    expect(await failure(iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument })))).toMatchObject({
      name: 'LimitExceeded',
      message:
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    });
    expect(await failure(iam.send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' })))).toMatchObject({
      name: 'DeleteConflict',
      message: 'Cannot delete the default version of a policy.',
    });
    await iam.send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }));
    const next = await iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
    expect(next.PolicyVersion).toMatchObject({ VersionId: 'v6', IsDefaultVersion: true });
    const { PolicyVersion } = await iam.send(new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(policy(read));
  });

  it('tell who holds them, and are not deleted before', async () => {
    const PolicyArn = await newPolicy('Shared');
    await iam.send(new sdk.CreateRoleCommand({ RoleName: 'shares', AssumeRolePolicyDocument: trust }));
    await iam.send(new sdk.CreateUserCommand({ UserName: 'bounded', PermissionsBoundary: PolicyArn }));
    await iam.send(new sdk.AttachRolePolicyCommand({ RoleName: 'shares', PolicyArn }));
    const all = await iam.send(new sdk.ListEntitiesForPolicyCommand({ PolicyArn }));
    expect(all.PolicyRoles?.map(({ RoleName }) => RoleName)).toEqual(['shares']);
    expect(all.PolicyUsers?.map(({ UserName }) => UserName)).toEqual(['bounded']);
    const bounds = await iam.send(
      new sdk.ListEntitiesForPolicyCommand({ PolicyArn, PolicyUsageFilter: 'PermissionsBoundary' }),
    );
    expect([bounds.PolicyRoles, bounds.PolicyUsers?.length]).toEqual([[], 1]);
    expect(await failure(iam.send(new sdk.DeletePolicyCommand({ PolicyArn })))).toMatchObject({
      name: 'DeleteConflict',
      message: 'Cannot delete a policy attached to entities.',
    });
    await iam.send(new sdk.DetachRolePolicyCommand({ RoleName: 'shares', PolicyArn }));
    await iam.send(new sdk.DeleteUserPermissionsBoundaryCommand({ UserName: 'bounded' }));
    await iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(read) }));
    expect((await failure(iam.send(new sdk.DeletePolicyCommand({ PolicyArn })))).message).toMatch(
      /^This policy has more than one version\./,
    );
    await iam.send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    await iam.send(new sdk.DeletePolicyCommand({ PolicyArn }));
    expect((await failure(iam.send(new sdk.GetPolicyCommand({ PolicyArn })))).name).toBe('NoSuchEntity');
  });

  it('of AWS are not the account’s to change', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    expect(await failure(iam.send(new sdk.DeletePolicyCommand({ PolicyArn })))).toEqual({
      name: 'AccessDenied',
      message: 'Policy is outside your own account.',
      status: 403,
    });
  });

  it('have names that are unique whatever their paths', async () => {
    await newPolicy('Once', { Path: '/a/' });
    expect((await failure(newPolicy('once', { Path: '/b/' }))).name).toBe('EntityAlreadyExists');
  });
});

describe('limits', () => {
  const long = (characters: number): string =>
    policy({ ...read, Resource: `arn:aws:s3:::b/${'x'.repeat(characters)}` });
  const role = { RoleName: 'limited' };

  beforeAll(async () => {
    await iam.send(new sdk.CreateRoleCommand({ ...role, AssumeRolePolicyDocument: trust }));
  });

  it('hold for managed policies of a role', async () => {
    for (let index = 0; index < 10; index += 1) {
      await iam.send(new sdk.AttachRolePolicyCommand({ ...role, PolicyArn: await newPolicy(`Limit${index}`) }));
    }
    const PolicyArn = await newPolicy('Limit10');
    expect(await failure(iam.send(new sdk.AttachRolePolicyCommand({ ...role, PolicyArn })))).toEqual({
      name: 'LimitExceeded',
      message: 'Cannot exceed quota for PoliciesPerRole: 10',
      status: 409,
    });
  });

  it('hold for the text of policies, white space apart', async () => {
    expect(await failure(newPolicy('Long', { PolicyDocument: long(6_144) }))).toMatchObject({
      message: 'Cannot exceed quota for PolicySize: 6144',
    });
    expect(await newPolicy('Wide', { PolicyDocument: policy(read).padEnd(7_000) })).toContain('policy/Wide');
    const put = (PolicyName: string, PolicyDocument: string): Promise<unknown> =>
      iam.send(new sdk.PutRolePolicyCommand({ ...role, PolicyName, PolicyDocument }));
    await put('one', long(6_000));
    expect((await failure(put('two', long(6_000)))).message).toBe(
      'Maximum policy size of 10240 bytes exceeded for role limited',
    );
    await put('one', long(6_100));
  });

  it('hold for tags, whose keys compare without regard to case', async () => {
    const tags = (count: number, prefix = 'k') =>
      Array.from({ length: count }, (_, index) => ({ Key: `${prefix}${index}`, Value: 'v' }));
    await iam.send(new sdk.TagRoleCommand({ ...role, Tags: tags(50) }));
    await iam.send(new sdk.TagRoleCommand({ ...role, Tags: [{ Key: 'K0', Value: 'w' }] }));
    const { Tags } = await iam.send(new sdk.ListRoleTagsCommand(role));
    expect(Tags).toHaveLength(50);
    expect(Tags).toContainEqual({ Key: 'K0', Value: 'w' });
    expect((await failure(iam.send(new sdk.TagRoleCommand({ ...role, Tags: tags(1, 'other') })))).name).toBe(
      'LimitExceeded',
    );
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'A', Value: '2' },
    ];
    expect(await failure(iam.send(new sdk.TagRoleCommand({ ...role, Tags: twice })))).toMatchObject({
      name: 'InvalidInput',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    });
  });
});

describe('reads of the whole', () => {
  it('page, and show all that binds each entity', async () => {
    await iam.send(new sdk.CreateRoleCommand({ RoleName: 'detailed', AssumeRolePolicyDocument: trust }));
    await iam.send(
      new sdk.PutRolePolicyCommand({ RoleName: 'detailed', PolicyName: 'own', PolicyDocument: policy(read) }),
    );
    const PolicyArn = await newPolicy('Detailed');
    await iam.send(new sdk.AttachRolePolicyCommand({ RoleName: 'detailed', PolicyArn }));
    const roles: sdk.RoleDetail[] = [];
    const kinds = new Set<string>();
    let pages = 0;
    for await (const page of sdk.paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 5 }, {})) {
      pages += 1;
      roles.push(...(page.RoleDetailList ?? []));
      for (const [kind, list] of Object.entries(page)) if (Array.isArray(list) && list.length > 0) kinds.add(kind);
    }
    expect(pages).toBeGreaterThan(3);
    expect([...kinds].sort()).toEqual(['GroupDetailList', 'Policies', 'RoleDetailList', 'UserDetailList']);
    const detailed = roles.find(({ RoleName }) => RoleName === 'detailed');
    expect(detailed?.AttachedManagedPolicies).toEqual([{ PolicyName: 'Detailed', PolicyArn }]);
    expect(decodeURIComponent(detailed?.RolePolicyList?.[0]?.PolicyDocument ?? '')).toBe(policy(read));
    const only = await iam.send(new sdk.GetAccountAuthorizationDetailsCommand({ Filter: ['Group'] }));
    expect([only.RoleDetailList, only.UserDetailList, only.Policies]).toEqual([[], [], []]);
    const { SummaryMap } = await iam.send(new sdk.GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ Roles: roles.length, VersionsPerPolicyQuota: 5 });
  });

  it('answer every list in pages that leave nothing out', async () => {
    const names: string[] = [];
    for await (const page of sdk.paginateListUsers({ client: iam, pageSize: 2 }, {})) {
      names.push(...(page.Users ?? []).map(({ UserName }) => UserName ?? ''));
    }
    const { Users } = await iam.send(new sdk.ListUsersCommand({}));
    expect(names).toEqual(Users?.map(({ UserName }) => UserName));
    expect(names.length).toBeGreaterThan(4);
  });
});
