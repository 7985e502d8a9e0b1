import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Ended,
  FULL,
  LIMITED,
  lakeproof,
  lakesOf,
  recordOf,
  runFolderOf,
  type Started,
  scratch,
  settingsFile,
} from '../e2e/support.js';
import { changesOf } from '../e2e/undisturbed.js';
import { type HandLake, portToComeBackTo, startByHand } from './hand-lake.js';

/*
 * A run that is cut short leaves its record and says nothing that it did not see; gone on with, it ends like one that
 * nobody disturbed. Queries start slowly here, so that there is a middle to be cut in.
 */
const DELAY = ['--audit-delay', '300ms'];
const SETTLE_MS = 2_500;
/** A test here is up to three runs. */
const PATIENCE_MS = 400_000;
const ROLE = 'SageMakerStudioExecutionRole_';

let folder: Awaited<ReturnType<typeof scratch>>;
let slow: string;

beforeAll(async () => {
  folder = await scratch();
  slow = await settingsFile(folder.dir, SETTLE_MS, { startsPerSecond: 12 });
});

afterAll(() => folder.remove());

/** A part of the probes has been answered, and most have not. */
const MIDDLE = /asking: [1-9]\d* of \d+ probes answered/;

/** Findings that the record calls satisfied though some probe that they rest on has no answer. */
async function greenUnseen(ended: Ended): Promise<string[]> {
  const { findings, observations } = await recordOf(ended);
  const seen = new Set(
    observations.filter(({ decision }) => decision !== 'indeterminate').map(({ probeId }) => probeId),
  );
  return findings
    .filter(({ status, probeIds }) => status === 'satisfied' && !probeIds.every((probeId) => seen.has(probeId)))
    .map(({ findingId }) => findingId);
}

describe('a lake that was started by hand', { timeout: PATIENCE_MS }, () => {
  let lake: HandLake;
  const others: HandLake[] = [];

  beforeAll(async () => {
    lake = await startByHand([...DELAY, '--faults', '--port', await portToComeBackTo()]);
  });

  afterAll(async () => {
    for (const one of [lake, ...others]) await one.stop();
  });

  const begin = (...args: string[]): Started =>
    lakeproof([...args, '--settings', slow, '--target', 'aws', '--out', folder.dir], { env: lake.env, ownGroup: true });

  it('whose connections are cut leaves one profile undetermined; resume asks what was not answered', async () => {
    await lake.fault({ fault: 'connection-cut', match: { service: 'athena', principalName: `${ROLE}${LIMITED}` } });
    let cut: Ended;
    try {
      cut = await begin('run').ended;
    } finally {
      await lake.clearFaults();
    }
    expect(cut.exitCode).toBe(2);
    expect(await greenUnseen(cut)).toEqual([]);
    const changed = changesOf((await recordOf(cut)).findings);
    expect(changed.filter((line) => !line.includes(': indeterminate '))).toEqual([]);
    // All that this profile was owed: 22 findings of access, 6 of the log, 2 of what is kept.
    expect(changed.filter((line) => line.includes(` ${LIMITED} `))).toHaveLength(30);
    expect(cut.stdout).toContain(`npx lakeproof resume ${runFolderOf(cut)}`);
    const resumed = await lakeproof(['resume', runFolderOf(cut)], { env: lake.env }).ended;
    expect(changesOf((await recordOf(resumed)).findings)).toEqual([]);
    expect(resumed.exitCode).toBe(0);
  });

  it('lives on after --no-wait, and confirm reads its log: the findings of an undisturbed run', async () => {
    const args = ['run', '--no-wait', '--target', 'aws', '--out', folder.dir, '--profile', FULL];
    const asked = await lakeproof([...args, '--settings', slow], { env: lake.env }).ended;
    const { findings, observations } = await recordOf(asked);
    expect(changesOf(findings, FULL).every((line) => /^(audit|kept) .*: indeterminate pending$/.test(line))).toBe(true);
    expect(asked.stdout).toContain(`npx lakeproof confirm ${runFolderOf(asked)}`);
    expect(asked.exitCode).toBe(2);
    const confirmed = await lakeproof(['confirm', runFolderOf(asked)], { env: lake.env }).ended;
    const after = await recordOf(confirmed);
    expect(changesOf(after.findings, FULL)).toEqual([]);
    expect(after.observations).toEqual(observations);
    expect(confirmed.exitCode).toBe(0);
  });

  it('Ctrl-C keeps what was seen; killed during the resume and started again, it is asked anew', async () => {
    const run = begin('run');
    await run.said(MIDDLE);
    run.interrupt();
    const interrupted = await run.ended;
    expect(interrupted.exitCode).toBe(130);
    const runDir = runFolderOf(interrupted);
    expect(interrupted.stderr).toContain(`npx lakeproof resume ${runDir}`);
    expect((await recordOf(interrupted)).run.state).toBe('interrupted');
    expect(await greenUnseen(interrupted)).toEqual([]);

    const resuming = lakeproof(['resume', runDir], { env: lake.env });
    await resuming.said(MIDDLE);
    await lake.kill();
    const killed = await resuming.ended;
    expect(killed.exitCode).toBe(2);
    expect(await greenUnseen(killed)).toEqual([]);

    const another = await startByHand([...DELAY, '--port', lake.port]);
    others.push(another);
    const resumed = await lakeproof(['resume', runDir], { env: another.env }).ended;
    const { findings, run: info } = await recordOf(resumed);
    expect(changesOf(findings)).toEqual([]);
    expect(info.state).toBe('finished');
    expect(resumed.exitCode).toBe(0);
  });
});

describe('the embedded lake', { timeout: PATIENCE_MS }, () => {
  it('killed in the middle leaves nothing green unseen; resume starts another and asks it all', async () => {
    const run = lakeproof(['run', ...DELAY, '--settings', slow, '--out', folder.dir]);
    await run.said(MIDDLE);
    for (const pid of await lakesOf(run.pid)) process.kill(pid, 'SIGKILL');
    const killed = await run.ended;
    expect(killed.exitCode).toBe(2);
    expect(await greenUnseen(killed)).toEqual([]);
    // Its log died with it, so there is none to confirm from.
    const confirmed = await lakeproof(['confirm', runFolderOf(killed)]).ended;
    expect(confirmed.stderr).toContain('CONFIRM_NO_LOG');
    expect(confirmed.exitCode).toBe(3);
    const resumed = await lakeproof(['resume', runFolderOf(killed), ...DELAY]).ended;
    expect(changesOf((await recordOf(resumed)).findings)).toEqual([]);
    expect(resumed.exitCode).toBe(0);
  });
});
