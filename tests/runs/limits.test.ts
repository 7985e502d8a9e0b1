import { afterAll, beforeAll, expect, it } from 'vitest';
import { lakeproof, recordOf, scratch, settingsFile } from '../e2e/support.js';
import { changesOf } from '../e2e/undisturbed.js';
import { type HandLake, startByHand } from './hand-lake.js';

/* With AWS's rates and queries that take their time, a run that asks for more than the account gives finds the same. */
const AS_AWS = ['--limits', 'aws', '--query-time', 'median:300ms,p99:1500ms,max:3s'];

let folder: Awaited<ReturnType<typeof scratch>>;
let lake: HandLake;

beforeAll(async () => {
  folder = await scratch();
  lake = await startByHand(['--audit-delay', '300ms', ...AS_AWS]);
});

afterAll(async () => {
  await lake.stop();
  await folder.remove();
});

it('the walkthrough holds under the limits of AWS', async () => {
  const settings = await settingsFile(folder.dir, 4_000, { activeQueries: 64 });
  const args = ['run', '--target', 'aws', '--settings', settings, '--out', folder.dir];
  const ended = await lakeproof(args, { env: lake.env }).ended;
  const { findings, observations } = await recordOf(ended);
  expect(changesOf(findings)).toEqual([]);
  expect(ended.exitCode).toBe(0);
  // Not a lake that only says so: more queries of Hive's were asked than may be active, and the times are in them.
  const ran = observations.map(
    ({ execution }) => Date.parse(execution.completedAt ?? '') - Date.parse(execution.submittedAt ?? ''),
  );
  expect(ran.filter((ms) => ms > 100).length).toBeGreaterThan(ran.length / 2);
});
