import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.js';
import { packageRoot } from '../../core/package-root.js';
import { EMULATED_NOTICE } from '../../helpers/model/run.js';
import { verifyPack } from '../../reports/pack/verify-pack.js';
import { type WrittenPack, writePack } from '../../reports/pack/write-pack.js';
import { FORMULA_COLUMN, FULL, HOSTILE_TABLE, LIMITED, packWorld, writeWorld } from '../support/pack-world.js';

/*
 * A pack made by hand, kept whole: the same record must go on giving the same bytes, and every pack that was ever written
 * must go on being readable. `npx vitest run --project cross tests/report -u` writes it anew; read the difference.
 */
const GOLDEN = join(packageRoot(), 'tests/golden/walkthrough-pack');

let folder: string;
let packDir: string;
let pack: WrittenPack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakeproof-golden-'));
  packDir = join(folder, 'pack');
  await writeWorld(packDir, packWorld());
  pack = await writePack(packDir, new FakeClock('2026-01-02T03:07:00.000Z'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the golden pack', () => {
  it('has these files', async () => {
    expect((await readdir(packDir)).sort()).toEqual([
      'audit-events.jsonl',
      'coverage.json',
      'findings.csv',
      'findings.jsonl',
      'index.html',
      'inventory.json',
      'junit.xml',
      'manifest.json',
      'observations.jsonl',
      'plan.json',
      'policy.yaml',
      'run.json',
    ]);
  });

  it('is what it was, byte for byte', async () => {
    for (const file of await readdir(packDir)) {
      await expect(await readFile(join(packDir, file), 'utf8')).toMatchFileSnapshot(join(GOLDEN, file));
    }
    await expect(pack.summary.replaceAll(packDir, 'PACK')).toMatchFileSnapshot(`${GOLDEN}.summary.txt`);
  });

  it('is read and verified by this version', async () => {
    const report = await verifyPack(GOLDEN);
    expect(report.discrepancies).toEqual([]);
    expect(report.findingsChecked).toBe(22);
  });

  it('holds the verdicts that were put into it by hand', () => {
    const { record } = packWorld();
    const open = record.findings
      .filter(({ status }) => status !== 'satisfied')
      .map(({ status, reason, profile, resource, controlType }) =>
        [status, reason, profile, controlType, resource.column ?? resource.table ?? resource.database].join(' '),
      );
    expect(open).toEqual([
      `indeterminate throttled ${FULL} table-visibility canary`,
      `not-satisfied over-exposed ${LIMITED} column-select customer_id`,
      `not-satisfied absent ${LIMITED} get-data-access amazon_reviews_parquet`,
      `not-satisfied undeclared ${HOSTILE_TABLE} declared ${HOSTILE_TABLE}`,
      'not-satisfied undeclared * declared amazon_reviews_db',
    ]);
  });
});

describe('what every output says', () => {
  it.each(['index.html', 'findings.csv', 'junit.xml', 'manifest.json'])('%s says that it is emulated', async (file) => {
    expect(await readFile(join(packDir, file), 'utf8')).toContain(EMULATED_NOTICE);
  });

  it('so does the terminal, in 25 lines, the red before the amber', () => {
    expect(pack.summary).toContain(EMULATED_NOTICE);
    const lines = pack.summary.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(25);
    const marks = lines.map((line) => line[0]).filter((mark) => mark === '✗' || mark === '?');
    expect(marks.join('')).toBe('✗✗✗✗✗?');
    expect(pack.summary).toContain(`${packDir}/index.html`);
  });

  it('on AWS none of them says so', async () => {
    const runDir = join(folder, 'aws');
    const endpoints = { athena: 'https://athena.us-east-1.amazonaws.com' };
    await writeWorld(runDir, packWorld({ target: 'aws', endpoints }));
    const { summary } = await writePack(runDir);
    expect(summary).not.toContain('emulated');
    for (const file of ['index.html', 'findings.csv', 'junit.xml', 'manifest.json']) {
      expect(await readFile(join(runDir, file), 'utf8')).not.toContain('emulated');
    }
  });
});

describe('names that mean harm', () => {
  it('are text in the page', async () => {
    const page = await readFile(join(packDir, 'index.html'), 'utf8');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<b>sales');
    expect(page).not.toContain('\u202E');
    expect(page).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\\u{202e}gnp');
  });

  it('are no formula in the table', async () => {
    const text = await readFile(join(packDir, 'findings.csv'), 'utf8');
    const rows = parseCsv(text);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    expect(rows.flat()).toContain(`'${FORMULA_COLUMN}`);
    expect(rows).toHaveLength(1 + 22);
  });

  it('are text in JUnit, which counts what it holds', async () => {
    const text = await readFile(join(packDir, 'junit.xml'), 'utf8');
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(text) as { testsuites: Record<string, string> };
    const { testsuites } = parsed;
    expect([testsuites['@_tests'], testsuites['@_failures'], testsuites['@_errors']]).toEqual(['22', '4', '1']);
    expect(text.match(/<testcase /g)).toHaveLength(22);
    expect(text.match(/<failure /g)).toHaveLength(4);
    expect(text.match(/<error /g)).toHaveLength(1);
  });
});

/** RFC 4180, read by hand: an oracle that knows nothing of how the file was written. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    row.push((match[1] ?? '').replaceAll('""', '"'));
    if (match[2] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
