import { z } from 'zod';
import { DENIAL_SIGNATURES, FAULT_CLASSES } from '../../model/observation.js';
import { DECISIONS } from '../../model/status.js';
import { id, instant, text, textList, whole } from './common.js';

export const faultSchema = z.strictObject({
  class: z.enum(FAULT_CLASSES),
  code: text,
  message: text,
  operation: text,
  requestId: z.exactOptional(text),
  httpStatus: z.exactOptional(whole),
});

const attemptSchema = z.strictObject({
  operation: text,
  attempt: whole,
  startedAt: instant,
  endedAt: instant,
  requestId: z.exactOptional(text),
  fault: z.exactOptional(faultSchema),
});

const athenaErrorSchema = z.strictObject({
  category: z.exactOptional(z.number().int()),
  type: z.exactOptional(z.number().int()),
  retryable: z.exactOptional(z.boolean()),
});

const executionSchema = z.strictObject({
  queryExecutionId: z.exactOptional(id),
  workGroup: text,
  state: z.exactOptional(z.enum(['SUCCEEDED', 'FAILED', 'CANCELLED'])),
  submittedAt: z.exactOptional(instant),
  completedAt: z.exactOptional(instant),
  athenaError: z.exactOptional(athenaErrorSchema),
  requestIds: textList,
  attempts: z.array(attemptSchema),
});

const denialSchema = z.strictObject({
  signature: z.enum(DENIAL_SIGNATURES),
  text,
  object: z.exactOptional(text),
  phase: z.enum(['state', 'sync']),
});

/** One line of observations.jsonl. */
export const observationSchema = z.strictObject({
  probeId: id,
  profile: text,
  sql: text,
  decision: z.enum(DECISIONS),
  denial: z.exactOptional(denialSchema),
  fault: z.exactOptional(faultSchema),
  names: z.exactOptional(textList),
  counts: z.exactOptional(z.record(text, whole)),
  rowCount: z.exactOptional(whole),

  execution: executionSchema,
  observedAt: instant,
});

export const identitySchema = z.strictObject({
  profile: text,
  status: z.enum(['proven', 'failed', 'not-reproducible']),
  roleArn: z.exactOptional(text),
  sessionArn: z.exactOptional(text),
  roleSessionName: z.exactOptional(text),
  sourceIdentity: z.exactOptional(text),
  expiresAt: z.exactOptional(instant),
  workGroup: z.exactOptional(text),
  fault: z.exactOptional(faultSchema),
});
