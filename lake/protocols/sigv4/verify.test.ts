import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.js';
import { NodeSha256 } from '../../../tests/support/node-sha256.js';
import { type RequestHead, requestHead } from '../request-head.js';
import { encodeStrictly } from './canonical.js';
import { readSignature } from './signature.js';
import { sha256Hex, verifySignature } from './verify.js';

const NOW = new Date('2026-07-01T12:00:00Z');
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const TOKEN = 'IQoJb3JpZ2luX2Vj/+==token';

interface Sent {
  readonly service: 's3' | 'sts' | 'glue' | 'lakeformation';
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly withToken: boolean;
}

/** Requests of all kinds: names that need encoding, repeated spaces, empty bodies, bodies of several bytes a character. */
const sent: fc.Arbitrary<Sent> = fc.record({
  service: fc.constantFrom('s3', 'sts', 'glue', 'lakeformation'),
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  segments: fc.array(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !/^\.{1,2}$/.test(text)),
    {
      maxLength: 4,
    },
  ),
  query: fc.dictionary(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    {
      maxKeys: 4,
    },
  ),
  headers: fc.dictionary(
    fc.constantFrom('content-type', 'x-amz-target', 'x-amz-meta-note', 'x-k8s-aws-id'),
    fc.constantFrom('a', 'a  b', 'text/xml; charset=utf-8', 'application/x-amz-json-1.1'),
    { maxKeys: 4 },
  ),
  body: fc.string({ unit: 'grapheme', maxLength: 40 }),
  withToken: fc.boolean(),
});

function signerOf({ service, withToken }: Sent, secretAccessKey = SECRET): SignatureV4 {
  return new SignatureV4({
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey, ...(withToken ? { sessionToken: TOKEN } : {}) },
    region: 'us-east-1',
    service,
    sha256: NodeSha256,
    uriEscapePath: service !== 's3',
  });
}

function requestOf(one: Sent) {
  return {
    method: one.method,
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: 4000,
    path: `/${one.segments.map(encodeStrictly).join('/')}`,
    query: { ...one.query },
    headers: { ...one.headers, host: '127.0.0.1:4000' } as Record<string, string>,
    body: one.body,
  };
}

type Signed = Pick<ReturnType<typeof requestOf>, 'path' | 'query' | 'headers'> & { readonly method: string };

/** The request as the lake would receive it. */
function headOf(signed: Signed): RequestHead {
  const query = Object.entries(signed.query).map(([key, value]) => `${encodeStrictly(key)}=${encodeStrictly(value)}`);
  return requestHead({
    method: signed.method,
    url: query.length === 0 ? signed.path : `${signed.path}?${query.join('&')}`,
    rawHeaders: Object.entries(signed.headers).flat(),
  });
}

function verify(head: RequestHead, one: Sent, body = one.body): void {
  verifySignature(
    head,
    readSignature(head),
    { secretAccessKey: new Secret(SECRET), ...(one.withToken ? { sessionToken: new Secret(TOKEN) } : {}) },
    { now: NOW, payloadHash: sha256Hex(body) },
  );
}

async function signed(one: Sent, secret?: string): Promise<Signed> {
  const request = await signerOf(one, secret).sign(requestOf(one), { signingDate: NOW });
  return { ...request, query: stringsOf(request.query) };
}

async function presigned(one: Sent, expiresIn = 60): Promise<Signed> {
  const request = requestOf(one);
  // As the SDK's presigner for S3 does: the URL is for any body.
  if (one.service === 's3') request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
  const url = await signerOf(one).presign(request, {
    signingDate: NOW,
    expiresIn,
    unhoistableHeaders: new Set(Object.keys(one.headers)),
    unsignableHeaders: new Set(['x-amz-content-sha256']),
  });
  const headers = Object.entries(url.headers).filter(([name]) => name !== 'x-amz-content-sha256');
  return { ...url, headers: Object.fromEntries(headers), query: stringsOf(url.query) };
}

function stringsOf(query: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(query ?? {}).map(([key, value]) => [key, String(value)]));
}

describe('verifySignature', () => {
  it('takes what @smithy/signature-v4 signs in the header', async () => {
    await fc.assert(
      fc.asyncProperty(sent, async (one) => {
        const request = await signed(one);
        expect(() => {
          verify(headOf(request), one);
        }).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it('takes what @smithy/signature-v4 presigns', async () => {
    await fc.assert(
      fc.asyncProperty(sent, async (one) => {
        const request = await presigned(one);
        expect(() => {
          verify(headOf(request), one);
        }).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  const example: Sent = {
    service: 'sts',
    method: 'POST',
    segments: ['a'],
    query: { b: 'c' },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity',
    withToken: true,
  };
  const changes: readonly (readonly [what: string, change: (request: Signed) => Signed])[] = [
    ['the method', (request) => ({ ...request, method: 'GET' })],
    ['the path', (request) => ({ ...request, path: '/a/b' })],
    ['a value of the query', (request) => ({ ...request, query: { ...request.query, b: 'd' } })],
    ['another query parameter', (request) => ({ ...request, query: { ...request.query, e: 'f' } })],
    ['a signed header', (request) => ({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } })],
    ['the host', (request) => ({ ...request, headers: { ...request.headers, host: 'elsewhere' } })],
  ];
  it.each(changes)('refuses a request that was changed after signing: %s', async (_what, change) => {
    const request = await signed(example);
    expect(() => {
      verify(headOf(change(request)), example);
    }).toThrow(expect.objectContaining({ kind: 'mismatch' }));
  });

  it('refuses another body, in a header signature and in a presigned URL', async () => {
    const [request, url] = [await signed(example), await presigned(example)];
    for (const head of [headOf(request), headOf(url)]) {
      expect(() => {
        verify(head, example, 'Action=AssumeRole');
      }).toThrow(expect.objectContaining({ kind: 'mismatch' }));
    }
  });

  it('takes a signed header that comes in parts, and with more space than was signed', async () => {
    const parted: Sent = { ...example, headers: { ...example.headers, 'x-amz-meta-a': 'one two,three' } };
    const { headers, ...request } = await signed(parted);
    const others = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-amz-meta-a'));
    const sentAs = (...parts: readonly string[]): RequestHead => {
      const head = headOf({ ...request, headers: others });
      const rawHeaders = [...head.rawHeaders, ...parts.flatMap((part) => ['X-Amz-Meta-A', part])];
      return requestHead({ method: head.method, url: `${head.rawPath}?${head.rawQuery}`, rawHeaders });
    };
    for (const head of [sentAs('one two,three'), sentAs('  one   two ', ' three')]) {
      expect(() => {
        verify(head, parted);
      }).not.toThrow();
    }
    for (const head of [sentAs('three', 'one two'), sentAs('one two'), sentAs()]) {
      expect(() => {
        verify(head, parted);
      }).toThrow(expect.objectContaining({ kind: 'mismatch' }));
    }
  });

  it('takes any body for a presigned URL of S3', async () => {
    const upload: Sent = { ...example, service: 's3', method: 'PUT' };
    const url = await presigned(upload);
    expect(() => {
      verify(headOf(url), upload, 'anything');
    }).not.toThrow();
  });

  it('refuses another secret', async () => {
    const request = await signed(example, 'another secret');
    expect(() => {
      verify(headOf(request), example);
    }).toThrow(expect.objectContaining({ kind: 'mismatch' }));
  });
});
