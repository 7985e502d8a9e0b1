import { z } from 'zod';
import { sha256 } from '../../core/digest.js';
import type { AuditEvent } from '../model/audit.js';

/** CloudTrail events are at most 256 KB (CloudTrail User Guide, quotas). */
const MAX_EVENT_CHARACTERS = 1024 * 1024;

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/** Only what is named here is ever read; all else of an event, values and key ids included, is dropped unread. */
const schema = z.object({
  eventID: z.string().min(1),
  eventName: z.string().min(1),
  eventSource: z.string().min(1),
  eventTime: z.iso.datetime(),
  awsRegion: z.string(),
  recipientAccountId: z.string().catch(''),
  errorCode: text,
  readOnly: flag,
  managementEvent: flag,
  userIdentity: z
    .object({
      type: z.string().catch('Unknown'),
      arn: text,
      accountId: text,
      invokedBy: text,
      sessionContext: z
        .object({ sourceIdentity: text, sessionIssuer: z.object({ arn: text }).optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .catch({ type: 'Unknown' }),
  requestParameters: z
    .object({
      workGroup: text,
      tableArn: text,
      auditContext: z.object({ additionalAuditContext: z.unknown() }).optional().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  responseElements: z.object({ queryExecutionId: text }).nullish().catch(undefined),
  additionalEventData: z
    .object({ requesterService: text, lakeFormationPrincipal: text, lakeFormationRoleSessionName: text })
    .nullish()
    .catch(undefined),
});

/**
 * Athena writes `{queryId: <uuid>}`, which is no JSON (aws-samples, Lake Formation best practices); other engines write
 * JSON, and JSON within JSON. All three read alike here.
 */
const QUERY_ID = /queryId\\*"?\s*:\s*\\*"?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i;

/**
 * A CloudTrailEvent text reduced to the allow-list, with a digest of the text as received. Undefined for what is no
 * CloudTrail record: the reading that it came from is then not complete.
 */
export function auditEventOf(received: string): AuditEvent | undefined {
  if (received.length > MAX_EVENT_CHARACTERS) return undefined;
  const parsed = schema.safeParse(parseJson(received));
  if (!parsed.success) return undefined;
  const event = parsed.data;
  const { userIdentity, requestParameters: asked, additionalEventData: more } = event;
  return withoutUndefined({
    eventID: event.eventID,
    eventName: event.eventName,
    eventSource: event.eventSource,
    eventTime: event.eventTime,
    awsRegion: event.awsRegion,
    recipientAccountId: event.recipientAccountId,
    userIdentity: withoutUndefined({
      type: userIdentity.type,
      arn: userIdentity.arn,
      accountId: userIdentity.accountId,
      sessionIssuerArn: userIdentity.sessionContext?.sessionIssuer?.arn,
      sourceIdentity: userIdentity.sessionContext?.sourceIdentity,
      invokedBy: userIdentity.invokedBy,
    }),
    errorCode: event.errorCode,
    readOnly: event.readOnly,
    managementEvent: event.managementEvent,
    queryExecutionId:
      event.responseElements?.queryExecutionId ?? queryIdIn(asked?.auditContext?.additionalAuditContext),
    workGroup: asked?.workGroup,
    tableArn: asked?.tableArn,
    lakeFormationPrincipal: more?.lakeFormationPrincipal,
    requesterService: more?.requesterService,
    lakeFormationRoleSessionName: more?.lakeFormationRoleSessionName,
    digest: sha256(received),
  });
}

function queryIdIn(context: unknown): string | undefined {
  if (context === undefined || context === null) return undefined;
  const written = typeof context === 'string' ? context : JSON.stringify(context);
  return QUERY_ID.exec(written)?.[1]?.toLowerCase();
}

/** Undefined for what is no JSON. */
function parseJson(received: string): unknown {
  try {
    return JSON.parse(received);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type WithoutUndefined<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Absent and undefined differ in the record: only what was there is written. */
function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as WithoutUndefined<T>;
}
