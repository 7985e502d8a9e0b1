import tseslint from 'typescript-eslint';

/**
 * Style is the formatter's business (Biome); what needs types is Oxlint's, `.oxlintrc.json` and `tools/lint-instances.ts`
 * (docs/decisions/0012). Here stands what a file's syntax alone says: typescript-eslint's strict rules, and the house's bans.
 */

const noFocusOrSkip = ['only', 'skip', 'fail', 'fixme', 'slow'].map((marker) => ({
  selector: `CallExpression[callee.object.name=/^(test|it|describe|suite)$/][callee.property.name='${marker}']`,
  message: `.${marker} hides a verdict: a check that must not run does not belong in the policy or in the suite.`,
}));

const noMarkerOnDescribe = ['only', 'skip', 'fixme'].map((marker) => ({
  selector: `CallExpression[callee.object.property.name='describe'][callee.property.name='${marker}']`,
  message: `.${marker} hides a verdict: a check that must not run does not belong in the policy or in the suite.`,
}));

const houseSyntax = [
  ...noFocusOrSkip,
  ...noMarkerOnDescribe,
  {
    selector: "CallExpression[callee.property.name='waitForTimeout']",
    message: 'A wait says what it awaits and until when: use core/poll in the engine; specs never wait.',
  },
  {
    selector: 'CatchClause > BlockStatement[body.length=0]',
    message: 'An empty catch turns a fault into silence: handle it, or let it through.',
  },
  {
    selector: "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression > BlockStatement[body.length=0]",
    message: 'An empty catch turns a fault into silence: handle it, or let it through.',
  },
];

const noClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'A verdict has no clock: take the time as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'A verdict has no clock: take the time as an argument.',
  },
  {
    selector: "MemberExpression[object.name='performance']",
    message: 'A verdict has no clock: take the time as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'A verdict has no chance: take randomness as an argument.',
  },
  {
    selector: 'CallExpression[callee.name=/^(fetch|setTimeout|setInterval|setImmediate)$/]',
    message: 'A pure room neither calls out nor waits.',
  },
];

const noEnvironment = {
  'no-restricted-properties': [
    'error',
    {
      object: 'process',
      property: 'env',
      message: 'Only helpers/config reads the environment; ask it for a parsed value.',
    },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: ['process', 'node:process'].map((name) => ({
        name,
        importNames: ['env', 'default'],
        message: 'Only helpers/config reads the environment; use the global `process` for the rest.',
      })),
    },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'evidence/', '.cache/', 'node_modules/', 'tests/golden/', 'lake/**/generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-console': 'error',
      'no-debugger': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': ['error', ...houseSyntax],
      ...noEnvironment,
    },
  },
  {
    files: ['helpers/{model,plan,probe,judge}/**/*.ts', 'helpers/audit/{correlate,absence}.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...houseSyntax, ...noClock] },
  },
  {
    // The lake is a process of its own with its own start; tools and tests start processes.
    files: [
      'helpers/config/**/*.ts',
      'lake/main.ts',
      'lake/seed/**/*.ts',
      'tools/**/*.ts',
      'tests/**/*.ts',
      'bench/**/*.ts',
      '**/*.test.ts',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
);
