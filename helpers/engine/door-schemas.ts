import { z } from 'zod';
import { CONFIRMATIONS } from '../model/audit.js';
import type { Answer, AskRequest, BeginRequest, BeginResponse, EndResponse, RunResponse } from '../model/door.js';
import { CLAUSES } from '../model/plan.js';
import { findingSchema } from '../record/schema/finding.js';
import { identitySchema, observationSchema } from '../record/schema/observation.js';
import { runSchema } from '../record/schema/run.js';

/** What passes through the door, both ways: each side checks what it gets, for each may be of another version. */

const name = z.string().min(1).max(512);

export const beginRequestSchema: z.ZodType<BeginRequest> = z.strictObject({
  tests: z.union([z.literal('all'), z.array(name).max(200_000)]),
});

export const askRequestSchema: z.ZodType<AskRequest> = z.strictObject({
  profile: name,
  database: name,
  table: name,
  columns: z.array(name).max(10_000),
  clause: z.exactOptional(z.enum(CLAUSES)),
});

export const outcomeRequestSchema = runSchema.shape.tests;

export const beginResponseSchema: z.ZodType<BeginResponse> = z.strictObject({ runId: name, runDir: z.string() });

export const runResponseSchema: z.ZodType<RunResponse> = z.strictObject({
  runId: name,
  target: z.enum(['aws', 'emulated']),
  accountId: z.string(),
  region: z.string(),
  runnerArn: z.string(),
});

const count = z.number().int().nonnegative();

export const endResponseSchema: z.ZodType<EndResponse> = z.strictObject({
  unjudged: z.array(z.string()),
  counts: z.strictObject({ satisfied: count, notSatisfied: count, indeterminate: count }),
});

const confirmationSchema = z.strictObject({
  probeId: z.string(),
  eventName: z.enum(['StartQueryExecution', 'GetDataAccess']),
  kind: z.enum([...CONFIRMATIONS, 'not-expected']),
  eventIds: z.array(z.string()),
  why: z.string(),
});

export const answerSchema: z.ZodType<Answer> = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('pending'), note: z.string() }),
  z.strictObject({
    state: z.literal('answered'),
    findings: z.array(findingSchema),
    observations: z.array(observationSchema),
    confirmations: z.array(confirmationSchema),
    identity: z.exactOptional(identitySchema),
    notPresent: z.boolean(),
    notSelected: z.exactOptional(z.boolean()),
    note: z.exactOptional(z.string()),
  }),
]);

/** What a refused request gets. */
export const problemSchema = z.object({ code: z.string(), message: z.string(), nextStep: z.string().optional() });
export type Problem = z.infer<typeof problemSchema>;
