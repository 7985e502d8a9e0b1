import { afterEach, describe, expect, it } from 'vitest';
import { accessTo } from '../../tests/support/fake-access.js';
import { type FakeAccount, FakeError, startFakeAccount } from '../../tests/support/fake-account.js';
import type { AwsAccess } from '../aws/access.js';
import { becomeRunner } from '../aws/runner.js';
import { parseSettings } from '../config/settings.js';
import type { InventoryPart } from '../model/catalogue.js';
import type { Settings } from '../model/settings.js';
import { loadPolicy } from '../policy/load-policy.js';
import { type Discovery, discover } from './discovery.js';

const SETTINGS = parseSettings(
  `formatVersion: 1
region: us-east-1
accountId: "111122223333"
runner: { roleName: LakeproofRunner }
studioDomain: lakeproof-walkthrough
workGroup: studio-{profile}
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

/** What discovery finds when these operations answer as given; a FakeError is thrown. */
async function discovered(
  answers: Readonly<Record<string, unknown>> = {},
  settings: Settings = SETTINGS,
): Promise<Discovery> {
  const policy = await loadPolicy('policies/walkthrough.policy.yaml');
  account = await startFakeAccount(policy, {
    before: ({ operation }) => {
      const answer = answers[operation];
      if (answer instanceof FakeError) throw answer;
      return answer;
    },
  });
  access = accessTo(account.url);
  return discover(access, await becomeRunner(access, settings, 'r'), policy, settings);
}

describe('discovery', () => {
  it('finds what is there, without a gap', async () => {
    const { inventory, notReproducible } = await discovered();
    expect(inventory.gaps).toEqual([]);
    expect(inventory.databases.map(({ name }) => name)).toEqual(['amazon_reviews_db', 'restricted_db']);
    expect(inventory.databases[0]?.tables[0]).toMatchObject({ name: 'amazon_reviews_parquet', registered: true });
    expect(inventory.profiles.map(({ name }) => name)).toEqual(['data-scientist-full', 'data-scientist-limited']);
    expect(notReproducible).toBeUndefined();
  });

  it.each<[string, InventoryPart]>([
    ['glue:GetDatabases', 'catalogue'],
    ['glue:GetTables', 'catalogue'],
    ['lakeformation:ListPermissions', 'grants'],
    ['lakeformation:GetDataLakeSettings', 'settings'],
    ['sagemaker:ListDomains', 'profiles'],
    ['sagemaker:DescribeUserProfile', 'profiles'],
    ['cloudtrail:DescribeTrails', 'trails'],
    ['cloudtrail:GetEventSelectors', 'trails'],
  ])('makes a gap, and never an empty list, of a refused %s', async (operation, what) => {
    const { inventory } = await discovered({ [operation]: new FakeError('AccessDeniedException', 'no') });
    expect(inventory.gaps).toMatchObject([{ what, fault: 'access-denied' }]);
  });

  const arn = (name: string): object => ({ DataLakePrincipalIdentifier: `arn:aws:iam::111122223333:${name}` });

  it.each<[string, object, number]>([
    ['nobody', {}, 1],
    ['others', { ReadOnlyAdmins: [arn('role/Other')], DataLakeAdmins: [arn('user/LakeproofRunner')] }, 1],
    ['the runner, read-only', { ReadOnlyAdmins: [arn('role/LakeproofRunner')] }, 0],
    ['the runner, under a path', { ReadOnlyAdmins: [arn('role/audit/LakeproofRunner')] }, 0],
    ['the runner, with every right', { DataLakeAdmins: [arn('role/LakeproofRunner')] }, 0],
  ])('takes a part of the grants for no more than that: administrators are %s', async (_who, settings, gaps) => {
    const { inventory } = await discovered({ 'lakeformation:GetDataLakeSettings': { DataLakeSettings: settings } });
    expect(inventory.gaps.map(({ what, fault }) => `${what} ${fault}`)).toEqual(
      Array.from({ length: gaps }, () => 'grants NOT_ADMINISTRATOR'),
    );
  });

  it('keeps databases outside the scope apart, by name only', async () => {
    const { inventory } = await discovered({
      'glue:GetDatabases': { DatabaseList: [{ Name: 'Amazon_Reviews_DB' }, { Name: 'theirs' }] },
      'glue:GetDatabase': new FakeError('EntityNotFoundException', 'Database not found.'),
    });
    expect(inventory.gaps).toEqual([]);
    expect(inventory.databases.map(({ name }) => name)).toEqual(['amazon_reviews_db']);
    expect(inventory.databasesOutsideScope).toEqual(['theirs']);
  });

  it.each<[string, Readonly<Record<string, unknown>>, InventoryPart, RegExp]>([
    [
      'a database',
      { 'glue:GetDatabases': { DatabaseList: [{ Name: 'amazon_reviews_db' }] } },
      'catalogue',
      /restricted_db,/,
    ],
    [
      'every table',
      { 'glue:GetTables': { TableList: [] } },
      'catalogue',
      /amazon_reviews_parquet, .*restricted_db.canary,/,
    ],
    ['every profile', { 'sagemaker:ListUserProfiles': { UserProfiles: [] } }, 'profiles', /data-scientist-limited/],
  ])('calls a listing that leaves out %s, which is there by name, a gap', async (_what, answers, what, names) => {
    const { inventory } = await discovered(answers);
    expect(inventory.gaps).toMatchObject([
      { what, fault: 'LISTING_INCOMPLETE', message: expect.stringMatching(names) as unknown },
    ]);
    expect(inventory.databases.flatMap(({ name, tables }) => tables.map((table) => `${name}.${table.name}`))).toEqual([
      'amazon_reviews_db.amazon_reviews_parquet',
      'amazon_reviews_db.amazon_reviews_restricted',
      'restricted_db.canary',
    ]);
    expect(inventory.profiles.map(({ name }) => name)).toEqual(['data-scientist-full', 'data-scientist-limited']);
  });

  it('takes for absent what is neither listed nor there by name', async () => {
    const missing = new FakeError('EntityNotFoundException', 'Entity Not Found');
    const { inventory } = await discovered({
      'glue:GetDatabases': { DatabaseList: [{ Name: 'amazon_reviews_db' }] },
      'glue:GetDatabase': missing,
      'glue:GetTables': { TableList: [] },
      'glue:GetTable': missing,
      'sagemaker:ListUserProfiles': { UserProfiles: [] },
      'sagemaker:DescribeUserProfile': new FakeError('ResourceNotFound', 'not found'),
    });
    expect(inventory).toMatchObject({ databases: [{ name: 'amazon_reviews_db', tables: [] }], profiles: [], gaps: [] });
  });

  it('uses the domain’s execution role where a profile has none of its own', async () => {
    const { inventory } = await discovered({
      'sagemaker:DescribeUserProfile': {},
      'sagemaker:DescribeDomain': { DefaultUserSettings: { ExecutionRole: 'arn:default' }, AuthMode: 'IAM' },
    });
    expect(new Set(inventory.profiles.map(({ executionRoleArn }) => executionRoleArn))).toEqual(
      new Set(['arn:default']),
    );
  });

  it.each([
    ['none', []],
    [
      'two',
      [
        { DomainId: 'd-1', DomainName: 'lakeproof-walkthrough' },
        { DomainId: 'd-2', DomainName: 'lakeproof-walkthrough' },
      ],
    ],
  ])('makes a gap of a Studio domain that names %s', async (_name, domains) => {
    const { inventory } = await discovered({ 'sagemaker:ListDomains': { Domains: domains } });
    expect(inventory.gaps.map(({ what }) => what)).toEqual(['profiles']);
  });

  it('says why roles stand for nobody in a domain that propagates identities', async () => {
    const { notReproducible } = await discovered({
      'sagemaker:DescribeDomain': {
        AuthMode: 'SSO',
        DomainSettings: { TrustedIdentityPropagationSettings: { Status: 'ENABLED' } },
      },
    });
    expect(notReproducible).toMatch(/identity/);
  });
});

describe('grants', () => {
  const row = (resource: unknown, principal = 'arn:aws:iam::111122223333:role/R'): unknown => ({
    PrincipalResourcePermissions: [
      {
        Principal: { DataLakePrincipalIdentifier: principal },
        Resource: resource,
        Permissions: ['SELECT'],
        PermissionsWithGrantOption: [],
      },
    ],
  });
  const granted = (resource: unknown, principal?: string): Promise<Discovery> =>
    discovered({ 'lakeformation:ListPermissions': row(resource, principal) });
  const DB = 'amazon_reviews_db';

  it.each([
    [{ Database: { Name: DB } }, { database: DB, tableWildcard: false }],
    [{ Table: { DatabaseName: DB, Name: 'T' } }, { database: DB, table: 't', tableWildcard: false }],
    [{ Table: { DatabaseName: DB, TableWildcard: {} } }, { database: DB, tableWildcard: true }],
    [{ Table: { DatabaseName: DB, Name: 'ALL_TABLES' } }, { database: DB, tableWildcard: true }],
    [
      { TableWithColumns: { DatabaseName: DB, Name: 't', ColumnNames: ['A', 'b'] } },
      { database: DB, table: 't', columns: ['a', 'b'], tableWildcard: false },
    ],
    [
      { TableWithColumns: { DatabaseName: DB, Name: 't', ColumnWildcard: {} } },
      { database: DB, table: 't', tableWildcard: false },
    ],
    [
      { TableWithColumns: { DatabaseName: DB, Name: 't', ColumnWildcard: { ExcludedColumnNames: ['C'] } } },
      { database: DB, table: 't', excludedColumns: ['c'], tableWildcard: false },
    ],
  ])('%j', async (resource, expected) => {
    const { inventory } = await granted(resource);
    const principal = 'arn:aws:iam::111122223333:role/R';
    expect(inventory.grants).toEqual([
      { principal, permissions: ['SELECT'], permissionsWithGrantOption: [], ...expected },
    ]);
    expect(inventory.gaps).toEqual([]);
  });

  it.each([
    [{ LFTagPolicy: { ResourceType: 'TABLE', Expression: [] } }],
    [{ DataCellsFilter: { DatabaseName: DB, TableName: 't', Name: 'f' } }],
  ])('that are not evaluated are a gap: %j', async (resource) => {
    const { inventory } = await granted(resource);
    expect(inventory.gaps).toMatchObject([{ what: 'grants', fault: 'unevaluated' }]);
  });

  it.each([
    [{ Database: { Name: 'theirs' } }],
    [{ DataCellsFilter: { DatabaseName: 'theirs', TableName: 't', Name: 'f' } }],
    [{ Catalog: {} }],
  ])('outside the scope are nobody’s business: %j', async (resource) => {
    const { inventory } = await granted(resource);
    expect([inventory.grants, inventory.gaps]).toEqual([[], []]);
  });

  it('are all read, past an empty page', async () => {
    let page = 0;
    const policy = await loadPolicy('policies/walkthrough.policy.yaml');
    account = await startFakeAccount(policy, {
      before: ({ operation }) => {
        if (operation !== 'lakeformation:ListPermissions') return undefined;
        page += 1;
        if (page === 1) return { PrincipalResourcePermissions: [], NextToken: '2' };
        return row({ Database: { Name: DB } });
      },
    });
    access = accessTo(account.url);
    const { inventory } = await discover(access, await becomeRunner(access, SETTINGS, 'r'), policy, SETTINGS);
    expect(inventory.grants).toHaveLength(1);
  });

  it('to a person of Identity Center make roles stand for nobody', async () => {
    const { notReproducible } = await granted({ Database: { Name: DB } }, 'arn:aws:identitystore:::user/u-1');
    expect(notReproducible).toMatch(/Identity Center/);
  });
});

describe('trails', () => {
  const selectors = (answer: unknown) => discovered({ 'cloudtrail:GetEventSelectors': answer });
  const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };

  it.each<[unknown, unknown]>([
    [{ EventSelectors: [{}] }, { kind: 'basic', includeManagementEvents: true, readWriteType: 'All' }],
    [
      { EventSelectors: [{ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] }] },
      { readWriteType: 'WriteOnly', excludedEventSources: ['kms.amazonaws.com'] },
    ],
    [
      { AdvancedEventSelectors: [{ FieldSelectors: [MANAGEMENT] }] },
      { kind: 'advanced', includeManagementEvents: true, readWriteType: 'All', unevaluated: false },
    ],
    [
      { AdvancedEventSelectors: [{ FieldSelectors: [MANAGEMENT, { Field: 'readOnly', Equals: ['false'] }] }] },
      { readWriteType: 'WriteOnly', unevaluated: false },
    ],
    [
      { AdvancedEventSelectors: [{ FieldSelectors: [MANAGEMENT, { Field: 'eventName', Equals: ['x'] }] }] },
      { unevaluated: true },
    ],
    [
      { AdvancedEventSelectors: [{ FieldSelectors: [MANAGEMENT, { Field: 'eventSource', StartsWith: ['k'] }] }] },
      { unevaluated: true },
    ],
    [
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
      { includeManagementEvents: false, unevaluated: false },
    ],
  ])('%j', async (answer, expected) => {
    const { inventory } = await selectors(answer);
    expect(inventory.trails[0]?.selectors).toMatchObject([expected]);
  });

  it('only the one that the settings name counts, where they name one', async () => {
    const { inventory } = await discovered({}, { ...SETTINGS, trail: 'another-trail' });
    expect(inventory.trails).toEqual([]);
  });
});
