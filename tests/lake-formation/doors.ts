import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type InnerLake, startInnerLake } from '../../lake/testing/inner-lake.js';
import { type ClientOptions, type QueryLake, startQueryLake } from '../../lake/testing/query-lake.js';
import { signAndSend } from '../support/signed-request.js';
import type { BesideWriting } from './model.js';
import type { Person } from './world.js';

export type Asker = Person | 'admin';
export type Service = 'athena' | 'glue' | 'lakeformation';
const PEOPLE: readonly Person[] = ['alice', 'bob', 'auditor'];

/** A lake's refusal, whichever way it came. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A way into a lake of three people: the questions and the answers are the same behind each. */
export interface Door {
  /** Throws Refusal. */
  call(who: Asker, service: Service, operation: string, input: object): Promise<unknown>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** What lies at `s3://…`; undefined when nothing does. */
  read(uri: string): Promise<string | undefined>;
  readonly defects: readonly unknown[];
  /** How the lake behind it is switched. */
  readonly besideWriting: BesideWriting;
  close(): Promise<void>;
}

/** Past HTTP and the signature: for thousands of cases. */
export async function innerDoor(columnListBesideWriting: BesideWriting = 'void'): Promise<Door> {
  const inner = startInnerLake({ columnListBesideWriting });
  const { admin } = inner;
  const callers = {
    admin,
    alice: await inner.person('alice'),
    bob: await inner.person('bob'),
    auditor: await inner.person('auditor'),
  };
  for (const Bucket of ['data', 'results']) await inner.call(admin, 's3', 'CreateBucket', { Bucket });
  return {
    call: (who, service, operation, input) => refusing(inner.call(callers[who], service, operation, input)),
    ...objectsOf(inner),
    defects: inner.defects,
    besideWriting: columnListBesideWriting,
    close: () => {
      inner.close();
      return Promise.resolve();
    },
  };
}

async function refusing(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
      throw new Refusal(thrown.code, thrown.message);
    }
    throw thrown;
  }
}

const TARGETS: Readonly<Record<Service, string | undefined>> = {
  athena: 'AmazonAthena',
  glue: 'AWSGlue',
  lakeformation: undefined,
};

/** Signed, over HTTP. */
export async function wireDoor(): Promise<Door> {
  const lake = await startQueryLake();
  const people = new Map<Asker, ClientOptions>([['admin', lake.admin]]);
  for (const name of PEOPLE) people.set(name, await lake.person(name));
  return {
    call: (who, service, operation, input) => send(lake, people.get(who) ?? lake.admin, service, operation, input),
    ...objectsOf(lake.bare),
    defects: lake.bare.defects,
    besideWriting: 'void',
    close: () => lake.close(),
  };
}

const errorBody = z.object({
  __type: z.string().optional(),
  Message: z.string().optional(),
  message: z.string().optional(),
});

async function send(
  lake: QueryLake,
  who: ClientOptions,
  service: Service,
  operation: string,
  input: object,
): Promise<unknown> {
  const target = TARGETS[service];
  const { status, headers, body } = await signAndSend(lake.bare.server.url, {
    service,
    credentials: who.credentials,
    signingDate: new Date(),
    path: target === undefined ? `/${operation}` : '/',
    headers: {
      'content-type': target === undefined ? 'application/json' : 'application/x-amz-json-1.1',
      ...(target === undefined ? {} : { 'x-amz-target': `${target}.${operation}` }),
    },
    body: JSON.stringify(input),
  });
  const answer: unknown = JSON.parse(body === '' ? '{}' : body);
  if (status < 400) return answer;
  const { __type, Message, message } = errorBody.parse(answer);
  const header = headers['x-amzn-errortype'];
  throw new Refusal(__type ?? (typeof header === 'string' ? header : String(status)), Message ?? message ?? '');
}

function objectsOf({ assembled }: Pick<InnerLake, 'assembled'>): Pick<Door, 'put' | 'read'> {
  const { objects } = assembled.lake;
  return {
    put: async (key, bytes) => {
      await objects.put('data', key, bytes);
    },
    read: async (uri) => {
      const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
      const found = objects.head(bucket, key);
      return found === undefined ? undefined : readFile(found.path, 'utf8');
    },
  };
}
