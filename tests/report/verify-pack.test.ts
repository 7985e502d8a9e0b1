import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../core/canonical-json.js';
import { FakeClock } from '../../core/clock.js';
import { sha256 } from '../../core/digest.js';
import { takeLock } from '../../helpers/record/lock.js';
import { type VerifyReport, verifyPack } from '../../reports/pack/verify-pack.js';
import { renderVerifyReport, verifyExitCode } from '../../reports/pack/verify-text.js';
import { writePack } from '../../reports/pack/write-pack.js';
import { packWorld, writeWorld } from '../support/pack-world.js';

/*
 * What somebody who can write into a pack might do to it, and that each of it is found. `fixed` means that they also put
 * the new digests into the manifest, which anybody can while it is unsigned: then only judging and rendering again helps.
 */
let folder: string;
let whole: string;
let copies = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakeproof-verify-'));
  whole = join(folder, 'whole');
  await writeWorld(whole, packWorld());
  await mkdir(join(whole, 'allure-results'));
  await writeFile(join(whole, 'allure-results', 'a result.json'), '{}');
  await mkdir(join(whole, 'playwright-report', 'data'), { recursive: true });
  await writeFile(join(whole, 'playwright-report', 'data', 'trace.zip'), Buffer.alloc(300_000, 7));
  await writePack(whole);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Tamper = (packDir: string) => Promise<void>;

async function verified(tamper: Tamper): Promise<VerifyReport> {
  copies += 1;
  const packDir = join(folder, `copy-${copies}`);
  await cp(whole, packDir, { recursive: true });
  await tamper(packDir);
  return verifyPack(packDir);
}

function edit(file: string, change: (text: string) => string): Tamper {
  return async (packDir) => {
    const path = join(packDir, file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    expect(after, 'the edit changes something').not.toBe(before);
    await writeFile(path, after);
  };
}

function replaced(from: string | RegExp, to: string): (text: string) => string {
  return (text) => text.replace(from, () => to);
}

/** Puts the digests of what is there now into the manifest, as somebody would who knows the format. */
async function fixManifest(packDir: string): Promise<void> {
  const path = join(packDir, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as {
    subject: { name: string; digest: { sha256: string } }[];
  };
  for (const subject of manifest.subject) subject.digest.sha256 = sha256(await readFile(join(packDir, subject.name)));
  await writeFile(path, `${canonicalJson(manifest)}\n`);
}

function fixed(tamper: Tamper): Tamper {
  return async (packDir) => {
    await tamper(packDir);
    await fixManifest(packDir);
  };
}

function reorderLines(text: string): string {
  const [first = '', second = '', ...rest] = text.split('\n');
  return [second, first, ...rest].join('\n');
}

const toSatisfied = replaced(/"status":"not-satisfied"/, '"status":"satisfied"');
/** The line that shows the leak, turned into the refusal that it should have been. */
const withoutLeak = replaced(
  '"names":["product_id","star_rating","review_body","customer_id"]',
  '"names":["product_id","star_rating","review_body"]',
);

describe('a pack as it was written', () => {
  it('is found whole, offline', async () => {
    const report = await verifyPack(whole);
    expect(report).toMatchObject({
      discrepancies: [],
      notChecked: [],
      notes: [],
      filesChecked: 13,
      findingsChecked: 22,
    });
    expect(verifyExitCode(report)).toBe(0);
    expect(renderVerifyReport(report)).toContain('emulated: says nothing about an AWS account');
  });

  it('can be made again, and is the same but for its time', async () => {
    const packDir = join(folder, 'again');
    await cp(whole, packDir, { recursive: true });
    await writePack(packDir, new FakeClock());
    const files = await Promise.all([whole, packDir].map((each) => readFile(join(each, 'manifest.json'), 'utf8')));
    const [first, second] = files.map((text) => text.replace(/"createdAt":"[^"]+"/, ''));
    expect(second).toBe(first);
  });
});

describe('what is found', () => {
  it.each<[string, Tamper, string[]]>([
    [
      'a changed status',
      edit('findings.jsonl', toSatisfied),
      ['changed findings.jsonl', 'verdict findings.jsonl', 'report'],
    ],
    [
      'a changed byte in a report of Playwright',
      edit('playwright-report/data/trace.zip', replaced('\u0007', '\u0008')),
      ['changed playwright-report/data/trace.zip'],
    ],
    [
      'a changed byte in the page',
      edit('index.html', replaced('over-exposed', 'over-exqosed')),
      ['changed index.html', 'report index.html'],
    ],
    [
      'a removed file',
      (dir) => rm(join(dir, 'allure-results', 'a result.json')),
      ['missing allure-results/a result.json'],
    ],
    [
      'removed events',
      (dir) => rm(join(dir, 'audit-events.jsonl')),
      ['missing audit-events.jsonl', 'verdict findings.jsonl'],
    ],
    ['a removed part of the record', (dir) => rm(join(dir, 'plan.json')), ['missing plan.json', 'record run.json']],
    ['a removed report', (dir) => rm(join(dir, 'junit.xml')), ['missing junit.xml']],
    [
      'an added file',
      (dir) => writeFile(join(dir, 'allure-results', 'more.json'), ''),
      ['added allure-results/more.json'],
    ],
    [
      'a renamed file',
      (dir) => rename(join(dir, 'policy.yaml'), join(dir, 'policy2.yaml')),
      ['missing policy.yaml', 'added policy2.yaml'],
    ],
    ['reordered lines', edit('findings.jsonl', reorderLines), ['changed findings.jsonl', 'verdict findings.jsonl']],
    ['no manifest', (dir) => rm(join(dir, 'manifest.json')), ['missing manifest.json']],
    ['a manifest that is none', (dir) => writeFile(join(dir, 'manifest.json'), '{}'), ['manifest manifest.json']],
    [
      'a link in place of a file',
      async (dir) => {
        await rename(join(dir, 'findings.csv'), join(folder, `outside-${copies}`));
        await symlink(join(folder, `outside-${copies}`), join(dir, 'findings.csv'));
      },
      ['unsafe findings.csv', 'missing findings.csv'],
    ],
    ['a link to a folder', (dir) => symlink('/etc', join(dir, 'allure-results', 'etc')), ['unsafe allure-results/etc']],
    [
      'a manifest that leads outside',
      edit('manifest.json', replaced('"name":"run.json"', '"name":"../whole/run.json"')),
      ['unsafe ../whole/run.json', 'added run.json'],
    ],
    [
      'a manifest with an absolute path',
      edit('manifest.json', replaced('"name":"run.json"', '"name":"/etc/passwd"')),
      ['unsafe /etc/passwd', 'added run.json'],
    ],
    [
      'a writer that is at work',
      async (dir) => {
        await takeLock(dir);
      },
      ['added run.lock'],
    ],
  ])('%s', async (_, tamper, expected) => {
    const report = await verified(tamper);
    const seen = report.discrepancies.map(({ kind, file }) => `${kind} ${file}`);
    for (const each of expected) expect(seen).toContainEqual(expect.stringContaining(each));
    expect(verifyExitCode(report)).toBe(1);
  });
});

describe('what is found although the manifest was made to fit', () => {
  it.each<[string, Tamper, string, RegExp]>([
    [
      'a changed status',
      edit('findings.jsonl', toSatisfied),
      'verdict findings.jsonl',
      /status "not-satisfied", not "satisfied"/,
    ],
    [
      'a changed reason',
      edit('findings.jsonl', replaced('"reason":"absent"', '"reason":"late"')),
      'verdict findings.jsonl',
      /reason "absent", not "late"/,
    ],
    [
      'a removed finding',
      edit('findings.jsonl', replaced(/^.*over-exposed.*\n/m, '')),
      'verdict findings.jsonl',
      /is left out/,
    ],
    [
      'a finding of nothing',
      edit(
        'findings.jsonl',
        (text) => `${text}${(text.split('\n')[0] ?? '').replace(/"findingId":"./, '"findingId":"x')}\n`,
      ),
      'verdict findings.jsonl',
      /of nothing that was planned/,
    ],
    ['reordered findings', edit('findings.jsonl', reorderLines), 'verdict findings.jsonl', /not in the order/],
    [
      'prettier coverage',
      edit('coverage.json', replaced(/"not-satisfied":\d+/, '"not-satisfied":0')),
      'verdict coverage.json',
      /byObjective|byStatus/,
    ],
    [
      'an answer without its leak',
      edit('observations.jsonl', withoutLeak),
      'verdict findings.jsonl',
      /observed "accepted by name in SELECT"/,
    ],
    [
      'an answer to another question',
      edit('observations.jsonl', replaced('"sql":"SELECT * FROM', '"sql":"SELECT 1 FROM')),
      'record observations.jsonl',
      /another question/,
    ],
    [
      'an event that was not there',
      edit(
        'audit-events.jsonl',
        (text) =>
          text +
          (text.split('\n').find((line) => line.includes('GetDataAccess')) ?? '')
            .replace(/"eventID":"[^"]+"/, '"eventID":"made-up"')
            .replace(/"lakeFormationPrincipal":"[^"]+"/, '"lakeFormationPrincipal":"nobody"') +
          '\n',
      ),
      'verdict findings.jsonl',
      /contradicted/,
    ],
    [
      'a settling time that was not kept',
      edit('run.json', replaced('"auditSettleMs":10000', '"auditSettleMs":99999999')),
      'verdict findings.jsonl',
      /reason "late", not "absent"/,
    ],
    [
      'a shorter plan',
      edit('plan.json', (text) => {
        const plan = JSON.parse(text) as { findings: unknown[] };
        plan.findings.pop();
        return `${JSON.stringify(plan)}\n`;
      }),
      'verdict findings.jsonl',
      /of nothing that was planned/,
    ],
    [
      'a plan that expects what was seen',
      edit('plan.json', (text) => text.replaceAll('"expected":"deny"', '"expected":"permit"')),
      'verdict findings.jsonl',
      /expected "permit", not "deny"/,
    ],
    [
      'a finding about another column',
      edit('plan.json', replaced('"column":"customer_id"', '"column":"vine"')),
      'record plan.json',
      /should have the id/,
    ],
    [
      'a probe of other SQL',
      edit('plan.json', replaced('"sql":"SELECT 1"', '"sql":"SELECT 2"')),
      'record plan.json',
      /probe .* should have the id/,
    ],
    ['another policy', edit('policy.yaml', replaced('walkthrough', 'lenient')), 'record policy.yaml', /not the policy/],
    [
      'a target that its endpoints do not show',
      edit('run.json', replaced('"target":"emulated"', '"target":"aws"')),
      'record run.json',
      /said to be aws/,
    ],
    ['another page', edit('index.html', replaced('✗', '✓')), 'report index.html', /not what the record renders to/],
    [
      'another table',
      edit('findings.csv', replaced('not-satisfied', 'satisfied')),
      'report findings.csv',
      /not what the record renders to/,
    ],
    [
      'another JUnit',
      edit('junit.xml', replaced('failures="4"', 'failures="0"')),
      'report junit.xml',
      /not what the record renders to/,
    ],
    [
      'another verdict in the manifest',
      edit('manifest.json', replaced('"verdict":"not-satisfied"', '"verdict":"satisfied"')),
      'manifest manifest.json',
      /says verdict "satisfied"/,
    ],
    [
      'no notice in the manifest',
      edit('manifest.json', replaced(/"notice":"[^"]+",/, '')),
      'manifest manifest.json',
      /says notice null/,
    ],
    [
      'a record that is none',
      edit('observations.jsonl', (text) => `{\n${text}`),
      'record run.json',
      /observations\.jsonl:1/,
    ],
  ])('%s', async (_, tamper, expected, what) => {
    const report = await verified(fixed(tamper));
    expect(report.discrepancies.map(({ kind, file }) => `${kind} ${file}`)).toContain(expected);
    const texts = report.discrepancies.filter(({ kind, file }) => `${kind} ${file}` === expected);
    expect(texts.map((discrepancy) => discrepancy.what).join('\n')).toMatch(what);
    expect(report.discrepancies.filter(({ kind }) => kind === 'changed')).toEqual([]);
    expect(verifyExitCode(report)).toBe(1);
  });
});

describe('what cannot be checked', () => {
  it('is said, and is no success: reports of another version', async () => {
    const packDir = join(folder, 'newer');
    await writeWorld(packDir, packWorld({ lakeproofVersion: '0.0.9' }));
    await writePack(packDir);
    const report = await verifyPack(packDir);
    expect(report.discrepancies).toEqual([]);
    expect(report.notChecked).toEqual([expect.stringContaining('version 0.0.9')]);
    expect(verifyExitCode(report)).toBe(2);
  });

  it('is an error: a folder that is not there', async () => {
    await expect(verifyPack(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'PACK_MISSING' });
  });
});

describe('making a pack', () => {
  it('is refused while the run has a writer, and over links', async () => {
    const packDir = join(folder, 'busy');
    await writeWorld(packDir, packWorld());
    const lock = await takeLock(packDir);
    await expect(writePack(packDir)).rejects.toMatchObject({ code: 'RECORD_LOCKED' });
    await lock.release();
    await symlink('/etc/hosts', join(packDir, 'hosts'));
    await expect(writePack(packDir)).rejects.toMatchObject({ code: 'PACK_UNSAFE' });
  });

  it('of an interrupted run says that it is a part', async () => {
    const packDir = join(folder, 'part');
    await writeWorld(packDir, packWorld({ state: 'interrupted' }));
    const { summary, manifestPath } = await writePack(packDir);
    expect(summary).toContain('lakeproof resume');
    expect(await readFile(join(packDir, 'index.html'), 'utf8')).toContain('This run is not finished (interrupted)');
    expect(await readFile(manifestPath, 'utf8')).toContain('"complete":false');
  });
});
