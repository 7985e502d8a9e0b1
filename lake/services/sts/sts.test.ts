import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/clock.js';
import { type BareLake, startBareLake } from '../../testing/bare-lake.js';

const RUNNER = 'arn:aws:iam::111122223333:role/LakeproofRunner';
const SCIENTIST = 'arn:aws:iam::111122223333:role/SageMakerStudioExecutionRole_data-scientist-limited';

/** The SDK signs with the real clock, so the fake one starts at it. */
const clock = new FakeClock(new Date().toISOString());
let bare: BareLake;
let operator: STSClient;

beforeAll(async () => {
  bare = await startBareLake({ clock });
  const iam = new IAMClient(bare.clientOptions(bare.founders.adminKey));
  operator = new STSClient(bare.clientOptions(bare.founders.operatorKey));
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'LakeproofRunner',
      AssumeRolePolicyDocument: trust({ AWS: 'arn:aws:iam::111122223333:root' }, 'sts:AssumeRole'),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'LakeproofRunner',
      PolicyName: 'AssumeExecutionRoles',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Resource: SCIENTIST },
      }),
    }),
  );
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'SageMakerStudioExecutionRole_data-scientist-limited',
      AssumeRolePolicyDocument: trust({ AWS: RUNNER }, ['sts:AssumeRole', 'sts:SetSourceIdentity'], {
        StringEquals: { 'sts:ExternalId': 'lakeproof-walkthrough' },
        StringLike: { 'sts:RoleSessionName': 'lakeproof-*' },
      }),
      MaxSessionDuration: 7200,
    }),
  );
});

afterAll(async () => {
  expect(bare.defects).toEqual([]);
  await bare.close();
});

describe('GetCallerIdentity', () => {
  it('names the user that signed', async () => {
    const { Arn, Account, UserId } = await operator.send(new GetCallerIdentityCommand({}));
    expect({ Arn, Account }).toEqual({
      Arn: 'arn:aws:iam::111122223333:user/lakeproof-operator',
      Account: '111122223333',
    });
    expect(UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
  });

  it('names role and session of temporary credentials', async () => {
    const runner = await assume(operator, { RoleArn: RUNNER, RoleSessionName: 'ci' });
    const { Arn, UserId } = await runner.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::111122223333:assumed-role/LakeproofRunner/ci');
    expect(UserId).toMatch(/^AROA[A-Z2-7]{17}:ci$/);
  });
});

describe('AssumeRole', () => {
  it('gives a session that keeps its source identity and expires when it says', async () => {
    const answer = await (await runnerSession()).send(
      new AssumeRoleCommand(probe({ SourceIdentity: 'lakeproof-run' })),
    );
    expect(answer.AssumedRoleUser?.Arn).toBe(
      'arn:aws:sts::111122223333:assumed-role/SageMakerStudioExecutionRole_data-scientist-limited/lakeproof-run',
    );
    expect(answer.SourceIdentity).toBe('lakeproof-run');
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const expiresMs = answer.Credentials?.Expiration?.getTime() ?? 0;
    expect(Math.round((expiresMs - clock.now().getTime()) / 60_000)).toBe(60);
  });

  const refused: readonly (readonly [
    why: string,
    change: Partial<AssumeRoleCommandInput>,
    name: string,
    message: string,
  ])[] = [
    ['a wrong external id', { ExternalId: 'other' }, 'AccessDenied', notAuthorized(SCIENTIST)],
    ['no external id', { ExternalId: undefined }, 'AccessDenied', notAuthorized(SCIENTIST)],
    [
      'a session name that the trust does not like',
      { RoleSessionName: 'alice' },
      'AccessDenied',
      notAuthorized(SCIENTIST),
    ],
    [
      'a role that is not there, in the same words',
      { RoleArn: `${SCIENTIST}x` },
      'AccessDenied',
      notAuthorized(`${SCIENTIST}x`),
    ],
    [
      'more than an hour for a chained role',
      { DurationSeconds: 3601 },
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    ],
    [
      'less than 15 minutes',
      { DurationSeconds: 899 },
      'ValidationError',
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      'a session name with a space',
      { RoleSessionName: 'lakeproof- x' },
      'ValidationError',
      "1 validation error detected: Value 'lakeproof- x' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      'tags without sts:TagSession in the trust',
      { Tags: [{ Key: 'team', Value: 'a' }] },
      'AccessDenied',
      `User: arn:aws:sts::111122223333:assumed-role/LakeproofRunner/ci is not authorized to perform: sts:TagSession on resource: ${SCIENTIST}`,
    ],
  ];
  it.each(refused)('refuses %s', async (_why, change, name, message) => {
    const runner = await runnerSession();
    await expect(runner.send(new AssumeRoleCommand({ ...probe(), ...change }))).rejects.toMatchObject({
      name,
      message,
    });
  });

  it('needs an identity policy where the trust names the account', async () => {
    const scientist = await assume(await runnerSession(), probe());
    await expect(
      scientist.send(new AssumeRoleCommand({ RoleArn: RUNNER, RoleSessionName: 'back' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::111122223333:assumed-role/SageMakerStudioExecutionRole_data-scientist-limited/lakeproof-run is not authorized to perform: sts:AssumeRole on resource: ${RUNNER} because no identity-based policy allows the sts:AssumeRole action`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('refuses another source identity later in the chain', async () => {
    const iam = new IAMClient(bare.clientOptions(bare.founders.adminKey));
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'Next',
        AssumeRolePolicyDocument: trust({ AWS: SCIENTIST }, ['sts:AssumeRole', 'sts:SetSourceIdentity']),
      }),
    );
    const scientist = await assume(await runnerSession(), probe({ SourceIdentity: 'lakeproof-run' }));
    const next = { RoleArn: 'arn:aws:iam::111122223333:role/Next', RoleSessionName: 'next' };
    await expect(scientist.send(new AssumeRoleCommand({ ...next, SourceIdentity: 'other' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});

it('ends with the session: expired credentials are refused by name', async () => {
  const shortClock = new FakeClock(new Date(Date.now() - 3600_000 + 1_000).toISOString());
  const other = await startBareLake({ clock: shortClock });
  try {
    const iam = other.assembled.identities.iam;
    const admin = new STSClient({
      ...other.clientOptions(other.founders.adminKey),
      // The lake's clock stands an hour back; the client signs by it.
      systemClockOffset: -3600_000 + 1_000,
    });
    await other.assembled.lake.invoke(other.founders.admin, 'iam', 'CreateRole', {
      RoleName: 'Brief',
      AssumeRolePolicyDocument: trust({ AWS: iam.user('lake-admin').arn }, 'sts:AssumeRole'),
    });
    const role = { RoleArn: 'arn:aws:iam::111122223333:role/Brief', RoleSessionName: 'brief' };
    const { Credentials } = await admin.send(new AssumeRoleCommand({ ...role, DurationSeconds: 900 }));
    const session = new STSClient({
      ...other.clientOptions(other.founders.adminKey),
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    });
    shortClock.advance(3600_000);
    await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
    });
  } finally {
    await other.close();
  }
});

function probe(change: Partial<AssumeRoleCommandInput> = {}): AssumeRoleCommandInput {
  return { RoleArn: SCIENTIST, RoleSessionName: 'lakeproof-run', ExternalId: 'lakeproof-walkthrough', ...change };
}

function notAuthorized(roleArn: string): string {
  return `User: arn:aws:sts::111122223333:assumed-role/LakeproofRunner/ci is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
}

function runnerSession(): Promise<STSClient> {
  return assume(operator, { RoleArn: RUNNER, RoleSessionName: 'ci' });
}

async function assume(client: STSClient, input: AssumeRoleCommandInput): Promise<STSClient> {
  const { Credentials } = await client.send(new AssumeRoleCommand(input));
  return new STSClient({
    ...bare.clientOptions(bare.founders.adminKey),
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
}

function trust(principal: object, actions: string | string[], condition?: object): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: actions,
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
}
