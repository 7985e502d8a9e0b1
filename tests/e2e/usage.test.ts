import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plannedTests } from '../../helpers/plan/planned-tests.js';
import { loadPolicy } from '../../helpers/policy/load-policy.js';
import { largePolicy } from './large-policy.js';
import { lakeproof, playwright, root, scratch } from './support.js';

describe('listing', () => {
  it('declares each planned test exactly once, and needs no lake', async () => {
    const { exitCode, stdout } = await playwright(['--list', '--reporter=json']).ended;
    expect(exitCode).toBe(0);
    const keys = [...stdout.matchAll(/"description": "((?:preflight|posture|access|audit)\/[^"]+)"/g)].map(
      ([, key]) => key,
    );
    const profiles = [...stdout.matchAll(/"projectName": "([^"]+)"/g)].map(([, project]) => project);
    const placed = keys.map((key, index) => key?.replace('{profile}', profiles[index] ?? ''));
    const planned = plannedTests(await loadPolicy(join(root, 'policies', 'walkthrough.policy.yaml'))).map(
      ({ testKey }) => testKey,
    );
    expect(placed.sort()).toEqual([...planned, 'preflight/run'].sort());
  });

  it('lists the tests of a policy of 300 profiles, each once', async () => {
    const folder = await scratch();
    const file = join(folder.dir, 'large.policy.yaml');
    await writeFile(file, largePolicy(300, 1));
    const { exitCode, stdout } = await playwright(['--list'], { env: { LAKEPROOF_POLICY: file } }).ended;
    await folder.remove();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Total: 2102 tests/);
    expect(stdout.match(/\[analyst-299\]/g)).toHaveLength(5);
  });
});

describe('errors of usage', () => {
  it.each([
    ['an unknown command', ['frobnicate'], /unknown command/],
    ['an unknown flag', ['run', '--polizy', 'x'], /unknown option/],
    ['an unknown target', ['run', '--target', 'azure'], /embedded, aws/],
    ['a policy that is not there', ['run', '--policy', 'nowhere.yaml'], /POLICY_UNREADABLE/],
    ['a profile that the policy does not name', ['run', '--profile', 'nobody'], /UNKNOWN_PROFILE.*nobody/],
    ['a folder of specs that is not there', ['run', '--specs', 'nowhere'], /NO_FOLDER/],
    ['a run that is not there', ['resume', 'nowhere'], /RUN_MISSING/],
    ['a pack that is not there', ['verify', 'nowhere'], /PACK_MISSING/],
    ['a folder that holds no run', ['confirm', '.'], /RECORD_MISSING/],
  ])('%s ends with 3', async (_what, args, says) => {
    const { exitCode, stderr } = await lakeproof(args).ended;
    expect(stderr).toMatch(says);
    expect(exitCode).toBe(3);
  });
});
