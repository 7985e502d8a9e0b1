import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of minutes, the longest first. Without a cache of its own Vitest goes by size, and these are not large. */
const LONG = [
  'tests/e2e/whole-run.test.ts',
  'tests/runs/switches.test.ts',
  'tests/runs/interruption.test.ts',
  'tests/runs/fault-verdicts.test.ts',
  'tests/runs/verdicts.test.ts',
  'tests/runs/faults.test.ts',
];

/** Vitest's order, but what takes longest starts first, so that no worker is left with it at the end. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
