import { relative, sep } from 'node:path';
import type { TestCase } from '@playwright/test/reporter';
import { PROFILE_PLACEHOLDER, RUN_TEST_KEY, TEST_KEY_ANNOTATION } from '../helpers/model/test-annotation.js';

const AUDIT = 'audit/';

/** The testKey of a test of ours, with its project's profile put in; undefined for a spec of the user's own. */
export function testKeyOf(test: TestCase): string | undefined {
  const annotation = test.annotations.find(({ type }) => type === TEST_KEY_ANNOTATION);
  const metadata: unknown = test.parent.project()?.metadata;
  const profile =
    typeof metadata === 'object' && metadata !== null && 'profile' in metadata ? metadata.profile : undefined;
  return annotation?.description?.replaceAll(PROFILE_PLACEHOLDER, typeof profile === 'string' ? profile : '');
}

/**
 * The testKeys that this run is to answer. The audit project is a teardown, which Playwright runs whole after every
 * selection: its tests count only for profiles of which something else was selected, unless nothing but it was.
 */
export function selectedTestKeys(tests: readonly TestCase[]): string[] {
  const known = [...new Set(tests.flatMap((test) => testKeyOf(test) ?? []))].filter((key) => key !== RUN_TEST_KEY);
  const others = known.filter((key) => !key.startsWith(AUDIT));
  const hasOwn = tests.some((test) => testKeyOf(test) === undefined);
  if (others.length === 0 && !hasOwn) return known;
  const profiles = new Set(others.map(profileOf));
  return known.filter((key) => !key.startsWith(AUDIT) || profiles.has(profileOf(key)));
}

/** `stage/control/profile/…` (PlannedTest in helpers/model/plan.ts). */
function profileOf(testKey: string): string | undefined {
  return testKey.split('/')[2];
}

/** Title as a reader knows it, without project and file, which stand apart. */
export function titleOf(test: TestCase): string {
  return test.titlePath().slice(3).join(' › ');
}

/** The file as seen from the root, with `/`: the record says nothing of where on a disk it was made. */
export function fileOf(test: TestCase, rootDir: string): string {
  return relative(rootDir, test.location.file).split(sep).join('/');
}
