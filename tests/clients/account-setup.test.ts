import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LakeClients, startLakeClients } from './lake-clients.js';

let clients: LakeClients;
beforeAll(async () => {
  clients = await startLakeClients({ template: 'infra/walkthrough.template.yaml', data: 'none' });
});
afterAll(async () => {
  await clients.stop();
});

const everyone = { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' };
const defaults = [{ Principal: everyone, Permissions: ['ALL'] }];

async function settings(): Promise<unknown> {
  return clients.json('lake-admin', 'lakeformation', 'get-data-lake-settings', '--query', 'DataLakeSettings');
}

async function open(...grants: readonly (readonly [permission: string, resource: object])[]): Promise<void> {
  for (const [permission, resource] of grants) {
    const granted = await clients.aws(
      'lake-admin',
      'lakeformation',
      'grant-permissions',
      '--principal',
      'DataLakePrincipalIdentifier=IAM_ALLOWED_PRINCIPALS',
      '--permissions',
      permission,
      '--resource',
      JSON.stringify(resource),
    );
    expect(granted.stderr).toBe('');
  }
}

async function opened(): Promise<unknown> {
  return clients.json(
    'lake-admin',
    'lakeformation',
    'list-permissions',
    '--query',
    "PrincipalResourcePermissions[?Principal.DataLakePrincipalIdentifier=='IAM_ALLOWED_PRINCIPALS'].Resource",
  );
}

test('account-setup.sh, through the real CLI, ends where the calls of account-setup.json end', {
  timeout: 400_000,
}, async () => {
  // The lake ran account-setup.json when it started: this is what the script must come to as well.
  const wanted = await settings();
  expect(await opened()).toEqual([]);

  const before = {
    DataLakeAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' }],
    CreateDatabaseDefaultPermissions: defaults,
    CreateTableDefaultPermissions: defaults,
  };
  const put = await clients.aws(
    'lake-admin',
    'lakeformation',
    'put-data-lake-settings',
    '--data-lake-settings',
    JSON.stringify(before),
  );
  expect(put.stderr).toBe('');
  await open(
    ['CREATE_DATABASE', { Catalog: {} }],
    ['ALL', { Database: { Name: 'amazon_reviews_db' } }],
    ['ALL', { Database: { Name: 'restricted_db' } }],
    ['ALL', { Table: { DatabaseName: 'amazon_reviews_db', Name: 'amazon_reviews_parquet' } }],
  );
  expect(await opened()).toHaveLength(4);
  expect(await settings()).not.toEqual(wanted);

  for (const time of ['first', 'again']) {
    const done = await clients.shell('lake-admin', 'infra/account-setup.sh');
    expect(done.stderr, time).toBe('');
    expect(done.status, time).toBe(0);
    expect(await settings(), time).toEqual(wanted);
    expect(await opened(), time).toEqual([]);
  }
});
