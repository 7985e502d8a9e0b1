import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../core/error.js';
import { packageRoot } from '../../core/package-root.js';
import type { CatalogueDatabase, Inventory, ListedGrant } from '../model/catalogue.js';
import type { PlannedFinding, Probe, ProbePlan } from '../model/plan.js';
import { loadPolicy, parsePolicy } from '../policy/load-policy.js';
import { planProbes } from './plan.js';

const ACCOUNT = '111122223333';

function database(name: string, tables: Readonly<Record<string, string>>): CatalogueDatabase {
  return {
    name,
    tables: Object.entries(tables).map(([table, columns]) => ({
      name: table,
      columns: columns.split(' ').map((column) => ({ name: column, type: 'string', partitionKey: false })),
    })),
  };
}

function inventoryOf(databases: readonly CatalogueDatabase[], profiles: readonly string[]): Inventory {
  return {
    formatVersion: 1,
    accountId: ACCOUNT,
    partition: 'aws',
    region: 'us-east-1',
    catalogId: ACCOUNT,
    databases,
    databasesOutsideScope: [],
    grants: [],
    dataLakeAdmins: [],
    readOnlyAdmins: [],
    profiles: profiles.map((name) => ({ name, executionRoleArn: roleArn(name) })),
    trails: [],
    gaps: [],
  };
}

function roleArn(profile: string): string {
  return `arn:aws:iam::${ACCOUNT}:role/SageMakerStudioExecutionRole_${profile}`;
}

const SMALL = `formatVersion: 1
name: small
scope: { databases: [sales, { name: vault, ifPresent: true }] }
profiles: { ana: , bob: , cyd: }
principals: [{ name: loader, why: loads }]
tables:
  sales.orders: { columns: { id: , email: , amount: } }
  sales.secrets: { ifPresent: true, columns: { key: } }
  vault.gold: { columns: { bars: } }
grants:
  - { profile: ana, table: sales.orders, columns: all, why: all, controls: [nist-800-53r5/AC-3] }
  - { profile: bob, table: sales.orders, columns: [id, amount], why: some }
`;
const SALES = database('sales', { orders: 'id email amount', secrets: 'key' });
const VAULT = database('vault', { gold: 'bars' });
const LAKE = inventoryOf([SALES, VAULT], ['ana', 'bob', 'cyd']);

function plan(text = SMALL, inventory: Inventory = LAKE, profiles?: readonly string[]): ProbePlan {
  return planProbes(parsePolicy(text, 'p.yaml'), inventory, profiles === undefined ? {} : { profiles });
}

function probesOf(made: ProbePlan, finding: PlannedFinding | undefined): Probe[] {
  expect(finding).toBeDefined();
  return (finding?.probeIds ?? []).map((id) => {
    const probe = made.probes.find(({ probeId }) => probeId === id);
    if (probe === undefined) throw new Error(`no probe ${id}`);
    return probe;
  });
}

/** The finding of a profile on `db`, `db.table` or `db.table.column`. */
function find(made: ProbePlan, control: string, profile: string, target: string, objective = 'access') {
  const found = made.findings.filter(
    ({ controlType, profile: who, resource, objective: what }) =>
      controlType === control &&
      who === profile &&
      what === objective &&
      [resource.database, resource.table, resource.column].filter((part) => part !== undefined).join('.') === target,
  );
  expect(found.length).toBeLessThan(2);
  return found[0];
}

function controlOf(made: ProbePlan, probe: Probe | undefined): Probe | undefined {
  return made.probes.find(({ probeId }) => probeId === probe?.controlProbeId);
}

function refusal(act: () => unknown): UsageError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

describe('the walkthrough', () => {
  it('has this plan (update: npx vitest run -u helpers/plan)', async () => {
    const policy = await loadPolicy(join(packageRoot(), 'policies', 'walkthrough.policy.yaml'));
    const declared = (name: string): CatalogueDatabase => ({
      name,
      tables: policy.tables
        .filter((table) => table.database === name)
        .map(({ table, columns }) => ({
          name: table,
          columns: columns.map((column) => ({ name: column.name, type: 'string', partitionKey: false })),
        })),
    });
    const profiles = policy.profiles.map(({ name }) => name);
    const made = planProbes(
      policy,
      inventoryOf([declared('amazon_reviews_db'), declared('restricted_db')], profiles),
      {},
    );
    const label = new Map(made.probes.map((probe, position) => [probe.probeId, `#${position}`]));
    const golden = {
      tests: made.tests.map(({ testKey, title }) => `${testKey} | ${title}`),
      probes: made.probes.map(
        ({ probeId, kind, profile, purpose, expectation, sql, controlProbeId }) =>
          `${label.get(probeId)} ${probeId} ${purpose} ${kind} as ${profile} → ${expectation}: ${sql}` +
          (controlProbeId === undefined ? '' : ` [control ${label.get(controlProbeId)}]`),
      ),
      findings: made.findings.map(
        ({ findingId, objective, controlType, profile, resource, expected, probeIds, testKey }) =>
          `${findingId} ${objective} ${controlType} ${profile} ` +
          `${[resource.database, resource.table, resource.column].filter((part) => part !== undefined).join('.')} → ` +
          `${expected} by ${probeIds.map((id) => label.get(id)).join(' ')} in ${testKey}`,
      ),
    };
    await expect(`${JSON.stringify(golden, undefined, 1)}\n`).toMatchFileSnapshot('walkthrough-plan.golden.json');
    expect(made.findings.filter(({ controlType }) => controlType === 'column-select')).toHaveLength(2 * 16);
    expect(new Set(made.tests.map(({ testKey }) => testKey))).toEqual(
      new Set([...made.findings.map(({ testKey }) => testKey), ...profiles.map((name) => `preflight/session/${name}`)]),
    );
  });
});

describe('ids', () => {
  it('are the first 16 hex of SHA-256 of canonical JSON, so that they are equal across runs', () => {
    const made = plan();
    // RFC 8785: keys in order, no space.
    const canonical =
      '["access","column-select","bob",{"accountId":"111122223333","catalogId":"111122223333","column":"email",' +
      '"database":"sales","partition":"aws","region":"us-east-1","table":"orders"}]';
    const expected = createHash('sha256').update(canonical).digest('hex').slice(0, 16);
    expect(find(made, 'column-select', 'bob', 'sales.orders.email')?.findingId).toBe(expected);
    const [session] = made.probes;
    expect(session?.probeId).toBe(
      createHash('sha256').update('["session","ana","subject","SELECT 1"]').digest('hex').slice(0, 16),
    );
  });
});

describe('what is asked', () => {
  const made = plan();

  it('of a permitted column: its set, its count, and both kinds of metadata', () => {
    const finding = find(made, 'column-select', 'bob', 'sales.orders.id');
    expect(finding?.expected).toBe('permit');
    expect(probesOf(made, finding).map(({ kind }) => kind)).toEqual([
      'column-set',
      'column-count',
      'information-schema',
      'describe',
    ]);
    expect(probesOf(made, finding)[0]?.expectedNames).toEqual(['id', 'amount']);
  });

  it('of a denied column: by name in four clauses, each with the same SQL by the entitled profile', () => {
    const finding = find(made, 'column-select', 'bob', 'sales.orders.email');
    const byName = probesOf(made, finding).filter(({ kind }) => kind === 'column-by-name');
    expect(byName.map(({ accessRequest }) => accessRequest.context.clause)).toEqual([
      'SELECT',
      'WHERE',
      'GROUP BY',
      'ORDER BY',
    ]);
    for (const probe of byName) {
      expect(controlOf(made, probe)).toMatchObject({
        profile: 'ana',
        purpose: 'control',
        expectation: 'permit',
        sql: probe.sql,
      });
    }
  });

  it('of a refused table of a visible database: listing and by name, without control where nobody is entitled', () => {
    const probes = probesOf(made, find(made, 'table-visibility', 'bob', 'sales.secrets'));
    expect(probes.map(({ kind }) => kind)).toEqual(['list-tables', 'table-by-name']);
    expect(probes[0]?.expectedNames).toEqual(['orders']);
    expect(controlOf(made, probes[1])).toBeUndefined();
    expect(find(made, 'column-select', 'bob', 'sales.secrets.key')).toBeUndefined();
  });

  it('of a hidden database: the list, and its first table by name; the table shares that probe', () => {
    const database = find(made, 'database-visibility', 'cyd', 'sales');
    expect(database?.expected).toBe('deny');
    const probes = probesOf(made, database);
    expect(probes.map(({ kind }) => kind)).toEqual(['list-databases', 'database-by-name']);
    expect(probes[0]?.expectedNames).toEqual([]);
    expect(find(made, 'table-visibility', 'cyd', 'sales.orders')?.probeIds).toEqual([probes[1]?.probeId]);
    // ana asks exactly this for herself: her own probe is the control, and no further query is needed.
    expect(controlOf(made, probes[1])).toMatchObject({ kind: 'column-set', profile: 'ana', purpose: 'subject' });
  });

  it('of rows: the count of each profile beside that of another', () => {
    const [ana] = probesOf(made, find(made, 'row-set', 'ana', 'sales.orders'));
    const [bob] = probesOf(made, find(made, 'row-set', 'bob', 'sales.orders'));
    expect(controlOf(made, ana)?.probeId).toBe(bob?.probeId);
    expect(controlOf(made, bob)?.probeId).toBe(ana?.probeId);
  });

  it('last: one beacon of each profile that may read something', () => {
    expect(made.probes.slice(-2).map(({ kind, profile }) => [kind, profile])).toEqual([
      ['beacon', 'ana'],
      ['beacon', 'bob'],
    ]);
    expect(made.probes.filter(({ purpose }) => purpose === 'beacon')).toHaveLength(2);
  });

  it('first of all, of each profile: whether its session works', () => {
    expect(made.probes.filter(({ kind }) => kind === 'session').map(({ profile }) => profile)).toEqual([
      'ana',
      'bob',
      'cyd',
    ]);
  });

  it('is not asked twice: the same SQL by the same profile is one probe', () => {
    const asked = made.probes.filter(({ purpose }) => purpose !== 'beacon').map(({ profile, sql }) => profile + sql);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('of wide tables: counts in parts of at most 100 columns, each cell by its own part', () => {
    const columns = Array.from({ length: 201 }, (_, index) => `c${String(index).padStart(3, '0')}`);
    const text = SMALL.replace('id: , email: , amount:', columns.map((column) => `${column}:`).join(' , ')).replace(
      'columns: [id, amount]',
      'columns: [c000]',
    );
    const wide = plan(
      text,
      inventoryOf([database('sales', { orders: columns.join(' '), secrets: 'key' }), VAULT], ['ana', 'bob', 'cyd']),
    );
    const counts = wide.probes.filter(({ kind, profile }) => kind === 'column-count' && profile === 'ana');
    expect(counts.map(({ accessRequest }) => accessRequest.resource.columns?.length)).toEqual([100, 100, 1]);
    const last = probesOf(wide, find(wide, 'column-select', 'ana', 'sales.orders.c200'));
    expect(last.filter(({ kind }) => kind === 'column-count')).toEqual([counts[2]]);
    expect(find(wide, 'get-data-access', 'ana', 'sales.orders', 'audit')?.probeIds).toEqual(
      counts.map(({ probeId }) => probeId),
    );
  });

  describe('of permitted columns that Lake Formation lists no grant for', () => {
    const listing = (columns: readonly string[], change: Partial<Inventory> = {}): ProbePlan =>
      plan(SMALL, {
        ...LAKE,
        grants: [
          {
            principal: roleArn('ana'),
            database: 'sales',
            table: 'orders',
            columns,
            tableWildcard: false,
            permissions: ['SELECT'],
            permissionsWithGrantOption: [],
          },
        ],
        ...change,
      });
    const counted = (made: ProbePlan): unknown[] =>
      made.probes
        .filter(({ kind, profile }) => kind === 'column-count' && profile === 'ana')
        .map(({ accessRequest }) => accessRequest.resource.columns);

    it('their count apart, so that a missing grant does not take the other columns along', () => {
      const made = listing(['email', 'amount']);
      expect(counted(made)).toEqual([['email', 'amount'], ['id']]);
      const kindsOf = (column: string) =>
        probesOf(made, find(made, 'column-select', 'ana', `sales.orders.${column}`)).map(({ kind }) => kind);
      expect(kindsOf('id')).toEqual(kindsOf('email'));
      expect(find(made, 'get-data-access', 'ana', 'sales.orders', 'audit')?.probeIds).toHaveLength(2);
    });

    it('expected as much as of the others: the listing decides nothing', () => {
      const byId = ({ findings }: ProbePlan) => findings.map(({ findingId, expected }) => [findingId, expected]);
      expect(byId(listing(['email']))).toEqual(byId(listing(['id', 'email', 'amount'])));
    });

    it('one count of all where the listing is unknown, or says nothing of any', () => {
      const gaps = [{ what: 'grants', fault: 'ThrottledException', message: '' }] as const;
      expect(counted(listing(['email'], { gaps }))).toEqual([['id', 'email', 'amount']]);
      expect(counted(listing([]))).toEqual([['id', 'email', 'amount']]);
    });

    it('no beacon, where there is a listed one: a refused beacon shows nothing', () => {
      const beaconOf = (made: ProbePlan): unknown =>
        made.probes.find(({ kind, profile }) => kind === 'beacon' && profile === 'ana')?.accessRequest.resource.columns;
      expect(beaconOf(listing(['email', 'amount']))).toEqual(['email']);
      expect(beaconOf(listing([]))).toEqual(['id']);
    });
  });

  it('of the control role, where no other profile is entitled', () => {
    const controlled = plan(`${SMALL}controlRole: auditor\n`);
    const [, byName] = probesOf(controlled, find(controlled, 'table-visibility', 'bob', 'sales.secrets'));
    expect(controlOf(controlled, byName)).toMatchObject({ profile: 'controlRole:auditor', purpose: 'control' });
    const finding = find(controlled, 'column-select', 'bob', 'sales.orders.email');
    const [email] = probesOf(controlled, finding).filter(({ kind }) => kind === 'column-by-name');
    expect(controlOf(controlled, email)?.profile).toBe('ana');
  });

  it('of chosen profiles only; the others still serve as controls', () => {
    const chosen = plan(SMALL, LAKE, ['bob']);
    expect(new Set(chosen.probes.filter(({ purpose }) => purpose === 'subject').map((probe) => probe.profile))).toEqual(
      new Set(['bob']),
    );
    expect(chosen.probes.filter(({ purpose }) => purpose === 'control').map((probe) => probe.profile)).toContain('ana');
    expect(chosen.tests.some(({ profile }) => profile === 'ana')).toBe(false);
    expect(chosen.findings.filter(({ profile }) => profile === 'ana')).toEqual([]);
    expect(find(chosen, 'declared', '*', 'sales', 'posture')).toBeDefined();
  });
});

describe('what is owed of the log', () => {
  const made = plan();

  it('for a granted table: every look started, the counts as data access, and both kept', () => {
    const looks = probesOf(made, find(made, 'start-query-execution', 'bob', 'sales.orders', 'audit'));
    const expected = made.probes.filter(
      ({ profile, purpose, kind, accessRequest }) =>
        profile === 'bob' &&
        purpose === 'subject' &&
        kind !== 'list-tables' &&
        accessRequest.resource.table === 'orders',
    );
    expect(new Set(looks)).toEqual(new Set(expected));
    for (const objective of ['audit', 'kept']) {
      const reads = probesOf(made, find(made, 'get-data-access', 'bob', 'sales.orders', objective));
      expect(reads.map(({ kind }) => kind)).toEqual(['column-count']);
    }
    expect(find(made, 'start-query-execution', 'bob', 'sales.orders', 'kept')?.expected).toBe('kept');
  });

  it('for a refused table: the look started, and data access as a refusal; nothing kept', () => {
    expect(find(made, 'start-query-execution', 'bob', 'sales.secrets', 'audit')?.expected).toBe('logged');
    expect(find(made, 'get-data-access', 'bob', 'sales.secrets', 'audit')?.expected).toBe('deny');
    expect(find(made, 'get-data-access', 'bob', 'sales.secrets', 'kept')).toBeUndefined();
  });

  it('for a database of which the policy names no table: the look at its first table', () => {
    const text = SMALL.replace('  vault.gold: { columns: { bars: } }\n', '');
    const open = plan(text);
    const finding = find(open, 'start-query-execution', 'ana', 'vault', 'audit');
    expect(finding?.testKey).toBe('audit/logged/ana/vault');
    expect(probesOf(open, finding).map(({ sql }) => sql)).toEqual(['SELECT * FROM "vault"."gold" WHERE false']);
    expect(open.tests.map(({ testKey }) => testKey)).toContain('audit/logged/ana/vault');
    expect(find(open, 'declared', 'vault.gold', 'vault.gold', 'posture')).toBeDefined();
  });
});

describe('a closed world: what the policy does not name', () => {
  const grant = (principal: string, more: Partial<ListedGrant> = {}): ListedGrant => ({
    principal,
    database: 'sales',
    tableWildcard: false,
    permissions: ['DESCRIBE'],
    permissionsWithGrantOption: [],
    ...more,
  });
  const undeclared = (inventory: Partial<Inventory>, text = SMALL): [string, string][] =>
    plan(text, { ...LAKE, ...inventory })
      .findings.filter(({ controlType, profile }) => controlType === 'declared' && profile !== '*')
      .map(({ profile, testKey }) => [profile, testKey]);

  it('nothing, in a clean scope: one finding for each database', () => {
    expect(undeclared({ grants: [grant(roleArn('ana')), grant(`arn:aws:iam::${ACCOUNT}:user/loader`)] })).toEqual([]);
    const clean = plan().findings.filter(({ controlType }) => controlType === 'declared');
    expect(clean.map(({ profile, resource }) => [profile, resource.database])).toEqual([
      ['*', 'sales'],
      ['*', 'vault'],
    ]);
  });

  it.each<[string, Partial<Inventory>, string, string]>([
    ['profile', { profiles: [...LAKE.profiles, { name: 'eve' }] }, 'eve', 'sales'],
    ['role', { grants: [grant(roleArn('eve'))] }, roleArn('eve'), 'sales'],
    [
      'everyone',
      { grants: [grant('IAM_ALLOWED_PRINCIPALS', { permissions: ['ALL'] })] },
      'IAM_ALLOWED_PRINCIPALS',
      'sales',
    ],
    [
      'every principal of an account',
      { grants: [grant(`${ACCOUNT}:IAMPrincipals`)] },
      `${ACCOUNT}:IAMPrincipals`,
      'sales',
    ],
    [
      'a user of another account with a declared name',
      { grants: [grant('arn:aws:iam::999999999999:user/loader')] },
      'arn:aws:iam::999999999999:user/loader',
      'sales',
    ],
    [
      'a group of a declared name',
      { grants: [grant(`arn:aws:iam::${ACCOUNT}:group/loader`)] },
      `arn:aws:iam::${ACCOUNT}:group/loader`,
      'sales',
    ],
    [
      'a grant on the whole catalogue',
      {
        databases: [SALES],
        grants: [
          {
            principal: roleArn('eve'),
            tableWildcard: false,
            permissions: ['SUPER_USER'],
            permissionsWithGrantOption: [],
          },
        ],
      },
      roleArn('eve'),
      'sales',
    ],
    [
      'table',
      { databases: [database('sales', { orders: 'id email amount', secrets: 'key', spare: 'a' }), VAULT] },
      'sales.spare',
      'sales',
    ],
    [
      'column',
      { databases: [database('sales', { orders: 'id email amount phone', secrets: 'key' }), VAULT] },
      'sales.orders.phone',
      'sales',
    ],
    [
      'a profile that only the inventory has, by its role',
      { profiles: [...LAKE.profiles, { name: 'eve', executionRoleArn: roleArn('eve') }], grants: [] },
      'eve',
      'sales',
    ],
  ])('%s', (_, inventory, name, database) => {
    expect(undeclared(inventory)).toEqual([[name, `posture/declared/${database}`]]);
  });

  it('an administrator, under each database, because it can grant itself anything', () => {
    expect(undeclared({ dataLakeAdmins: [roleArn('root')] })).toEqual([
      [roleArn('root'), 'posture/declared/sales'],
      [roleArn('root'), 'posture/declared/vault'],
    ]);
    expect(
      undeclared({ dataLakeAdmins: [`arn:aws:iam::${ACCOUNT}:user/loader`], readOnlyAdmins: [roleArn('x')] }),
    ).toEqual([]);
  });

  it('something listed under the name that stands for a whole database', () => {
    expect(undeclared({ databases: [SALES], grants: [grant('*')] })).toEqual([['"*"', 'posture/declared/sales']]);
  });

  it('not a grant in another database, nor one that reaches no data', () => {
    const other = [
      grant(roleArn('eve'), { database: 'elsewhere' }),
      {
        principal: roleArn('eve'),
        tableWildcard: false,
        permissions: ['DATA_LOCATION_ACCESS'],
        permissionsWithGrantOption: [],
      },
    ];
    expect(undeclared({ grants: other })).toEqual([]);
  });

  it('no role while the profiles could not be read, but still everyone', () => {
    const gaps = [{ what: 'profiles', fault: 'throttled', message: 'x' }] as const;
    const grants = [grant(roleArn('ana')), grant('IAM_ALLOWED_PRINCIPALS')];
    expect(undeclared({ gaps, grants, profiles: [] })).toEqual([['IAM_ALLOWED_PRINCIPALS', 'posture/declared/sales']]);
  });
});

describe('names against the lake', () => {
  it('tells every unknown name with its place, and guesses', () => {
    const text = SMALL.replace('email:', 'emial:').replace('sales.secrets: { ifPresent: true,', 'sales.secret: {');
    const error = refusal(() => plan(text.replace('cyd:', 'cid:')));
    expect(error.code).toBe('PLAN_UNKNOWN_NAME');
    expect(error.message).toContain('p.yaml:4:27  the Studio domain has no profile "cid"; did you mean "cyd"?');
    expect(error.message).toContain('p.yaml:7:36  table "sales.orders" has no column "emial"; did you mean "email"?');
    expect(error.message).toContain(
      'p.yaml:8:3  table "sales.secret" is not in the catalogue; did you mean "secrets"?',
    );
  });

  it('tells a database, once, without its tables', () => {
    const error = refusal(() => plan(SMALL, { ...LAKE, databases: [VAULT] }));
    expect(error.message).toMatch(/^1 name is not in the lake\n {2}p\.yaml:3:22 {2}database "sales" is not in the cat/);
  });

  it('tells a profile of the command line', () => {
    expect(refusal(() => plan(SMALL, LAKE, ['bop'])).message).toContain('no profile "bop"; did you mean "bob"?');
  });

  it('lets what is declared ifPresent be absent, and says so', () => {
    const made = plan(SMALL, inventoryOf([database('sales', { orders: 'id email amount' })], ['ana', 'bob', 'cyd']));
    expect(made.notPresent).toEqual(['sales.secrets', 'vault', 'vault.gold']);
    expect(made.findings.some(({ resource }) => resource.database === 'vault' || resource.table === 'secrets')).toBe(
      false,
    );
    expect(made.tests.some(({ target }) => target === 'vault.gold')).toBe(true);
  });

  it('takes the policy at its word where the catalogue could not be read', () => {
    const gaps = [{ what: 'catalogue', fault: 'network', message: 'x' }] as const;
    const made = plan(SMALL, { ...LAKE, databases: [], gaps });
    expect(made.notPresent).toEqual([]);
    expect(find(made, 'column-select', 'bob', 'sales.orders.email')?.expected).toBe('deny');
    expect(find(made, 'table-visibility', 'bob', 'vault.gold')?.expected).toBe('deny');
  });

  it('refuses a plan without a table to ask about', () => {
    const text = SMALL.replace('databases: [sales,', 'databases: [{ name: sales, ifPresent: true },');
    expect(refusal(() => plan(text, { ...LAKE, databases: [] })).code).toBe('PLAN_NOTHING_TO_ASK');
  });
});
