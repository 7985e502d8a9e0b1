import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { NodeSha256 } from './node-sha256.js';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface RawCall {
  readonly service: string;
  readonly credentials: Credentials;
  readonly region?: string;
  readonly signingDate: Date;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Signs by @smithy/signature-v4 what no SDK client would send, and sends it; `change` spoils it in between. */
export async function signAndSend(
  url: string,
  call: RawCall,
  change: (headers: Record<string, string>) => Record<string, string> = (headers) => headers,
): Promise<RawAnswer> {
  const { method = 'POST', path = '/', query = {}, body = '' } = call;
  const signed = await signerOf(call).sign(
    { method, ...addressOf(url), path, query, headers: { host: new URL(url).host, ...call.headers }, body },
    { signingDate: call.signingDate },
  );
  return send(`${url}${path}${queryOf(query)}`, method, change(signed.headers), body);
}

/** URL that is good for `expiresIn` seconds; the headers given are signed and must be sent. */
export async function presign(url: string, call: RawCall, expiresIn: number): Promise<string> {
  const { method = 'GET', path = '/', query = {} } = call;
  const signed = await signerOf(call).presign(
    { method, ...addressOf(url), path, query, headers: { host: new URL(url).host, ...call.headers } },
    { signingDate: call.signingDate, expiresIn, unhoistableHeaders: new Set(Object.keys(call.headers ?? {})) },
  );
  return `${url}${path}${queryOf(signed.query ?? {})}`;
}

export function send(
  url: string,
  method: string,
  headers: OutgoingHttpHeaders,
  body: string | Buffer = '',
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

function signerOf({ service, credentials, region = 'us-east-1' }: RawCall): SignatureV4 {
  return new SignatureV4({ credentials, region, service, sha256: NodeSha256, uriEscapePath: service !== 's3' });
}

function addressOf(url: string): { protocol: string; hostname: string; port: number } {
  const { protocol, hostname, port } = new URL(url);
  return { protocol, hostname, port: Number(port) };
}

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
