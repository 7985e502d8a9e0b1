import { join } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantedOf } from '../../helpers/plan/granted.js';
import { ALL_COLUMNS, LIMITED_COLUMNS } from '../clients/columns.js';
import { FULL, LIMITED, REVIEWS, root, scratch } from '../e2e/support.js';
import { changesBetween, type FinishedRun, finishedRun, subjectOf } from '../e2e/walkthrough.js';

/*
 * The job as a user runs it, on the embedded lake: the walkthrough as it should be, and templates that differ from it
 * by one change each. What is asserted is the difference, of every finding, so that a verdict too many is found too.
 */
const TEMPLATES = {
  'the default': [],
  'limited-also-customer-id': ['--template', join(root, 'tests/fixtures/limited-also-customer-id.template.yaml')],
  'grant-missing': ['--template', join(root, 'tests/fixtures/grant-missing.template.yaml')],
  'customer-id-to-nobody': ['--template', join(root, 'tests/fixtures/customer-id-to-nobody.template.yaml')],
  'trust-removed': ['--template', join(root, 'tests/fixtures/trust-removed.template.yaml')],
  'full-trust-removed': ['--template', join(root, 'tests/fixtures/full-trust-removed.template.yaml')],
  'as-published': [
    ...['--template', join(root, 'infra/walkthrough-as-published.template.yaml')],
    ...['--settings', join(root, 'policies/examples/as-published.settings.yaml')],
  ],
} as const;
type TemplateName = keyof typeof TEMPLATES;

// A test waits for the runs it compares, which stand in line behind one another.
const runs = new Map<TemplateName, Promise<FinishedRun>>();
let folder: Awaited<ReturnType<typeof scratch>>;

beforeAll(async () => {
  folder = await scratch();
  // Mostly waiting for the log, so two at a time; each test waits for those that it compares.
  const limit = pLimit(2);
  for (const name of ['the default', ...Object.keys(TEMPLATES)] as readonly TemplateName[]) {
    if (runs.has(name)) continue;
    const run = limit(() =>
      finishedRun(['--out', join(folder.dir, name.replaceAll(' ', '-')), '--audit-delay', '500ms', ...TEMPLATES[name]]),
    );
    run.catch(() => undefined);
    runs.set(name, run);
  }
});

afterAll(async () => {
  await Promise.allSettled(runs.values());
  await folder.remove();
});

async function runOf(name: TemplateName): Promise<FinishedRun> {
  const run = runs.get(name);
  if (run === undefined) throw new Error(`${name} was not run`);
  return run;
}

async function compared(name: TemplateName): Promise<FinishedRun & { readonly changes: readonly string[] }> {
  const [baseline, run] = await Promise.all([runOf('the default'), runOf(name)]);
  return { ...run, changes: changesBetween(baseline.record, run.record) };
}

const cell = (profile: string, column: string): string => `access column-select ${profile} ${REVIEWS}.${column}`;

describe('the default template', () => {
  it('ends with 0 and with every finding satisfied', async () => {
    const { exitCode, stdout, record } = await runOf('the default');
    expect(exitCode, stdout).toBe(0);
    expect(record.findings.filter(({ status }) => status !== 'satisfied').map(subjectOf)).toEqual([]);
    expect(record.coverage).toMatchObject({ planned: record.findings.length, unjudged: [], notPresent: [] });
    expect(record.run.tests.every(({ outcome }) => outcome === 'passed')).toBe(true);
  });

  it.each([
    [FULL, ALL_COLUMNS],
    [LIMITED, LIMITED_COLUMNS],
  ])('%s: a finding for each of the 16 columns, permitted as the walkthrough grants', async (profile, granted) => {
    const { record } = await runOf('the default');
    const cells = record.findings.filter((f) => f.controlType === 'column-select' && f.profile === profile);
    expect(cells.map(({ resource }) => resource.column)).toEqual(ALL_COLUMNS);
    for (const { resource, expected, reason, control } of cells) {
      const permitted = granted.some((column) => column === resource.column);
      // Each refusal is shown to be one: the other profile ran the same SQL and was answered.
      expect([resource.column, expected, reason, control]).toEqual(
        permitted
          ? [resource.column, 'permit', 'as-permitted', 'none']
          : [resource.column, 'deny', 'as-denied', 'session'],
      );
    }
  });

  it.each([FULL, LIMITED])('%s: what is granted to nobody is refused, and the look at it logged', async (profile) => {
    const { record } = await runOf('the default');
    const verdicts = record.findings
      .filter(({ resource }) => resource.database === 'restricted_db' || resource.table === 'amazon_reviews_restricted')
      .filter((finding) => finding.profile === profile)
      .map((finding) => `${subjectOf(finding)}: ${finding.expected} ${finding.reason} ${finding.control}`);
    // Nobody is entitled, so only the catalogue shows that there is something to refuse.
    expect(verdicts.toSorted()).toEqual(
      [
        `access database-visibility ${profile} restricted_db: deny as-denied catalogue`,
        ...['amazon_reviews_db.amazon_reviews_restricted', 'restricted_db.canary'].flatMap((table) => [
          `access table-visibility ${profile} ${table}: deny as-denied catalogue`,
          `audit start-query-execution ${profile} ${table}: logged confirmed none`,
          `audit get-data-access ${profile} ${table}: deny as-denied none`,
        ]),
      ].toSorted(),
    );
  });
});

describe('a grant too many: customer_id to the limited profile', () => {
  it('makes that cell over-exposed, and no other finding different', async () => {
    const { exitCode, changes, record, stdout } = await compared('limited-also-customer-id');
    expect(changes).toEqual([
      `${cell(LIMITED, 'customer_id')}: satisfied as-denied session → not-satisfied over-exposed none`,
    ]);
    expect(record.findings.filter(({ status }) => status === 'not-satisfied')).toHaveLength(1);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${LIMITED} · ${REVIEWS}.customer_id · over-exposed`);
  });

  it('is the profile’s own by the closed world, and shows in the listed grants as it does in the answer', async () => {
    const { record } = await runOf('limited-also-customer-id');
    const declared = record.findings.filter(({ controlType }) => controlType === 'declared');
    expect(declared.map(({ profile, status }) => [profile, status])).toEqual([
      ['*', 'satisfied'],
      ['*', 'satisfied'],
    ]);
    const [database = '', table = ''] = REVIEWS.split('.');
    const granted = grantedOf(record.inventory, LIMITED, database, table);
    expect(ALL_COLUMNS.filter((column) => granted(column) === 'granted').toSorted()).toEqual(
      ['customer_id', ...LIMITED_COLUMNS].toSorted(),
    );
  });
});

describe('a grant too few', () => {
  it('star_rating not to the limited profile: that cell is over-restricted, and no other finding different', async () => {
    const { exitCode, changes } = await compared('grant-missing');
    expect(changes).toEqual([
      `${cell(LIMITED, 'star_rating')}: satisfied as-permitted none → not-satisfied over-restricted none`,
    ]);
    expect(exitCode).toBe(1);
  });

  it('customer_id to nobody: over-restricted for one, and for the other refused by the catalogue’s word only', async () => {
    const { exitCode, changes, record } = await compared('customer-id-to-nobody');
    expect(changes).toEqual([
      `${cell(FULL, 'customer_id')}: satisfied as-permitted none → not-satisfied over-restricted none`,
      `${cell(LIMITED, 'customer_id')}: satisfied as-denied session → satisfied as-denied catalogue`,
    ]);
    const baseline = await runOf('the default');
    expect(record.coverage?.refusalsByCatalogueOnly).toBe(
      (baseline.record.coverage?.refusalsByCatalogueOnly ?? Number.NaN) + 1,
    );
    expect(exitCode).toBe(1);
  });
});

describe('a role that does not trust the runner', () => {
  it.each([
    ['trust-removed', LIMITED],
    ['full-trust-removed', FULL],
  ] as const)('%s: %s is indeterminate in all its findings, and nothing asked as it', async (name, profile) => {
    const { exitCode, record } = await runOf(name);
    const own = record.findings.filter((finding) => finding.profile === profile);
    const baseline = (await runOf('the default')).record.findings.filter((finding) => finding.profile === profile);
    expect(own.map(({ findingId }) => findingId)).toEqual(baseline.map(({ findingId }) => findingId));
    expect(new Set(own.map(({ status, reason }) => `${status} ${reason}`))).toEqual(
      new Set(['indeterminate identity-failed']),
    );
    expect(record.observations.filter((observation) => observation.profile === profile)).toEqual([]);
    expect(exitCode).toBe(2);
  });

  it('leaves the full profile’s findings as they were; its rows have nothing left to compare with', async () => {
    const { changes } = await compared('trust-removed');
    expect(changes.filter((change) => !change.includes(` ${LIMITED} `))).toEqual([
      `access row-set ${FULL} ${REVIEWS}: satisfied as-permitted session → satisfied as-permitted catalogue`,
    ]);
  });

  it('leaves the limited profile’s verdicts as they were, but takes the control of its refusals away', async () => {
    const { changes } = await compared('full-trust-removed');
    const denied = ALL_COLUMNS.filter((column) => !LIMITED_COLUMNS.includes(column));
    expect(changes.filter((change) => !change.includes(` ${FULL} `)).toSorted()).toEqual(
      [
        ...denied.map(
          (column) => `${cell(LIMITED, column)}: satisfied as-denied session → satisfied as-denied catalogue`,
        ),
        `access row-set ${LIMITED} ${REVIEWS}: satisfied as-permitted session → satisfied as-permitted catalogue`,
      ].toSorted(),
    );
  });
});

describe('the walkthrough as published, by the same policy file', () => {
  it('grants what the policy says: 16 and 8 columns, everything logged', async () => {
    const { record } = await runOf('as-published');
    const permitted = (profile: string): unknown[] =>
      record.findings
        .filter((finding) => finding.profile === profile && finding.reason === 'as-permitted')
        .flatMap(({ resource }) => resource.column ?? []);
    expect(permitted(FULL)).toEqual(ALL_COLUMNS);
    expect(permitted(LIMITED).toSorted()).toEqual(LIMITED_COLUMNS.toSorted());
    const apart = record.findings.filter(({ objective }) => objective !== 'kept');
    expect(apart.filter(({ status }) => status !== 'satisfied').map(subjectOf)).toEqual([]);
  });

  it('has no trail, so nothing that was logged is kept, and none of what only the hardened template has', async () => {
    const { exitCode, changes, record } = await compared('as-published');
    const differing = changes.filter((change) => !change.endsWith('→ none'));
    expect(differing.toSorted()).toEqual(
      [FULL, LIMITED]
        .flatMap((profile) => [`kept start-query-execution ${profile}`, `kept get-data-access ${profile}`])
        .map((subject) => `${subject} ${REVIEWS}: satisfied kept none → not-satisfied not-kept none`)
        .toSorted(),
    );
    const gone = changes.filter((change) => change.endsWith('→ none'));
    expect(gone.every((change) => /restricted_db|amazon_reviews_restricted/.test(change))).toBe(true);
    expect(record.coverage?.notPresent).toEqual([
      'amazon_reviews_db.amazon_reviews_restricted',
      'restricted_db',
      'restricted_db.canary',
    ]);
    expect(exitCode).toBe(1);
  });
});
