import { createServer, type IncomingMessage, type Server } from 'node:http';

/** One call as a service would see it, its protocol taken off. */
export interface FakeCall {
  /** `athena:StartQueryExecution`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly accessKeyId: string;
}

/** What a handler throws to answer with an error of AWS's. */
export class FakeError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Thrown to cut the connection without an answer. */
export class FakeCut extends Error {}

export type FakeHandler = (call: FakeCall) => unknown;

export interface FakeAws {
  readonly url: string;
  readonly calls: FakeCall[];
  close(): Promise<void>;
}

const SERVICES: Readonly<Record<string, string>> = {
  AmazonAthena: 'athena',
  AWSGlue: 'glue',
  SageMaker: 'sagemaker',
  CloudTrail_20131101: 'cloudtrail',
};

/**
 * The wire and nothing else: speaks just enough of AWS's protocols for the SDK's own clients, and hands each call to
 * `handle`. No signature is checked; that is the lake's business and not the suite's.
 */
export async function startFakeAws(handle: FakeHandler): Promise<FakeAws> {
  const calls: FakeCall[] = [];
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const call = callOf(request, await read(request));
      calls.push(call);
      const xml = call.operation.startsWith('sts:');
      const headers = { 'x-amzn-requestid': `request-${calls.length}`, connection: 'keep-alive' };
      try {
        const output = await handle(call);
        const body = xml ? stsXml(call, output) : JSON.stringify(output);
        response.writeHead(200, { ...headers, 'content-type': xml ? 'text/xml' : 'application/x-amz-json-1.1' });
        response.end(body);
      } catch (error) {
        if (error instanceof FakeCut) {
          request.socket.destroy();
          return;
        }
        const fake = error instanceof FakeError ? error : new FakeError('InternalFailure', String(error), 500);
        response.writeHead(fake.status, {
          ...headers,
          'x-amzn-errortype': fake.code,
          'content-type': xml ? 'text/xml' : 'application/x-amz-json-1.1',
        });
        response.end(
          xml
            ? `<ErrorResponse><Error><Type>Sender</Type><Code>${fake.code}</Code><Message>${escapeXml(fake.message)}</Message></Error></ErrorResponse>`
            : JSON.stringify({ __type: fake.code, Message: fake.message }),
        );
      }
    };
    serve().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, calls, close: () => close(server) };
}

function callOf(request: IncomingMessage, body: string): FakeCall {
  const accessKeyId = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [service = '', operation = ''] = target.split('.');
    return { operation: `${SERVICES[service] ?? service}:${operation}`, input: parse(body), accessKeyId };
  }
  const form = new URLSearchParams(body);
  const action = form.get('Action');
  if (action !== null) return { operation: `sts:${action}`, input: Object.fromEntries(form), accessKeyId };
  return { operation: `lakeformation:${(request.url ?? '').slice(1)}`, input: parse(body), accessKeyId };
}

function stsXml({ operation }: FakeCall, output: unknown): string {
  const action = operation.slice('sts:'.length);
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${xmlOf(output)}</${action}Result></${action}Response>`;
}

function xmlOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, member]) => `<${name}>${xmlOf(member)}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function parse(body: string): Record<string, unknown> {
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
