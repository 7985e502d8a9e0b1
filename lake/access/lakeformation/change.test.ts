import { describe, expect, it } from 'vitest';
import { grantPermissions, revokePermissions } from './change.js';
import type { GrantResource, LakeFormationPermission } from './grant.js';
import { GrantStore } from './grant-store.js';

const ROLE = 'arn:aws:iam::111122223333:role/analyst';
const TABLE: GrantResource = { kind: 'table', databaseName: 'db', tableName: 't' };
const DATABASE: GrantResource = { kind: 'database', databaseName: 'db' };
const include = (...names: string[]): GrantResource => ({
  kind: 'columns',
  databaseName: 'db',
  tableName: 't',
  columns: { kind: 'include', names },
});
const exclude = (...names: string[]): GrantResource => ({
  kind: 'columns',
  databaseName: 'db',
  tableName: 't',
  columns: { kind: 'exclude', names },
});

class Account {
  readonly store = new GrantStore();

  grant(
    resource: GrantResource,
    permissions: readonly LakeFormationPermission[],
    grantable: readonly LakeFormationPermission[] = [],
    principal: string = ROLE,
  ) {
    return grantPermissions(this.store, { principal, resource, permissions, grantable, by: 'admin', at: new Date(0) });
  }

  revoke(
    resource: GrantResource,
    permissions: readonly LakeFormationPermission[],
    grantable: readonly LakeFormationPermission[] = [],
    principal: string = ROLE,
  ) {
    return revokePermissions(this.store, { principal, resource, permissions, grantable, by: 'admin', at: new Date(0) });
  }

  get rows() {
    return [...this.store.all()].map(({ resource, permissions, grantable }) => ({
      on: resource.kind === 'columns' ? `${resource.columns.kind} ${resource.columns.names.join(' ')}` : resource.kind,
      permissions: permissions.join(' '),
      grantable: grantable.join(' '),
    }));
  }
}

describe('granting', () => {
  it('keeps Super with the permissions it stands for (seen: ListPermissions of a creator)', () => {
    const account = new Account();
    account.grant(TABLE, ['ALL']);
    expect(account.rows).toEqual([
      { on: 'table', permissions: 'ALL ALTER DELETE DESCRIBE DROP INSERT SELECT', grantable: '' },
    ]);
  });

  it('keeps ALL alone for IAM_ALLOWED_PRINCIPALS', () => {
    const account = new Account();
    account.grant(DATABASE, ['ALL'], [], 'IAM_ALLOWED_PRINCIPALS');
    expect(account.rows).toEqual([{ on: 'database', permissions: 'ALL', grantable: '' }]);
  });

  it('joins column lists into one, and keeps apart what may be passed on', () => {
    const account = new Account();
    account.grant(include('a'), ['SELECT']);
    account.grant(include('b', 'c'), ['SELECT']);
    account.grant(include('c', 'd'), ['SELECT'], ['SELECT']);
    expect(account.rows).toEqual(
      expect.arrayContaining([
        { on: 'include a b', permissions: 'SELECT', grantable: '' },
        { on: 'include c d', permissions: 'SELECT', grantable: 'SELECT' },
      ]),
    );
    expect(account.rows).toHaveLength(2);
  });

  it('does not take the grant option back by granting again without it', () => {
    const account = new Account();
    account.grant(include('a'), ['SELECT'], ['SELECT']);
    account.grant(include('a', 'b'), ['SELECT']);
    expect(account.rows).toEqual(
      expect.arrayContaining([
        { on: 'include a', permissions: 'SELECT', grantable: 'SELECT' },
        { on: 'include b', permissions: 'SELECT', grantable: '' },
      ]),
    );
  });

  it.each<[string, (account: Account) => unknown]>([
    ['a grant option for what is not granted', (a) => a.grant(TABLE, ['DESCRIBE'], ['SELECT'])],
    ['an exclusion list with the grant option', (a) => a.grant(exclude('a'), ['SELECT'], ['SELECT'])],
    [
      'a column list to whom reads the whole table',
      (a) => {
        a.grant(TABLE, ['SELECT']);
        return a.grant(include('a'), ['SELECT']);
      },
    ],
    [
      'ALTER beside a column list',
      (a) => {
        a.grant(include('a'), ['SELECT']);
        return a.grant(TABLE, ['ALTER']);
      },
    ],
    [
      'DESCRIBE beside a column list',
      (a) => {
        a.grant(include('a'), ['SELECT']);
        return a.grant(TABLE, ['DESCRIBE']);
      },
    ],
    [
      'DROP with SELECT beside a column list',
      (a) => {
        a.grant(include('a'), ['SELECT']);
        return a.grant(TABLE, ['DROP', 'SELECT']);
      },
    ],
    [
      'a second, different exclusion list',
      (a) => {
        a.grant(exclude('a'), ['SELECT']);
        return a.grant(exclude('b'), ['SELECT']);
      },
    ],
  ])('refuses %s', (_what, doing) => {
    const account = new Account();
    expect(doing(account)).toBe('modification-is-invalid');
  });
});

describe('revoking', () => {
  it('ends Super when one permission goes', () => {
    const account = new Account();
    account.grant(DATABASE, ['ALL'], ['ALL']);
    account.revoke(DATABASE, ['DROP']);
    expect(account.rows).toEqual([
      { on: 'database', permissions: 'ALTER CREATE_TABLE DESCRIBE', grantable: 'ALTER CREATE_TABLE DESCRIBE' },
    ]);
  });

  it('takes everything with ALL', () => {
    const account = new Account();
    account.grant(DATABASE, ['ALTER', 'DESCRIBE']);
    account.revoke(DATABASE, ['ALL']);
    expect(account.rows).toEqual([]);
  });

  it('takes columns out of both lists', () => {
    const account = new Account();
    account.grant(include('a', 'b'), ['SELECT']);
    account.grant(include('c', 'd'), ['SELECT'], ['SELECT']);
    account.revoke(include('b', 'c'), ['SELECT']);
    expect(account.rows).toEqual(
      expect.arrayContaining([
        { on: 'include a', permissions: 'SELECT', grantable: '' },
        { on: 'include d', permissions: 'SELECT', grantable: 'SELECT' },
      ]),
    );
  });

  it('can take the grant option alone', () => {
    const account = new Account();
    account.grant(include('a', 'b'), ['SELECT'], ['SELECT']);
    account.revoke(include('a'), [], ['SELECT']);
    expect(account.rows).toEqual(
      expect.arrayContaining([
        { on: 'include a', permissions: 'SELECT', grantable: '' },
        { on: 'include b', permissions: 'SELECT', grantable: 'SELECT' },
      ]),
    );
  });

  it('takes an exclusion list only as a whole', () => {
    const account = new Account();
    account.grant(exclude('a', 'b'), ['SELECT']);
    expect(account.revoke(exclude('a'), ['SELECT'])).toBe('nothing-to-revoke');
    expect(account.revoke(exclude('a', 'b'), ['SELECT'])).toBeUndefined();
    expect(account.rows).toEqual([]);
  });

  it.each<[string, (account: Account) => unknown]>([
    ['what was never granted', (a) => a.revoke(TABLE, ['SELECT'])],
    [
      'another permission',
      (a) => {
        a.grant(TABLE, ['DESCRIBE']);
        return a.revoke(TABLE, ['SELECT']);
      },
    ],
    [
      'another column',
      (a) => {
        a.grant(include('a'), ['SELECT']);
        return a.revoke(include('b'), ['SELECT']);
      },
    ],
    [
      'what another principal holds',
      (a) => {
        a.grant(TABLE, ['SELECT'], [], 'IAM_ALLOWED_PRINCIPALS');
        return a.revoke(TABLE, ['SELECT']);
      },
    ],
  ])('refuses to revoke %s', (_what, doing) => {
    expect(doing(new Account())).toBe('nothing-to-revoke');
  });
});
