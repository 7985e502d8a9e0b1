import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../core/package-root.js';

/** Each ban of the house that ESLint keeps, and the code that must break it: [rule, file, code]. */
const PLANTED: readonly (readonly [rule: string, file: string, code: string])[] = [
  [
    'no-restricted-syntax',
    'specs/only.spec.ts',
    "declare const test: { only(t: string): void };\ntest.only('x');\nexport {};\n",
  ],
  ['no-restricted-syntax', 'specs/skip.spec.ts', 'declare const test: { skip(): void };\ntest.skip();\nexport {};\n'],
  ['no-restricted-syntax', 'specs/fail.spec.ts', 'declare const test: { fail(): void };\ntest.fail();\nexport {};\n'],
  [
    'no-restricted-syntax',
    'specs/fixme.spec.ts',
    'declare const test: { fixme(): void };\ntest.fixme();\nexport {};\n',
  ],
  [
    'no-restricted-syntax',
    'specs/describe.spec.ts',
    "declare const test: { describe: { only(t: string): void } };\ntest.describe.only('x');\nexport {};\n",
  ],
  [
    'no-restricted-syntax',
    'specs/wait.spec.ts',
    'declare const page: { waitForTimeout(ms: number): unknown };\npage.waitForTimeout(5);\nexport {};\n',
  ],
  ['no-console', 'helpers/print.ts', "console.log('x');\n"],
  ['no-restricted-syntax', 'helpers/catch.ts', 'try {\n  JSON.parse("{}");\n} catch {\n  // nothing\n}\n'],
  ['no-restricted-syntax', 'helpers/promise.ts', 'Promise.reject(new Error("x")).catch(() => {});\n'],
  ['no-restricted-properties', 'helpers/environment.ts', 'export const home = process.env["HOME"];\n'],
  ['no-restricted-properties', 'cli/destructured.ts', 'export const { env } = process;\n'],
  [
    'no-restricted-imports',
    'cli/imported.ts',
    "import { env } from 'node:process';\nexport const home = env['HOME'];\n",
  ],
  ['no-restricted-syntax', 'helpers/judge/clock.ts', 'export const now = new Date();\n'],
  ['no-restricted-syntax', 'helpers/plan/chance.ts', 'export const chance = Math.random();\n'],
  ['@typescript-eslint/no-explicit-any', 'helpers/any.ts', 'export const x: any = 1;\n'],
];

const ALLOWED: readonly (readonly [file: string, code: string])[] = [
  ['helpers/config/environment.ts', 'export const home = process.env["HOME"];\n'],
  ['helpers/engine/clock.ts', 'export const now = new Date();\n'],
];

const root = packageRoot();
const house = realpathSync(mkdtempSync(join(tmpdir(), 'lakeproof-lint-')));
const rulesByFile = new Map<string, readonly (string | null)[]>();

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  copyFileSync(join(root, 'eslint.config.js'), join(house, 'eslint.config.js'));
  writeFileSync(join(house, 'package.json'), '{ "type": "module" }');
  for (const [file, code] of [...PLANTED.map(([, file, code]) => [file, code] as const), ...ALLOWED]) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), code);
  }
  for (const result of await new ESLint({ cwd: house }).lintFiles(['.'])) {
    rulesByFile.set(
      relative(house, result.filePath),
      result.messages.map((message) => message.ruleId),
    );
  }
}, 60_000);

afterAll(() => {
  rmSync(house, { recursive: true, force: true });
});

describe('lint rules', () => {
  it.each(PLANTED)('%s fires in %s', (rule, file) => {
    expect(rulesByFile.get(file)).toContain(rule);
  });

  it.each(ALLOWED)('%s is left alone', (file) => {
    expect(rulesByFile.get(file)).toEqual([]);
  });
});
