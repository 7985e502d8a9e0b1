import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GlueTable } from '../../model/catalogue.js';
import type { LakeSwitches } from '../../model/lake.js';
import type { TableAccess } from '../../model/permissions.js';
import { NO_FILTERS } from './data-cells-filter.js';
import type { ColumnSelection, GrantResource, LakeFormationPermission } from './grant.js';
import { GrantStore } from './grant-store.js';
import { tableAccess } from './table-access.js';
import { NO_TAGS } from './tags.js';

const ROLE = 'arn:aws:iam::111122223333:role/analyst';
const ALL_COLUMNS = ['id', 'name', 'email', 'day'];
const TABLE: Pick<GlueTable, 'databaseName' | 'name' | 'storage' | 'partitionKeys'> = {
  databaseName: 'db',
  name: 't',
  storage: {
    columns: ['id', 'name', 'email'].map((name) => ({ name, type: 'string' })),
    serdeParameters: {},
  },
  partitionKeys: [{ name: 'day', type: 'string' }],
};

interface Row {
  readonly on: GrantResource;
  readonly permissions: readonly LakeFormationPermission[];
  readonly to?: string;
}

const table: GrantResource = { kind: 'table', databaseName: 'db', tableName: 't' };
const allTables: GrantResource = { kind: 'all-tables', databaseName: 'db' };
const database: GrantResource = { kind: 'database', databaseName: 'db' };
const include = (...names: string[]): GrantResource => columns({ kind: 'include', names });
const exclude = (...names: string[]): GrantResource => columns({ kind: 'exclude', names });
const columns = (selection: ColumnSelection): GrantResource => ({
  kind: 'columns',
  databaseName: 'db',
  tableName: 't',
  columns: selection,
});

function access(
  rows: readonly Row[],
  describesEverything = false,
  columnListBesideWriting: LakeSwitches['columnListBesideWriting'] = 'void',
): TableAccess {
  const grants = new GrantStore();
  for (const { on, permissions, to = ROLE } of rows) {
    grants.write({ principal: to, resource: on, permissions, grantable: [] }, new Date(0), ROLE);
  }
  return tableAccess({
    principalArn: ROLE,
    table: TABLE,
    grants,
    filters: NO_FILTERS,
    tags: NO_TAGS,
    describesEverything,
    optedIn: false,
    columnListBesideWriting,
  });
}

// Each case is a sentence of the Lake Formation Developer Guide; the page's name stands behind it.
const CASES: readonly {
  readonly says: string;
  readonly rows: readonly Row[];
  readonly admin?: true;
  readonly besideWriting?: LakeSwitches['columnListBesideWriting'];
  readonly reads: readonly string[];
  readonly sees: readonly string[];
  readonly visible?: boolean;
  readonly viaIam?: true;
}[] = [
  { says: 'no grant, no access (metadata-permissions)', rows: [], reads: [], sees: [], visible: false },
  {
    says: 'SELECT on the table reads and shows every column (lf-permissions-reference)',
    rows: [{ on: table, permissions: ['SELECT'] }],
    reads: ALL_COLUMNS,
    sees: ALL_COLUMNS,
  },
  {
    says: 'a column list shows its columns only, in metadata too; partition keys cannot be filtered (data-filtering-notes)',
    rows: [{ on: include('name'), permissions: ['SELECT'] }],
    reads: ['name', 'day'],
    sees: ['name', 'day'],
  },
  {
    says: 'an exclusion list reads all others, and cannot take a partition key away (data-filtering-notes)',
    rows: [{ on: exclude('day', 'email'), permissions: ['SELECT'] }],
    reads: ['id', 'name', 'day'],
    sees: ['id', 'name', 'day'],
  },
  {
    says: 'grants are united (metadata-permissions)',
    rows: [
      { on: include('id'), permissions: ['SELECT'] },
      { on: exclude('id', 'name'), permissions: ['SELECT'] },
    ],
    reads: ['id', 'email', 'day'],
    sees: ['id', 'email', 'day'],
  },
  {
    says: 'a SELECT on all tables beats an exclusion list (metadata-permissions; seen)',
    rows: [
      { on: exclude('email'), permissions: ['SELECT'] },
      { on: allTables, permissions: ['SELECT'] },
    ],
    reads: ALL_COLUMNS,
    sees: ALL_COLUMNS,
  },
  ...(['ALTER', 'DROP', 'DELETE', 'INSERT'] as const).flatMap((permission) => [
    {
      says: `${permission} implies DESCRIBE and not SELECT (lf-permissions-reference)`,
      rows: [{ on: table, permissions: [permission] }],
      reads: [],
      sees: ALL_COLUMNS,
    },
    {
      says: `beside ${permission} a column list has no effect (data-filtering-notes)`,
      rows: [
        { on: table, permissions: [permission] },
        { on: include('name'), permissions: ['SELECT' as const] },
      ],
      reads: [],
      sees: ALL_COLUMNS,
    },
    {
      says: `beside ${permission} a column list has no effect: by the other reading, its filter has none`,
      rows: [
        { on: table, permissions: [permission] },
        { on: include('name'), permissions: ['SELECT' as const] },
      ],
      besideWriting: 'unfiltered' as const,
      reads: ALL_COLUMNS,
      sees: ALL_COLUMNS,
    },
  ]),
  {
    says: 'DESCRIBE shows all and reads nothing (lf-permissions-reference)',
    rows: [{ on: table, permissions: ['DESCRIBE'] }],
    reads: [],
    sees: ALL_COLUMNS,
  },
  {
    says: 'DESCRIBE beside a column list widens what is seen, not what is read (metadata-permissions)',
    rows: [
      { on: allTables, permissions: ['DESCRIBE'] },
      { on: include('name'), permissions: ['SELECT'] },
    ],
    reads: ['name', 'day'],
    sees: ALL_COLUMNS,
  },
  {
    says: 'Super on the database reaches no table (lf-permissions-reference)',
    rows: [{ on: database, permissions: ['ALL'] }],
    reads: [],
    sees: [],
    visible: false,
  },
  {
    says: 'Super on the table is everything (lf-permissions-reference)',
    rows: [{ on: table, permissions: ['ALL'] }],
    reads: ALL_COLUMNS,
    sees: ALL_COLUMNS,
  },
  {
    says: 'an administrator describes everything and reads nothing by being one (implicit-permissions)',
    rows: [],
    admin: true,
    reads: [],
    sees: ALL_COLUMNS,
  },
  {
    says: 'an administrator reads what was granted to him, and describes the rest',
    rows: [{ on: include('id'), permissions: ['SELECT'] }],
    admin: true,
    reads: ['id', 'day'],
    sees: ALL_COLUMNS,
  },
  {
    says: 'IAM_ALLOWED_PRINCIPALS on the table: Lake Formation restricts nobody (upgrade-glue-lake-formation)',
    rows: [{ on: table, permissions: ['ALL'], to: 'IAM_ALLOWED_PRINCIPALS' }],
    reads: ALL_COLUMNS,
    sees: ALL_COLUMNS,
    viaIam: true,
  },
  {
    says: 'a column list does not restrict beside IAM_ALLOWED_PRINCIPALS (metadata-permissions)',
    rows: [
      { on: include('name'), permissions: ['SELECT'] },
      { on: table, permissions: ['ALL'], to: 'IAM_ALLOWED_PRINCIPALS' },
    ],
    reads: ALL_COLUMNS,
    sees: ALL_COLUMNS,
    viaIam: true,
  },
  {
    says: 'IAM_ALLOWED_PRINCIPALS adds nothing to a grant of the whole table',
    rows: [
      { on: table, permissions: ['SELECT'] },
      { on: table, permissions: ['ALL'], to: 'IAM_ALLOWED_PRINCIPALS' },
    ],
    reads: ALL_COLUMNS,
    sees: ALL_COLUMNS,
  },
  {
    says: 'IAM_ALLOWED_PRINCIPALS on the database alone covers no table (seen)',
    rows: [{ on: database, permissions: ['ALL'], to: 'IAM_ALLOWED_PRINCIPALS' }],
    reads: [],
    sees: [],
    visible: false,
  },
  {
    says: "the account's group of IAM principals is a grantee like any (lf-permissions-reference)",
    rows: [{ on: include('id'), permissions: ['SELECT'], to: '111122223333:IAMPrincipals' }],
    reads: ['id', 'day'],
    sees: ['id', 'day'],
  },
  {
    says: 'the group of another account is not ours',
    rows: [{ on: table, permissions: ['SELECT'], to: '444455556666:IAMPrincipals' }],
    reads: [],
    sees: [],
    visible: false,
  },
  {
    says: 'another principal’s grant is not ours',
    rows: [{ on: table, permissions: ['SELECT'], to: 'arn:aws:iam::111122223333:role/analyst2' }],
    reads: [],
    sees: [],
    visible: false,
  },
  {
    says: 'a grant on another table of the database is not for this one',
    rows: [{ on: { ...table, tableName: 'u' }, permissions: ['SELECT'] }],
    reads: [],
    sees: [],
    visible: false,
  },
];

describe('tableAccess', () => {
  it.each(CASES)('$says', ({ rows, admin, besideWriting, reads, sees, visible = true, viaIam }) => {
    expect(access(rows, admin, besideWriting)).toEqual({
      visible,
      selectable: reads,
      described: sees,
      viaIamAllowedPrincipals: viaIam ?? false,
    });
  });

  const anyRow = fc.record({
    on: fc.oneof(
      fc.constantFrom(table, allTables, database),
      fc.subarray(ALL_COLUMNS, { minLength: 1 }).map((names) => include(...names)),
      fc.subarray(ALL_COLUMNS, { minLength: 1 }).map((names) => exclude(...names)),
    ),
    permissions: fc
      .subarray<LakeFormationPermission>(['ALL', 'SELECT', 'ALTER', 'DESCRIBE', 'INSERT'], { minLength: 1 })
      .map((some) => some),
    to: fc.constantFrom(ROLE, 'IAM_ALLOWED_PRINCIPALS', '111122223333:IAMPrincipals'),
  });
  const asColumnsSelectOnly = (rows: readonly Row[]): readonly Row[] =>
    rows.map((row) => (row.on.kind === 'columns' ? { ...row, permissions: ['SELECT'] } : row));

  it('never takes away what a grant gave when another grant is added elsewhere', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 4 }), anyRow, (rows, added) => {
        // A second grant on the same resource replaces the first in this store; here each stands on its own resource.
        const distinct = new Map(
          [...asColumnsSelectOnly([...rows, added])].map((row) => [
            JSON.stringify([row.to, row.on.kind === 'columns' ? row.on.columns.kind : row.on.kind]),
            row,
          ]),
        );
        const all = [...distinct.values()];
        // By the other reading a column list is voided by what is granted beside it.
        const before = access(all.slice(0, -1), false, 'unfiltered');
        const after = access(all, false, 'unfiltered');
        expect(after.selectable).toEqual(expect.arrayContaining([...before.selectable]));
        expect(after.described).toEqual(expect.arrayContaining([...before.described]));
        expect(after.described).toEqual(expect.arrayContaining([...after.selectable]));
        if (before.visible) expect(after.visible).toBe(true);
      }),
    );
  });
});
