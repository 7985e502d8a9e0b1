import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lakeproof, scratch } from './support.js';
import { changesOf } from './undisturbed.js';
import { type FinishedRun, finishedRun } from './walkthrough.js';

/*
 * One run as a user begins it, so that what breaks every run is found before the many of tests/runs: from the command to
 * the evidence pack, on the embedded lake.
 */
describe('a run of the walkthrough', () => {
  let folder: Awaited<ReturnType<typeof scratch>>;
  let run: FinishedRun;

  beforeAll(async () => {
    folder = await scratch();
    run = await finishedRun(['--out', folder.dir, '--audit-delay', '500ms']);
  });

  afterAll(async () => {
    await folder.remove();
  });

  it('finds what the walkthrough says of each profile, table and column, and of the log', () => {
    expect(changesOf(run.record.findings)).toEqual([]);
    expect(run.record.run.state).toBe('finished');
    expect(run.exitCode).toBe(0);
  });

  it('leaves a pack that its reader can check', async () => {
    const { exitCode, stderr } = await lakeproof(['verify', run.runDir]).ended;
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });
});
