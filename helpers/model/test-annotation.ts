/** Type of the Playwright annotation that ties a test to the findings it shows; its description is the testKey. */
export const TEST_KEY_ANNOTATION = 'lakeproof:testKey';

/**
 * A spec is declared once for all profiles, whose projects differ: in a testKey this stands for the project's profile,
 * which is `metadata.profile` of the project.
 */
export const PROFILE_PLACEHOLDER = '{profile}';

/** The test of the run as a whole: it has no findings, so the engine is not asked for it. */
export const RUN_TEST_KEY = 'preflight/run';
