import { isAbsolute, join, relative } from 'node:path';
import type { WorkGroupConfiguration } from '@aws-sdk/client-athena';
import { z } from 'zod';
import type { Caller } from '../../model/caller.js';
import { callerSchema } from '../../model/saved-caller.js';
import { SharedValues } from '../../model/shared-values.js';
import type { KeptMapOptions } from '../../storage/kept-map.js';
import { sdkShape } from '../../storage/sdk-shape.js';
import { Execution, type KeptResult } from './execution.js';
import type { WorkGroupRecord } from './work-group.js';

/** How workgroups and queries stand in the state folder. */

const workGroupSchema = z
  .object({
    name: z.string(),
    description: z.string().optional(),
    state: z.enum(['ENABLED', 'DISABLED']),
    configuration: sdkShape<WorkGroupConfiguration>(),
    createdAt: z.date(),
  })
  .transform((saved): WorkGroupRecord => ({ ...saved, description: saved.description }));

export const WORK_GROUPS: KeptMapOptions<WorkGroupRecord> = {
  name: 'athena/workgroups',
  parse: (saved) => workGroupSchema.parse(saved),
};

export const PREPARED_STATEMENTS: KeptMapOptions<string> = {
  name: 'athena/prepared-statements',
  parse: (saved) => z.string().parse(saved),
};

const resultSchema = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      precision: z.number(),
      scale: z.number(),
      caseSensitive: z.boolean(),
    }),
  ),
  rows: z.union([z.string(), z.object({ offset: z.number(), lengthBytes: z.number() })]),
  updateCount: z.number(),
  hasHeader: z.boolean(),
});

const executionSchema = z.object({
  id: z.string(),
  token: z.string(),
  sql: z.string(),
  parameters: z.array(z.string()),
  statement: z.object({ statementType: z.enum(['DML', 'DDL', 'UTILITY']), substatementType: z.string() }),
  database: z.string().optional(),
  catalog: z.string().optional(),
  workGroup: z.string(),
  outputUri: z.string(),
  caller: callerSchema,
  askedLocation: z.string().optional(),
  submittedAtMs: z.number(),
  state: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  startedAtMs: z.number().optional(),
  completedAtMs: z.number().optional(),
  reason: z.string().optional(),
  errorNumbers: z.object({ category: z.literal([1, 2, 3]), type: z.number() }).optional(),
  dataScannedBytes: z.number(),
  result: resultSchema.optional(),
  manifestUri: z.string().optional(),
});

export function savedExecution(execution: Execution, folder: string): object {
  const { result } = execution;
  return {
    id: execution.id,
    token: execution.token,
    sql: execution.sql,
    parameters: execution.parameters,
    statement: execution.statement,
    database: execution.database,
    catalog: execution.catalog,
    workGroup: execution.workGroup,
    outputUri: execution.outputUri,
    caller: execution.caller,
    askedLocation: execution.askedLocation,
    submittedAtMs: execution.submittedAtMs,
    state: execution.state,
    startedAtMs: execution.startedAtMs,
    completedAtMs: execution.completedAtMs,
    reason: execution.reason,
    errorNumbers: execution.errorNumbers,
    dataScannedBytes: execution.dataScannedBytes,
    result: result === undefined ? undefined : { ...result, rows: savedRows(result.rows, folder) },
    manifestUri: execution.manifestUri,
  };
}

/** Each of the lines has one of its own. */
const CALLERS = new SharedValues<Caller>();

export function readExecution(saved: unknown, folder: string): Execution {
  const facts = executionSchema.parse(saved);
  const { database, catalog, askedLocation } = facts;
  const execution = new Execution({ ...facts, caller: CALLERS.of(facts.caller), database, catalog, askedLocation });
  execution.state = facts.state;
  execution.startedAtMs = facts.startedAtMs;
  execution.completedAtMs = facts.completedAtMs;
  execution.reason = facts.reason;
  execution.errorNumbers = facts.errorNumbers;
  execution.dataScannedBytes = facts.dataScannedBytes;
  execution.manifestUri = facts.manifestUri;
  if (facts.result !== undefined) {
    execution.result = { ...facts.result, rows: readRows(facts.result.rows, folder) };
  }
  return execution;
}

function savedRows(rows: KeptResult['rows'], folder: string): KeptResult['rows'] {
  return typeof rows === 'string' ? relative(folder, rows) : rows;
}

function readRows(rows: KeptResult['rows'], folder: string): KeptResult['rows'] {
  if (typeof rows !== 'string') return rows;
  if (isAbsolute(rows)) throw new Error(`${rows} does not lie in the state folder`);
  return join(folder, rows);
}
