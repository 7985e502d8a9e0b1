import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { DataLakePrincipal, Permission } from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';
import { changedSettings, readAccountSetup, revocationsOf } from './account-setup.js';

const account = { accountId: '111122223333', partition: 'aws' };
const databases = {
  amazon_reviews_db: ['amazon_reviews_parquet', 'amazon_reviews_restricted'],
  restricted_db: ['canary'],
};
const runner = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/LakeproofRunner' };
const admin = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' };
const auditor = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/Auditor' };
const everyone: { Principal: DataLakePrincipal; Permissions: Permission[] } = {
  Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
  Permissions: ['ALL'],
};

async function callOf<O extends string>(operation: O) {
  const calls = (await readAccountSetup()).filter((call) => call.operation === operation);
  return calls as Extract<(typeof calls)[number], { operation: O }>[];
}

describe('account-setup.json', () => {
  test('keeps every setting that it does not name, and adds the runner once', async () => {
    const [call] = await callOf('PutDataLakeSettings');
    const before = {
      DataLakeAdmins: [admin],
      ReadOnlyAdmins: [auditor],
      CreateDatabaseDefaultPermissions: [everyone],
      CreateTableDefaultPermissions: [everyone],
      Parameters: { CROSS_ACCOUNT_VERSION: '4' },
    };
    if (call === undefined) throw new Error('no such call');
    const after = changedSettings(call, before, account);
    expect(after).toEqual({
      DataLakeAdmins: [admin],
      ReadOnlyAdmins: [auditor, runner],
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
      Parameters: { CROSS_ACCOUNT_VERSION: '4' },
    });
    expect(changedSettings(call, after, account)).toEqual(after);
  });

  test('revokes from the account, each database and each table', async () => {
    const revocations = (await callOf('RevokePermissions')).flatMap((call) => revocationsOf(call, databases));
    expect(revocations).toEqual([
      { ...everyone, Resource: { Catalog: {} }, Permissions: ['CREATE_DATABASE'] },
      { ...everyone, Resource: { Database: { Name: 'amazon_reviews_db' } } },
      { ...everyone, Resource: { Database: { Name: 'restricted_db' } } },
      { ...everyone, Resource: { Table: { DatabaseName: 'amazon_reviews_db', Name: 'amazon_reviews_parquet' } } },
      { ...everyone, Resource: { Table: { DatabaseName: 'amazon_reviews_db', Name: 'amazon_reviews_restricted' } } },
      { ...everyone, Resource: { Table: { DatabaseName: 'restricted_db', Name: 'canary' } } },
    ]);
  });

  test('says why of every call', async () => {
    for (const call of await readAccountSetup()) expect(call.why.length).toBeGreaterThan(40);
  });
});

describe('account-setup.sh makes the same calls', () => {
  let folder: string;
  let runs = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lakeproof-aws-stub-'));
    writeFileSync(join(folder, 'aws'), STUB);
    chmodSync(join(folder, 'aws'), 0o755);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the script with a CLI in its place that writes down how it was called. */
  function run(args: readonly string[], held: string): readonly (readonly string[])[] {
    runs += 1;
    const log = join(folder, `log-${runs}`);
    const script = join(packageRoot(), 'infra', 'account-setup.sh');
    const done = spawnSync('sh', [script, ...args], {
      encoding: 'utf8',
      env: {
        PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
        STUB_LOG: log,
        STUB_HELD: held,
        STUB_TABLES: JSON.stringify(databases),
      },
    });
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    return lines.map((line) => z.array(z.string()).parse(JSON.parse(line)));
  }

  test('the settings: the members that the JSON names, no other', async () => {
    const [call] = await callOf('PutDataLakeSettings');
    const calls = run([], '0');
    const get = calls.find(([, operation]) => operation === 'get-data-lake-settings') ?? [];
    const query = valueOfOption(get, '--query');
    const members = [...query.matchAll(/^\s+([A-Z]\w+):/gm)].map((match) => match[1]);
    expect(members).toEqual(Object.keys(call?.input.DataLakeSettings ?? {}));
    expect(query).toMatch(/^DataLakeSettings \| merge\(@, /);
    expect(query).toContain(runner.DataLakePrincipalIdentifier);
    const put = calls.find(([, operation]) => operation === 'put-data-lake-settings') ?? [];
    expect(JSON.parse(valueOfOption(put, '--data-lake-settings'))).toEqual({ settings: 'as the query gave them' });
  });

  test('the revocations: the same, in whatever order', async () => {
    const wanted = (await callOf('RevokePermissions')).flatMap((call) => revocationsOf(call, databases));
    const made = run([], '1')
      .filter(([, operation]) => operation === 'revoke-permissions')
      .map(revocationIn);
    expect(sorted(made)).toEqual(sorted(wanted));
  });

  test('nothing is revoked where nothing is held', () => {
    expect(run([], '0').filter(([, operation]) => operation === 'revoke-permissions')).toEqual([]);
  });

  test('databases named are taken, those that do not exist are passed over', () => {
    const made = run(['restricted_db', 'nowhere', 'restricted'], '1')
      .filter(([, operation]) => operation === 'revoke-permissions')
      .map(revocationIn);
    expect(made.map(({ Resource }) => Resource)).toEqual([
      { Catalog: {} },
      { Database: { Name: 'restricted_db' } },
      { Table: { DatabaseName: 'restricted_db', Name: 'canary' } },
    ]);
  });
});

function revocationIn(args: readonly string[]): { Principal: unknown; Resource: unknown; Permissions: unknown } {
  const [, principal] = /^DataLakePrincipalIdentifier=(.+)$/.exec(valueOfOption(args, '--principal')) ?? [];
  return {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: JSON.parse(valueOfOption(args, '--resource')),
    Permissions: [valueOfOption(args, '--permissions')],
  };
}

function valueOfOption(args: readonly string[], option: string): string {
  const position = args.indexOf(option);
  if (position < 0) throw new Error(`${option} is not in ${args.join(' ')}`);
  return args[position + 1] ?? '';
}

function sorted(values: readonly unknown[]): string[] {
  return values
    .map((value) =>
      JSON.stringify(value, [
        'Principal',
        'DataLakePrincipalIdentifier',
        'Resource',
        'Catalog',
        'Database',
        'Table',
        'DatabaseName',
        'Name',
        'Permissions',
      ]),
    )
    .sort();
}

/** Answers what the CLI would print for the script's own --query; written without dependencies. */
const STUB = `#!/usr/bin/env node
const { appendFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(process.env.STUB_LOG, JSON.stringify(args) + '\\n');
const tables = JSON.parse(process.env.STUB_TABLES);
const option = (name) => args[args.indexOf(name) + 1];
const answers = {
  'get-caller-identity': () => (option('--query') === 'Arn' ? 'arn:aws:iam::111122223333:user/lake-admin' : '111122223333'),
  'get-data-lake-settings': () => JSON.stringify({ settings: 'as the query gave them' }),
  'put-data-lake-settings': () => '',
  'list-permissions': () => process.env.STUB_HELD,
  'revoke-permissions': () => '',
  'get-databases': () => Object.keys(tables).join('\\t'),
  'get-tables': () => tables[option('--database-name')].join('\\t'),
};
process.stdout.write(answers[args[1]]() + '\\n');
`;
