import { describe, expect, it } from 'vitest';
import { goodWorld } from '../../tests/support/judge-world.js';
import type { Finding } from '../model/finding.js';
import type { RunInfo, TestOutcome } from '../model/run.js';
import { coverageOf } from './coverage.js';
import { exitCodeOf } from './exit-code.js';
import { judgeAll } from './judge.js';

const outcome = (kind: TestOutcome['outcome'], testKey?: string): TestOutcome => ({
  title: 't',
  file: 'f',
  project: 'p',
  outcome: kind,
  durationMs: 1,
  ...(testKey === undefined ? {} : { testKey }),
});

const GREEN = judgeAll(goodWorld());
const as = (status: Finding['status']): Finding[] =>
  GREEN.map((finding, at) => (at === 0 ? { ...finding, status } : finding));

describe('exitCodeOf', () => {
  it.each<[string, readonly Finding[], readonly TestOutcome[], RunInfo['state'], number]>([
    ['all satisfied', GREEN, [outcome('passed', 'k')], 'finished', 0],
    ['one not satisfied', as('not-satisfied'), [outcome('failed', 'k')], 'finished', 1],
    ['one indeterminate', as('indeterminate'), [outcome('failed', 'k')], 'finished', 2],
    ['1 wins over 2', [...as('not-satisfied'), ...as('indeterminate')], [], 'finished', 1],
    ['no finding at all', [], [], 'finished', 2],
    ["a user's own spec failed", GREEN, [outcome('failed')], 'finished', 1],
    ['one of ours failed though its findings are satisfied', GREEN, [outcome('failed', 'k')], 'finished', 2],
    ['a test did not run', GREEN, [outcome('did-not-run', 'k')], 'finished', 2],
    ['a flaky test', GREEN, [outcome('flaky', 'k')], 'finished', 2],
    ['interrupted', GREEN, [], 'interrupted', 2],
    ['asked, log not read', GREEN, [], 'asked', 2],
  ])('%s', (_what, findings, tests, state, code) => {
    const coverage = coverageOf(goodWorld().plan, findings, tests);
    // Findings that this table leaves out on purpose are not the subject here.
    expect(exitCodeOf(findings, { ...coverage, unjudged: [] }, { state, tests })).toBe(code);
  });

  it.each<[string, string, number]>([
    ['a test of the log that failed before the log was read', 'audit/logged/p/t', 0],
    ['any other test that failed', 'access/columns/p/t', 2],
  ])('after a later confirm, %s', (_what, testKey, code) => {
    const tests = [outcome('failed', testKey)];
    const coverage = { ...coverageOf(goodWorld().plan, GREEN, tests), unjudged: [] };
    const confirmedAt = '2026-07-01T21:30:00.000Z';
    expect(exitCodeOf(GREEN, coverage, { state: 'finished', tests, confirmedAt })).toBe(code);
    expect(exitCodeOf(GREEN, coverage, { state: 'finished', tests })).toBe(2);
    expect(exitCodeOf(as('indeterminate'), coverage, { state: 'finished', tests, confirmedAt })).toBe(2);
  });

  it('what was planned and not judged is counted, and is never green', () => {
    const { plan } = goodWorld();
    const coverage = coverageOf(plan, GREEN.slice(1), []);
    expect(coverage.unjudged).toEqual(['permitted']);
    expect(coverage.planned).toBe(coverage.judged + 1);
    expect(exitCodeOf(GREEN.slice(1), coverage, { state: 'finished', tests: [] })).toBe(2);
  });

  it('counts refusals that rest on the catalogue alone', () => {
    const coverage = coverageOf(goodWorld().plan, GREEN, []);
    expect(coverage.refusalsByCatalogueOnly).toBe(
      GREEN.filter((f) => f.expected === 'deny' && f.control === 'catalogue').length,
    );
    expect(coverage.refusalsByCatalogueOnly).toBe(1);
  });
});
