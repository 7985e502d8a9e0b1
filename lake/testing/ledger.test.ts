import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../core/package-root.js';
import { DEFAULT_SWITCHES } from '../model/lake.js';
import { processOptions } from '../process/options.js';
import { documentedBehaviours, parseLedger, readLedger } from './ledger.js';
import { ledgerPage } from './ledger-page.js';

const ledger = readLedger();
const documented = documentedBehaviours();

describe('lake/ledger.yaml', () => {
  it('covers every documented behaviour, by a row or by a known difference', () => {
    const covered = new Set(
      [...ledger.behaviours, ...ledger.differences, ...ledger.noBehaviour].flatMap((row) => row.covers),
    );
    expect(Object.keys(documented).filter((id) => !covered.has(id))).toEqual([]);
    expect([...covered].filter((id) => !Object.hasOwn(documented, id))).toEqual([]);
  });

  it('keeps what describes no behaviour out of the other lists', () => {
    const real = new Set([...ledger.behaviours, ...ledger.differences].flatMap((row) => row.covers));
    expect(ledger.noBehaviour.flatMap((row) => row.covers).filter((id) => real.has(id))).toEqual([]);
  });

  it.each(ledger.behaviours.map((row) => [row.what, row.test] as const))(
    'names a test that exists: %s',
    (_what, test) => {
      const path = join(packageRoot(), test.file);
      expect(test.file).toMatch(/\.test\.ts$|^specs\/.*\.spec\.ts$/);
      expect(existsSync(path), `${test.file} does not exist`).toBe(true);
      const source = readFileSync(path, 'utf8');
      // As a string of the source: a name within a longer one is another test's.
      const spellings = ["'", '"', '`'].map((mark) => `${mark}${test.name}${mark}`);
      const isNamed = spellings.some((spelling) => source.includes(spelling));
      expect(isNamed, `no test of ${test.file} is called ${test.name}`).toBe(true);
    },
  );

  it('names options of the lake for what can be switched, and every switch', () => {
    const options = ledger.behaviours.flatMap((row) => (row.switch === undefined ? [] : [row.switch.option]));
    expect(options.map((option) => processOptions(option.split(' '))?.switches)).toEqual([
      { ...DEFAULT_SWITCHES, columnListBesideWriting: 'unfiltered' },
      { ...DEFAULT_SWITCHES, dataAccessOfRefusedRead: 'error' },
      { ...DEFAULT_SWITCHES, dataAccessOfRefusedColumn: 'logged' },
      { ...DEFAULT_SWITCHES, accessKeyOfAthenasCalls: 'absent' },
      { ...DEFAULT_SWITCHES, cellFiltersThroughViews: 'applied' },
    ]);
    expect(options).toHaveLength(Object.keys(DEFAULT_SWITCHES).length);
  });

  it('says each thing once', () => {
    const said = ledger.behaviours.map((row) => `${row.service}: ${row.what}`);
    expect(said.filter((what, index) => said.indexOf(what) !== index)).toEqual([]);
  });
});

describe('a ledger', () => {
  const row = {
    service: 'Glue',
    what: 'w',
    covers: [],
    source: 's',
    confidence: 'seen',
    test: { file: 'f.test.ts', name: 'n' },
    verifiedOnAws: 'never',
  };
  const difference = { what: 'w', instead: 'i', covers: [] };
  const of = (changed: object) =>
    JSON.stringify({ behaviours: [{ ...row, ...changed }], differences: [difference], noBehaviour: [] });

  it.each([{}, { verifiedOnAws: '2026-11-27' }])('is read with %j', (changed) => {
    expect(parseLedger(of(changed)).behaviours).toHaveLength(1);
  });

  it.each([
    { confidence: 'sure' },
    { verifiedOnAws: 'yesterday' },
    { verifiedOnAws: undefined },
    { test: { file: 'f.test.ts' } },
    { source: ' ' },
    { covers: ['somewhere'] },
    { more: 1 },
  ])('is refused with %j', (changed) => {
    expect(() => parseLedger(of(changed))).toThrow();
  });
});

it('lake/LEDGER.md is what the ledger says: npm run lake:ledger', () => {
  expect(readFileSync(join(packageRoot(), 'lake', 'LEDGER.md'), 'utf8')).toBe(ledgerPage(ledger));
});
