import { z } from 'zod';
import { CLAUSES, PROBE_KINDS } from '../../model/plan.js';
import { CONTROL_TYPES, OBJECTIVES } from '../../model/status.js';
import { formatVersion, id, idList, sha256Hex, text, textList } from './common.js';

export const resourceSchema = z.strictObject({
  partition: text,
  accountId: text,
  region: text,
  catalogId: text,
  database: text,
  table: z.exactOptional(text),
  column: z.exactOptional(text),
});

const accessRequestSchema = z.strictObject({
  subject: z.strictObject({ type: z.literal('profile'), id: text }),
  action: z.strictObject({ name: z.enum(['SELECT', 'DESCRIBE']) }),
  resource: z.strictObject({
    database: z.exactOptional(text),
    table: z.exactOptional(text),
    columns: z.exactOptional(textList),
  }),
  context: z.strictObject({ clause: z.exactOptional(z.enum(CLAUSES)) }),
});

const probeSchema = z.strictObject({
  probeId: id,
  kind: z.enum(PROBE_KINDS),
  profile: text,
  purpose: z.enum(['subject', 'control', 'beacon']),
  accessRequest: accessRequestSchema,
  sql: text,
  expectation: z.enum(['permit', 'deny']),
  expectedNames: z.exactOptional(textList),
  controlProbeId: z.exactOptional(id),
});

const plannedFindingSchema = z.strictObject({
  findingId: id,
  objective: z.enum(OBJECTIVES),
  controlType: z.enum(CONTROL_TYPES),
  profile: text,
  resource: resourceSchema,
  expected: z.enum(['permit', 'deny', 'logged', 'kept', 'declared']),
  probeIds: idList,
  controls: textList,
  testKey: text,
});

const plannedTestSchema = z.strictObject({
  testKey: text,
  title: text,
  stage: z.enum(['preflight', 'posture', 'access', 'audit']),
  control: z.enum(['session', 'declared', 'columns', 'visibility', 'rows', 'databases', 'logged', 'kept']),
  profile: z.exactOptional(text),
  target: z.exactOptional(text),
});

/** plan.json */
export const planSchema = z.strictObject({
  formatVersion,
  policyName: text,
  policyDigest: sha256Hex,
  tests: z.array(plannedTestSchema),
  probes: z.array(probeSchema),
  findings: z.array(plannedFindingSchema),
  notPresent: textList,
});
