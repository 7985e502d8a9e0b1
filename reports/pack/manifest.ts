import { z } from 'zod';
import { EMULATED_NOTICE, type RunRecord } from '../../helpers/model/run.js';
import { STATUSES } from '../../helpers/model/status.js';
import { FORMAT_VERSION } from '../../helpers/record/parse.js';
import { viewOf } from '../render/view.js';

/**
 * manifest.json has the shape of an in-toto Statement (in-toto attestation framework, "Statement layer v1"), so that it
 * can be signed as one later: subjects are the files of the pack, the predicate says what they are.
 */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'urn:lakeproof:evidence-pack:v1';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const predicateSchema = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  runId: z.string(),
  target: z.enum(['aws', 'emulated']),
  notice: z.exactOptional(z.literal(EMULATED_NOTICE)),
  /** Digests show what changed since; who made the pack is not shown. */
  signature: z.literal('unsigned'),
  /** False: the run was interrupted, is not confirmed yet, or something planned has no verdict. */
  complete: z.boolean(),
  verdict: z.enum(STATUSES),
  counts: z.record(z.enum(STATUSES), count),
  policy: z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: hex }) }),
  tool: z.strictObject({ name: z.literal('lakeproof'), version: z.string() }),
  startedAt: z.string(),
  endedAt: z.exactOptional(z.string()),
  createdAt: z.iso.datetime(),
});
export type Predicate = z.infer<typeof predicateSchema>;

export const manifestSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: hex }) })),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: predicateSchema,
});
export type Manifest = z.infer<typeof manifestSchema>;

/** What the manifest says of a run; all but `createdAt` follows from the record, so it can be checked against it. */
export function predicateOf(record: RunRecord, createdAt: string): Predicate {
  const { run } = record;
  const { overall, coverage, notice } = viewOf(record);
  return {
    formatVersion: FORMAT_VERSION,
    runId: run.runId,
    target: run.target,
    ...(notice === undefined ? {} : { notice: EMULATED_NOTICE }),
    signature: 'unsigned',
    complete: run.state === 'finished' && run.audit.state === 'closed' && coverage.unjudged.length === 0,
    verdict: overall,
    counts: coverage.byStatus,
    policy: { name: run.policy.name, digest: { sha256: run.policy.digest } },
    tool: { name: 'lakeproof', version: run.lakeproofVersion },
    startedAt: run.startedAt,
    ...(run.endedAt === undefined ? {} : { endedAt: run.endedAt }),
    createdAt,
  };
}
