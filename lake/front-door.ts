import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from './dispatch.js';
import { struckOnTheWay } from './faults/on-the-way.js';
import { serverErrorOf } from './faults/server-error.js';
import type { Identities } from './identities.js';
import { rateExceeded } from './limits/rate-exceeded.js';
import { type Exchange, isQueryService, type QueryService, type ServiceId } from './model/action.js';
import { AwsError, notImplemented } from './model/aws-error.js';
import type { Caller } from './model/caller.js';
import type { Lake } from './model/lake.js';
import type { S3Service } from './model/s3.js';
import { authenticationError, type ErrorDialect } from './protocols/authentication-errors.js';
import { awsJson } from './protocols/aws-json.js';
import { awsQuery } from './protocols/aws-query.js';
import { readBody } from './protocols/body.js';
import { newHostId } from './protocols/host-id.js';
import type { Protocol, WireResponse } from './protocols/protocol.js';
import { type RequestHead, requestHead, timesSent } from './protocols/request-head.js';
import { restJson } from './protocols/rest-json.js';
import { s3Error } from './protocols/s3-errors.js';
import { readS3Request } from './protocols/s3-request.js';
import { AuthenticationFault } from './protocols/sigv4/fault.js';
import { readSignature, type StatedSignature } from './protocols/sigv4/signature.js';
import { type KeyFacts, sha256Hex, type VerifiedSignature, verifySignature } from './protocols/sigv4/verify.js';
import { journalOf } from './storage/journal.js';

/** How each service but S3 speaks. */
const PROTOCOLS: Readonly<Record<Exclude<ServiceId, 's3'>, Protocol>> = {
  athena: awsJson('athena'),
  cloudformation: awsQuery('cloudformation'),
  cloudtrail: awsJson('cloudtrail'),
  glue: awsJson('glue'),
  iam: awsQuery('iam'),
  lakeformation: restJson('lakeformation'),
  sagemaker: awsJson('sagemaker'),
  sts: awsQuery('sts'),
};

/** IAM and the global endpoints of S3 and STS sign for us-east-1 wherever the client stands. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['iam', 's3', 'sts']);

export interface FrontDoorOptions {
  readonly lake: Lake;
  readonly identities: Identities;
  readonly dispatcher: Dispatcher;
  readonly s3: S3Service;
  /** Hears of errors that nothing meant to throw; on the wire they are InternalFailure. */
  readonly onDefect: (defect: unknown) => void;
}

/** `cut`: the connection is to be dropped without an answer. */
export type Answer = WireResponse | 'cut';

/** Authenticates a request, finds its service and operation, and serves it. Never throws. */
export class FrontDoor {
  readonly #options: FrontDoorOptions;

  constructor(options: FrontDoorOptions) {
    this.#options = options;
  }

  /** What changed up to now is written before the answer leaves: whatever an answer shows or promises is kept. */
  async answer(request: IncomingMessage): Promise<Answer> {
    const requestId = randomUUID();
    const hostId = newHostId();
    const head = requestHead(request);
    let dialect = dialectOf(head);
    let skewMs = 0;
    try {
      refuseTwoSignatures(head);
      const stated = readSignature(head);
      const service = serviceOf(stated);
      if (service !== undefined) dialect = dialectOfService(service);
      if (service === undefined) throw notImplemented(`The service ${stated.service}`);
      const found = this.#recognise(stated);
      skewMs = this.#skewMs(service, found.caller);
      const { caller, key } = found;
      const visit: Visit = { request, head, stated, requestId, hostId, caller, key, skewMs };
      const answer = this.#committed(service === 's3' ? await this.#serveS3(visit) : await this.#serve(service, visit));
      return this.#dated(answer, skewMs);
    } catch (thrown) {
      // A client that stops in the middle of its body hears nothing, and nothing of the lake's went wrong.
      if (isAbort(thrown)) return 'cut';
      const refusal = this.#awsError(this.#committedRefusal(thrown), dialect);
      return this.#dated(writeError(refusal, dialect, { head, requestId, hostId }), skewMs);
    }
  }

  #committed(answer: Answer): Answer {
    try {
      journalOf(this.#options.lake).commit();
      return answer;
    } catch (failed) {
      if (answer !== 'cut' && answer.body instanceof Readable) answer.body.destroy();
      throw failed;
    }
  }

  /** What is to be told: a refusal leaves its event, and without that it is none. */
  #committedRefusal(thrown: unknown): unknown {
    try {
      journalOf(this.#options.lake).commit();
      return thrown;
    } catch (failed) {
      return failed;
    }
  }

  #skewMs(service: ServiceId, { name: principalName }: Caller): number {
    return this.#options.lake.faults.strike('clock-skew', { service, principalName })?.skewMs ?? 0;
  }

  /** The time at the door, which a fault can set apart from the lake's own. */
  #now(skewMs: number): Date {
    return new Date(this.#options.lake.clock.now().getTime() + skewMs);
  }

  /** Clients mend their clocks by this header; the server writes the true time where none is given. */
  #dated(answer: Answer, skewMs: number): Answer {
    if (answer === 'cut' || skewMs === 0) return answer;
    return { ...answer, headers: { ...answer.headers, date: this.#now(skewMs).toUTCString() } };
  }

  #recognise(stated: StatedSignature): { readonly caller: Caller; readonly key: KeyFacts } {
    const found = this.#options.identities.resolve(stated.accessKeyId);
    if (found === undefined) throw new AuthenticationFault('unknown-key');
    const region = this.#options.lake.region;
    if (stated.region !== region && !(stated.region === 'us-east-1' && GLOBAL_SERVICES.has(stated.service))) {
      throw new AuthenticationFault(
        'wrong-region',
        stated.service === 's3'
          ? `The authorization header is malformed; the region '${stated.region}' is wrong; expecting '${region}'`
          : `Credential should be scoped to a valid region, not '${stated.region}'. `,
        { Region: region },
      );
    }
    // Credentials of GetSessionToken without MFA cannot call IAM (STS API Reference, "GetSessionToken").
    if (stated.service === 'iam' && found.caller.tokenIssuedAt !== undefined)
      throw new AuthenticationFault('bad-token');
    return found;
  }

  #verify({ head, stated, key, skewMs }: Visit, payloadHash: string): VerifiedSignature {
    const verified = verifySignature(head, stated, key, { now: this.#now(skewMs), payloadHash });
    this.#options.identities.noteUse(stated.accessKeyId, stated.service, stated.region);
    return verified;
  }

  async #serve(service: Exclude<ServiceId, 's3'>, visit: Visit): Promise<Answer> {
    const protocol = PROTOCOLS[service];
    const body = await readBody(visit.request);
    const claimed = visit.head.headers['x-amz-content-sha256'];
    const payloadHash = sha256Hex(body);
    this.#verify(visit, payloadHash);
    if (claimed !== undefined && /^[0-9a-f]{64}$/.test(claimed) && claimed !== payloadHash) {
      throw new AuthenticationFault(
        'mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
    const wire = { head: visit.head, body };
    const operation = protocol.operationOf(wire);
    if (struckOnTheWay(this.#options.lake.faults, service, operation, visit.caller)) return 'cut';
    const input = protocol.readInput(operation, wire);
    const { caller, requestId } = visit;
    const { receivedAt, sourceIPAddress, userAgent } = this.#from(visit);
    // Spelled out, as what is made of it is: with the rest of an object in them they would be read several times as slowly.
    const invocation = { service, operation, input, caller, requestId, receivedAt, sourceIPAddress, userAgent };
    const output = await this.#options.dispatcher.dispatch(invocation);
    return protocol.writeOutput(operation, output, visit.requestId);
  }

  async #serveS3(visit: Visit): Promise<Answer> {
    const { s3, lake } = this.#options;
    const payloadHash = visit.head.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
    const verified = this.#verify(visit, payloadHash);
    const request = readS3Request(visit.request, visit.head, verified);
    const operation = s3.operationOf(request);
    if (struckOnTheWay(lake.faults, 's3', operation, visit.caller)) return 'cut';
    const subject = { service: 's3', operation, principalName: visit.caller.name };
    if (lake.faults.strikes('throttling', subject)) throw rateExceeded('s3');
    if (lake.faults.strikes('server-error', subject)) throw serverErrorOf('s3');
    const { caller, requestId, hostId } = visit;
    const from = this.#from(visit);
    const exchange: Exchange = { lake, service: 's3', operation, requestId, caller, ...from, hostId };
    const response = await s3.serve(request, exchange);
    return {
      ...response,
      headers: { ...response.headers, 'x-amz-request-id': visit.requestId, 'x-amz-id-2': visit.hostId },
    };
  }

  #from(visit: Visit): Pick<Exchange, 'receivedAt' | 'sourceIPAddress' | 'userAgent'> {
    return {
      receivedAt: this.#options.lake.clock.now(),
      sourceIPAddress: visit.request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1',
      userAgent: visit.head.headers['user-agent'] ?? '',
    };
  }

  #awsError(thrown: unknown, dialect: ErrorDialect): AwsError {
    if (thrown instanceof AwsError) return inDialect(thrown, dialect);
    if (thrown instanceof AuthenticationFault) return authenticationError(thrown, dialect);
    if (thrown instanceof URIError) return brokenUri(dialect);
    this.#options.onDefect(thrown);
    return new AwsError('InternalFailure', 'We encountered an internal error. Please try again.', { httpStatus: 500 });
  }
}

/** One request on its way through the door. */
interface Visit {
  readonly request: IncomingMessage;
  readonly head: RequestHead;
  readonly stated: StatedSignature;
  readonly requestId: string;
  readonly hostId: string;
  readonly caller: Caller;
  readonly key: KeyFacts;
  readonly skewMs: number;
}

/** Joined they would read as one signature with parts that override each other. */
function refuseTwoSignatures(head: RequestHead): void {
  if (timesSent(head, 'authorization') > 1) {
    throw new AuthenticationFault('incomplete', 'Authorization header must not be repeated.');
  }
}

/** A percent sign that begins nothing, or bytes that are no UTF-8. */
function brokenUri(dialect: ErrorDialect): AwsError {
  switch (dialect) {
    case 's3':
      return new AwsError('InvalidURI', "Couldn't parse the specified URI.");
    case 'query':
      return new AwsError('MalformedQueryString', 'The query string contains a syntax error.');
    case 'json':
      return new AwsError('UnknownOperationException', '');
  }
}

/** What reading a body throws when its sender has gone. */
function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ECONNRESET';
}

function serviceOf(stated: StatedSignature): ServiceId | undefined {
  if (stated.service === 's3') return 's3';
  return isModelled(stated.service) ? stated.service : undefined;
}

function isModelled(name: string): name is Exclude<ServiceId, 's3'> {
  return Object.hasOwn(PROTOCOLS, name);
}

function dialectOfService(service: ServiceId): ErrorDialect {
  if (service === 's3') return 's3';
  return isQueryService(service) ? 'query' : 'json';
}

/** For requests that do not say which service they mean. */
function dialectOf(head: RequestHead): ErrorDialect {
  const type = head.headers['content-type'] ?? '';
  if (head.headers['x-amz-target'] !== undefined || type.includes('json')) return 'json';
  return type.includes('x-www-form-urlencoded') || /(?:^|&)Action=/.test(head.rawQuery) ? 'query' : 's3';
}

/** Names that AWS spells differently from dialect to dialect. */
function inDialect(error: AwsError, dialect: ErrorDialect): AwsError {
  if (error.code !== 'NotImplementedException' || dialect === 'json') return error;
  return new AwsError('NotImplemented', error.message, { httpStatus: error.httpStatus, members: error.members });
}

function writeError(
  error: AwsError,
  dialect: ErrorDialect,
  about: { readonly head: RequestHead; readonly requestId: string; readonly hostId: string },
): WireResponse {
  const { head, requestId, hostId } = about;
  switch (dialect) {
    case 's3':
      return s3Error(error, { method: head.method, resource: head.rawPath, requestId, hostId });
    case 'query':
      return PROTOCOLS[queryServiceOf(head)].writeError(error, requestId);
    case 'json':
      return jsonProtocolOf(head).writeError(error, requestId);
  }
}

function queryServiceOf(head: RequestHead): QueryService {
  const service = signedFor(head);
  return service !== undefined && isModelled(service) && isQueryService(service) ? service : 'sts';
}

/** The service that the signature names, if there is one. */
function signedFor(head: RequestHead): string | undefined {
  return /\/([a-z-]+)\/aws4_request/.exec(head.headers.authorization ?? '')?.[1];
}

function jsonProtocolOf(head: RequestHead): Protocol {
  const service = signedFor(head);
  if (service !== undefined && isModelled(service)) return PROTOCOLS[service];
  return head.headers['x-amz-target'] === undefined ? PROTOCOLS.lakeformation : PROTOCOLS.athena;
}
