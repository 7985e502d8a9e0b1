import { randomUUID } from 'node:crypto';
import { appendFile, cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LakeProcess, startLake } from '../../helpers/engine/lake-process.js';
import { EMULATED_NOTICE } from '../../helpers/model/run.js';
import { environmentOf, objectsOf, queriedAs } from '../e2e/lake-account.js';
import { type Ended, FULL, LIMITED, lakeproof, REVIEWS, scratch, settingsFile } from '../e2e/support.js';
import { type FinishedRun, finishedRun } from '../e2e/walkthrough.js';
import { tapWire, type WireTap } from '../e2e/wire-tap.js';
import { filesBelow, filesHolding, holds, layersOf } from '../support/look-inside.js';

/*
 * What a run leaves behind. Every string of the data ends in a mark, and all credentials that were given out are known,
 * because the run asked by way of a tap: so both can be looked for wherever something was written.
 */
// One whole run, and data that is generated anew for its mark.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const MARK = `planted-${randomUUID()}`;
const DATA = /^s3:\/\/lakeproof-reviews-/;
const STRINGS = [
  ...['marketplace', 'customer_id', 'review_id', 'product_id', 'product_parent', 'product_title', 'vine'],
  ...['verified_purchase', 'review_headline', 'review_body', 'product_category'],
];

let folder: Awaited<ReturnType<typeof scratch>>;
let lake: LakeProcess;
let tap: WireTap;
let run: FinishedRun;
let secrets: readonly string[];
let copies = 0;

beforeAll(async () => {
  folder = await scratch();
  lake = await startLake({ args: ['--data-mark', MARK, '--audit-delay', '300ms'] });
  tap = await tapWire(lake.url);
  const env = environmentOf(lake, tap.url);
  const settings = await settingsFile(folder.dir, 2_000);
  run = await finishedRun(['--target', 'aws', '--settings', settings, '--out', join(folder.dir, 'evidence')], env);
  secrets = [
    env.AWS_SECRET_ACCESS_KEY ?? '',
    ...tap.credentials.flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]),
  ];
});

afterAll(async () => {
  await tap.close();
  await lake.stop();
  await folder.remove();
});

async function copyOfPack(): Promise<string> {
  copies += 1;
  const copy = join(folder.dir, `copy-${copies}`);
  await cp(run.runDir, copy, { recursive: true });
  return copy;
}

async function read(file: string): Promise<string> {
  return readFile(join(run.runDir, file), 'utf8');
}

describe('a run at a lake that was started by hand', () => {
  it('ends with 0, and says emulated wherever people and programs read its outcome', async () => {
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(run.record.run.target).toBe('emulated');
    expect(run.stdout).toContain(EMULATED_NOTICE);
    for (const file of ['index.html', 'findings.csv', 'junit.xml', 'manifest.json']) {
      expect(await read(file), file).toContain(EMULATED_NOTICE);
    }
  });

  it('leaves a result of Allure for each test, and Playwright’s report with them all in it', async () => {
    const files = await filesBelow(run.runDir);
    const results = files.filter((file) => /^allure-results\/.+-result\.json$/.test(file));
    expect(results).toHaveLength(run.record.run.tests.length);
    const report = await readFile(join(run.runDir, 'playwright-report', 'index.html'));
    const inside = [...layersOf(report)].map((layer) => layer.toString('utf8'));
    for (const { title } of run.record.run.tests) {
      expect(
        inside.some((text) => text.includes(JSON.stringify(title))),
        title,
      ).toBe(true);
    }
    for (const file of await Promise.all(results.map(read))) expect(file).toContain('"status":"passed"');
  });
});

describe('no data value and no credential', () => {
  it('is in any file of the pack, however it is packed', async () => {
    const roles = tap.credentials.map(({ roleArn }) => roleArn.split('/')[1]);
    expect(new Set(roles)).toEqual(
      new Set(['LakeproofRunner', ...[FULL, LIMITED].map((profile) => `SageMakerStudioExecutionRole_${profile}`)]),
    );
    expect(secrets.every((secret) => secret.length >= 20)).toBe(true);
    expect(await filesHolding(run.runDir, [MARK, ...secrets])).toEqual([]);
  });

  it('would be found there, plain, by name, or packed into a report', async () => {
    const copy = await copyOfPack();
    const [token = ''] = secrets.slice(-1);
    await appendFile(join(copy, 'observations.jsonl'), `{"x":"Books${MARK}"}\n`);
    await writeFile(join(copy, 'allure-results', `${MARK}-attachment.txt`), '');
    const packed = gzipSync(Buffer.from(`${'padding '.repeat(100)}${token}${randomUUID().repeat(9)}`));
    await appendFile(join(copy, 'playwright-report', 'index.html'), `<i>${packed.toString('base64')}</i>`);
    expect(await filesHolding(copy, [MARK, ...secrets])).toEqual([
      `allure-results/${MARK}-attachment.txt`,
      'observations.jsonl',
      'playwright-report/index.html',
    ]);
  });

  it('is in any object that Athena left in S3, until somebody selects one', async () => {
    const marked = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const { location, read: bytes } of await objectsOf(lake)) {
        if (DATA.test(location)) continue;
        if (holds(Buffer.from(location), [MARK, ...secrets]) || holds(await bytes(), [MARK, ...secrets])) {
          found.push(location);
        }
      }
      return found;
    };
    const locations = (await objectsOf(lake)).map(({ location }) => location);
    const answered = run.record.observations.filter(({ execution }) => execution.state === 'SUCCEEDED');
    expect(answered.length).toBeGreaterThan(0);
    for (const { execution } of answered) {
      expect(locations.some((location) => location.includes(execution.queryExecutionId ?? '?'))).toBe(true);
    }
    expect(await marked()).toEqual([]);
    const { rows, outputLocation } = await queriedAs(lake, FULL, `SELECT * FROM ${REVIEWS} LIMIT 5`);
    expect(rows).toHaveLength(5);
    for (const row of rows) {
      expect(STRINGS.filter((column) => row[column]?.endsWith(MARK) !== true)).toEqual([]);
    }
    expect(await marked()).toEqual([outputLocation]);
  });

  it('is in a file that others than its owner may read', async () => {
    const holding = await filesHolding(lake.stateDir, secrets);
    expect(holding).toContain('lake.env');
    for (const file of holding) {
      const { mode } = await stat(join(lake.stateDir, file));
      expect((mode & 0o077).toString(8), file).toBe('0');
    }
  });
});

describe('lakeproof verify', () => {
  const verified = async (pack: string): Promise<Ended> => lakeproof(['verify', pack]).ended;

  it('finds the pack as it was written', async () => {
    const { exitCode, stdout } = await verified(run.runDir);
    expect(stdout).toContain('the pack is as it was written');
    expect(stdout).toContain(EMULATED_NOTICE);
    expect(exitCode).toBe(0);
  });

  it.each<[string, string, (pack: string) => Promise<void>]>([
    [
      'a changed status',
      'findings.jsonl',
      async (pack) => {
        const file = join(pack, 'findings.jsonl');
        const text = await readFile(file, 'utf8');
        await writeFile(file, text.replace('"status":"satisfied"', '"status":"not-satisfied"'));
      },
    ],
    [
      'a changed byte',
      'playwright-report/index.html',
      async (pack) => {
        const file = join(pack, 'playwright-report', 'index.html');
        const bytes = await readFile(file);
        bytes.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000);
        await writeFile(file, bytes);
      },
    ],
    ['a removed file', 'audit-events.jsonl', async (pack) => rm(join(pack, 'audit-events.jsonl'))],
    [
      'an added file',
      'allure-results/one-more.json',
      (pack) => writeFile(join(pack, 'allure-results/one-more.json'), '{}'),
    ],
  ])('finds %s', async (_what, file, change) => {
    const copy = await copyOfPack();
    await change(copy);
    const { exitCode, stdout } = await verified(copy);
    expect(stdout).toMatch(/^✗ the pack is not what it claims to be/m);
    expect(stdout).toContain(file);
    expect(exitCode).toBe(1);
  });
});
