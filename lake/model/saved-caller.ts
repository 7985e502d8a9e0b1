import { z } from 'zod';
import { texts } from '../storage/texts.js';
import type { Caller, SessionFacts } from './caller.js';

/** A caller and a session as they stand in the state folder. */

export const sessionFactsSchema: z.ZodType<SessionFacts> = z.object({
  sessionName: z.string(),
  roleId: z.string(),
  roleArn: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  sourceIdentity: z.exactOptional(z.string()),
  tags: texts,
  chained: z.boolean(),
});

export const callerSchema = z.object({
  type: z.enum(['IAMUser', 'AssumedRole']),
  accountId: z.string(),
  arn: z.string(),
  principalArn: z.string(),
  userId: z.string(),
  accessKeyId: z.string(),
  name: z.string(),
  session: z.exactOptional(sessionFactsSchema),
  tokenIssuedAt: z.exactOptional(z.date()),
}) satisfies z.ZodType<Caller>;
