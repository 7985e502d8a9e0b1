import { afterEach, describe, expect, it } from 'vitest';
import { accessTo } from '../../tests/support/fake-access.js';
import {
  type FakeAccount,
  type FakeAccountOptions,
  FakeError,
  startFakeAccount,
} from '../../tests/support/fake-account.js';
import { parseSettings } from '../config/settings.js';
import type { Settings } from '../model/settings.js';
import { loadPolicy } from '../policy/load-policy.js';
import type { AwsAccess } from './access.js';
import { becomeProfile, type ProfileSession, type ProfileToAssume, workGroupOf } from './identity.js';
import { becomeRunner } from './runner.js';
import { getCallerIdentity } from './sts.js';

const RUN_ID = '20260101T000000Z-abcdef';
const PROFILE = 'data-scientist-limited';
const ROLE_ARN = `arn:aws:iam::111122223333:role/service-role/SageMakerStudioExecutionRole_${PROFILE}`;

const SETTINGS = parseSettings(
  `formatVersion: 1
region: us-east-1
accountId: "111122223333"
runner: { roleName: LakeproofRunner }
executionRoles: { externalId: lakeproof-walkthrough }
studioDomain: d
workGroup: studio-{profile}
perProfile: { special: { workGroup: theirs, outputLocation: s3://bucket/theirs/ } }
`,
  's.yaml',
  { target: 'aws' },
);

let account: FakeAccount | undefined;
let access: AwsAccess | undefined;

afterEach(async () => {
  access?.close();
  await account?.close();
});

async function become(
  fake: FakeAccountOptions = {},
  wanted: Partial<ProfileToAssume> = {},
  settings: Settings = SETTINGS,
): Promise<ProfileSession> {
  account = await startFakeAccount(await loadPolicy('policies/walkthrough.policy.yaml'), fake);
  access = accessTo(account.url);
  const runner = await becomeRunner(access, settings, RUN_ID);
  return becomeProfile(access, runner, { profile: PROFILE, roleArn: ROLE_ARN, ...wanted }, settings, RUN_ID);
}

function assumptions(): readonly Readonly<Record<string, unknown>>[] {
  return (account?.calls ?? []).filter(({ operation }) => operation === 'sts:AssumeRole').map(({ input }) => input);
}

describe('becoming a profile', () => {
  it('is proven by GetCallerIdentity, under the run’s name and not a person’s', async () => {
    const { record, clients, workGroup } = await become();
    expect(record).toMatchObject({
      profile: PROFILE,
      status: 'proven',
      roleArn: ROLE_ARN,
      sessionArn: `arn:aws:sts::111122223333:assumed-role/SageMakerStudioExecutionRole_${PROFILE}/lakeproof-${RUN_ID}`,
      roleSessionName: `lakeproof-${RUN_ID}`,
      sourceIdentity: `lakeproof-${RUN_ID}`,
    });
    expect(clients).toBeDefined();
    expect(workGroup).toBe(`studio-${PROFILE}`);
  });

  it('gives the external id and the source identity to the profile, and neither to the runner', async () => {
    await become();
    const [runner, profile] = assumptions();
    expect(runner).toMatchObject({ RoleSessionName: `lakeproof-runner-${RUN_ID}` });
    expect(runner).not.toHaveProperty('ExternalId');
    expect(runner).not.toHaveProperty('SourceIdentity');
    expect(profile).toMatchObject({ ExternalId: 'lakeproof-walkthrough', SourceIdentity: `lakeproof-${RUN_ID}` });
    // A session policy or tags would change what is being proved.
    expect(Object.keys(profile ?? {}).filter((name) => /Policy|Tags/.test(name))).toEqual([]);
  });

  it('leaves the source identity out where trusts do not allow one', async () => {
    const { record } = await become({}, {}, { ...SETTINGS, sourceIdentity: 'none' });
    expect(record).not.toHaveProperty('sourceIdentity');
    expect(assumptions()[1]).not.toHaveProperty('SourceIdentity');
  });

  it.each<[string, FakeAccountOptions, string]>([
    [
      'its role may not be assumed',
      {
        before: ({ operation, input }) => {
          if (operation !== 'sts:AssumeRole' || !String(input.RoleArn).endsWith(PROFILE)) return undefined;
          throw new FakeError('AccessDenied', 'not authorized to perform: sts:AssumeRole', 403);
        },
      },
      'AccessDenied',
    ],
    [
      'its workgroup is not there',
      {
        before: ({ operation }) => {
          if (operation !== 'athena:GetWorkGroup') return undefined;
          throw new FakeError('InvalidRequestException', 'WorkGroup is not found.');
        },
      },
      'InvalidRequestException',
    ],
    [
      'it is somebody else',
      {
        before: ({ operation, role }) =>
          operation === 'sts:GetCallerIdentity' && role?.endsWith(PROFILE) === true
            ? { Account: '111122223333', Arn: `arn:aws:sts::111122223333:assumed-role/Admin/lakeproof-${RUN_ID}` }
            : undefined,
      },
      'IDENTITY_MISMATCH',
    ],
    [
      'it is of another account',
      {
        before: ({ operation, role }) =>
          operation === 'sts:GetCallerIdentity' && role?.endsWith(PROFILE) === true
            ? {
                Account: '999999999999',
                Arn: `arn:aws:sts::999999999999:assumed-role/SageMakerStudioExecutionRole_${PROFILE}/lakeproof-${RUN_ID}`,
              }
            : undefined,
      },
      'IDENTITY_MISMATCH',
    ],
  ])('fails when %s, and nothing can be asked as it', async (_name, fake, code) => {
    const { record, clients } = await become(fake);
    expect(record).toMatchObject({ status: 'failed', fault: { code } });
    expect(clients).toBeUndefined();
  });

  it('fails when SageMaker names no execution role, without a call', async () => {
    const { record } = await become({}, { roleArn: undefined });
    expect(record).toMatchObject({ status: 'failed', fault: { code: 'NO_EXECUTION_ROLE' } });
    expect(assumptions()).toHaveLength(1);
  });

  it.each<[string, FakeAccountOptions, Partial<ProfileToAssume>]>([
    ['the domain propagates who the person is', {}, { notReproducible: 'because' }],
    [
      'the workgroup is bound to Identity Center',
      {
        before: ({ operation }) =>
          operation === 'athena:GetWorkGroup'
            ? {
                WorkGroup: {
                  Name: 'w',
                  Configuration: { IdentityCenterConfiguration: { EnableIdentityCenter: true } },
                },
              }
            : undefined,
      },
      {},
    ],
  ])('is not reproducible when %s, but can be asked as', async (_name, fake, wanted) => {
    const { record, clients } = await become(fake, wanted);
    expect(record).toMatchObject({ status: 'not-reproducible', fault: { code: 'IDENTITY_NOT_REPRODUCIBLE' } });
    expect(clients).toBeDefined();
  });

  it('renews a session that is about to end, under the same name', async () => {
    const { clients } = await become({ sessionSeconds: 120 });
    if (access === undefined || clients === undefined) throw new Error('no session');
    const before = assumptions().length;
    await getCallerIdentity(access, clients);
    const renewals = assumptions().slice(before);
    expect(renewals.length).toBeGreaterThan(0);
    expect(renewals.every(({ RoleSessionName }) => String(RoleSessionName).endsWith(RUN_ID))).toBe(true);
  });

  it('does not renew one that lasts', async () => {
    const { clients } = await become();
    if (access === undefined || clients === undefined) throw new Error('no session');
    const before = assumptions().length;
    await Promise.all([getCallerIdentity(access, clients), getCallerIdentity(access, clients)]);
    expect(assumptions()).toHaveLength(before);
  });
});

describe('becoming the runner', () => {
  it('stays who it is when the credentials are the runner’s already', async () => {
    const { record } = await become({
      before: ({ operation, role }) =>
        operation === 'sts:GetCallerIdentity' && role === undefined
          ? { Account: '111122223333', Arn: 'arn:aws:sts::111122223333:assumed-role/LakeproofRunner/pipeline' }
          : undefined,
    });
    expect(record.status).toBe('proven');
    expect(assumptions().map(({ RoleArn }) => RoleArn)).toEqual([ROLE_ARN]);
  });

  it('says which step failed', async () => {
    const refuse = (): never => {
      throw new FakeError('AccessDenied', 'no', 403);
    };
    await expect(
      become({ before: ({ operation }) => (operation === 'sts:AssumeRole' ? refuse() : undefined) }),
    ).rejects.toMatchObject({ code: 'IDENTITY_RUNNER_FAILED' });
    await expect(
      become({ before: ({ operation }) => (operation === 'sts:GetCallerIdentity' ? refuse() : undefined) }),
    ).rejects.toMatchObject({ code: 'IDENTITY_NO_CALLER' });
  });
});

it('resolves workgroups by profile, and the control role’s by its name', () => {
  expect(workGroupOf(SETTINGS, 'a')).toEqual({ workGroup: 'studio-a' });
  expect(workGroupOf(SETTINGS, 'special')).toEqual({ workGroup: 'theirs', outputLocation: 's3://bucket/theirs/' });
  expect(workGroupOf(SETTINGS, 'controlRole:Control')).toEqual({ workGroup: 'studio-Control' });
});
