import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../core/package-root.js';
import { classInstanceFindings } from './class-instances.js';

/**
 * Each type-aware rule, and code that breaks it: [rule, code]. A rule whose options are ours stands once for each option:
 * the code breaks it by that option only.
 */
const PLANTED: readonly (readonly [rule: string, code: string])[] = [
  ['await-thenable', 'await 1;\n'],
  ['no-array-delete', 'declare const list: number[];\ndelete list[0];\n'],
  ['no-base-to-string', 'declare const thing: { a: 1 };\nexport const text = thing.toString();\n'],
  [
    'no-confusing-void-expression',
    'declare function act(): void;\nexport function f(): void {\n  const x = act();\n  return x;\n}\n',
  ],
  ['no-deprecated', '/** @deprecated gone */\ndeclare function old(): void;\nold();\n'],
  ['no-duplicate-type-constituents', "export type Twice = 'a' | 'b' | 'a';\n"],
  ['no-floating-promises', 'Promise.resolve(1);\n'],
  ['no-floating-promises', 'void Promise.resolve(1);\n'],
  [
    'no-floating-promises',
    'declare const one: { then(ok: (x: number) => void, no?: (e: unknown) => void): void };\nasync function f(): Promise<void> {\n  await one;\n  one;\n}\nexport { f };\n',
  ],
  [
    'no-for-in-array',
    'declare const list: string[];\ndeclare function use(x: string): void;\nfor (const i in list) use(i);\n',
  ],
  ['no-generated-empty-object-type', "export type Nothing = Omit<{ a: 1 }, 'a'>;\n"],
  ['no-implied-eval', "setTimeout('1 + 1', 10);\n"],
  ['no-meaningless-void-operator', 'declare function act(): void;\nvoid act();\n'],
  ['no-misused-promises', 'declare function ask(): Promise<boolean>;\nexport const x = ask() ? 1 : 2;\n'],
  [
    'no-misused-promises',
    'declare function each(act: () => void): void;\neach(async () => {\n  await Promise.resolve();\n});\n',
  ],
  ['no-misused-promises', 'declare const rest: Promise<{ a: number }>;\nexport const all = { b: 1, ...rest };\n'],
  ['no-misused-spread', 'declare const seen: Map<string, string>;\nexport const copy = { ...seen };\n'],
  ['no-mixed-enums', "export enum Mixed {\n  A = 1,\n  B = 'b',\n}\n"],
  ['no-redundant-type-constituents', "export type All = unknown | 'a';\n"],
  ['no-unnecessary-boolean-literal-compare', 'declare const flag: boolean;\nexport const x = flag === true ? 1 : 2;\n'],
  ['no-unnecessary-condition', 'declare const item: { a: number };\nexport const x = item ? 1 : 2;\n'],
  ['no-unnecessary-condition', 'declare const item: { a: number };\nexport const x = item?.a;\n'],
  ['no-unnecessary-condition', 'const always = 2 as const;\nwhile (always) {\n  break;\n}\n'],
  ['no-unnecessary-template-expression', "export const x = `${'a'}b`;\n"],
  ['no-unnecessary-type-arguments', 'declare function make<T = number>(): T;\nexport const x = make<number>();\n'],
  ['no-unnecessary-type-assertion', 'declare const x: number;\nexport const y = x as number;\n'],
  ['no-unnecessary-type-conversion', "export const x = String('a');\n"],
  ['no-unnecessary-type-parameters', 'export declare function log<T>(x: T): void;\n'],
  ['no-unsafe-argument', 'declare const x: any;\ndeclare function f(a: string): void;\nf(x);\n'],
  ['no-unsafe-assignment', 'declare const x: any;\nexport const y = x;\n'],
  ['no-unsafe-call', 'declare const x: any;\nx();\n'],
  [
    'no-unsafe-class-instance-assignment',
    'class Money {\n  constructor(readonly amount: number) {}\n}\nexport const one: Money = { amount: 1 };\n',
  ],
  [
    'no-unsafe-class-instance-assignment',
    'class Money {\n  constructor(readonly amount: number) {}\n}\nconst plain = { amount: 1 };\nexport function f(): Money[] {\n  return [plain];\n}\n',
  ],
  ['no-unsafe-enum-assignment', 'enum Level {\n  Low = 1,\n}\nexport const level: Level = 1;\n'],
  [
    'no-unsafe-enum-comparison',
    'enum Level {\n  Low = 1,\n}\ndeclare const level: Level;\nexport const x = level === 1;\n',
  ],
  ['no-unsafe-member-access', 'declare const x: any;\nexport const y: unknown = x.a;\n'],
  ['no-unsafe-return', 'declare const x: any;\nexport function f(): string {\n  return x;\n}\n'],
  ['no-unsafe-unary-minus', 'declare const x: string;\nexport const y = -x;\n'],
  ['no-useless-default-assignment', 'export function f({ a = 1 }: { a: number }): number {\n  return a;\n}\n'],
  ['only-throw-error', "export function f(): void {\n  throw 'x';\n}\n"],
  ['prefer-promise-reject-errors', "export const x = Promise.reject('x');\n"],
  ['prefer-reduce-type-parameter', 'export const x = [1, 2].reduce((all, n) => all.concat(n), [] as number[]);\n'],
  ['prefer-return-this-type', 'export class Builder {\n  add(): Builder {\n    return this;\n  }\n}\n'],
  ['related-getter-setter-pairs', 'export interface Box {\n  get value(): string;\n  set value(x: number);\n}\n'],
  ['require-await', 'export async function f(): Promise<number> {\n  return 1;\n}\n'],
  ['restrict-plus-operands', "declare const n: number;\nexport const x = n + 'a';\n"],
  ['restrict-plus-operands', "declare const n: any;\nexport const x: unknown = n + 'a';\n"],
  ['restrict-plus-operands', "declare const n: boolean;\nexport const x = n + 'a';\n"],
  ['restrict-plus-operands', "declare const n: string | null;\nexport const x = n + 'a';\n"],
  ['restrict-plus-operands', "declare const n: RegExp;\nexport const x = n + 'a';\n"],
  ['restrict-template-expressions', 'declare const o: { a: 1 };\nexport const x = `o: ${o}`;\n'],
  [
    'return-await',
    'declare function ask(): Promise<number>;\nexport async function f(): Promise<number> {\n  try {\n    await ask();\n    return ask();\n  } catch {\n    return 0;\n  }\n}\n',
  ],
  [
    'switch-exhaustiveness-check',
    "export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  [
    'switch-exhaustiveness-check',
    "export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n    case 'b':\n      return 2;\n    default:\n      return 3;\n  }\n}\n",
  ],
  [
    'switch-exhaustiveness-check',
    "export function f(x: string): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  [
    'unbound-method',
    'class Log {\n  readonly lines: string[] = [];\n  add(): void {\n    this.lines.push("x");\n  }\n}\nexport const { add } = new Log();\n',
  ],
  ['use-unknown-in-catch-callback-variable', 'await Promise.resolve(1).catch((cause) => cause);\n'],
];

/** What our options let pass; each would be refused without them. */
const ALLOWED: readonly string[] = [
  'declare function act(): void;\nexport const f = (): void => act();\n',
  '/** @deprecated kept */\ndeclare const PackedPolicySize: number;\nexport const size = PackedPolicySize;\n',
  'while (true) {\n  await Promise.resolve();\n}\n',
  'declare const n: number;\ndeclare const b: boolean;\nexport const x = `${n} ${b}`;\n',
  'declare function ask(): Promise<number>;\nexport async function f(): Promise<number> {\n  await ask();\n  return ask();\n}\n',
];

const diagnostics = z.object({
  diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string(), message: z.string() })),
});
const planted = PLANTED.map(([rule, code], at) => ({ rule, code, file: `planted-${at}.ts` }));
const allowed = ALLOWED.map((code, at) => ({ code, file: `allowed-${at}.ts` }));
const USELESS_DIRECTIVE = 'useless-directive.ts';

const root = packageRoot();
const house = realpathSync(mkdtempSync(join(tmpdir(), 'lakeproof-lint-types-')));
const rulesByFile = new Map<string, string[]>();
let exitCode: number | null;

beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  copyFileSync(join(root, '.oxlintrc.jsonc'), join(house, '.oxlintrc.jsonc'));
  writeFileSync(join(house, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(house, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { strict: true, target: 'ES2023', module: 'NodeNext', types: ['node'], skipLibCheck: true },
      include: ['**/*.ts'],
    }),
  );
  for (const { file, code } of [...planted, ...allowed]) writeFileSync(join(house, file), `${code}export {};\n`);
  writeFileSync(
    join(house, USELESS_DIRECTIVE),
    '// oxlint-disable-next-line typescript/await-thenable\nexport const x = 1;\n',
  );
  const found = (file: string, rule: string): unknown =>
    rulesByFile.set(file, [...(rulesByFile.get(file) ?? []), rule]);
  const ended = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format=json'], { cwd: house, encoding: 'utf8' });
  exitCode = ended.status;
  for (const { filename, code, message } of diagnostics.parse(JSON.parse(ended.stdout)).diagnostics) {
    found(filename, code ?? message);
  }
  for (const finding of classInstanceFindings(house)) {
    found(finding.split(':')[0] ?? '', `typescript(${/\(([a-z-]+)\)$/.exec(finding)?.[1] ?? ''})`);
  }
}, 60_000);

afterAll(() => {
  rmSync(house, { recursive: true, force: true });
});

describe('type-aware lint rules', () => {
  it.each(planted)('$rule fires in $file', ({ rule, file }) => {
    expect(rulesByFile.get(file)).toContain(`typescript(${rule})`);
  });

  it.each(allowed)('$file is left alone', ({ file }) => {
    expect(rulesByFile.get(file)).toBeUndefined();
  });

  it('a directive that turns off nothing is an error', () => {
    expect(rulesByFile.get(USELESS_DIRECTIVE)).toEqual([expect.stringContaining('Unused')]);
    expect(exitCode).toBe(1);
  });

  it('every rule of strictTypeChecked that strict has not has a planted violation', () => {
    const syntactic = new Set(namesOf(tseslint.configs.strict));
    const wanted = namesOf(tseslint.configs.strictTypeChecked).filter((name) => !syntactic.has(name));
    expect(wanted.filter((name) => !PLANTED.some(([rule]) => rule === name))).toEqual([]);
  });
});

/** The names of the rules that a preset turns on. */
function namesOf(preset: readonly { rules?: Partial<Record<string, unknown>> }[]): string[] {
  return preset
    .flatMap(({ rules = {} }) => Object.entries(rules))
    .filter(([name, entry]) => name.startsWith('@typescript-eslint/') && entry !== 'off')
    .map(([name]) => name.replace('@typescript-eslint/', ''));
}
