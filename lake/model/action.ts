import type { Caller } from './caller.js';
import type { Lake } from './lake.js';
import type { EventResource } from './trail.js';

export type ServiceId =
  | 'sts'
  | 'iam'
  | 'athena'
  | 'glue'
  | 'lakeformation'
  | 'cloudtrail'
  | 'cloudformation'
  | 'sagemaker'
  | 's3';

/** Services that speak the AWS query protocol. */
export type QueryService = 'sts' | 'iam' | 'cloudformation';

export function isQueryService(service: ServiceId): service is QueryService {
  return service === 'sts' || service === 'iam' || service === 'cloudformation';
}

/** One request as it is being served. */
export interface Exchange {
  readonly lake: Lake;
  readonly service: ServiceId;
  /** The API's own operation name, for example `StartQueryExecution`. */
  readonly operation: string;
  readonly requestId: string;
  readonly caller: Caller;
  readonly receivedAt: Date;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  /** Of S3's requests: `x-amz-id-2` of the answer. */
  readonly hostId?: string;
  /** Set when a service calls another for the caller: `athena.amazonaws.com`. */
  readonly invokedBy?: string;
}

/** What IAM is asked before an action runs; every entry must be allowed. */
export interface Authorization {
  /** For example `athena:StartQueryExecution`. */
  readonly action: string;
  readonly resource: string;
  /** What a refusal calls the resource, where a service does not write its ARN: IAM's `role NAME`. */
  readonly shownAs?: string;
  /** Service-specific condition keys, for example `sagemaker:ResourceTag/studiouserid`. */
  readonly conditionKeys?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * What CloudTrail records of a call beside who, when and what. `requestParameters` and `responseElements` are in
 * CloudTrail's spelling (first letter lower-case), with secrets and query texts left out as AWS does.
 * `responseElements` is null for read-only calls (CloudTrail User Guide, "record contents").
 */
export interface TrailFacts {
  readonly readOnly: boolean;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly responseElements?: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData?: Readonly<Record<string, unknown>>;
  /** What the event history finds the event by. */
  readonly resources?: readonly { readonly type: string; readonly name: string }[];
  /** `resources` of the record itself, where its service has them. */
  readonly listed?: readonly EventResource[];
  /** Of a query: its text. It is in no event; faults of the log are aimed by it. */
  readonly queryText?: string;
}

/**
 * One API action: `lake/services/<service>/<Operation>.ts` exports exactly one, made by `defineAction`. `I` and `O` are
 * the SDK's input and output types; the protocol layer has checked the input's types and required members against the
 * SDK's own schema before `handle` sees it.
 */
export interface Action<I, O> {
  readonly service: ServiceId;
  readonly operation: string;
  /** What IAM is asked. Empty for calls that need no permission (GetCallerIdentity). */
  authorize(input: I, exchange: Exchange): readonly Authorization[];
  /** Throws AwsError for every refusal; anything else that is thrown becomes InternalFailure, 500. */
  handle(input: I, exchange: Exchange): O | Promise<O>;
  /** `output` is undefined when the call was refused. */
  trail(input: I, output: O | undefined, exchange: Exchange): TrailFacts;
}

/** An action whose input and output the registry need not know. */
export type AnyAction = Action<never, unknown>;

export function defineAction<I, O>(action: Action<I, O>): Action<I, O> {
  return action;
}
