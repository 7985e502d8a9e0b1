import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { z } from 'zod';
import { sha256 } from '../../core/digest.js';
import { LakeproofError, messageOf, UsageError } from '../../core/error.js';
import { Secret } from '../../core/secret.js';
import type { Answer, AskRequest, BeginRequest, BeginResponse, EndResponse, RunResponse } from '../model/door.js';
import type { TestOutcome } from '../model/run.js';
import { askRequestSchema, beginRequestSchema, outcomeRequestSchema, type Problem } from './door-schemas.js';

/** Outcomes of 50,000 tests fit; anything larger is no request of ours. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** A worker asks again after this long, so that neither side holds a dead connection. */
const LONG_POLL_MS = 25_000;

/** Who answers at the door: the run. Errors of type UsageError are the asker's, all others ours. */
export interface DoorKeeper {
  begin(tests: BeginRequest['tests']): BeginResponse;
  describe(): RunResponse;
  answer(testKey: string, timeoutMs: number, options?: { readonly ifSelected: boolean }): Promise<Answer>;
  ask(request: AskRequest, timeoutMs: number): Promise<Answer>;
  addOutcomes(outcomes: readonly TestOutcome[]): void;
  end(): EndResponse;
}

export interface Door {
  readonly url: string;
  readonly token: Secret;
  close(): Promise<void>;
}

/** Opens the engine's door on a free port of 127.0.0.1. What passes through it is in helpers/model/door.ts. */
export async function openDoor(keeper: DoorKeeper): Promise<Door> {
  const token = new Secret(randomBytes(32).toString('base64url'));
  const server = createServer((request, response) => {
    // It answers whatever is thrown; what is left is an answer that could not be sent.
    serve(keeper, token, request, response).catch(() => response.destroy());
  });
  // Requests are answered within a long poll; a client that sends its request slower than this is none of ours.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, token, close: () => closeServer(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the door listens on no port');
  return address.port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // A worker that was killed may have left its connection open.
    server.closeAllConnections();
  });
}

class Refused extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
  }
}

async function serve(
  keeper: DoorKeeper,
  token: Secret,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isAuthorised(request, token)) {
      throw new Refused(401, { code: 'DOOR_UNAUTHORISED', message: 'the engine answers its own workers only' });
    }
    send(response, 200, await route(keeper, request));
  } catch (error) {
    const { status, problem } = refusalOf(error);
    send(response, status, problem);
  }
}

function isAuthorised(request: IncomingMessage, token: Secret): boolean {
  const given = sha256(request.headers.authorization ?? '');
  return timingSafeEqual(Buffer.from(given), Buffer.from(sha256(`Bearer ${token.reveal()}`)));
}

async function route(keeper: DoorKeeper, request: IncomingMessage): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  switch (`${request.method ?? ''} ${pathname}`) {
    case 'POST /v1/begin':
      return keeper.begin((await body(request, beginRequestSchema)).tests);
    case 'GET /v1/run':
      return keeper.describe();
    case 'GET /v1/answer': {
      const testKey = searchParams.get('testKey');
      if (testKey === null) throw malformed('testKey is missing');
      return keeper.answer(testKey, LONG_POLL_MS, { ifSelected: searchParams.has('ifSelected') });
    }
    case 'POST /v1/ask':
      return keeper.ask(await body(request, askRequestSchema), LONG_POLL_MS);
    case 'POST /v1/outcome':
      keeper.addOutcomes(await body(request, outcomeRequestSchema));
      return {};
    case 'POST /v1/end':
      return keeper.end();
    default:
      throw new Refused(404, { code: 'DOOR_UNKNOWN', message: `there is no ${request.method ?? ''} ${pathname}` });
  }
}

async function body<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const read = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += read.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new Refused(413, { code: 'DOOR_TOO_LARGE', message: `the body is larger than ${MAX_BODY_BYTES} bytes` });
    }
    chunks.push(read);
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformed(`${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not as agreed'}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('the body is no JSON');
    throw error;
  }
}

function malformed(what: string): Refused {
  return new Refused(400, { code: 'DOOR_MALFORMED', message: `not understood: ${what}` });
}

function refusalOf(error: unknown): { readonly status: number; readonly problem: Problem } {
  if (error instanceof Refused) return error;
  if (error instanceof LakeproofError) {
    const nextStep = error.nextStep === undefined ? {} : { nextStep: error.nextStep };
    const problem = { code: error.code, message: error.message, ...nextStep };
    return { status: error instanceof UsageError ? 400 : 500, problem };
  }
  return { status: 500, problem: { code: 'ENGINE_FAILED', message: messageOf(error) } };
}

function send(response: ServerResponse, status: number, value: unknown): void {
  if (response.destroyed) return;
  const text = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
