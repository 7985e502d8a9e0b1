import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lakeproof, recordOf, scratch, settingsFile } from '../e2e/support.js';
import { changesOf } from '../e2e/undisturbed.js';
import { startByHand } from './hand-lake.js';

/** What no source settles is a switch of the lake, and no verdict may rest on which way it stands. */
const CONTENT = ['--cell-filters-through-views', 'applied', '--column-list-beside-writing', 'unfiltered'];

const REFUSED_READ = ['absent', 'error'] as const;
const REFUSED_COLUMN = ['absent', 'logged'] as const;
const ACCESS_KEY = ['session', 'absent'] as const;

/** Every way in which the three that are about the log can stand. */
const COMBINATIONS = REFUSED_READ.flatMap((read) =>
  REFUSED_COLUMN.flatMap((column) => ACCESS_KEY.map((key) => ({ read, column, key }))),
);

const FIXED = ['--audit-delay', '300ms'];
const SETTLE_MS = 2_500;

/** The later of two calls often comes first, and Lake Formation's events behind all others. */
const UNORDERED = [
  ...['--audit-delay', 'median:200ms,p99:900ms,max:1s'],
  ...['--audit-delay', 'lakeformation.amazonaws.com=median:600ms,p99:950ms,max:1s'],
];
const UNORDERED_SETTLE_MS = 5_000;

let folder: Awaited<ReturnType<typeof scratch>>;

beforeAll(async () => {
  folder = await scratch();
});

afterAll(() => folder.remove());

/** A run of the walkthrough against a lake of its own. */
async function runOn(lakeArgs: readonly string[], settleMs: number) {
  const lake = await startByHand(lakeArgs);
  try {
    const settings = await settingsFile(folder.dir, settleMs, { activeQueries: 64 });
    const args = ['run', '--target', 'aws', '--settings', settings, '--out', folder.dir];
    const ended = await lakeproof(args, { env: lake.env }).ended;
    const { findings, auditEvents } = await recordOf(ended);
    const dataAccess = auditEvents.filter(({ eventName }) => eventName === 'GetDataAccess');
    const refused = dataAccess.filter(({ errorCode }) => errorCode !== undefined);
    return {
      exitCode: ended.exitCode,
      changes: changesOf(findings),
      refused: refused.length,
      given: dataAccess.length - refused.length,
      eventIDs: auditEvents.map(({ eventID }) => eventID),
    };
  } finally {
    await lake.stop();
  }
}

it('the walkthrough holds on a lake whose views and writers are switched the other way', async () => {
  expect(await runOn([...FIXED, ...CONTENT], SETTLE_MS)).toMatchObject({ exitCode: 0, changes: [] });
});

describe('the walkthrough holds whatever the log says of what is refused', () => {
  /** How many successful GetDataAccess there are when no refused column leaves one. */
  let usual: number | undefined;

  it.each(COMBINATIONS)('$read, $column, $key', async ({ read, column, key }) => {
    const ways = [
      ...['--data-access-of-refused-read', read],
      ...['--data-access-of-refused-column', column],
      ...['--access-key-of-athenas-calls', key],
    ];
    const { exitCode, changes, refused, given } = await runOn([...FIXED, ...ways], SETTLE_MS);
    expect({ exitCode, changes }).toEqual({ exitCode: 0, changes: [] });
    // The log itself must be another, or nothing was shown.
    expect(refused > 0).toBe(read === 'error');
    if (column === 'absent') usual ??= given;
    expect(given > (usual ?? given)).toBe(column === 'logged');
  });
});

describe('the walkthrough holds', () => {
  it('among 50 events a second of other principals', async () => {
    const ran = await runOn([...FIXED, '--background', '50/s'], SETTLE_MS);
    expect(ran).toMatchObject({ exitCode: 0, changes: [] });
  });

  it('when events are delivered out of order, and each of them twice', async () => {
    const ran = await runOn([...UNORDERED, '--audit-duplicates', '1'], UNORDERED_SETTLE_MS);
    expect(ran).toMatchObject({ exitCode: 0, changes: [] });
    expect(new Set(ran.eventIDs).size).toBe(ran.eventIDs.length);
  });

  it('under all of it at once', async () => {
    const ways = [
      ...['--data-access-of-refused-read', 'error'],
      ...['--data-access-of-refused-column', 'logged'],
      ...['--access-key-of-athenas-calls', 'absent'],
      ...['--audit-duplicates', '0.3'],
      ...['--background', '50/s'],
    ];
    const ran = await runOn([...UNORDERED, ...ways, ...CONTENT], UNORDERED_SETTLE_MS);
    expect(ran).toMatchObject({ exitCode: 0, changes: [] });
  });
});
