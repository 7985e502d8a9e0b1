import { describe, expect, it } from 'vitest';
import type { Inventory, ListedGrant } from '../model/catalogue.js';
import { grantedOf } from './granted.js';

const ROLE = 'arn:aws:iam::111122223333:role/R';
const GRANT: ListedGrant = {
  principal: ROLE,
  database: 'd',
  table: 't',
  tableWildcard: false,
  permissions: ['SELECT'],
  permissionsWithGrantOption: [],
};

function inventory(grants: readonly ListedGrant[], change: Partial<Inventory> = {}): Inventory {
  return {
    formatVersion: 1,
    accountId: '111122223333',
    partition: 'aws',
    region: 'us-east-1',
    catalogId: '111122223333',
    databases: [{ name: 'd', tables: [{ name: 't', columns: [] }] }],
    databasesOutsideScope: [],
    grants,
    dataLakeAdmins: [],
    readOnlyAdmins: [],
    profiles: [{ name: 'p', executionRoleArn: ROLE }],
    trails: [],
    gaps: [],
    ...change,
  };
}

describe('grantedOf', () => {
  it.each<[string, ListedGrant, string]>([
    ['all columns', GRANT, 'granted'],
    ['a listed column', { ...GRANT, columns: ['a'] }, 'granted'],
    ['a column that is not listed', { ...GRANT, columns: ['b'] }, 'not granted'],
    ['an excluded column', { ...GRANT, excludedColumns: ['a'] }, 'not granted'],
    ['a column that is not among the excluded', { ...GRANT, excludedColumns: ['b'] }, 'granted'],
    ['every table of the database', { ...GRANT, table: 'ALL_TABLES', tableWildcard: true }, 'granted'],
    ['another table', { ...GRANT, table: 'u' }, 'not granted'],
    ['another database', { ...GRANT, database: 'e' }, 'not granted'],
    ['another role', { ...GRANT, principal: `${ROLE}2` }, 'not granted'],
    ['DESCRIBE only', { ...GRANT, permissions: ['DESCRIBE'] }, 'not granted'],
    [
      'Super to everyone with IAM rights',
      { ...GRANT, principal: 'IAM_ALLOWED_PRINCIPALS', permissions: ['ALL'] },
      'granted',
    ],
    ['all principals of the account', { ...GRANT, principal: '111122223333:IAMPrincipals' }, 'granted'],
  ])('%s', (_, grant, expected) => {
    expect(grantedOf(inventory([grant]), 'p', 'd', 't')('a')).toBe(expected);
  });

  it.each<[string, Partial<Inventory>]>([
    ['the grants could not be read', { gaps: [{ what: 'grants', fault: 'ThrottledException', message: '' }] }],
    ['the profile has no known role', { profiles: [{ name: 'p' }] }],
    ['the table was not found', { databases: [] }],
  ])('is unknown when %s', (_, change) => {
    expect(grantedOf(inventory([GRANT], change), 'p', 'd', 't')('a')).toBe('unknown');
  });
});
