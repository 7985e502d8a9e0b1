/**
 * Who may import whom. One rule per sentence of the house plan; `tools/import-rules.test.ts` plants a violation of each.
 * A rule that names `pathNot` lists everything that is allowed, so that a new room starts with nothing.
 */

/** Room → what it may import besides npm packages and Node's own modules. */
const ROOMS = {
  core: ['core'],
  lake: ['lake', 'core'],
  'helpers/model': ['helpers/model'],
  'helpers/policy': ['helpers/policy', 'helpers/model', 'core'],
  'helpers/probe': ['helpers/probe', 'helpers/model', 'core'],
  'helpers/plan': ['helpers/plan', 'helpers/probe', 'helpers/model', 'core'],
  'helpers/judge': [
    'helpers/judge',
    'helpers/audit/(correlate|absence)\\.ts$',
    // Pure: what the listed grants say of a column.
    'helpers/plan/granted\\.ts$',
    'helpers/model',
    'core',
  ],
  'helpers/record': ['helpers/record', 'helpers/model', 'core'],
  'helpers/config': ['helpers/config', 'helpers/model', 'core'],
  'helpers/audit': ['helpers/(audit|aws|config|record|plan|judge)', 'helpers/model', 'core'],
  'helpers/aws': ['helpers/(aws|config|plan|probe|judge|policy|record|audit|engine)', 'helpers/model', 'core'],
  'helpers/engine': ['helpers/(engine|aws|config|plan|probe|judge|policy|record|audit)', 'helpers/model', 'core'],
  'helpers/doctor': ['helpers/(doctor|engine|aws|config|policy)', 'helpers/model', 'core'],
  reports: [
    'reports',
    'helpers/(judge|record|model)',
    'helpers/audit/(correlate|absence)\\.ts$',
    // Pure: what the listed grants say of a column.
    'helpers/plan/granted\\.ts$',
    'helpers/engine/door-client\\.ts$',
    // Pure: which endpoints are AWS's own. A pack's claim is checked offline against it.
    'helpers/aws/target\\.ts$',
    'helpers/config',
    'core',
  ],
  fixtures: ['fixtures', 'helpers', 'core'],
  specs: ['specs', 'fixtures', 'helpers/model'],
  cli: ['cli', 'helpers', 'reports', 'fixtures', 'core'],
};

/** Rooms whose answers must depend on their arguments alone. */
const PURE = '^helpers/((model|plan|probe|judge)/|audit/(correlate|absence)\\.ts$)';
const TESTS = '\\.test\\.ts$';

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `room-${room.replace('/', '-')}`,
  comment: `${room}/ may import only: ${allowed.join(', ')} (and packages)`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: TESTS },
  to: {
    pathNot: [...allowed.map((path) => `^${path}${path.endsWith('$') ? '' : '/'}`), '^node_modules/'],
    dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'unknown'],
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'lake-stays-apart',
      comment:
        'The suite asks the lake nothing that AWS would not answer: no file of it imports lake/, tests included.',
      severity: 'error',
      from: { path: '^(core|helpers|reports|fixtures|specs|cli)/' },
      to: { path: '^lake/' },
    },
    {
      name: 'lake-knows-no-policy',
      comment: 'The lake never sees the policy, nor any code of the suite, tests included.',
      severity: 'error',
      from: { path: '^lake/' },
      to: { path: '^(helpers|reports|fixtures|specs|cli|policies)/' },
    },
    {
      name: 'specs-take-only-types-of-model',
      comment: 'A spec states what must hold; values and functions come from fixtures.',
      severity: 'error',
      from: { path: '^specs/' },
      to: { path: '^helpers/model/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-aws-imports-the-sdk',
      comment:
        "helpers/aws is the suite's only importer of the SDK, so that every call is classified, bounded and on record.",
      severity: 'error',
      from: { path: '^(core|helpers|reports|fixtures|specs|cli|tools)/', pathNot: ['^helpers/aws/', TESTS] },
      to: { path: '(^|/)node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'pure-rooms-have-no-world',
      comment: 'Plan, probes, correlation and judgement are recomputed offline: no network, process, file or clock.',
      severity: 'error',
      from: { path: PURE, pathNot: TESTS },
      to: {
        path: [
          '^(node:)?(fs|http|https|http2|net|tls|dns|dgram|child_process|worker_threads|process|os|timers)(/|$)',
          '^core/(clock|poll|package-root)\\.ts$',
        ],
      },
    },
    {
      name: 'policy-has-no-network',
      comment: 'Reading a policy reads one file and nothing else.',
      severity: 'error',
      from: { path: '^helpers/policy/', pathNot: TESTS },
      to: {
        path: [
          '^(node:)?(http|https|http2|net|tls|dns|dgram|child_process|worker_threads|process|timers)(/|$)',
          '^core/(clock|poll)\\.ts$',
        ],
      },
    },
    {
      name: 'no-circle',
      comment: 'Files that import each other cannot be read apart.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-test-code-in-product',
      comment: 'What ships must not lean on tests, benches or tools.',
      severity: 'error',
      from: { path: '^(core|helpers|reports|fixtures|specs|cli|lake)/', pathNot: TESTS },
      to: { path: `^(tests|bench|tools)/|${TESTS}` },
    },
    {
      name: 'no-dev-package-in-product',
      comment:
        'Packages that the product needs stand under dependencies, so that an install without dev packages runs.',
      severity: 'error',
      from: { path: '^(core|helpers|reports|fixtures|specs|cli|lake)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unknown-package',
      comment: 'Every import is found: relative ones on disk, packages in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|evidence|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
