import { defineConfig } from 'vitest/config';
import { hushSdkNotice } from './helpers/config/sdk-notice.js';
import LongestFirst from './tools/longest-first.js';

// Each worker that loads the SDK would say it again.
hushSdkNotice();

/** Unit tests sit beside their file as `*.test.ts`; what crosses rooms is under `tests/` and has its own project. */
export default defineConfig({
  test: {
    reporters: ['default', './tools/closing-line.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{core,helpers,reports,cli,lake,fixtures,tools,infra}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 20_000,
          // Half of the time goes into loading the SDK and DuckDB: once for a worker, not once for a file.
          isolate: false,
          // Many of them wait for a lake or a clock: left alone, Vitest keeps one of two cores free.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'cross',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{clients,crash,pyathena,runs}/**'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // After the unit tests: runs of the whole are not to be disturbed by them on two cores.
          sequence: { groupOrder: 1 },
        },
      },
      {
        // A run of the whole, or of Playwright, for each case: minutes, so apart from `npm test`.
        test: {
          name: 'runs',
          include: ['tests/runs/**/*.test.ts'],
          environment: 'node',
          testTimeout: 400_000,
          hookTimeout: 400_000,
          // A run waits for its log to settle and for what it started: two of them leave a part of two cores free.
          maxWorkers: 3,
          sequence: { groupOrder: 3 },
        },
      },
      {
        // Kills lakes, twenty times or as often as it is told: minutes, and alone.
        test: {
          name: 'crash',
          include: ['tests/crash/**/*.test.ts'],
          environment: 'node',
          maxWorkers: 1,
          sequence: { groupOrder: 5 },
        },
      },
      {
        test: {
          name: 'clients',
          include: ['tests/clients/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Installs the clients where they are missing, once and not in each worker.
          globalSetup: './tests/clients/set-up.ts',
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // A command of its own: it fails where PyAthena is not installed, and nothing installs it.
        test: {
          name: 'pyathena',
          include: ['tests/pyathena/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
