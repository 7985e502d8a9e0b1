import {
  AddTagsCommand,
  CreateAppCommand,
  CreateDomainCommand,
  CreatePresignedDomainUrlCommand,
  CreateSpaceCommand,
  CreateUserProfileCommand,
  DeleteAppCommand,
  DeleteDomainCommand,
  DeleteSpaceCommand,
  DeleteTagsCommand,
  DeleteUserProfileCommand,
  DescribeAppCommand,
  DescribeDomainCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  ListAppsCommand,
  ListDomainsCommand,
  ListSpacesCommand,
  ListTagsCommand,
  ListUserProfilesCommand,
  SageMakerClient,
  UpdateDomainCommand,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataLake, refusalOf, startDataLake } from '../glue/testing/data-lake.js';

const PROFILES = ['data-scientist-full', 'data-scientist-limited', 'other'];
const roleOf = (name: string): string => `arn:aws:iam::111122223333:role/SageMakerStudioExecutionRole_${name}`;

let lake: DataLake;
let admin: SageMakerClient;
let DomainId: string;

beforeAll(async () => {
  lake = await startDataLake();
  admin = new SageMakerClient(lake.admin);
  const created = await admin.send(
    new CreateDomainCommand({
      DomainName: 'lakeproof-walkthrough',
      AuthMode: 'IAM',
      VpcId: 'vpc-1',
      SubnetIds: ['subnet-1'],
      DefaultUserSettings: { ExecutionRole: roleOf('default') },
      DomainSettings: { ExecutionRoleIdentityConfig: 'USER_PROFILE_NAME' },
    }),
  );
  DomainId = created.DomainArn?.split('/').at(-1) ?? '';
  for (const UserProfileName of PROFILES) {
    await admin.send(
      new CreateUserProfileCommand({
        DomainId,
        UserProfileName,
        UserSettings: { ExecutionRole: roleOf(UserProfileName) },
        Tags: [{ Key: 'studiouserid', Value: UserProfileName }],
      }),
    );
  }
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

describe('domains and profiles', () => {
  it('have an id that depends on the name alone', () => {
    expect(DomainId).toMatch(/^d-[a-z0-9]{12}$/);
  });

  it('tell which role each person works as', async () => {
    const profile = await admin.send(
      new DescribeUserProfileCommand({ DomainId, UserProfileName: 'data-scientist-full' }),
    );
    expect(profile).toMatchObject({
      Status: 'InService',
      UserProfileArn: `arn:aws:sagemaker:us-east-1:111122223333:user-profile/${DomainId}/data-scientist-full`,
      UserSettings: { ExecutionRole: roleOf('data-scientist-full') },
    });
    const domain = await admin.send(new DescribeDomainCommand({ DomainId }));
    expect(domain).toMatchObject({
      DomainName: 'lakeproof-walkthrough',
      AuthMode: 'IAM',
      DefaultUserSettings: { ExecutionRole: roleOf('default') },
      DomainSettings: { ExecutionRoleIdentityConfig: 'USER_PROFILE_NAME' },
    });
    expect(domain.CreationTime).toBeInstanceOf(Date);
    expect((await admin.send(new ListDomainsCommand({}))).Domains?.map((one) => one.DomainId)).toEqual([DomainId]);
  });

  it.each(['Ascending', 'Descending'] as const)('are listed in pages, %s', async (SortOrder) => {
    const found: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await admin.send(
        new ListUserProfilesCommand({ DomainIdEquals: DomainId, MaxResults: 2, SortOrder, NextToken }),
      );
      found.push(...(page.UserProfiles ?? []).map((profile) => profile.UserProfileName));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(found).toEqual(SortOrder === 'Ascending' ? PROFILES : [...PROFILES].reverse());
  });

  it('are found by a part of the name', async () => {
    const { UserProfiles } = await admin.send(new ListUserProfilesCommand({ UserProfileNameContains: 'scientist' }));
    expect(UserProfiles?.map((profile) => profile.UserProfileName)).toEqual(PROFILES.slice(0, 2));
  });

  it('can be updated, and deleted from the inside out', async () => {
    await admin.send(
      new UpdateDomainCommand({ DomainId, DomainSettingsForUpdate: { ExecutionRoleIdentityConfig: 'DISABLED' } }),
    );
    const { DomainSettings } = await admin.send(new DescribeDomainCommand({ DomainId }));
    expect(DomainSettings?.ExecutionRoleIdentityConfig).toBe('DISABLED');
    expect(await refusalOf(admin.send(new DeleteDomainCommand({ DomainId })))).toMatch(/^ResourceInUse/);
    const { assembled, founders } = lake.bare;
    await assembled.lake.invoke(founders.admin, 'sagemaker', 'DeleteUserProfile', {
      DomainId,
      UserProfileName: 'other',
    });
    const gone = new DescribeUserProfileCommand({ DomainId, UserProfileName: 'other' });
    expect(await refusalOf(admin.send(gone))).toMatch(/^ResourceNotFound/);
  });
});

describe('opening a profile', () => {
  const guard = (effect: 'Allow' | 'Deny', operator: string) => ({
    Effect: effect,
    Action: ['sagemaker:CreatePresignedDomainUrl', 'sagemaker:DescribeUserProfile'],
    Resource: '*',
    Condition: { [operator]: { 'sagemaker:ResourceTag/studiouserid': 'data-scientist-limited' } },
  });
  let scientist: SageMakerClient;

  beforeAll(async () => {
    scientist = new SageMakerClient(
      await lake.person('data-scientist-limited', [guard('Allow', 'StringEquals'), guard('Deny', 'StringNotEquals')]),
    );
  });

  it('is for the person whose tag it carries', async () => {
    const { AuthorizedUrl } = await scientist.send(
      new CreatePresignedDomainUrlCommand({ DomainId, UserProfileName: 'data-scientist-limited' }),
    );
    expect(AuthorizedUrl).toContain(DomainId);
    const foreign = { DomainId, UserProfileName: 'data-scientist-full' };
    expect(await refusalOf(scientist.send(new CreatePresignedDomainUrlCommand(foreign)))).toBe(
      `AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/data-scientist-limited/lakeproof-test is not authorized to perform: sagemaker:CreatePresignedDomainUrl on resource: arn:aws:sagemaker:us-east-1:111122223333:user-profile/${DomainId}/data-scientist-full with an explicit deny in an identity-based policy`,
    );
    expect(await refusalOf(scientist.send(new DescribeUserProfileCommand(foreign)))).toMatch(/^AccessDeniedException/);
  });

  it('follows the tags as they are now', async () => {
    const ResourceArn = `arn:aws:sagemaker:us-east-1:111122223333:user-profile/${DomainId}/data-scientist-limited`;
    await admin.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'studiouserid', Value: 'someone-else' }] }));
    const { Tags } = await admin.send(new ListTagsCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: 'studiouserid', Value: 'someone-else' }]);
    const own = new CreatePresignedDomainUrlCommand({ DomainId, UserProfileName: 'data-scientist-limited' });
    expect(await refusalOf(scientist.send(own))).toMatch(/^AccessDeniedException/);
  });

  it('needs the right to pass the role when a profile is made', async () => {
    const maker = new SageMakerClient(
      await lake.person('maker', [{ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' }]),
    );
    const create = (UserProfileName: string, ExecutionRole?: string) =>
      maker.send(new CreateUserProfileCommand({ DomainId, UserProfileName, UserSettings: { ExecutionRole } }));
    expect(await refusalOf(create('with-role', roleOf('default')))).toMatch(/iam:PassRole/);
    await create('without-role');
  });
});

describe('spaces and apps', () => {
  const owner = 'owner-of-spaces';
  const space = (SpaceName: string) => ({ DomainId, SpaceName });

  beforeAll(async () => {
    await admin.send(new CreateUserProfileCommand({ DomainId, UserProfileName: owner }));
    for (const [SpaceName, SharingType] of [
      ['mine', 'Private'],
      ['ours', 'Shared'],
    ] as const) {
      await admin.send(
        new CreateSpaceCommand({
          ...space(SpaceName),
          OwnershipSettings: { OwnerUserProfileName: owner },
          SpaceSharingSettings: { SharingType },
          SpaceSettings: { AppType: 'JupyterLab' },
        }),
      );
    }
  });

  it('tell who owns a space, and whether it is shared', async () => {
    expect(await admin.send(new DescribeSpaceCommand(space('ours')))).toMatchObject({
      SpaceArn: `arn:aws:sagemaker:us-east-1:111122223333:space/${DomainId}/ours`,
      Status: 'InService',
      OwnershipSettings: { OwnerUserProfileName: owner },
      SpaceSharingSettings: { SharingType: 'Shared' },
    });
    const { Spaces } = await admin.send(new ListSpacesCommand({ DomainIdEquals: DomainId, SortOrder: 'Descending' }));
    expect(Spaces?.map((one) => [one.SpaceName, one.SpaceSharingSettingsSummary?.SharingType])).toEqual([
      ['ours', 'Shared'],
      ['mine', 'Private'],
    ]);
    const noOwner = new CreateSpaceCommand({ ...space('odd'), SpaceSharingSettings: { SharingType: 'Shared' } });
    expect(await refusalOf(admin.send(noOwner))).toMatch(/^ValidationException/);
    expect(await refusalOf(admin.send(new CreateSpaceCommand(space('ours'))))).toMatch(/^ResourceInUse/);
    expect(await refusalOf(admin.send(new DescribeSpaceCommand(space('none'))))).toMatch(/^ResourceNotFound/);
  });

  it('hold back what they stand in, until the app is deleted; it stays on the list', async () => {
    const app = { ...space('mine'), AppType: 'JupyterLab', AppName: 'default' } as const;
    const { AppArn } = await admin.send(new CreateAppCommand(app));
    expect(AppArn).toBe(`arn:aws:sagemaker:us-east-1:111122223333:app/${DomainId}/mine/jupyterlab/default`);
    const identity = (ExecutionRoleIdentityConfig: 'DISABLED' | 'USER_PROFILE_NAME') =>
      admin.send(new UpdateDomainCommand({ DomainId, DomainSettingsForUpdate: { ExecutionRoleIdentityConfig } }));
    const before = (await admin.send(new DescribeDomainCommand({ DomainId }))).DomainSettings;
    const now = before?.ExecutionRoleIdentityConfig === 'DISABLED' ? 'DISABLED' : 'USER_PROFILE_NAME';
    const other = now === 'DISABLED' ? 'USER_PROFILE_NAME' : 'DISABLED';
    await identity(now);
    expect({
      again: await refusalOf(admin.send(new CreateAppCommand(app))),
      space: await refusalOf(admin.send(new DeleteSpaceCommand(space('mine')))),
      owner: await refusalOf(admin.send(new DeleteUserProfileCommand({ DomainId, UserProfileName: owner }))),
      identity: await refusalOf(identity(other)),
    }).toMatchObject({
      again: expect.stringMatching(/^ResourceInUse/) as string,
      space: expect.stringMatching(/^ResourceInUse/) as string,
      owner: expect.stringMatching(/^ResourceInUse/) as string,
      identity: expect.stringMatching(/^ResourceInUse/) as string,
    });
    expect((await admin.send(new DescribeAppCommand(app))).Status).toBe('InService');
    await admin.send(new DeleteAppCommand(app));
    const { Apps } = await admin.send(new ListAppsCommand({ DomainIdEquals: DomainId, SpaceNameEquals: 'mine' }));
    expect(Apps?.map(({ AppName, Status }) => [AppName, Status])).toEqual([['default', 'Deleted']]);
    await identity(other);
    await admin.send(new DeleteSpaceCommand(space('mine')));
    await admin.send(new DeleteSpaceCommand(space('ours')));
    await admin.send(new DeleteUserProfileCommand({ DomainId, UserProfileName: owner }));
  });

  it('an app belongs to a profile or to a space', async () => {
    const app = { DomainId, AppType: 'JupyterServer', AppName: 'default' } as const;
    expect(await refusalOf(admin.send(new CreateAppCommand(app)))).toMatch(/^ValidationException/);
    const profile = { ...app, UserProfileName: 'nobody' };
    expect(await refusalOf(admin.send(new CreateAppCommand(profile)))).toMatch(/^ResourceNotFound/);
  });
});

describe('changing whom a profile works as', () => {
  it('needs the right to pass the new role, and leaves the other settings', async () => {
    const UserProfileName = 'changing';
    await admin.send(
      new CreateUserProfileCommand({
        DomainId,
        UserProfileName,
        UserSettings: { ExecutionRole: roleOf('default'), SecurityGroups: ['sg-1'] },
      }),
    );
    const changer = new SageMakerClient(
      await lake.person('changer', [{ Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' }]),
    );
    const change = new UpdateUserProfileCommand({
      DomainId,
      UserProfileName,
      UserSettings: { ExecutionRole: roleOf('data-scientist-full') },
    });
    expect(await refusalOf(changer.send(change))).toMatch(/iam:PassRole/);
    await admin.send(change);
    const { UserSettings } = await admin.send(new DescribeUserProfileCommand({ DomainId, UserProfileName }));
    expect(UserSettings).toEqual({ ExecutionRole: roleOf('data-scientist-full'), SecurityGroups: ['sg-1'] });
  });
});

it('takes tags off', async () => {
  const ResourceArn = `arn:aws:sagemaker:us-east-1:111122223333:user-profile/${DomainId}/data-scientist-full`;
  await admin.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'team', Value: 'a' }] }));
  await admin.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['team', 'not-there'] }));
  const { Tags } = await admin.send(new ListTagsCommand({ ResourceArn }));
  expect(Tags?.map(({ Key }) => Key)).toEqual(['studiouserid']);
});
