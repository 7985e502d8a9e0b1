import { z } from 'zod';
import { auditFactsSchema } from './audit.js';
import { formatVersion, instant, sha256Hex, text, textList } from './common.js';
import { identitySchema } from './observation.js';

const testOutcomeSchema = z.strictObject({
  title: text,
  file: text,
  project: text,
  testKey: z.exactOptional(text),
  outcome: z.enum(['passed', 'failed', 'did-not-run', 'flaky', 'interrupted']),
  durationMs: z.number().nonnegative(),
});

const startedWithSchema = z.strictObject({
  target: z.enum(['embedded', 'aws']),
  settingsFile: text,
  templates: textList,
  specsDir: z.exactOptional(text),
});

/** run.json */
export const runSchema = z.strictObject({
  formatVersion,
  runId: text,
  lakeproofVersion: text,
  startedAt: instant,
  endedAt: z.exactOptional(instant),
  confirmedAt: z.exactOptional(instant),
  target: z.enum(['aws', 'emulated']),
  endpoints: z.record(text, text),
  accountId: text,
  region: text,
  runnerArn: text,
  runnerId: z.exactOptional(text),
  startedWith: z.exactOptional(startedWithSchema),
  policy: z.strictObject({ name: text, file: text, digest: sha256Hex }),
  gitCommit: z.exactOptional(text),
  gitDirty: z.exactOptional(z.boolean()),
  identities: z.array(identitySchema),
  audit: auditFactsSchema,
  selectedTests: z.exactOptional(textList),
  tests: z.array(testOutcomeSchema),
  state: z.enum(['running', 'asked', 'finished', 'interrupted']),
});
