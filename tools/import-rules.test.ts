import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../core/package-root.js';

/** Each rule, and an import that it must refuse: [rule, importing file, imported file or package]. */
const PLANTED: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['room-core', 'core/a.ts', 'helpers/model/status.ts'],
  ['room-helpers-model', 'helpers/model/b.ts', 'core/error.ts'],
  ['room-helpers-policy', 'helpers/policy/c.ts', 'helpers/aws/athena.ts'],
  ['room-helpers-probe', 'helpers/probe/d.ts', 'helpers/plan/plan.ts'],
  ['room-helpers-plan', 'helpers/plan/e.ts', 'helpers/engine/engine.ts'],
  ['room-helpers-judge', 'helpers/judge/f.ts', 'helpers/policy/load.ts'],
  ['room-helpers-judge', 'helpers/judge/g.ts', 'helpers/audit/sweep.ts'],
  ['room-helpers-record', 'helpers/record/h.ts', 'helpers/judge/judge.ts'],
  ['room-helpers-config', 'helpers/config/i.ts', 'helpers/engine/engine.ts'],
  ['room-helpers-audit', 'helpers/audit/j.ts', 'helpers/engine/engine.ts'],
  ['room-helpers-aws', 'helpers/aws/k.ts', 'reports/reporter.ts'],
  ['room-helpers-engine', 'helpers/engine/l.ts', 'fixtures/test.ts'],
  ['room-helpers-doctor', 'helpers/doctor/m.ts', 'helpers/judge/judge.ts'],
  ['room-reports', 'reports/n.ts', 'helpers/aws/athena.ts'],
  ['room-fixtures', 'fixtures/o.ts', 'reports/reporter.ts'],
  ['room-specs', 'specs/access/p.spec.ts', 'helpers/engine/engine.ts'],
  ['room-lake', 'lake/q.ts', 'cli/main.ts'],
  ['room-cli', 'cli/r.ts', 'lake/server.ts'],
  ['lake-stays-apart', 'helpers/engine/s.ts', 'lake/server.ts'],
  ['lake-stays-apart', 'helpers/engine/s.test.ts', 'lake/server.ts'],
  ['lake-knows-no-policy', 'lake/t.ts', 'helpers/policy/load.ts'],
  ['lake-knows-no-policy', 'lake/t.test.ts', 'policies/walkthrough.ts'],
  ['specs-take-only-types-of-model', 'specs/access/u.spec.ts', 'helpers/model/status.ts'],
  ['only-aws-imports-the-sdk', 'helpers/engine/v.ts', '@aws-sdk/client-athena'],
  ['only-aws-imports-the-sdk', 'cli/w.ts', '@aws-sdk/client-sts'],
  ['pure-rooms-have-no-world', 'helpers/judge/x.ts', 'node:fs'],
  ['pure-rooms-have-no-world', 'helpers/plan/y.ts', 'core/clock.ts'],
  ['pure-rooms-have-no-world', 'helpers/audit/correlate.ts', 'node:https'],
  ['policy-has-no-network', 'helpers/policy/z.ts', 'node:http'],
  ['no-test-code-in-product', 'cli/za.ts', 'tools/plant.ts'],
  ['no-test-code-in-product', 'core/zb.ts', 'core/error.test.ts'],
  ['no-dev-package-in-product', 'core/zc.ts', 'fast-check'],
  ['no-unknown-package', 'core/zd.ts', 'a-package-that-nobody-declared'],
];

/** Imports that the rules must let pass, so that a rule which refuses everything is noticed too. */
const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ['helpers/aws/ok.ts', '@aws-sdk/client-athena'],
  ['lake/ok.ts', '@aws-sdk/client-athena'],
  ['lake/ok2.ts', 'core/error.ts'],
  ['helpers/judge/ok.ts', 'helpers/audit/correlate.ts'],
  ['helpers/policy/ok.ts', 'node:fs'],
  ['helpers/plan/ok.ts', 'helpers/probe/registry.ts'],
  ['reports/ok.ts', 'helpers/engine/door-client.ts'],
  ['specs/access/ok.spec.ts', 'fixtures/test.ts'],
  ['cli/ok.ts', 'reports/reporter.ts'],
];

const report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

const root = packageRoot();
const house = mkdtempSync(join(tmpdir(), 'lakeproof-imports-'));
let violations: { from: string; rule: string }[] = [];

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

function plant(from: string, to: string): void {
  const isFile = to.endsWith('.ts');
  const specifier = isFile ? `${'../'.repeat(from.split('/').length - 1)}${to.replace(/\.ts$/, '.js')}` : to;
  write(from, `import * as planted from '${specifier}';\nexport const used = planted;\n`);
}

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  write('package.json', JSON.stringify({ name: 'planted', type: 'module', ...dependenciesOfThisPackage() }));
  write('tsconfig.json', '{ "compilerOptions": { "module": "NodeNext", "moduleResolution": "NodeNext" } }');
  const files = [...PLANTED.map(([, , to]) => to), ...ALLOWED.map(([, to]) => to)].filter((to) => to.endsWith('.ts'));
  for (const file of new Set(files)) write(file, 'export const here = 1;\n');
  write('core/circle-a.ts', "import { b } from './circle-b.js';\nexport const a = (): unknown => b;\n");
  write('core/circle-b.ts', "import { a } from './circle-a.js';\nexport const b = (): unknown => a;\n");
  for (const [, from, to] of PLANTED) plant(from, to);
  for (const [from, to] of ALLOWED) plant(from, to);

  const rules = await extractDepcruiseConfig(join(root, '.dependency-cruiser.cjs'));
  const result = await cruise(['.'], {
    ...rules.options,
    baseDir: house,
    validate: true,
    ruleSet: { forbidden: rules.forbidden ?? [] },
    tsConfig: { fileName: join(house, 'tsconfig.json') },
    outputType: 'json',
  });
  const parsed = report.parse(typeof result.output === 'string' ? JSON.parse(result.output) : result.output);
  violations = parsed.summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
});

afterAll(() => {
  rmSync(house, { recursive: true, force: true });
});

function dependenciesOfThisPackage(): Record<string, unknown> {
  const require = createRequire(import.meta.url);
  const { dependencies, devDependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
    .parse(require(join(root, 'package.json')));
  return { dependencies, devDependencies };
}

describe('import rules', () => {
  it.each(PLANTED)('%s refuses %s importing %s', (rule, from) => {
    expect(violations.filter((violation) => violation.from === from).map((violation) => violation.rule)).toContain(
      rule,
    );
  });

  it('no-circle refuses two files that import each other', () => {
    expect(violations).toContainEqual({ from: 'core/circle-a.ts', rule: 'no-circle' });
  });

  it.each(ALLOWED)('%s may import %s', (from) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([]);
  });

  it('every rule has a planted violation', async () => {
    const { forbidden = [] } = await extractDepcruiseConfig(join(root, '.dependency-cruiser.cjs'));
    const planted = new Set([...PLANTED.map(([rule]) => rule), 'no-circle']);
    expect(forbidden.map((rule) => rule.name ?? 'a rule without a name').filter((name) => !planted.has(name))).toEqual(
      [],
    );
  });
});
