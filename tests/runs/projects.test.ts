import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../helpers/model/run.js';
import { loadPolicy } from '../../helpers/policy/load-policy.js';
import {
  FULL,
  LIMITED,
  lakeproof,
  playwright,
  REVIEWS,
  recordOf,
  root,
  scratch,
  settingsFile,
} from '../e2e/support.js';
import { type FakeAccount, startFakeAccount } from '../support/fake-account.js';

/*
 * How Playwright's projects are arranged (docs/decisions/0003): against an account that is read off its plan, so that
 * nothing but the arrangement is at stake. In it data-scientist-limited cannot be assumed.
 */
const policyFile = join(root, 'policies', 'walkthrough.policy.yaml');
let folder: Awaited<ReturnType<typeof scratch>>;
let account: FakeAccount;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await scratch();
  account = await startFakeAccount(await loadPolicy(policyFile), { auditDelayMs: 200 });
  env = {
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAOPERATOR',
    AWS_SECRET_ACCESS_KEY: 'secret',
    LAKEPROOF_TARGET: 'aws',
    LAKEPROOF_SETTINGS: await settingsFile(folder.dir, 3_000),
    LAKEPROOF_OUT: join(folder.dir, 'evidence'),
  };
});

afterAll(async () => {
  await account.close();
  await folder.remove();
});

function projectsOf({ run }: RunRecord): string[] {
  return [...new Set(run.tests.map(({ project }) => project))].sort();
}

describe('what is selected', () => {
  it('asks one profile only under --project, and leaves the audit of the other alone', async () => {
    const asked = account.started.length;
    const ended = await playwright(['--project', LIMITED], { env }).ended;
    const record = await recordOf(ended);
    expect(projectsOf(record)).toEqual(['audit', LIMITED, 'preflight'].sort());
    expect(record.run.tests.every(({ outcome }) => outcome === 'passed')).toBe(true);
    expect(record.run.selectedTests?.filter((key) => key.includes(FULL))).toEqual([]);
    expect(record.run.selectedTests).toContain(`audit/logged/${LIMITED}/${REVIEWS}`);
    expect(record.findings.map(({ profile }) => profile)).not.toContain(FULL);
    expect(ended.exitCode).toBe(0);
    const roles = account.started
      .slice(asked)
      .filter(({ sql }) => sql === 'SELECT 1')
      .map(({ role }) => role);
    expect(roles.some((role) => role.endsWith(LIMITED))).toBe(true);
  });
});

describe('specs of your own', () => {
  const spec = [
    "import { expect, test } from 'lakeproof';",
    '',
    "test('nobody but full sees customers', async ({ lake }) => {",
    `  const limited = lake.as('${LIMITED}');`,
    `  expect(await limited.select('${REVIEWS}', ['customer_id'])).toBeRefused();`,
    `  expect(await limited.select('${REVIEWS}', ['star_rating'])).toBePermitted();`,
    `  expect(await limited.log('${REVIEWS}')).toBeLogged();`,
    '});',
    '',
  ].join('\n');

  it.each([
    ['without a package.json', undefined],
    ['in a package of modules', '{ "type": "module" }'],
  ])('run from a folder outside the repository, %s', async (what, packageJson) => {
    const dir = join(folder.dir, what.replaceAll(/\W/g, '-'));
    await mkdir(dir);
    await writeFile(join(dir, 'mine.spec.ts'), spec);
    if (packageJson !== undefined) await writeFile(join(dir, 'package.json'), packageJson);
    const { LAKEPROOF_SETTINGS: settings = '', LAKEPROOF_OUT: out = '' } = env;
    const args = ['run', '--target', 'aws', '--settings', settings, '--out', out, '--specs', dir, '--profile', LIMITED];
    const ended = await lakeproof(args, { env }).ended;
    expect(ended.stderr).not.toContain('Error');
    const record = await recordOf(ended);
    expect(record.run.tests.filter(({ project }) => project === 'own')).toMatchObject([{ outcome: 'passed' }]);
    expect(ended.exitCode).toBe(0);
  });

  it('make the run fail with 1 when they fail, and say why', async () => {
    const dir = join(folder.dir, 'failing');
    await mkdir(dir);
    await writeFile(join(dir, 'mine.spec.ts'), spec.replace('toBeRefused', 'toBePermitted'));
    const { LAKEPROOF_SETTINGS: settings = '', LAKEPROOF_OUT: out = '' } = env;
    const args = ['run', '--target', 'aws', '--settings', settings, '--out', out, '--specs', dir, '--profile', LIMITED];
    const ended = await lakeproof(args, { env }).ended;
    expect(ended.stderr).toContain(`expected ${LIMITED} · ${REVIEWS} to be permitted`);
    const record = await recordOf(ended);
    expect(record.findings.every(({ status }) => status === 'satisfied')).toBe(true);
    // Audit ran all the same, after the failure.
    expect(record.run.tests.filter(({ project }) => project === 'audit').map(({ outcome }) => outcome)).toContain(
      'passed',
    );
    expect(ended.exitCode).toBe(1);
  });

  it('that cannot be loaded make the run prove nothing', async () => {
    const dir = join(folder.dir, 'broken');
    await mkdir(dir);
    await writeFile(join(dir, 'mine.spec.ts'), 'this is no spec');
    const { LAKEPROOF_SETTINGS: settings = '', LAKEPROOF_OUT: out = '' } = env;
    const args = ['run', '--target', 'aws', '--settings', settings, '--out', out, '--specs', dir, '--profile', LIMITED];
    const ended = await lakeproof(args, { env }).ended;
    expect(ended.stderr).toContain('mine.spec.ts');
    expect(ended.exitCode).toBe(2);
  });
});
