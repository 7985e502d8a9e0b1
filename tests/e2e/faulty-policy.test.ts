import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AthenaClient, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.js';
import { poll } from '../../core/poll.js';
import { type LakeProcess, startLake } from '../../helpers/engine/lake-process.js';
import { administratorOf, environmentOf } from './lake-account.js';
import { lakeproof, root, scratch, settingsFile } from './support.js';

/*
 * A policy that cannot be meant as it stands ends the run with its place and the remedy before anything is asked: shown
 * on a lake without data, in whose log no query of anybody's may stand.
 */
let folder: Awaited<ReturnType<typeof scratch>>;
let lake: LakeProcess;
let settings: string;
let policy: string;

beforeAll(async () => {
  folder = await scratch();
  settings = await settingsFile(folder.dir, 1_000);
  policy = await readFile(join(root, 'policies', 'walkthrough.policy.yaml'), 'utf8');
  lake = await startLake({ args: ['--data', 'none', '--audit-delay', '0ms'] });
});

afterAll(async () => {
  await lake.stop();
  await folder.remove();
});

/** How many StartQueryExecution events the lake's event history shows, whoever made them, refused ones included. */
async function startedQueries(): Promise<number> {
  const client = { endpoint: lake.url, region: 'us-east-1', credentials: administratorOf(lake) };
  const { Events = [], NextToken } = await new CloudTrailClient(client).send(
    new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'StartQueryExecution' }],
    }),
  );
  expect(NextToken).toBeUndefined();
  return Events.length;
}

/** Line and column, counted from 1, of what stands `into` characters behind the start of `text` in the policy. */
function placeOf(edited: string, text: string, into = 0): string {
  const before = edited.slice(0, edited.indexOf(text) + into).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

const SECOND_GRANT = [
  '  - profile: data-scientist-limited',
  '    table: amazon_reviews_db.amazon_reviews_parquet',
  '    columns: [customer_id]',
  '    why: Once more, and otherwise.',
  '',
].join('\n');

describe('a policy with', () => {
  it.each<[what: string, from: string, to: string, at: string, into: number, says: RegExp, remedy: RegExp]>([
    [
      'a column that the catalogue does not have',
      '      marketplace: engagement',
      '      marketplacf: engagement',
      'marketplacf',
      0,
      /no column "marketplacf"/,
      /did you mean "marketplace"/,
    ],
    [
      'a column in a grant that the table does not have',
      '      - star_rating',
      '      - star_ratinh',
      'star_ratinh',
      0,
      /"star_ratinh"/,
      /"star_rating"/,
    ],
    [
      'a grant to a profile that it does not name',
      'profile: data-scientist-limited',
      'profile: data-scientist-limitet',
      'data-scientist-limitet',
      0,
      /"data-scientist-limitet"/,
      /"data-scientist-limited"/,
    ],
    [
      'a table that the catalogue does not have',
      '  restricted_db.canary:\n    ifPresent: true\n',
      '  restricted_db.canarz:\n',
      'restricted_db.canarz',
      0,
      /"restricted_db.canarz" is not in the catalogue/,
      /did you mean "canary"/,
    ],
    [
      'a column twice',
      '      review_id: personal\n      product_id: product\n',
      '      review_id: personal\n      review_id: product\n',
      'review_id: product',
      0,
      /twice/,
      /keep one/,
    ],
    [
      'two grants that contradict each other',
      '  - profile: data-scientist-limited\n',
      `${SECOND_GRANT}  - profile: data-scientist-limited\n`,
      '  - profile: data-scientist-limited\n    table: amazon_reviews_db.amazon_reviews_parquet\n    columns:\n',
      4,
      /contradicts/,
      /line 7\d/,
    ],
  ])('%s ends with 3, its place and the remedy', async (what, from, to, at, into, says, remedy) => {
    expect(policy.split(from)).toHaveLength(2);
    const edited = policy.replace(from, to);
    const file = join(folder.dir, `${what.replaceAll(' ', '-')}.policy.yaml`);
    await writeFile(file, edited);
    const args = ['run', '--policy', file, '--target', 'aws', '--settings', settings, '--out', folder.dir];
    const { exitCode, stderr } = await lakeproof(args, { env: environmentOf(lake, lake.url) }).ended;
    expect(stderr).toContain(`${file}:${placeOf(edited, at, into)}`);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(remedy);
    expect(exitCode).toBe(3);
  });

  it('a profile that the Studio domain does not have ends with 3, its place and the remedy', async () => {
    const edited = policy.replaceAll('data-scientist-limited', 'data-scientist-limitet');
    const file = join(folder.dir, 'studio.policy.yaml');
    await writeFile(file, edited);
    const args = ['run', '--policy', file, '--target', 'aws', '--settings', settings, '--out', folder.dir];
    const { exitCode, stderr } = await lakeproof(args, { env: environmentOf(lake, lake.url) }).ended;
    expect(stderr).toContain(`${file}:${placeOf(edited, 'data-scientist-limitet')}`);
    expect(stderr).toMatch(/no profile "data-scientist-limitet"; did you mean "data-scientist-limited"/);
    expect(exitCode).toBe(3);
  });
});

// After all of the above, of which some were told only by the catalogue, with the runner's session open.
it('starts no query, as the lake’s own event history shows', async () => {
  expect(await startedQueries()).toBe(0);
  const client = { endpoint: lake.url, region: 'us-east-1', credentials: administratorOf(lake) };
  await new AthenaClient(client)
    .send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1', WorkGroup: 'primary' }))
    .catch(() => undefined);
  const shown = await poll(async () => ((await startedQueries()) > 0 ? true : undefined), {
    awaited: 'the event of a query that was started by hand',
    clock: systemClock,
    deadlineMs: 5_000,
    maxAttempts: 50,
    intervalMs: () => 100,
  });
  expect(shown).toBe(true);
});
