import { z } from 'zod';
import { Secret } from '../../../core/secret.js';
import type { PolicyDocument } from '../../access/iam/policy-document.js';
import { callerSchema, sessionFactsSchema } from '../../model/saved-caller.js';
import type { KeptMapOptions } from '../../storage/kept-map.js';
import type { RoleSession, UserToken } from './sessions.js';

/** How temporary credentials stand in the state folder. Their policies are kept as they were read when they were made. */

const selection = z.object({ patterns: z.array(z.string()), not: z.boolean() });

const policyDocumentSchema: z.ZodType<PolicyDocument> = z.object({
  version: z.enum(['2012-10-17', '2008-10-17']),
  statements: z.array(
    z.object({
      sid: z.exactOptional(z.string()),
      effect: z.enum(['Allow', 'Deny']),
      actions: selection,
      resources: z.exactOptional(selection),
      principals: z.exactOptional(
        z.object({
          aws: z.array(z.string()),
          service: z.array(z.string()),
          federated: z.array(z.string()),
          not: z.boolean(),
        }),
      ),
      conditions: z.array(z.object({ operator: z.string(), key: z.string(), values: z.array(z.string()) })),
    }),
  ),
});

const secret = z.string().transform((text) => new Secret(text));
const secrets = { secretAccessKey: secret, sessionToken: secret };

const sessionSchema = z.object({
  caller: callerSchema.extend({ session: sessionFactsSchema }),
  ...secrets,
  policies: z.exactOptional(z.array(policyDocumentSchema)),
  transitiveTagKeys: z.array(z.string()),
});

const userTokenSchema = z.object({ caller: callerSchema, ...secrets, expiresAt: z.date() });

export const SESSIONS: KeptMapOptions<RoleSession> = {
  name: 'sts/sessions',
  parse: (saved) => sessionSchema.parse(saved),
  save: revealed,
};

export const USER_TOKENS: KeptMapOptions<UserToken> = {
  name: 'sts/user-tokens',
  parse: (saved) => userTokenSchema.parse(saved),
  save: revealed,
};

function revealed(credentials: RoleSession | UserToken): object {
  const { secretAccessKey, sessionToken } = credentials;
  return { ...credentials, secretAccessKey: secretAccessKey.reveal(), sessionToken: sessionToken.reveal() };
}
