import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  type DataLakeSettings,
  GetDataLakeSettingsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FULL, LIMITED, REVIEWS, root, scratch, settingsFile } from '../e2e/support.js';
import { type FinishedRun, finishedRun, subjectOf } from '../e2e/walkthrough.js';
import { type HandLake, startByHand } from './hand-lake.js';

/*
 * A template that looks closed and is not: that new tables are not opened to everybody is left to lines that
 * CloudFormation ignores. It is deployed as a person deploys it, into an account of which nothing was set up but that
 * the runner may look at everything.
 */
const EVERYBODY = 'IAM_ALLOWED_PRINCIPALS';
const ADMIN_ARN = 'arn:aws:iam::111122223333:user/lake-admin';

let folder: Awaited<ReturnType<typeof scratch>>;
let lake: HandLake;
let run: FinishedRun;

beforeAll(async () => {
  folder = await scratch();
  lake = await startByHand(['--template', 'none', '--data', 'none', '--audit-delay', '500ms']);
  const admin = await adminOf(lake);
  const open = [{ Principal: { DataLakePrincipalIdentifier: EVERYBODY }, Permissions: ['ALL' as const] }];
  await putSettings(admin, {
    DataLakeAdmins: [{ DataLakePrincipalIdentifier: ADMIN_ARN }],
    ReadOnlyAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/LakeproofRunner' }],
    CreateDatabaseDefaultPermissions: open,
    CreateTableDefaultPermissions: open,
  });
  await deploy(admin, join(root, 'tests', 'fixtures', 'empty-defaults.template.yaml'));
  const settings = await settingsFile(folder.dir, 2_500);
  run = await finishedRun(['--target', 'aws', '--settings', settings, '--out', join(folder.dir, 'run')], lake.env);
});

afterAll(async () => {
  await lake.stop();
  await folder.remove();
});

describe('a template that is safe only by what CloudFormation ignores', () => {
  it('is not green: the limited profile is shown what it was not granted', () => {
    expect(run.exitCode, run.stdout).toBe(1);
    const exposed = run.record.findings.filter(({ reason }) => reason === 'over-exposed').map(subjectOf);
    expect(exposed).toContain(`access column-select ${LIMITED} ${REVIEWS}.customer_id`);
    for (const profile of [FULL, LIMITED]) {
      expect(exposed).toContain(`access database-visibility ${profile} restricted_db`);
      expect(exposed).toContain(`access table-visibility ${profile} restricted_db.canary`);
    }
  });

  it('shows who was let in', () => {
    const undeclared = run.record.findings.filter(
      ({ status, controlType }) => status === 'not-satisfied' && controlType === 'declared',
    );
    expect(JSON.stringify(undeclared)).toContain(EVERYBODY);
  });
});

async function adminOf({ stateDir, url }: HandLake) {
  const config = await readFile(join(stateDir, 'aws-config'), 'utf8');
  const section = /\[profile lake-admin\]\n([^[]*)/.exec(config)?.[1] ?? '';
  const value = (name: string): string => new RegExp(`^${name} = (.*)$`, 'm').exec(section)?.[1] ?? '';
  return {
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') },
  };
}

async function putSettings(admin: Awaited<ReturnType<typeof adminOf>>, change: DataLakeSettings): Promise<void> {
  const client = new LakeFormationClient(admin);
  const { DataLakeSettings: before = {} } = await client.send(new GetDataLakeSettingsCommand({}));
  await client.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { ...before, ...change } }));
  client.destroy();
}

async function deploy(admin: Awaited<ReturnType<typeof adminOf>>, file: string): Promise<void> {
  const client = new CloudFormationClient(admin);
  const StackName = 'lakeproof-walkthrough';
  await client.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: await readFile(file, 'utf8'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: [{ ParameterKey: 'DataLakeAdministratorArn', ParameterValue: ADMIN_ARN }],
    }),
  );
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  client.destroy();
  expect(stack?.StackStatus, stack?.StackStatusReason).toBe('CREATE_COMPLETE');
}
