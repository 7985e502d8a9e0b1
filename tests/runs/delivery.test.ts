import { afterAll, beforeAll, expect, it } from 'vitest';
import { lakeproof, recordOf, scratch, settingsFile } from '../e2e/support.js';
import { changesOf } from '../e2e/undisturbed.js';
import { type HandLake, startByHand } from './hand-lake.js';

/*
 * CloudTrail promises no order, and may deliver an event twice (User Guide, "Getting and viewing your CloudTrail log
 * files"). Here every second event comes twice, and those of Lake Formation long after later ones of others.
 */
const MAX_DELAY_MS = 3_000;
const OUT_OF_ORDER = [
  ...['--audit-delay', `median:200ms,p99:2s,max:${MAX_DELAY_MS}ms`],
  ...['--audit-delay', 'sts.amazonaws.com=20ms'],
  ...['--audit-delay', `lakeformation.amazonaws.com=median:1s,p99:2500ms,max:${MAX_DELAY_MS}ms`],
  ...['--audit-duplicates', '0.5'],
];
/** As docs/verdicts.md has it: five times the largest delay. */
const SETTLE_MS = 5 * MAX_DELAY_MS;

let folder: Awaited<ReturnType<typeof scratch>>;
let lake: HandLake;

beforeAll(async () => {
  folder = await scratch();
  lake = await startByHand([...OUT_OF_ORDER, '--audit-seed', '4']);
});

afterAll(async () => {
  await lake.stop();
  await folder.remove();
});

it('the walkthrough holds on a lake whose events come out of order and twice', async () => {
  const settings = await settingsFile(folder.dir, SETTLE_MS, { activeQueries: 64 });
  const args = ['run', '--target', 'aws', '--settings', settings, '--out', folder.dir];
  const ended = await lakeproof(args, { env: lake.env }).ended;
  expect(changesOf((await recordOf(ended)).findings)).toEqual([]);
  expect(ended.exitCode).toBe(0);
});
