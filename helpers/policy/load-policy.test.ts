import { createHash } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LakeproofError, UsageError } from '../../core/error.js';
import { packageRoot } from '../../core/package-root.js';
import { loadPolicy, POLICY_MAX_BYTES, parsePolicy } from './load-policy.js';
import { PolicyError, type PolicyProblem } from './problem.js';

const WALKTHROUGH = join(packageRoot(), 'policies', 'walkthrough.policy.yaml');

const GOOD = `formatVersion: 1
name: small
scope:
  databases: [sales]
profiles:
  ana: { why: reads all }
  bob:
columnClasses:
  personal: { why: identifies a person }
tables:
  sales.orders:
    columns:
      id:
      email: personal
      amount: []
grants:
  - { profile: ana, table: sales.orders, columns: all, why: all of it }
  - { profile: bob, table: sales.orders, columns: [id, amount], why: no names }
`;

function problemsOf(text: string): readonly PolicyProblem[] {
  try {
    parsePolicy(text, 'p.yaml');
  } catch (thrown) {
    if (thrown instanceof PolicyError) return thrown.problems;
    throw thrown;
  }
  return [];
}

/** The good policy with one text in place of another; a slip in the test itself fails. */
function changed(from: string, to: string): string {
  expect(GOOD.split(from)).toHaveLength(2);
  return GOOD.replace(from, () => to);
}

describe('a good policy', () => {
  it('is normalised: grants spelled out in the order of the columns, lists sorted, digest of the bytes', () => {
    const policy = parsePolicy(GOOD, 'p.yaml');
    expect(policy.digest).toBe(createHash('sha256').update(GOOD).digest('hex'));
    expect(policy.grants.map(({ profile, columns }) => [profile, columns])).toEqual([
      ['ana', ['id', 'email', 'amount']],
      ['bob', ['id', 'amount']],
    ]);
    expect(policy.tables[0]?.columns[1]).toEqual({
      name: 'email',
      classes: ['personal'],
      place: { file: 'p.yaml', line: 14, column: 7 },
    });
    expect(policy.grants[1]?.place).toEqual({ file: 'p.yaml', line: 18, column: 5 });
    expect(policy.databases).toEqual([
      { name: 'sales', ifPresent: false, place: { file: 'p.yaml', line: 4, column: 15 } },
    ]);
  });

  it.each([
    ['columns: [id, amount]', '{ except: [email] }', ['id', 'amount']],
    ['columns: [id, amount]', '{ classes: [personal] }', ['email']],
    ['columns: [id, amount]', '{ exceptClasses: [personal] }', ['id', 'amount']],
    ['columns: [id, amount]', '[AMOUNT, Id]', ['id', 'amount']],
  ])('resolves %s written as %s', (from, to, columns) => {
    expect(parsePolicy(changed(from, `columns: ${to}`), 'p.yaml').grants[1]?.columns).toEqual(columns);
  });

  it('folds the names that Glue folds, and leaves those of profiles alone', () => {
    const policy = parsePolicy(GOOD.replaceAll('sales', 'Sales').replace('email:', 'EMail:'), 'p.yaml');
    expect(policy.tables[0]).toMatchObject({ database: 'sales', table: 'orders' });
    expect(policy.tables[0]?.columns.map(({ name }) => name)).toEqual(['id', 'email', 'amount']);
  });

  it('may use an alias or two', () => {
    const text = changed('columns: [id, amount]', 'columns: &few [id, amount]').replace(
      'columns: all',
      'columns: { except: [email] }',
    );
    const aliased = `${text}  - { profile: cyd, table: sales.orders, columns: *few, why: same }\n`;
    const policy = parsePolicy(aliased.replace('  bob:\n', '  bob:\n  cyd:\n'), 'p.yaml');
    expect(policy.grants.map(({ columns }) => columns)).toEqual(Array.from({ length: 3 }, () => ['id', 'amount']));
  });

  it('is the one of the walkthrough: 16 columns and 8, and two tables granted to nobody', async () => {
    const policy = await loadPolicy(WALKTHROUGH);
    expect(policy.digest).toBe(
      createHash('sha256')
        .update(await readFile(WALKTHROUGH))
        .digest('hex'),
    );
    expect(policy.grants.map(({ profile, columns }) => [profile, columns.length])).toEqual([
      ['data-scientist-full', 16],
      ['data-scientist-limited', 8],
    ]);
    expect(policy.grants[1]?.columns.toSorted()).toEqual(
      // The published sample's grant, in its own order.
      'product_category product_id product_parent product_title star_rating review_headline review_body review_date'
        .split(' ')
        .sort(),
    );
    expect(policy.tables.filter(({ ifPresent }) => ifPresent).map(({ table }) => table)).toEqual([
      'amazon_reviews_restricted',
      'canary',
    ]);
  });
});

describe('a faulty policy tells place, field, fault and remedy', () => {
  it.each<[string, string, string, [number, number, string, RegExp, RegExp]]>([
    ['misspelt column', '[id, amount]', '[id, amuont]', [18, 56, 'grants[1].columns[1]', /"amuont"/, /"amount"/]],
    [
      'misspelt except',
      'columns: all',
      'columns: { except: [emial] }',
      [17, 62, 'grants[0].columns.except[0]', /"emial"/, /"email"/],
    ],
    [
      'misspelt table',
      'bob, table: sales.orders',
      'bob, table: sales.order',
      [18, 28, 'grants[1].table', /"sales.order"/, /"sales.orders"/],
    ],
    ['misspelt profile', 'profile: bob', 'profile: bop', [18, 16, 'grants[1].profile', /"bop"/, /"bob"/]],
    [
      'misspelt class',
      'email: personal',
      'email: personnal',
      [14, 14, 'tables["sales.orders"].columns.email', /"personnal"/, /"personal"/],
    ],
    [
      'class of a grant',
      'columns: all',
      'columns: { classes: [secret] }',
      [17, 62, 'grants[0].columns.classes', /"secret"/, /columnClasses/],
    ],
    ['misspelt field', 'grants:', 'grant:', [1, 1, 'grants', /missing/, /list the grants/]],
    ['unknown field', '  bob:', '  bob: { wy: x }', [7, 10, 'profiles.bob.wy', /"wy"/, /"why"/]],
    ['database out of scope', '[sales]', '[sale]', [11, 3, 'tables["sales.orders"]', /not in scope/, /"sale"/]],
    ['database twice', '[sales]', '[sales, Sales]', [4, 22, 'scope.databases[1]', /twice/, /keep one/]],
    ['database with a dot', '[sales]', '[sales, a.b]', [4, 22, 'scope.databases[1]', /dot/, /alone/]],
    [
      'table without database',
      '  sales.orders:',
      '  orders:',
      [11, 3, 'tables.orders', /no `database.table`/, /one dot/],
    ],
    [
      'table with two dots',
      '  sales.orders:',
      '  sales.orders.x:',
      [11, 3, 'tables["sales.orders.x"]', /no `database.table`/, /one dot/],
    ],
    [
      'columns that fold together',
      '      amount: []',
      '      ID:',
      [15, 7, 'tables["sales.orders"].columns.ID', /but for its case/, /keep one/],
    ],
    ['column written twice', '      amount: []', '      id:', [15, 7, '(the file)', /twice in one map/, /keep one/]],
    ['column granted twice', '[id, amount]', '[id, ID]', [18, 56, 'grants[1].columns[1]', /twice/, /keep one/]],
    ['no column', '[id, amount]', '[]', [18, 51, 'grants[1].columns', /is empty/, /./]],
    ['why missing', ', why: no names', '', [18, 5, 'grants[1].why', /missing/, /say why/]],
    ['why empty', 'why: no names', 'why: ""', [18, 70, 'grants[1].why', /empty/, /say why/]],
    ['version', 'formatVersion: 1', 'formatVersion: 2', [1, 16, 'formatVersion', /must be 1/, /formatVersion: 1/]],
    [
      'profile that Studio would not take',
      '  bob:',
      '  bob smith:',
      [7, 3, 'profiles["bob smith"]', /Studio/, /letters/],
    ],
    [
      'control id',
      'why: no names',
      'why: x, controls: [AC-3]',
      [18, 84, 'grants[1].controls[0]', /control id/, /iso27001/],
    ],
    ['number for a name', 'name: small', 'name: 7', [2, 7, 'name', /must be of type string/, /name/]],
    [
      'control role by ARN',
      'grants:',
      'controlRole: arn:aws:iam::1:role/x\ngrants:',
      [16, 14, 'controlRole', /no name of an IAM role/, /without ARN/],
    ],
    [
      'escape sequence in a name',
      '      amount: []',
      '      "\\u001b[2Jx":',
      [15, 7, 'tables["sales.orders"].columns["\\u001b[2Jx"]', /control or invisible/, /catalogue/],
    ],
    [
      'name that reads backwards',
      '      amount: []',
      '      "a\\u202eb":',
      [15, 7, 'tables["sales.orders"].columns["a\\u202eb"]', /"a\\u202eb" holds/, /catalogue/],
    ],
    [
      'name that JavaScript would lose',
      '      amount: []',
      '      __proto__:',
      [15, 7, '(the file)', /no possible name/, /plain text/],
    ],
    ['unresolved tag', 'name: small', 'name: !secret small', [2, 7, '(the file)', /Unresolved tag/, /syntax/]],
    ['broken YAML', 'databases: [sales]', 'databases: [sales', [5, 1, '(the file)', /is no YAML/, /syntax/]],
  ])('%s', (_, from, to, [line, column, field, message, remedy]) => {
    const problems = problemsOf(changed(from, to));
    const found = problems.find((problem) => problem.field === field);
    expect(found, JSON.stringify(problems, undefined, 1)).toBeDefined();
    expect(found?.place).toEqual({ file: 'p.yaml', line, column });
    expect(found?.message).toMatch(message);
    expect(found?.remedy).toMatch(remedy);
  });

  it('a grant by a class that no column bears covers nothing', () => {
    const text = changed('email: personal', 'email:').replace('columns: all', 'columns: { classes: [personal] }');
    expect(problemsOf(text)).toMatchObject([{ field: 'grants[0].columns', message: 'covers no column of the table' }]);
  });

  it.each([
    ['the same columns', '[amount, id]', /the same as in line 18/],
    ['other columns', '[id]', /contradicts .* line 18/],
  ])('a second grant with %s', (_, columns, message) => {
    const text = `${GOOD}  - { profile: bob, table: Sales.Orders, columns: ${columns}, why: again }\n`;
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.place.line).toBe(19);
  });

  it('a principal that stands for everyone, or stands twice', () => {
    const text = changed(
      'columnClasses:',
      'principals:\n  - { name: IAM_ALLOWED_PRINCIPALS, why: x }\n  - { name: a, why: x }\n  - { name: a, why: x }\ncolumnClasses:',
    );
    expect(problemsOf(text).map(({ field }) => field)).toEqual(['principals[0].name', 'principals[2].name']);
  });

  it('all of them at once, in the order of the file, whether of form or of names', () => {
    const text = GOOD.replace('formatVersion: 1', 'formatVersion: 3')
      .replace('email: personal', 'email: persona')
      .replace('columns: all, why: all of it', 'columns: 7, wy: x')
      .replace('[id, amount]', '[ib, amount]');
    expect(problemsOf(text).map(({ place, field }) => [place.line, field])).toEqual([
      [1, 'formatVersion'],
      [14, 'tables["sales.orders"].columns.email'],
      [17, 'grants[0].why'],
      [17, 'grants[0].columns'],
      [17, 'grants[0].wy'],
      [18, 'grants[1].columns[0]'],
    ]);
  });

  it('as a UsageError whose message leads an editor to each place', () => {
    try {
      parsePolicy(changed('[id, amount]', '[id, amuont]'), 'dir/p.yaml');
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(UsageError);
      expect(thrown).toMatchObject({ code: 'POLICY_INVALID' });
      expect((thrown as LakeproofError).describe()).toContain(
        'dir/p.yaml:18:56  grants[1].columns[1]: table sales.orders has no column "amuont"; did you mean "amount"?',
      );
    }
  });

  it('never throws anything else, and never prints a control character, whatever the text', () => {
    const line = fc.constantFrom(
      ...GOOD.split('\n'),
      '  - *x',
      '&x',
      '{',
      ']',
      '"\u001b[2J\u202e": 1',
      '? [a]: b',
      '\t- a',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        try {
          parsePolicy(lines.join('\n'), 'p.yaml');
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(PolicyError);
          expect((thrown as PolicyError).describe()).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('bounds', () => {
  it('refuses aliases that multiply', () => {
    const rows = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let depth = 0; depth < 9; depth += 1) {
      const name = String.fromCharCode(98 + depth);
      const inner = `*${String.fromCharCode(97 + depth)}`;
      rows.push(`${name}: &${name} [${Array.from({ length: 9 }, () => inner).join(', ')}]`);
    }
    const [problem] = problemsOf(rows.join('\n'));
    expect(problem?.message).toMatch(/alias/i);
  });

  it('refuses nesting beyond reason', () => {
    expect(problemsOf('['.repeat(100_000)).length).toBeGreaterThan(0);
  });

  it('refuses files above 5 MB, of no UTF-8, and absent ones', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lakeproof-policy-'));
    const large = join(folder, 'large.yaml');
    await writeFile(large, `${GOOD}${'#'.repeat(POLICY_MAX_BYTES)}`);
    await expect(loadPolicy(large)).rejects.toMatchObject({ code: 'POLICY_UNREADABLE' });
    const latin = join(folder, 'latin.yaml');
    await writeFile(latin, Buffer.from([0x6e, 0x3a, 0x20, 0xe9]));
    await expect(loadPolicy(latin)).rejects.toMatchObject({ code: 'POLICY_UNREADABLE' });
    await expect(loadPolicy(join(folder, 'absent.yaml'))).rejects.toBeInstanceOf(UsageError);
    await expect(loadPolicy(folder)).rejects.toBeInstanceOf(LakeproofError);
  });
});
