import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateDomainCommand, CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromHttp } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LakeServer, startServer } from '../server.js';
import { type DataLake, startDataLake } from '../services/glue/testing/data-lake.js';
import { StudioDoor } from './studio-door.js';

const trust = (...actions: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: actions }],
  });

let lake: DataLake;
let door: StudioDoor;
let server: LakeServer;
let iam: IAMClient;
let admin: SageMakerClient;
const domains: Record<string, string> = {};
const defects: unknown[] = [];

beforeAll(async () => {
  lake = await startDataLake();
  const { assembled } = lake.bare;
  if (assembled.studioRoles === undefined) throw new Error('this lake has no SageMaker');
  door = new StudioDoor(assembled.lake, assembled.studioRoles);
  server = await startServer(assembled.door, { port: 0, sideDoors: [door], onDefect: (one) => defects.push(one) });
  iam = new IAMClient(lake.admin);
  admin = new SageMakerClient(lake.admin);
  for (const RoleName of ['own', 'default']) {
    await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust('sts:AssumeRole', 'sts:SetSourceIdentity') }),
    );
  }
  for (const [DomainName, ExecutionRoleIdentityConfig] of [
    ['named', 'USER_PROFILE_NAME'],
    ['unnamed', 'DISABLED'],
  ] as const) {
    const { DomainId = '' } = await admin.send(
      new CreateDomainCommand({
        DomainName,
        AuthMode: 'IAM',
        VpcId: 'vpc-1',
        SubnetIds: ['subnet-1'],
        DefaultUserSettings: { ExecutionRole: arn('default') },
        DomainSettings: { ExecutionRoleIdentityConfig },
      }),
    );
    domains[DomainName] = DomainId;
    const profile = (UserProfileName: string, ExecutionRole?: string) =>
      admin.send(new CreateUserProfileCommand({ DomainId, UserProfileName, UserSettings: { ExecutionRole } }));
    await profile('with-role', arn('own'));
    await profile('without-role');
  }
});

afterAll(async () => {
  await server.close();
  expect([...defects, ...lake.bare.defects]).toEqual([]);
  await lake.close();
});

function arn(role: string): string {
  return `arn:aws:iam::111122223333:role/${role}`;
}

/** A client of STS that has its credentials as an app of the profile has them. */
function appOf(domain: string, profile: string, changed: Readonly<Record<string, string>> = {}): STSClient {
  const env = { ...door.environmentOf(server.url, domains[domain] ?? '', profile), ...changed };
  const credentials = fromHttp({
    awsContainerCredentialsFullUri: env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? '',
    awsContainerAuthorizationToken: env.AWS_CONTAINER_AUTHORIZATION_TOKEN ?? '',
    maxRetries: 0,
  });
  return new STSClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function identityOf(client: STSClient): Promise<string | undefined> {
  return (await client.send(new GetCallerIdentityCommand({}))).Arn;
}

/** Newest first. */
async function eventsOf(AttributeValue: string): Promise<readonly unknown[]> {
  const { Events } = await new CloudTrailClient(lake.admin).send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue }] }),
  );
  return (Events ?? []).map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent ?? '') as unknown);
}

describe('an app of Studio', () => {
  it('works as its profile’s role, or else the domain’s, in sessions named SageMaker', async () => {
    expect(await identityOf(appOf('named', 'with-role'))).toBe('arn:aws:sts::111122223333:assumed-role/own/SageMaker');
    expect(await identityOf(appOf('named', 'without-role'))).toBe(
      'arn:aws:sts::111122223333:assumed-role/default/SageMaker',
    );
  });

  it('has the profile’s name for source identity where the domain says so', async () => {
    await identityOf(appOf('named', 'with-role'));
    await identityOf(appOf('unnamed', 'with-role'));
    const [unnamed, named] = await eventsOf('GetCallerIdentity');
    expect(named).toMatchObject({ userIdentity: { sessionContext: { sourceIdentity: 'with-role' } } });
    expect(unnamed).not.toHaveProperty('userIdentity.sessionContext.sourceIdentity');
    expect(unnamed).toHaveProperty('userIdentity.sessionContext.sessionIssuer');
  });

  it('leaves the event of SageMaker’s own AssumeRole', async () => {
    await identityOf(appOf('named', 'with-role'));
    const [event] = await eventsOf('AssumeRole');
    expect(event).toMatchObject({
      userIdentity: { type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' },
      sourceIPAddress: 'sagemaker.amazonaws.com',
      requestParameters: { roleArn: arn('own'), roleSessionName: 'SageMaker', sourceIdentity: 'with-role' },
    });
  });

  it.each([
    ['does not trust SageMaker', trust('sts:TagSession'), 'named'],
    ['does not let it set the source identity', trust('sts:AssumeRole'), 'named'],
  ])('has no session of a role that %s', async (_, document, domain) => {
    const change = (PolicyDocument: string) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'own', PolicyDocument }));
    await change(document);
    await expect(identityOf(appOf(domain, 'with-role'))).rejects.toThrow();
    await change(trust('sts:AssumeRole', 'sts:SetSourceIdentity'));
    expect(await identityOf(appOf(domain, 'with-role'))).toContain('/SageMaker');
  });

  it('needs no right to set a source identity where the domain asks for none', async () => {
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'own', PolicyDocument: trust('sts:AssumeRole') }));
    expect(await identityOf(appOf('unnamed', 'with-role'))).toContain('/SageMaker');
  });
});

describe('the door', () => {
  it('opens for the profile’s own token only', async () => {
    const other = door.environmentOf(server.url, domains.named ?? '', 'without-role').AWS_CONTAINER_AUTHORIZATION_TOKEN;
    for (const AWS_CONTAINER_AUTHORIZATION_TOKEN of [other ?? '', '', 'x'.repeat(43)]) {
      await expect(identityOf(appOf('named', 'with-role', { AWS_CONTAINER_AUTHORIZATION_TOKEN }))).rejects.toThrow();
    }
  });

  it('gives nothing for what is not there, by another method, or below', async () => {
    const { AWS_CONTAINER_CREDENTIALS_FULL_URI: address = '', AWS_CONTAINER_AUTHORIZATION_TOKEN: token = '' } =
      door.environmentOf(server.url, domains.named ?? '', 'nobody');
    const status = async (url: string, init: RequestInit = {}) =>
      (await fetch(url, { ...init, headers: { authorization: token } })).status;
    expect(await status(address)).toBe(400);
    expect(await status(address, { method: 'POST' })).toBe(405);
    expect(await status(`${address}/more`)).toBe(405);
    expect(await status(`${address}x`)).toBe(403);
    expect(await status(`${server.url}/_studio/`)).toBe(403);
  });
});
