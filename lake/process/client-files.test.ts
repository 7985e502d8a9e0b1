import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateDomainCommand,
  CreateUserProfileCommand,
  DeleteUserProfileCommand,
  SageMakerClient,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DataLake, startDataLake } from '../services/glue/testing/data-lake.js';
import { StudioDoor } from '../studio/studio-door.js';
import { ClientFiles } from './client-files.js';

const URL = 'http://127.0.0.1:4566';

let lake: DataLake;
let sageMaker: SageMakerClient;
let folder: string;
let files: ClientFiles;
const defects: unknown[] = [];

beforeAll(async () => {
  lake = await startDataLake();
  sageMaker = new SageMakerClient(lake.admin);
  const { assembled } = lake.bare;
  const { studioRoles } = assembled;
  if (studioRoles === undefined) throw new Error('this lake has no SageMaker');
  folder = assembled.lake.stateDir;
  files = new ClientFiles(assembled, new StudioDoor(assembled.lake, studioRoles), (defect) => defects.push(defect));
  studioRoles.watch(() => files.refresh());
  files.writeFor({ founders: {}, url: URL });
});

afterAll(async () => {
  files.close();
  expect(defects).toEqual([]);
  await lake.close();
});

const arn = (role: string): string => `arn:aws:iam::111122223333:role/${role}`;

async function domain(DomainName: string): Promise<string> {
  const { DomainId = '' } = await sageMaker.send(
    new CreateDomainCommand({
      DomainName,
      AuthMode: 'IAM',
      VpcId: 'vpc-1',
      SubnetIds: ['subnet-1'],
      DefaultUserSettings: { ExecutionRole: arn('of-the-domain') },
    }),
  );
  return DomainId;
}

const config = (): string => readFileSync(join(folder, 'aws-config'), 'utf8');
const studioFiles = (): readonly string[] => readdirSync(join(folder, 'studio')).sort();

it('follows the user profiles of the account', async () => {
  expect(config()).not.toContain('[profile ann]');
  const DomainId = await domain('first');
  await sageMaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName: 'ann' }));
  await expect.poll(studioFiles).toEqual(['ann.env']);
  expect(config()).toContain(`[profile ann]\nrole_arn = ${arn('of-the-domain')}\n`);
  expect(readFileSync(join(folder, 'studio', 'ann.env'), 'utf8')).toContain(`${URL}/_studio/${DomainId}/ann\n`);
  expect(statSync(join(folder, 'studio', 'ann.env')).mode & 0o777).toBe(0o600);

  const UserSettings = { ExecutionRole: arn('of-her-own') };
  await sageMaker.send(new UpdateUserProfileCommand({ DomainId, UserProfileName: 'ann', UserSettings }));
  await expect.poll(config).toContain(`[profile ann]\nrole_arn = ${arn('of-her-own')}\n`);

  const other = await domain('second');
  await sageMaker.send(new CreateUserProfileCommand({ DomainId: other, UserProfileName: 'ann' }));
  await expect.poll(studioFiles).toEqual([`ann.${DomainId}.env`, `ann.${other}.env`].sort());
  expect(config()).not.toContain('[profile ann]');
  expect(config()).toContain(`[profile ann.${other}]\nrole_arn = ${arn('of-the-domain')}\n`);

  await sageMaker.send(new DeleteUserProfileCommand({ DomainId: other, UserProfileName: 'ann' }));
  await expect.poll(studioFiles).toEqual(['ann.env']);
  expect(config()).toContain('[profile ann]');
});
