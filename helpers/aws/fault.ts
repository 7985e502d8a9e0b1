import type { Denial, DenialSignature, Fault, FaultClass } from '../model/observation.js';
import { scrub, scrubState } from './scrub.js';

/** A recognised refusal, or a fault. Never both, and never neither: what is not recognised proves nothing. */
export type Classified = { readonly denial: Denial } | { readonly fault: Fault };

interface DenialRow {
  readonly signature: DenialSignature;
  /** Where AWS says it: at once, or as the reason of state FAILED. */
  readonly phases: readonly Denial['phase'][];
  /** The whole text; the group `object` is what it names. */
  readonly text: RegExp;
}

/**
 * One row per refusal that Athena is known to give. Anchored at both ends: a text that only contains one of these is
 * another text. Sources: Athena release notes of 17 November 2023 (table and schema "not found"); recorded executions
 * (column, table, schema; error category 2, types 1006 and 1301); Amazon S3 User Guide (S3 Tables); issue threads for
 * the IAM wordings.
 */
const DENIALS: readonly DenialRow[] = [
  {
    signature: 'denied-column',
    phases: ['state'],
    text: /^COLUMN_NOT_FOUND: line \d+:\d+: Column '(?<object>.+)' cannot be resolved or requester is not authorized to access requested resources$/s,
  },
  {
    signature: 'denied-table',
    phases: ['state'],
    text: /^TABLE_NOT_FOUND: line \d+:\d+: Table '(?:awsdatacatalog\.)?(?:[^.']+\.)?(?<object>[^']+)' does not exist(?: or requester is not authorized to access requested resources)?$/s,
  },
  {
    signature: 'denied-database',
    phases: ['state'],
    text: /^SCHEMA_NOT_FOUND: line \d+:\d+: Schema '(?:awsdatacatalog\.)?(?<object>[^']+)' does not exist(?: or requester is not authorized to access requested resources)?$/s,
  },
  {
    signature: 'denied-table',
    phases: ['state'],
    text: /^Insufficient permissions to execute the query\. Principal does not have any privilege on specified resource\.?$/,
  },
  {
    signature: 'denied-table',
    phases: ['state', 'sync'],
    text: /^(?:\w+: )?Insufficient Lake Formation permission\(s\): Required (?:Select|Describe) on (?<object>[^\s(]+)(?: \(Service: .*\))?$/s,
  },
  {
    signature: 'denied-table',
    phases: ['sync'],
    text: /^Entity Not Found \(Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: [^;]+; Proxy: null\)$/,
  },
  {
    signature: 'denied-iam',
    phases: ['state', 'sync'],
    text: /^(?:(?:AccessDeniedException|PERMISSION_DENIED): )?(?:User: \S+ is|You are) not authorized to perform: (?:lakeformation|glue|s3|kms|athena):\w+ on (?:the )?resource.*$/s,
  },
];

/** Error names, or codes of the network, to fault classes. First match wins. */
const FAULTS: readonly { readonly class: FaultClass; readonly code: RegExp }[] = [
  {
    class: 'throttled',
    code: /^(?:Throttling|ThrottlingException|ThrottledException|RequestThrottled(?:Exception)?|TooManyRequestsException|RequestLimitExceeded|SlowDown|ProvisionedThroughputExceededException|BandwidthLimitExceeded|PriorRequestNotComplete)$/,
  },
  { class: 'expired-credentials', code: /^(?:ExpiredToken(?:Exception)?|RequestExpired|TokenRefreshRequired)$/ },
  {
    class: 'access-denied',
    code: /^(?:AccessDenied(?:Exception)?|UnauthorizedOperation|UnauthorizedException|OperationNotPermittedException|UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature(?:Exception)?|MissingAuthenticationToken(?:Exception)?|NotAuthorized|OptInRequired|RequestTimeTooSkewed|AuthFailure|CredentialsProviderError)$/,
  },
  {
    class: 'not-implemented',
    code: /^(?:NotImplemented(?:Exception)?|UnknownOperation(?:Exception)?|UnsupportedOperationException)$/,
  },
  {
    class: 'network',
    code: /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPROTO|HPE_\w+|TimeoutError|NetworkingError|RequestTimeout|RequestTimeoutException)$/,
  },
  { class: 'deadline', code: /^(?:AbortError|POLL_TIMEOUT|ENGINE_DEADLINE|INTERRUPTED)$/ },
  {
    class: 'service-error',
    code: /^(?:InternalFailure|InternalError|InternalServer(?:Error|Exception)|InternalServiceException|ServiceUnavailable(?:Exception)?|ServiceFailure(?:Exception)?|OperationTimeoutException|GlueEncryptionException)$/,
  },
  {
    class: 'invalid-request',
    code: /^(?:InvalidRequestException|InvalidInputException|InvalidParameter\w*|ValidationError|ValidationException|SerializationException|MalformedQueryString|MissingParameter|EntityNotFoundException|ResourceNotFound(?:Exception)?|NoSuch\w+|Invalid\w+Exception|MetadataException)$/,
  },
];

/** What an SDK call threw, taken apart. `text` is AWS's own words, not scrubbed: only the classifier may read it. */
export interface Thrown {
  readonly code: string;
  readonly text: string;
  readonly requestId?: string;
  readonly httpStatus?: number;
  /** The SDK has set its clock by this answer: the same call, signed anew, may be taken. */
  readonly clockCorrected?: boolean;
}

/** Takes apart what an SDK call threw. Names are read and never `instanceof`: errors outside a model have no class. */
export function thrownOf(error: unknown): Thrown {
  if (!(error instanceof Error)) return { code: 'UnknownError', text: String(error) };
  const metadata = field(error, '$metadata');
  const requestId = field(metadata, 'requestId');
  const status = field(metadata, 'httpStatusCode') ?? field(field(error, '$response'), 'statusCode');
  // `name` is AWS's error name, or for what never reached AWS only "Error"; there the system's code says more.
  const systemCode = field(error, 'code');
  const named = error.name !== 'Error' && error.name !== 'TypeError' ? error.name : undefined;
  const code = typeof systemCode === 'string' && metadataIsEmpty(metadata) ? systemCode : (named ?? error.name);
  return {
    code: error.message === 'socket hang up' ? 'ECONNRESET' : code,
    text: error.message,
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(typeof status === 'number' ? { httpStatus: status } : {}),
    ...(field(metadata, 'clockSkewCorrected') === true ? { clockCorrected: true } : {}),
  };
}

function metadataIsEmpty(metadata: unknown): boolean {
  return field(metadata, 'httpStatusCode') === undefined;
}

/** What a thrown error is as a fault of `operation`; the message is scrubbed. */
export function faultOf(thrown: Thrown, operation: string): Fault {
  return {
    class: faultClassOf(thrown),
    code: thrown.code,
    message: scrub(thrown.text),
    operation,
    ...(thrown.requestId === undefined ? {} : { requestId: thrown.requestId }),
    ...(thrown.httpStatus === undefined ? {} : { httpStatus: thrown.httpStatus }),
  };
}

function faultClassOf({ code, httpStatus }: Thrown): FaultClass {
  const row = FAULTS.find((candidate) => candidate.code.test(code));
  if (row !== undefined) return row.class;
  if (httpStatus === 429) return 'throttled';
  if (httpStatus === 501) return 'not-implemented';
  if (httpStatus !== undefined && httpStatus >= 500) return 'service-error';
  return 'unrecognised';
}

/** A refusal or a fault, for a call that threw while a query was being started. */
export function classifyThrown(thrown: Thrown, operation: string): Classified {
  const denial = denialOf(thrown.text, 'sync');
  if (denial !== undefined && isRefusalName(thrown.code)) return { denial };
  return { fault: faultOf(thrown, operation) };
}

/** The names under which a refusal arrives at once; a throttle that quotes a refusal is still a throttle. */
function isRefusalName(code: string): boolean {
  return /^(?:AccessDenied(?:Exception)?|InvalidRequestException|MetadataException)$/.test(code);
}

/** What Athena says of a query that did not succeed. */
export interface FailedState {
  readonly state: 'FAILED' | 'CANCELLED';
  readonly reason: string;
  readonly athenaError?: { readonly category?: number; readonly type?: number; readonly retryable?: boolean };
}

/** ErrorCategory of AthenaError: 1 system, 2 user, 3 other (Athena API reference). */
const SYSTEM = 1;

/** A refusal or a fault, for a query that ended FAILED or CANCELLED. */
export function classifyState(failed: FailedState): Classified {
  const { athenaError } = failed;
  // What Athena itself calls its own fault, or worth another try, is no refusal, whatever the text says.
  const refusable = failed.state === 'FAILED' && athenaError?.category !== SYSTEM && athenaError?.retryable !== true;
  const denial = refusable ? denialOf(failed.reason, 'state') : undefined;
  if (denial !== undefined) return { denial };
  const code = codeOfState(failed);
  return {
    fault: {
      class: faultClassOfState(failed),
      code,
      message: scrubState(code, failed.reason),
      operation: 'athena:GetQueryExecution',
    },
  };
}

/** Trino's error name before the first colon, else the state itself. */
function codeOfState({ state, reason }: FailedState): string {
  return state === 'CANCELLED' ? state : (/^([A-Z][A-Z0-9_]{2,60}):/.exec(reason)?.[1] ?? state);
}

/** ErrorType 1400 to 1406 is throttling by a service behind Athena (Athena User Guide, error reference). */
function faultClassOfState({ state, reason, athenaError }: FailedState): FaultClass {
  const type = athenaError?.type;
  const throttled = /\bRate exceeded\b|TooManyRequestsException|reduce your request rate|exceeded the rate/i.test(
    reason,
  );
  if (throttled || (type !== undefined && type >= 1400 && type <= 1406)) return 'throttled';
  if (/ExpiredToken/.test(reason)) return 'expired-credentials';
  if (/^(?:NOT_SUPPORTED|NotImplemented)/.test(reason)) return 'not-implemented';
  if (athenaError?.category === SYSTEM || athenaError?.retryable === true) return 'service-error';
  if (state === 'FAILED' && /^(?:SYNTAX_ERROR|TYPE_MISMATCH|FUNCTION_NOT_FOUND|CATALOG_NOT_FOUND):/.test(reason)) {
    return 'invalid-request';
  }
  return 'unrecognised';
}

function denialOf(text: string, phase: Denial['phase']): Denial | undefined {
  for (const row of DENIALS) {
    if (!row.phases.includes(phase)) continue;
    const match = row.text.exec(text);
    if (match === null) continue;
    const object = match.groups?.object?.toLowerCase();
    return { signature: row.signature, text, phase, ...(object === undefined ? {} : { object }) };
  }
  return undefined;
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
