import {
  AddTagsCommand,
  CreateDomainCommand,
  CreatePresignedDomainUrlCommand,
  CreateUserProfileCommand,
  DeleteDomainCommand,
  DescribeDomainCommand,
  DescribeUserProfileCommand,
  ListAppsCommand,
  ListDomainsCommand,
  ListSpacesCommand,
  ListTagsCommand,
  ListUserProfilesCommand,
  SageMakerClient,
  UpdateDomainCommand,
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

  it('have no apps and spaces', async () => {
    expect((await admin.send(new ListAppsCommand({ DomainIdEquals: DomainId }))).Apps).toEqual([]);
    expect((await admin.send(new ListSpacesCommand({ DomainIdEquals: DomainId }))).Spaces).toEqual([]);
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
