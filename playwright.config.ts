import { join } from 'node:path';
import { defineConfig, type Project, type ReporterDescription } from '@playwright/test';
import { testTimeoutMs } from './fixtures/lake.js';
import { grepOf, PROFILES } from './fixtures/planned.js';
import { projectOf } from './fixtures/projects.js';
import type { LakeproofOptions } from './fixtures/test.js';
import { scratchDir } from './helpers/config/child-environment.js';
import { readEnvironment } from './helpers/config/environment.js';
import { loadSettings } from './helpers/config/settings.js';

/*
 * preflight (teardown: audit) ← posture, one project per profile, your own specs.
 * Why in this order, and why nothing depends on a profile's own preflight: docs/decisions/0003-playwright-projects.md.
 */
const environment = readEnvironment();
const settings = await loadSettings(environment.settingsFile ?? 'lakeproof.yaml', { target: environment.target });
const answerDeadlineMs = settings.limits.runDeadlineMs + settings.auditSettleMs;

const afterPreflight = { dependencies: ['preflight'], workers: 1 };

function profileProject(profile: string): Project<LakeproofOptions> {
  return {
    name: projectOf(profile),
    testDir: 'specs',
    testMatch: ['preflight/session.spec.ts', 'access/**/*.spec.ts'],
    grep: grepOf(profile),
    metadata: { profile },
    use: { profile },
    ...afterPreflight,
  };
}

function reporters(): ReporterDescription[] {
  const { runDir } = environment;
  const ours: ReporterDescription = ['./reports/reporter.ts'];
  // A bare run: the engine is in this process, and is closed when our reporter has asked it for the last time.
  if (runDir === undefined) return [['list'], ours, ['./fixtures/close-run.ts']];
  return [
    ['dot'],
    ours,
    ['html', { outputFolder: join(runDir, 'playwright-report'), open: 'never' }],
    ['allure-playwright', { resultsDir: join(runDir, 'allure-results') }],
  ];
}

export default defineConfig<LakeproofOptions>({
  // Specs of your own may lie anywhere; this is where they find `lakeproof`.
  tsconfig: './tsconfig.json',
  globalSetup: './fixtures/global-setup.ts',
  // What Playwright writes about a failure may quote an assertion: never into the evidence.
  outputDir: scratchDir(),
  reporter: reporters(),
  // A verdict is not tried again until it pleases; calls are, in the engine, and every attempt is on record.
  retries: 0,
  forbidOnly: true,
  // Tests only wait for the engine: what takes time is starting a worker, so each project gets one, and two run at once.
  workers: 2,
  timeout: testTimeoutMs(answerDeadlineMs),
  use: { answerDeadlineMs },
  projects: [
    { name: 'preflight', testDir: 'specs', testMatch: 'preflight/run.spec.ts', workers: 1, teardown: 'audit' },
    { name: 'posture', testDir: 'specs', testMatch: 'posture/**/*.spec.ts', ...afterPreflight },
    ...PROFILES.map(profileProject),
    ...(environment.specsDir === undefined
      ? []
      : [{ name: 'own', testDir: environment.specsDir, dependencies: ['preflight'] }]),
    { name: 'audit', testDir: 'specs', testMatch: 'audit/**/*.spec.ts', workers: 1 },
  ],
});
