import { z } from 'zod';
import { id, instant, sha256Hex, text, whole } from './common.js';
import { trailSchema } from './inventory.js';

const userIdentitySchema = z.strictObject({
  type: text,
  arn: z.exactOptional(text),
  accountId: z.exactOptional(text),
  sessionIssuerArn: z.exactOptional(text),
  sourceIdentity: z.exactOptional(text),
  invokedBy: z.exactOptional(text),
});

/** One line of audit-events.jsonl. */
export const auditEventSchema = z.strictObject({
  eventID: id,
  eventName: text,
  eventSource: text,
  eventTime: instant,
  awsRegion: text,
  recipientAccountId: text,
  userIdentity: userIdentitySchema,
  errorCode: z.exactOptional(text),
  readOnly: z.exactOptional(z.boolean()),
  managementEvent: z.exactOptional(z.boolean()),
  queryExecutionId: z.exactOptional(text),
  workGroup: z.exactOptional(text),
  tableArn: z.exactOptional(text),
  lakeFormationPrincipal: z.exactOptional(text),
  requesterService: z.exactOptional(text),
  lakeFormationRoleSessionName: z.exactOptional(text),
  digest: sha256Hex,
});

const sweepSchema = z.strictObject({
  startedAt: instant,
  endedAt: instant,
  startTime: instant,
  endTime: instant,
  pages: whole,
  complete: z.boolean(),
  fault: z.exactOptional(text),
});

export const auditFactsSchema = z.strictObject({
  auditSettleMs: whole,
  sweeps: z.array(sweepSchema),
  state: z.enum(['waiting', 'pending', 'closed']),
  judgedAt: z.exactOptional(instant),
  trailsAfter: z.exactOptional(
    z.strictObject({ readAt: instant, trails: z.array(trailSchema), fault: z.exactOptional(text) }),
  ),
});
