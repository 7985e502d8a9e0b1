import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import type { AccessKey } from '../services/iam/store.js';

/** A request as bytes, signed by hand, so that it may be as wrong as a test wants. */
export interface WireCall {
  readonly service: string;
  readonly key: AccessKey;
  readonly method?: string;
  /** Path and query, as sent. */
  readonly target?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: Buffer | string;
  /** Leave the length out: the test frames the body itself. */
  readonly framing?: readonly (readonly [string, string])[];
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** The bytes of a request whose signature is right for its path, its body's hash and the headers that are always signed. */
export function wireBytes(url: string, call: WireCall): Buffer {
  const { service, key, method = 'POST', target = '/', headers = [], body = '' } = call;
  const bytes = Buffer.from(body);
  const timestamp = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const hash = createHash('sha256').update(bytes).digest('hex');
  const signed = [
    ['host', new URL(url).host],
    ['x-amz-content-sha256', hash],
    ['x-amz-date', timestamp],
  ] as const;
  const [path = '/', query = ''] = target.split('?');
  const names = signed.map(([name]) => name).join(';');
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('');
  const sortedQuery = query.split('&').sort().join('&');
  const canonical = [method, service === 's3' ? path : encodeURI(path), sortedQuery, lines, names, hash].join('\n');
  const scope = `${timestamp.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scope, createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  );
  const signature = hmac(signingKey(key.secretAccessKey.reveal(), scope), toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const framing = call.framing ?? [['content-length', String(bytes.length)] as const];
  const head = [...signed, ['authorization', authorization] as const, ...headers, ...framing, ['connection', 'close']];
  const text = `${method} ${target} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(text, 'latin1'), bytes]);
}

/**
 * Sends bytes as they are over a connection of their own and resolves with what came back before it closed; undefined
 * when nothing did. `thenEnd` closes our side after them. Rejects after `timeoutMs`: a hang is a failure.
 */
export function sendBytes(
  url: string,
  bytes: Buffer | string,
  options: { readonly thenEnd?: boolean; readonly timeoutMs?: number } = {},
): Promise<WireAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error('the lake did not answer'));
    }, options.timeoutMs ?? 15_000);
    socket.on('data', (part) => parts.push(part));
    // A server that refuses a body before it was sent closes on us; what it said before counts.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answerOf(Buffer.concat(parts)));
    });
    socket.write(bytes);
    if (options.thenEnd === true) socket.end();
  });
}

function answerOf(bytes: Buffer): WireAnswer | undefined {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  if (end < 0 || status === undefined) return undefined;
  return { status: Number(status), headers: text.slice(0, end), body: text.slice(end + 4) };
}

function signingKey(secret: string, scope: string): Buffer {
  return scope.split('/').reduce((key: Buffer | string, part) => hmac(key, part), `AWS4${secret}`) as Buffer;
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
