import { z } from 'zod';
import { LakeproofError, messageOf, UsageError } from '../../core/error.js';
import type { Secret } from '../../core/secret.js';
import type { Answer, AskRequest, BeginRequest, BeginResponse, EndResponse, RunResponse } from '../model/door.js';
import type { TestOutcome } from '../model/run.js';
import {
  answerSchema,
  beginResponseSchema,
  endResponseSchema,
  problemSchema,
  runResponseSchema,
} from './door-schemas.js';

/** A long poll and some. */
const TIMEOUT_MS = 60_000;

const emptySchema = z.object({});

export interface DoorAddress {
  readonly url: string;
  readonly token: Secret;
}

/** The engine's door, seen from a worker or the reporter. Each call is one request. */
export interface DoorClient {
  begin(request: BeginRequest): Promise<BeginResponse>;
  run(): Promise<RunResponse>;
  /** `pending` after at most 25 s: ask again. With `ifSelected` an audit test that was not selected stays unasked. */
  answer(testKey: string, options?: { readonly ifSelected?: boolean }): Promise<Answer>;
  ask(request: AskRequest): Promise<Answer>;
  outcome(outcomes: readonly TestOutcome[]): Promise<void>;
  end(): Promise<EndResponse>;
}

/**
 * Throws UsageError for what the engine refuses as a mistake of the asker's (its code and words), LakeproofError
 * `DOOR_FAILED` for its own failures, and `DOOR_UNREACHABLE` when it is gone.
 */
export function createDoorClient(address: DoorAddress): DoorClient {
  const get = <T>(path: string, schema: z.ZodType<T>): Promise<T> => request(address, path, undefined, schema);
  const post = <T>(path: string, value: unknown, schema: z.ZodType<T>): Promise<T> =>
    request(address, path, JSON.stringify(value), schema);
  return {
    begin: (value) => post('/v1/begin', value, beginResponseSchema),
    run: () => get('/v1/run', runResponseSchema),
    answer: (testKey, { ifSelected = false } = {}) => {
      const query = `testKey=${encodeURIComponent(testKey)}${ifSelected ? '&ifSelected=1' : ''}`;
      return get(`/v1/answer?${query}`, answerSchema);
    },
    ask: (value) => post('/v1/ask', value, answerSchema),
    outcome: async (outcomes) => {
      await post('/v1/outcome', outcomes, emptySchema);
    },
    end: () => post('/v1/end', {}, endResponseSchema),
  };
}

async function request<T>(
  { url, token }: DoorAddress,
  path: string,
  body: string | undefined,
  schema: z.ZodType<T>,
): Promise<T> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token.reveal()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch (cause) {
    throw new LakeproofError({
      code: 'DOOR_UNREACHABLE',
      message: `the engine at ${url} did not answer ${path}: ${messageOf(cause)}`,
      likelyCause: 'the run has ended or was interrupted',
      cause,
    });
  }
  const value: unknown = parseJson(text);
  if (!response.ok) throw problemOf(response.status, value);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new LakeproofError({
    code: 'DOOR_FAILED',
    message: `the engine answered ${path} in a way that this version does not know`,
    likelyCause: 'engine and specs are of different versions of Lakeproof',
    cause: parsed.error,
  });
}

function problemOf(status: number, value: unknown): LakeproofError {
  const parsed = problemSchema.safeParse(value);
  const { code, message, nextStep } = parsed.success
    ? parsed.data
    : { code: 'DOOR_FAILED', message: `the engine answered with status ${status}`, nextStep: undefined };
  const details = { code, message, ...(nextStep === undefined ? {} : { nextStep }) };
  return status === 400 ? new UsageError(details) : new LakeproofError(details);
}

/** Undefined for what is no JSON: the schema then says that it is not as agreed. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
