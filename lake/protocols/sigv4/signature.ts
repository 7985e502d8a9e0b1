import { queryPairs, type RequestHead } from '../request-head.js';
import { AuthenticationFault } from './fault.js';

/** A signature as a request states it, not yet verified. */
export interface StatedSignature {
  readonly accessKeyId: string;
  /** `YYYYMMDD/region/service/aws4_request`. */
  readonly scope: string;
  readonly scopeDate: string;
  readonly region: string;
  /** SigV4 service name. */
  readonly service: string;
  /** Lower-case, as listed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string;
  readonly sessionToken: string | undefined;
  /** Set for a presigned URL: seconds from the timestamp for which it may be used. */
  readonly expiresSeconds?: number;
}

const TIMESTAMP = /^\d{8}T\d{6}Z$/;

/**
 * Reads the signature of a request from its Authorization header, or from the query of a presigned URL.
 * Throws AuthenticationFault `missing` or `incomplete`, `version-2` for what boto3 still makes of S3’s URLs by default.
 * Source: IAM User Guide, "Elements of an AWS API request signature".
 */
export function readSignature(head: RequestHead): StatedSignature {
  const header = head.headers.authorization;
  if (header !== undefined) return fromHeader(header, head);
  const query = new Map(queryPairs(head.rawQuery));
  if (query.has('X-Amz-Algorithm')) return fromQuery(query);
  if (query.has('AWSAccessKeyId') && query.has('Signature')) throw new AuthenticationFault('version-2');
  throw new AuthenticationFault('missing');
}

function fromHeader(header: string, head: RequestHead): StatedSignature {
  if (!header.startsWith('AWS4-HMAC-SHA256 ') && !header.startsWith('AWS4-HMAC-SHA256\t')) {
    const kind = header.startsWith('AWS ') ? 'version-2' : 'incomplete';
    throw new AuthenticationFault(kind, `Unsupported AWS 'algorithm': '${header.split(/\s/)[0] ?? ''}'`);
  }
  const parts = new Map(
    header
      .slice('AWS4-HMAC-SHA256'.length)
      .split(',')
      .map((part) => {
        const equals = part.indexOf('=');
        return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()] as const;
      }),
  );
  const absent = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name));
  const timestamp = head.headers['x-amz-date'] ?? isoBasic(head.headers.date);
  if (absent.length > 0 || timestamp === undefined) {
    const complaints = absent.map((name) => `Authorization header requires '${name}' parameter.`);
    if (timestamp === undefined) {
      complaints.push(`Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.`);
    }
    throw new AuthenticationFault('incomplete', complaints.join(' '));
  }
  return stated(
    parts.get('Credential') ?? '',
    parts.get('SignedHeaders') ?? '',
    parts.get('Signature') ?? '',
    timestamp,
    head.headers['x-amz-security-token'],
  );
}

function fromQuery(query: ReadonlyMap<string, string>): StatedSignature {
  const needed = ['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature'];
  const expiresSeconds = Number(query.get('X-Amz-Expires'));
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' || needed.some((name) => !query.get(name))) {
    throw new AuthenticationFault(
      'incomplete',
      `Query-string authentication version 4 requires the X-Amz-Algorithm, ${needed.join(', ')} parameters.`,
    );
  }
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 1 || expiresSeconds > 604_800) {
    throw new AuthenticationFault('incomplete', 'X-Amz-Expires must be less than a week (in seconds); that is, 604800');
  }
  return {
    ...stated(
      query.get('X-Amz-Credential') ?? '',
      query.get('X-Amz-SignedHeaders') ?? '',
      query.get('X-Amz-Signature') ?? '',
      query.get('X-Amz-Date') ?? '',
      query.get('X-Amz-Security-Token'),
    ),
    expiresSeconds,
  };
}

function stated(
  credential: string,
  signedHeaders: string,
  signature: string,
  timestamp: string,
  sessionToken: string | undefined,
): StatedSignature {
  const [accessKeyId, scopeDate, region, service, terminator, ...rest] = credential.split('/');
  if (!accessKeyId || !scopeDate || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    throw new AuthenticationFault(
      'incomplete',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  if (!TIMESTAMP.test(timestamp)) {
    throw new AuthenticationFault('incomplete', `Date must be in ISO-8601 'basic format'. Got '${timestamp}'.`);
  }
  return {
    accessKeyId,
    scope: `${scopeDate}/${region}/${service}/aws4_request`,
    scopeDate,
    region,
    service,
    signedHeaders: signedHeaders.split(';').map((name) => name.toLowerCase()),
    signature,
    timestamp,
    sessionToken,
  };
}

function isoBasic(httpDate: string | undefined): string | undefined {
  if (httpDate === undefined) return undefined;
  const timeMs = Date.parse(httpDate);
  if (Number.isNaN(timeMs)) return httpDate;
  return new Date(timeMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}
