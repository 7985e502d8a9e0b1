import { afterAll, beforeAll, expect, it } from 'vitest';
import { lakeproof, recordOf, scratch, settingsFile } from '../e2e/support.js';
import { type HandLake, startByHand } from './hand-lake.js';
import { changesOf } from './undisturbed.js';

/** What no source settles is a switch of the lake, and no verdict may rest on which way it stands. */
const OTHER_WAYS = ['--cell-filters-through-views', 'applied', '--column-list-beside-writing', 'unfiltered'];

let folder: Awaited<ReturnType<typeof scratch>>;
let lake: HandLake;

beforeAll(async () => {
  folder = await scratch();
  lake = await startByHand(['--audit-delay', '300ms', ...OTHER_WAYS]);
});

afterAll(async () => {
  await lake.stop();
  await folder.remove();
});

it('the walkthrough holds on a lake that is switched the other way', async () => {
  const settings = await settingsFile(folder.dir, 2_500, { activeQueries: 64 });
  const args = ['run', '--target', 'aws', '--settings', settings, '--out', folder.dir];
  const ended = await lakeproof(args, { env: lake.env }).ended;
  expect(changesOf((await recordOf(ended)).findings)).toEqual([]);
  expect(ended.exitCode).toBe(0);
});
