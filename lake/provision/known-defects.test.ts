import { CreateTableCommand, GetDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  GetDataLakeSettingsCommand,
  LakeFormationClient,
  ListPermissionsCommand,
  PutDataLakeSettingsCommand,
} from '@aws-sdk/client-lakeformation';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Stacks, stacksOf } from '../services/cloudformation/testing/stacks.js';
import { type DataLake, refusalOf, startDataLake } from '../services/glue/testing/data-lake.js';

/** What CloudFormation is known to get wrong, so that nobody finds a template safe here that is open there. */

const admin = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' };
const other = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/Other' };
const everyone = { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' };
const OPEN = [{ Principal: everyone, Permissions: ['ALL' as const] }];

let lake: DataLake;
let stacks: Stacks;
let lakeFormation: LakeFormationClient;
let glue: GlueClient;
beforeEach(async () => {
  lake = await startDataLake();
  stacks = stacksOf(lake.admin);
  lakeFormation = new LakeFormationClient(lake.admin);
  glue = new GlueClient(lake.admin);
});
afterEach(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function settings() {
  return (await lakeFormation.send(new GetDataLakeSettingsCommand({}))).DataLakeSettings ?? {};
}

const dataLakeSettings = (properties: object) =>
  JSON.stringify({ Resources: { S: { Type: 'AWS::LakeFormation::DataLakeSettings', Properties: properties } } });
const database = (input: object) => ({
  Type: 'AWS::Glue::Database',
  Properties: { CatalogId: { Ref: 'AWS::AccountId' }, DatabaseInput: { Name: 'shop', ...input } },
});
const table = {
  Type: 'AWS::Glue::Table',
  Properties: {
    CatalogId: { Ref: 'AWS::AccountId' },
    DatabaseName: { Ref: 'D' },
    TableInput: {
      Name: 'orders',
      StorageDescriptor: {
        Columns: ['a', 'b', 'c'].map((Name) => ({ Name, Type: 'string' })),
        Location: 's3://data/o/',
      },
    },
  },
};

describe('empty default permissions change nothing', () => {
  it('the account', async () => {
    expect((await settings()).CreateTableDefaultPermissions).toEqual(OPEN);
    const empty = { Admins: [admin], CreateDatabaseDefaultPermissions: [], CreateTableDefaultPermissions: [] };
    expect((await stacks.create('s', dataLakeSettings(empty))).StackStatus).toBe('CREATE_COMPLETE');
    expect(await settings()).toMatchObject({
      CreateDatabaseDefaultPermissions: OPEN,
      CreateTableDefaultPermissions: OPEN,
    });
  });

  it('a database: its tables are open to everybody whom IAM lets', async () => {
    const Resources = { D: database({ CreateTableDefaultPermissions: [] }), T: table };
    expect((await stacks.create('s', JSON.stringify({ Resources }))).StackStatus).toBe('CREATE_COMPLETE');
    const { Database } = await glue.send(new GetDatabaseCommand({ Name: 'shop' }));
    expect(Database?.CreateTableDefaultPermissions).toEqual(OPEN);
    const Resource = { Table: { DatabaseName: 'shop', Name: 'orders' } };
    const held = await lakeFormation.send(new ListPermissionsCommand({ Principal: everyone, Resource }));
    expect(held.PrincipalResourcePermissions).toMatchObject([{ Permissions: ['ALL'] }]);
    // And so is what comes later, whatever the account says by then.
    await lakeFormation.send(
      new PutDataLakeSettingsCommand({
        DataLakeSettings: { ...(await settings()), CreateTableDefaultPermissions: [] },
      }),
    );
    await glue.send(new CreateTableCommand({ DatabaseName: 'shop', TableInput: { Name: 'later' } }));
    const later = new ListPermissionsCommand({
      Principal: everyone,
      Resource: { Table: { DatabaseName: 'shop', Name: 'later' } },
    });
    expect((await lakeFormation.send(later)).PrincipalResourcePermissions).toHaveLength(1);
  });
});

describe('administrators', () => {
  it.each([
    ['REPLACE', [other]],
    [undefined, [other]],
    ['APPEND', [admin, other]],
  ])('MutationType %s', async (MutationType, left) => {
    const stack = await stacks.create('s', dataLakeSettings({ Admins: [other], MutationType }));
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    expect((await settings()).DataLakeAdmins).toEqual(left);
    expect(await stacks.remove('s')).toBe('DELETE_COMPLETE');
    expect((await settings()).DataLakeAdmins).toEqual(left.filter((one) => one !== other));
  });

  it('read-only administrators cannot be set, and those there are stay', async () => {
    const refused = stacks.create('s', dataLakeSettings({ ReadOnlyAdmins: [other] }));
    expect(await refusalOf(refused)).toMatch(/^NotImplemented: .*property ReadOnlyAdmins.*PutDataLakeSettings/);
    await lakeFormation.send(
      new PutDataLakeSettingsCommand({ DataLakeSettings: { ...(await settings()), ReadOnlyAdmins: [other] } }),
    );
    await stacks.create('s', dataLakeSettings({ Admins: [admin] }));
    expect((await settings()).ReadOnlyAdmins).toEqual([other]);
  });
});

describe('a grant that is changed', () => {
  const granting = (permissions: readonly string[], resource: object) => ({
    Resources: {
      D: database({}),
      T: table,
      R: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'reader',
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
        },
      },
      G: {
        Type: 'AWS::LakeFormation::PrincipalPermissions',
        DependsOn: 'T',
        Properties: {
          Principal: { DataLakePrincipalIdentifier: { 'Fn::GetAtt': ['R', 'Arn'] } },
          Resource: resource,
          Permissions: permissions,
          PermissionsWithGrantOption: [],
        },
      },
    },
  });
  const columns = (...ColumnNames: readonly string[]) => ({
    TableWithColumns: { CatalogId: '111122223333', DatabaseName: 'shop', Name: 'orders', ColumnNames },
  });
  const whole = { Table: { CatalogId: '111122223333', DatabaseName: 'shop', Name: 'orders' } };

  async function held() {
    const Principal = { DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/reader' };
    const { PrincipalResourcePermissions = [] } = await lakeFormation.send(
      new ListPermissionsCommand({ Principal, ResourceType: 'TABLE' }),
    );
    return PrincipalResourcePermissions.map(({ Permissions, Resource }) => [
      Permissions,
      Resource?.TableWithColumns?.ColumnNames ?? 'table',
    ]);
  }

  async function deployed(before: object, after: object): Promise<unknown> {
    await stacks.create('s', JSON.stringify(before));
    expect((await stacks.update('s', JSON.stringify(after))).StackStatus).toBe('UPDATE_COMPLETE');
    return held();
  }

  it('a grant of more columns keeps the new ones only', async () => {
    expect(
      await deployed(granting(['SELECT'], columns('a', 'b')), granting(['SELECT'], columns('a', 'b', 'c'))),
    ).toEqual([[['SELECT'], ['c']]]);
  });

  it('of other permissions to the same principal on the same resource is the same thing, and nothing is revoked', async () => {
    expect(await deployed(granting(['DESCRIBE', 'ALTER'], whole), granting(['DESCRIBE'], whole))).toEqual([
      [['ALTER', 'DESCRIBE'], 'table'],
    ]);
  });
});
