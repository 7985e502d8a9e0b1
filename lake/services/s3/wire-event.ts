import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { S3Request, S3Response } from '../../model/s3.js';
import { newHostId } from '../../protocols/host-id.js';
import { recordObjectCall } from '../../trail/object-event.js';

/** Headers that S3's events show among the parameters. */
const SHOWN_HEADERS: readonly string[] = [
  'x-amz-acl',
  'x-amz-copy-source',
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
];
const READING: ReadonlySet<string> = new Set(['GetObject', 'HeadObject', 'HeadBucket', 'ListObjects', 'ListObjectsV2']);
const ENCRYPTION = 'x-amz-server-side-encryption';

/** What an event shows of a request beside bucket and key: its query parameters, but for the signature, and headers. */
export function shownParameters({ query, headers }: S3Request): Readonly<Record<string, string>> {
  const shown = [...query].filter(([name]) => !/^x-amz-/i.test(name));
  const sent = SHOWN_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return Object.fromEntries([...shown, ...sent]) as Readonly<Record<string, string>>;
}

/** How a request came, and what went over the wire; of a refusal it is not known yet how long it will be. */
export function wireData(
  request: S3Request,
  { hostId }: Exchange,
  response?: S3Response,
): Readonly<Record<string, unknown>> {
  const { headers, query } = request;
  const bytesOut = response === undefined ? undefined : lengthOf(request, response);
  return {
    SignatureVersion: 'SigV4',
    bytesTransferredIn: Number(headers['x-amz-decoded-content-length'] ?? headers['content-length'] ?? 0),
    AuthenticationMethod: query.has('X-Amz-Signature') ? 'QueryString' : 'AuthHeader',
    'x-amz-id-2': hostId ?? newHostId(),
    ...(bytesOut === undefined ? {} : { bytesTransferredOut: bytesOut }),
  };
}

function lengthOf({ method }: S3Request, { headers, body }: S3Response): number {
  if (method === 'HEAD' || body === undefined) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : Number(headers['content-length'] ?? 0);
}

/**
 * Serves a call about objects and leaves its data event, refused or not, where a trail takes it. What the lake does not
 * model is no event of AWS's.
 */
export async function withDataEvent(
  request: S3Request,
  exchange: Exchange,
  serve: () => Promise<S3Response> | S3Response,
): Promise<S3Response> {
  try {
    const response = await serve();
    recordObjectCall(exchange, { ...callOf(request, exchange), ...answered(request, exchange, response) });
    return response;
  } catch (thrown) {
    if (thrown instanceof AwsError && thrown.httpStatus !== 501) {
      const { code, message } = thrown;
      const additionalEventData = (): ReturnType<typeof wireData> => wireData(request, exchange);
      recordObjectCall(exchange, { ...callOf(request, exchange), additionalEventData, error: { code, message } });
    }
    throw thrown;
  }
}

function callOf(request: S3Request, { operation }: Exchange): Parameters<typeof recordObjectCall>[1] {
  const { bucket = '', key } = request;
  const prefix = request.query.get('prefix');
  return {
    eventName: operation === 'ListObjectsV2' ? 'ListObjects' : operation,
    readOnly: READING.has(operation),
    bucket,
    ...(key === undefined ? {} : { key }),
    ...(prefix === null ? {} : { prefix }),
    parameters: shownParameters(request),
  };
}

function answered(
  request: S3Request,
  exchange: Exchange,
  response: S3Response,
): Pick<Parameters<typeof recordObjectCall>[1], 'responseElements' | 'additionalEventData'> {
  const encryption = READING.has(exchange.operation) ? undefined : response.headers[ENCRYPTION];
  return {
    ...(encryption === undefined ? {} : { responseElements: { [ENCRYPTION]: encryption } }),
    additionalEventData: () => wireData(request, exchange, response),
  };
}
