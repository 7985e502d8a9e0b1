import type { Reporter, TestModule } from 'vitest/node';

/**
 * Vitest reporter that ends a run with one line, `N passed, N failed`, which a machine can read.
 * What did not run is neither: it is counted apart and makes the line longer, so that it cannot be overlooked.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    let didNotRun = 0;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      // A file that fails to load has no tests, and must not read as one that has none to fail.
      if (module.state() === 'failed' && tests.every((test) => test.result().state !== 'failed')) failed += 1;
      for (const test of tests) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else didNotRun += 1;
      }
    }
    const rest = didNotRun === 0 ? '' : `, ${didNotRun} did not run`;
    process.stdout.write(`${passed} passed, ${failed} failed${rest}\n`);
  }
}
