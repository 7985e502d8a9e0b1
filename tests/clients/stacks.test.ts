import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ALL_COLUMNS, LIMITED_COLUMNS } from './columns.js';
import { type LakeClients, startLakeClients } from './lake-clients.js';
import { query, results } from './query.js';

const ADMIN = 'lake-admin';
const viewSchema = z.record(z.string(), z.unknown());

async function viewOf(clients: LakeClients): Promise<z.infer<typeof viewSchema>> {
  const { status, stdout, stderr } = await clients.python(ADMIN, 'tests/clients/account_view.py');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return viewSchema.parse(JSON.parse(stdout));
}

/** The settings of an account that nobody has set up: the set-up was made when the lake started. */
async function openDefaults(clients: LakeClients): Promise<void> {
  const open = [{ Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] }];
  const settings = {
    DataLakeAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' }],
    CreateDatabaseDefaultPermissions: open,
    CreateTableDefaultPermissions: open,
  };
  await done(clients, 'lakeformation', 'put-data-lake-settings', '--data-lake-settings', JSON.stringify(settings));
}

async function done(clients: LakeClients, ...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await clients.aws(ADMIN, ...args);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

describe.each(['infra/walkthrough.template.yaml', 'infra/walkthrough-as-published.template.yaml'])('%s', (template) => {
  // The start's stack is named as the file; a stack of that name makes up the same names.
  const stackName = basename(template, '.template.yaml');
  let empty: LakeClients;
  let started: LakeClients;
  let before: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    [empty, started] = await Promise.all([
      startLakeClients({ template: 'none', data: 'none' }),
      startLakeClients({ template, data: 'none' }),
    ]);
    before = await viewOf(empty);
    await openDefaults(empty);
  });
  afterAll(async () => {
    await Promise.all([empty.stop(), started.stop()]);
  });

  test('`aws cloudformation deploy` into an empty account comes to what a start with the template comes to', {
    timeout: 300_000,
  }, async () => {
    const deploy = ['cloudformation', 'deploy', '--stack-name', stackName, '--template-file', template];
    const deployed = await done(empty, ...deploy, '--capabilities', 'CAPABILITY_NAMED_IAM');
    expect(deployed).toContain(`Successfully created/updated stack - ${stackName}`);
    const setUp = await empty.shell(ADMIN, 'infra/account-setup.sh');
    expect(setUp.stderr).toBe('');
    expect(await viewOf(empty)).toEqual(await viewOf(started));

    const again = await empty.aws(ADMIN, ...deploy, '--capabilities', 'CAPABILITY_NAMED_IAM');
    expect(`${again.status} ${again.stdout}${again.stderr}`).toContain(
      `No changes to deploy. Stack ${stackName} is up to date`,
    );
    const listed = await empty.json(
      ADMIN,
      'cloudformation',
      'describe-stacks',
      '--query',
      'Stacks[].[StackName,StackStatus]',
    );
    expect(listed).toEqual([[stackName, 'CREATE_COMPLETE']]);
    const ofStart = await started.json(ADMIN, 'cloudformation', 'list-stack-resources', '--stack-name', stackName);
    const ofDeploy = await empty.json(ADMIN, 'cloudformation', 'list-stack-resources', '--stack-name', stackName);
    const names = z.object({
      StackResourceSummaries: z.array(z.object({ LogicalResourceId: z.string(), ResourceType: z.string() })),
    });
    expect(names.parse(ofDeploy)).toEqual(names.parse(ofStart));
  });

  test.each([
    ['data-scientist-full', ALL_COLUMNS],
    ['data-scientist-limited', LIMITED_COLUMNS],
  ])('%s, of whom `aws-config` knows now, asks for what was granted', async (profile, columns) => {
    const where = [
      '--result-configuration',
      'OutputLocation=s3://sagemaker-audit-control-query-results-us-east-1-111122223333/x/',
    ];
    const sql = 'SELECT * FROM amazon_reviews_db.amazon_reviews_parquet LIMIT 1';
    const isPublished = stackName.endsWith('as-published');
    const { id, status } = await query(empty, profile, sql, isPublished ? where : undefined);
    expect(status.State, status.StateChangeReason).toBe('SUCCEEDED');
    expect((await results(empty, profile, id)).columns).toEqual(columns);
  });

  test('`delete-stack` leaves what CloudFormation leaves: buckets that are not empty, then only what is retained', {
    timeout: 300_000,
  }, async () => {
    const remove = ['cloudformation', 'delete-stack', '--stack-name', stackName];
    await done(empty, ...remove);
    const waited = await empty.aws(ADMIN, 'cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stackName);
    expect(waited.stderr).toMatch(/terminal failure state/);
    const failed = z
      .array(z.tuple([z.string(), z.string()]))
      .parse(
        await empty.json(
          ADMIN,
          ...['cloudformation', 'list-stack-resources', '--stack-name', stackName],
          ...[
            '--query',
            "StackResourceSummaries[?ResourceStatus=='DELETE_FAILED'].[ResourceType,ResourceStatusReason]",
          ],
        ),
      );
    expect(failed.map(([type]) => type)).toEqual(failed.map(() => 'AWS::S3::Bucket'));
    expect(failed).toHaveLength(1);
    expect(failed[0]?.[1]).toMatch(/not empty/);
    await done(empty, 's3', 'rm', '--recursive', 's3://sagemaker-audit-control-query-results-us-east-1-111122223333');
    await done(empty, ...remove);
    await done(empty, 'cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stackName);

    const after = await viewOf(empty);
    // The account set-up is no part of the stack: settings, and who may create databases.
    for (const part of ['databases', 'tables', 'locations', 'workgroups', 'domains', 'profiles', 'trails', 'iam']) {
      expect(after[part], part).toEqual(before[part]);
    }
    expect(after.grants).toEqual([]);
    const retained = stackName.endsWith('as-published') ? [] : ['lakeproof-trail-111122223333-us-east-1'];
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(after.buckets))).toEqual(retained);
  });
});

describe('boto3', () => {
  let clients: LakeClients;
  beforeAll(async () => {
    clients = await startLakeClients({ template: 'none', data: 'none' });
  });
  afterAll(async () => {
    await clients.stop();
  });

  test("waits for a stack through its whole life by the SDK's own waiters", async () => {
    const { status, stdout, stderr } = await clients.python(ADMIN, 'tests/clients/stacks.py');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      created: [
        'CREATE_COMPLETE',
        [{ OutputKey: 'First', OutputValue: 'arn:aws:s3:::boto-stack-a' }],
        ['boto-stack-a', 'boto-stack-b'],
      ],
      updated: ['UPDATE_COMPLETE', ['boto-stack-a', 'boto-stack-c'], 'Enabled'],
      planned: [['Modify', 'A', 'True']],
      replaced: ['boto-stack-a2', 'boto-stack-c'],
      failed: 'UPDATE_ROLLBACK_COMPLETE',
      deleted: ['DELETE_COMPLETE', []],
      gone: 'Stack with id boto-stack does not exist',
      events: expect.any(Number) as unknown,
    });
  });

  test('a template that is too large for a request goes by a bucket', async () => {
    await done(clients, 's3', 'mb', 's3://boto-templates');
    const deploy = [
      'cloudformation',
      'deploy',
      '--stack-name',
      'by-bucket',
      '--template-file',
      'infra/walkthrough.template.yaml',
    ];
    const capabilities = ['--capabilities', 'CAPABILITY_NAMED_IAM'];
    const out = await clients.aws(ADMIN, ...deploy, ...capabilities, '--s3-bucket', 'boto-templates');
    expect(out.stdout, out.stderr).toContain('Successfully created/updated stack - by-bucket');
    const keys = await clients.json(
      ADMIN,
      's3api',
      'list-objects-v2',
      '--bucket',
      'boto-templates',
      '--query',
      'length(Contents)',
    );
    expect(keys).toBe(1);
  });
});
