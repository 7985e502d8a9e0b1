import type { z } from 'zod';
import type { AuditEvent } from '../model/audit.js';
import type { Inventory } from '../model/catalogue.js';
import type { Coverage, Finding } from '../model/finding.js';
import type { Observation } from '../model/observation.js';
import type { ProbePlan } from '../model/plan.js';
import type { RunInfo } from '../model/run.js';
import { auditEventSchema } from './schema/audit.js';
import { coverageSchema, findingSchema } from './schema/finding.js';
import { inventorySchema } from './schema/inventory.js';
import { observationSchema } from './schema/observation.js';
import { planSchema } from './schema/plan.js';
import { runSchema } from './schema/run.js';

/** The JSON files of a run folder and what each holds. */
export interface JsonFiles {
  readonly 'run.json': RunInfo;
  readonly 'plan.json': ProbePlan;
  readonly 'inventory.json': Inventory;
  readonly 'coverage.json': Coverage;
}

/** The JSON Lines files of a run folder and what one line of each holds. */
export interface JsonlFiles {
  readonly 'observations.jsonl': Observation;
  readonly 'audit-events.jsonl': AuditEvent;
  readonly 'findings.jsonl': Finding;
}

export type JsonFileName = keyof JsonFiles;
export type JsonlFileName = keyof JsonlFiles;

export const JSON_SCHEMAS = {
  'run.json': runSchema,
  'plan.json': planSchema,
  'inventory.json': inventorySchema,
  'coverage.json': coverageSchema,
} as const;

export const JSONL_SCHEMAS = {
  'observations.jsonl': observationSchema,
  'audit-events.jsonl': auditEventSchema,
  'findings.jsonl': findingSchema,
} as const;

// What follows holds at compile time only: a schema that says more or less than the model does not compile.
/** A type with nothing read-only or optional left, and each key's being optional spelled out, so that none can hide. */
type Spelled<T> = T extends readonly (infer E)[]
  ? Spelled<E>[]
  : T extends object
    ? { [K in keyof T]-?: readonly [Partial<T> extends Pick<T, K> ? 'optional' : 'required', Spelled<T[K]>] }
    : T;
type Same<A, B> = [Spelled<A>, Spelled<B>] extends [Spelled<B>, Spelled<A>] ? true : 'schema ≠ model';
type Agrees<Files, Schemas extends Readonly<Record<keyof Files, z.ZodType>>> = {
  readonly [N in keyof Files]: Same<z.infer<Schemas[N]>, Files[N]>;
};
type AllTrue<Names extends string> = Readonly<Record<Names, true>>;

/** Holds nothing of use at run time: that it compiles is the check. */
export const SCHEMAS_AGREE_WITH_MODEL: readonly [
  Agrees<JsonFiles, typeof JSON_SCHEMAS> extends AllTrue<JsonFileName> ? true : Agrees<JsonFiles, typeof JSON_SCHEMAS>,
  Agrees<JsonlFiles, typeof JSONL_SCHEMAS> extends AllTrue<JsonlFileName>
    ? true
    : Agrees<JsonlFiles, typeof JSONL_SCHEMAS>,
] = [true, true];
