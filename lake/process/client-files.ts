import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AssembledLake } from '../lake.js';
import { AwsError } from '../model/aws-error.js';
import type { Caller } from '../model/caller.js';
import type { AccessKey } from '../services/iam/store.js';
import type { StudioDoor } from '../studio/studio-door.js';
import type { Founders } from './account.js';

const SESSION_NAME = 'lakeproof-cli';

/** Without them `aws s3 presign` signs in a way that S3 takes for old buckets only. */
const S3_SETTINGS = 's3 =\n  signature_version = s3v4\n  addressing_style = path\n';

/**
 * Writes `lake.env` (endpoint, Region, and the keys of the user who may become the runner), `aws-config` (profiles for
 * people and other clients) and `studio/<profile>.env` (for who works as an app of Studio does) into the state folder,
 * readable by their owner only. Of a founder who is gone nothing is written.
 */
export async function writeClientFiles(
  assembled: AssembledLake,
  founders: Partial<Founders>,
  url: string,
  studio: StudioDoor | undefined,
): Promise<void> {
  const { stateDir, region } = assembled.lake;
  const profiles = founders.admin === undefined ? [] : await profilesShownTo(assembled, founders.admin);
  write(join(stateDir, 'lake.env'), linesOf(operatorsEnvironment(url, region, founders.operatorKey)));
  write(join(stateDir, 'aws-config'), awsConfig(assembled, founders, url, profiles));
  if (studio === undefined || profiles.length === 0) return;
  mkdirSync(join(stateDir, 'studio'), { recursive: true, mode: 0o700 });
  for (const { domainId, name } of profiles) {
    write(join(stateDir, 'studio', `${name}.env`), linesOf(studio.environmentOf(url, domainId, name)));
  }
}

/** Variables that lead a client to the lake. */
export function environmentOf(url: string, region: string, key: AccessKey): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey.reveal(),
  };
}

function operatorsEnvironment(
  url: string,
  region: string,
  key: AccessKey | undefined,
): Readonly<Record<string, string>> {
  return key === undefined ? { AWS_ENDPOINT_URL: url, AWS_REGION: region } : environmentOf(url, region, key);
}

function linesOf(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function awsConfig(
  assembled: AssembledLake,
  founders: Partial<Founders>,
  url: string,
  profiles: readonly StudioProfile[],
): string {
  const { lake } = assembled;
  const common = { region: lake.region, endpoint_url: url };
  const { iam } = assembled.identities;
  const runnerArn = iam.arnOf('role', '/', 'LakeproofRunner');
  return [
    ...keySections({ 'lake-admin': founders.adminKey, 'lakeproof-operator': founders.operatorKey }, common),
    section('lakeproof-runner', {
      role_arn: runnerArn,
      source_profile: 'lakeproof-operator',
      role_session_name: SESSION_NAME,
      ...common,
    }),
    ...profiles.map(({ name, roleArn, externalId }) =>
      section(name, {
        role_arn: roleArn,
        source_profile: 'lakeproof-runner',
        ...(externalId === undefined ? {} : { external_id: externalId }),
        role_session_name: SESSION_NAME,
        ...common,
      }),
    ),
  ].join('\n');
}

function keySections(
  keys: Readonly<Record<string, AccessKey | undefined>>,
  common: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(keys).flatMap(([name, key]) =>
    key === undefined ? [] : [section(name, { ...keysOf(key), ...common })],
  );
}

function keysOf(key: AccessKey): Readonly<Record<string, string>> {
  return { aws_access_key_id: key.accessKeyId, aws_secret_access_key: key.secretAccessKey.reveal() };
}

function section(name: string, settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
  return `[profile ${name}]\n${lines.join('')}${S3_SETTINGS}`;
}

interface StudioProfile {
  readonly domainId: string;
  readonly name: string;
  readonly roleArn: string;
  readonly externalId: string | undefined;
}

const listSchema = z.object({
  UserProfiles: z.array(z.object({ DomainId: z.string(), UserProfileName: z.string() })).default([]),
  NextToken: z.string().optional(),
});
const profileSchema = z.object({ UserSettings: z.object({ ExecutionRole: z.string().optional() }).optional() });

/** None when the administrator of a kept account may not see them any more. */
async function profilesShownTo(assembled: AssembledLake, admin: Caller): Promise<readonly StudioProfile[]> {
  try {
    return await studioProfiles(assembled, admin);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'AccessDeniedException') return [];
    throw error;
  }
}

/** The Studio profiles of the account with the roles they run as, asked of its own SageMaker as the administrator. */
async function studioProfiles({ lake, identities }: AssembledLake, admin: Caller): Promise<readonly StudioProfile[]> {
  const found: StudioProfile[] = [];
  let nextToken: string | undefined;
  do {
    const list = listSchema.parse(
      await lake.invoke(admin, 'sagemaker', 'ListUserProfiles', {
        MaxResults: 100,
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      }),
    );
    for (const { DomainId, UserProfileName } of list.UserProfiles) {
      const described = profileSchema.parse(
        await lake.invoke(admin, 'sagemaker', 'DescribeUserProfile', { DomainId, UserProfileName }),
      );
      const roleArn = described.UserSettings?.ExecutionRole;
      if (roleArn === undefined) continue;
      found.push({ domainId: DomainId, name: UserProfileName, roleArn, externalId: externalIdOf(identities, roleArn) });
    }
    nextToken = list.NextToken;
  } while (nextToken !== undefined);
  return found;
}

/** The external id that a role's trust policy asks of the runner, if it asks for one. */
function externalIdOf(identities: AssembledLake['identities'], roleArn: string): string | undefined {
  const statements = identities.iam.roleByArn(roleArn)?.trust.document.statements ?? [];
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ conditions }) => conditions)
    .find(({ operator, key }) => operator === 'StringEquals' && key.toLowerCase() === 'sts:externalid')?.values[0];
}

function write(path: string, text: string): void {
  // A client that reads it meanwhile has the old file or the new one.
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
