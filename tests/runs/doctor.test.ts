import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudTrailClient, StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  type DataLakeSettings,
  GetDataLakeSettingsCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
} from '@aws-sdk/client-lakeformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, FULL, LIMITED, lakeproof, root, scratch, settingsFile } from '../e2e/support.js';
import { type HandLake, startByHand } from './hand-lake.js';

/*
 * What `lakeproof doctor` says of a lake in order and of one in which something is missing, as a person with the lake's
 * `lake.env` in their shell would see it. An administrator takes the things away.
 */
const SETTLE_MS = 2_500;

let folder: Awaited<ReturnType<typeof scratch>>;
let lake: HandLake;
let settings: string;

beforeAll(async () => {
  folder = await scratch();
  settings = await settingsFile(folder.dir, SETTLE_MS);
  lake = await startByHand(['--data', 'none']);
});

afterAll(async () => {
  await lake.stop();
  await folder.remove();
});

function doctor(file = settings): Promise<Ended> {
  return lakeproof(['doctor', '--target', 'aws', '--settings', file], { env: lake.env }).ended;
}

/** Lines of one mark, without what is to be done. */
function marked({ stdout }: Ended, mark: '✓' | '✗' | '?'): string[] {
  return [...stdout.matchAll(new RegExp(`^\\${mark} (.*)$`, 'gm'))].map(([, line = '']) => line);
}

/** What is said to do about the line that begins with `title`. */
function remedyOf({ stdout }: Ended, title: string): string {
  const lines = stdout.split('\n');
  const at = lines.findIndex((line) => line.slice(2).startsWith(title));
  return at < 0 ? `nothing is said of ${title}` : (lines[at + 1] ?? '');
}

/** The lake's administrator, with the keys that `aws-config` holds for people. */
async function admin(): Promise<{ region: string; endpoint: string; credentials: AdminKey }> {
  const config = await readFile(join(lake.stateDir, 'aws-config'), 'utf8');
  const section = /\[profile lake-admin\]\n([^[]*)/.exec(config)?.[1] ?? '';
  const value = (name: string): string => new RegExp(`^${name} = (.*)$`, 'm').exec(section)?.[1] ?? '';
  return {
    region: 'us-east-1',
    endpoint: lake.url,
    credentials: { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') },
  };
}

interface AdminKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

describe('a lake in order', () => {
  it('is good in every point, says who looked, and calls itself emulated', async () => {
    const ended = await doctor();
    const profileLines = (profile: string): string[] => [
      `${profile}: known to Studio`,
      `${profile}: its role can be assumed`,
      `${profile}: workgroup studio-${profile}`,
    ];
    const titles = [
      ...['settings', 'the caller', 'the runner can be assumed', 'the clock', 'the names of the policy'],
      ...['the grants in scope', 'the runner is a read-only data lake administrator', "the account's defaults"],
      ...profileLines(FULL),
      ...profileLines(LIMITED),
      ...['event history', 'the trail lakeproof-trail'],
    ];
    const good = marked(ended, '✓');
    expect(good.map((line, index) => line.startsWith(`${titles[index] ?? ''}: `))).toEqual(titles.map(() => true));
    expect(ended.stdout).toContain('emulated: says nothing about an AWS account');
    expect(ended.stdout).toContain('the caller: arn:aws:iam::111122223333:user/lakeproof-operator');
    expect(ended.stdout).toMatch(/its role can be assumed: .*SageMakerStudioExecutionRole_data-scientist-limited/);
    expect(ended.stdout).toMatch(/workgroup studio-data-scientist-full: results go to s3:\/\/\S+\/, enforced/);
    expect(ended.stdout).toContain('16 good, 0 missing, 0 unknown');
    expect(ended.exitCode).toBe(0);
  });
});

describe('something is missing', () => {
  it('the trust of a role: that profile alone, with the role and what its trust must allow', async () => {
    const template = join(root, 'tests', 'fixtures', 'trust-removed.template.yaml');
    const ended = await lakeproof(['doctor', '--template', template]).ended;
    expect(marked(ended, '✗').map((line) => line.slice(0, `${LIMITED}: its role`.length))).toEqual([
      `${LIMITED}: its role`,
    ]);
    expect(remedyOf(ended, `${LIMITED}: its role`)).toMatch(/trust policy of .*limited allow LakeproofRunner sts:Ass/);
    expect(ended.exitCode).toBe(1);
  });

  it('the Studio domain of the settings', async () => {
    const ended = await doctor(await settingsFile(folder.dir, SETTLE_MS, { studioDomain: 'somebody-elses' }));
    expect(marked(ended, '✗')).toContainEqual(expect.stringMatching(`^${LIMITED}: known to Studio: .*somebody-elses`));
    expect(remedyOf(ended, `${LIMITED}: known to Studio`)).toContain('check studioDomain');
    expect(ended.exitCode).toBe(1);
    expect(marked(ended, '?')).toContain(`${LIMITED}: its role can be assumed: not asked: no execution role is known`);
  });

  it('the workgroup of the settings', async () => {
    const ended = await doctor(await settingsFile(folder.dir, SETTLE_MS, { workGroup: 'no-such-group' }));
    expect(marked(ended, '✗')).toEqual(
      [FULL, LIMITED].map((profile) => `${profile}: workgroup no-such-group: there is none of that name`),
    );
    expect(remedyOf(ended, `${LIMITED}: workgroup no-such-group`)).toContain('correct workGroup in the settings');
    expect(ended.exitCode).toBe(1);
  });

  it('the trail is stopped', async () => {
    const trail = new CloudTrailClient(await admin());
    await trail.send(new StopLoggingCommand({ Name: 'lakeproof-trail' }));
    try {
      const ended = await doctor();
      expect(marked(ended, '✗')).toEqual(['the trail lakeproof-trail: it is not logging']);
      expect(remedyOf(ended, 'the trail')).toContain('start-logging');
      expect(ended.exitCode).toBe(1);
    } finally {
      await trail.send(new StartLoggingCommand({ Name: 'lakeproof-trail' }));
      trail.destroy();
    }
  });

  it('the account was never set up: its defaults are open, and everybody holds a grant', async () => {
    const client = new LakeFormationClient(await admin());
    const everybody = { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' };
    const open = [{ Principal: everybody, Permissions: ['ALL' as const] }];
    const { DataLakeSettings: before = {} } = await client.send(new GetDataLakeSettingsCommand({}));
    const settingsOf = (change: DataLakeSettings) =>
      client.send(new PutDataLakeSettingsCommand({ DataLakeSettings: { ...before, ...change } }));
    await settingsOf({ CreateDatabaseDefaultPermissions: open, CreateTableDefaultPermissions: open });
    const Resource = { Table: { DatabaseName: 'amazon_reviews_db', Name: 'amazon_reviews_parquet' } };
    await client.send(new GrantPermissionsCommand({ Principal: everybody, Resource, Permissions: ['ALL'] }));
    const setup = 'run infra/account-setup.sh as a data lake administrator';
    const defaults = "the account's defaults: new databases and tables are opened to IAM_ALLOWED_PRINCIPALS";

    const seen = await doctor();
    expect(marked(seen, '✗')).toEqual([
      expect.stringMatching(/^the grants in scope: IAM_ALLOWED_PRINCIPALS holds permissions on amazon_reviews_parquet/),
      defaults,
    ]);
    expect(remedyOf(seen, 'the grants in scope')).toContain(setup);
    expect(remedyOf(seen, "the account's defaults")).toContain(setup);
    expect(seen.exitCode).toBe(1);

    // Who is no administrator is shown a part of the grants, and must not take it for all of them.
    await settingsOf({ ReadOnlyAdmins: [] });
    client.destroy();
    const blind = await doctor();
    expect(marked(blind, '✗')).toEqual([
      // What no listing shows is asked for by name, and refused: that it is hidden does not make it absent.
      expect.stringMatching(/^the names of the policy: glue:GetDatabase: AccessDeniedException: .* on restricted_db$/),
      expect.stringMatching(/^the runner is a read-only data lake administrator: /),
    ]);
    expect(marked(blind, '?')).toEqual([expect.stringMatching(/^the grants in scope: .*no data lake administrator/)]);
    expect(remedyOf(blind, 'the grants in scope')).toContain(setup);
    expect(blind.exitCode).toBe(1);
  });
});

describe('an account that is not the one in the settings', () => {
  it('is missing for doctor, and ends a run with 3 before anything is asked', async () => {
    const other = await settingsFile(folder.dir, SETTLE_MS, { accountId: '999988887777' });
    const looked = await doctor(other);
    expect(marked(looked, '✗')).toEqual([
      'the caller: arn:aws:iam::111122223333:user/lakeproof-operator is of account 111122223333, the settings name 999988887777',
    ]);
    expect(looked.exitCode).toBe(1);
    const args = ['run', '--target', 'aws', '--settings', other, '--out', join(folder.dir, 'evidence')];
    const ran = await lakeproof(args, { env: lake.env }).ended;
    expect(ran.stderr).toContain('ENGINE_WRONG_ACCOUNT');
    expect(ran.stderr).toMatch(/account 111122223333, but the settings name 999988887777/);
    expect(ran.stdout).toBe('');
    expect(ran.exitCode).toBe(3);
  });

  it('credentials that the lake does not know leave everything else unasked', async () => {
    const env = { ...lake.env, AWS_SECRET_ACCESS_KEY: 'wrong' };
    const ended = await lakeproof(['doctor', '--target', 'aws', '--settings', settings], { env }).ended;
    expect(marked(ended, '✓').map((line) => line.split(':')[0])).toEqual(['settings']);
    expect(marked(ended, '✗')).toEqual([expect.stringMatching(/^the caller: .*SignatureDoesNotMatch/)]);
    expect(marked(ended, '?')).toHaveLength(14);
    expect(ended.exitCode).toBe(1);
  });
});
