import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer, FrontDoor } from './front-door.js';
import type { WireResponse } from './protocols/protocol.js';

export interface LakeServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Drops open connections and resolves when the port is free. */
  close(): Promise<void>;
}

/** A large upload over loopback takes seconds; a client that stops in the middle is dropped. */
const TIMEOUTS = { requestMs: 300_000, headersMs: 30_000, checkEveryMs: 10_000 } as const;

/**
 * Between two requests on a connection. Node's own 5 s are what a client may just have waited that asks again: the
 * request and the closing cross, and the client sees its connection reset. Longer than clients keep theirs.
 */
const IDLE_MS = 65_000;
const MAX_HEADER_BYTES = 64 * 1024;

/** What is no request at all never reaches a service, so it is answered in HTTP's words and not in AWS's. */
const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** What is no service of AWS's: paths that no bucket can have. */
export interface SideDoor {
  /** The whole path, or all that begin with it when it ends in a slash. */
  readonly path: string;
  answer(request: IncomingMessage): Promise<WireResponse>;
}

/**
 * Serves the lake on 127.0.0.1, and nowhere else. `port` 0 takes any free one. Rejects with the system's error when
 * the port is taken.
 */
export async function startServer(
  door: FrontDoor,
  options: {
    readonly port: number;
    readonly sideDoors?: readonly SideDoor[];
    readonly onDefect: (defect: unknown) => void;
    /** How long a client may take; others than the lake's own are for tests. */
    readonly timeouts?: { readonly requestMs: number; readonly headersMs: number; readonly checkEveryMs: number };
  },
): Promise<LakeServer> {
  const timeouts = options.timeouts ?? TIMEOUTS;
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      requestTimeout: timeouts.requestMs,
      headersTimeout: timeouts.headersMs,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: timeouts.checkEveryMs,
    },
    (request, response) => {
      respond(door, options.sideDoors ?? [], request, response).catch((error: unknown) => {
        // The client went away in the middle of its answer, or the body could not be read: nobody to tell.
        if (!isDisconnect(error)) options.onDefect(error);
        response.destroy();
      });
    },
  );
  server.on('clientError', (error, socket) => {
    const status = CLIENT_ERRORS[codeOf(error) ?? ''] ?? '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else socket.destroy();
  });
  await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${addressOf(server).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  door: FrontDoor,
  sideDoors: readonly SideDoor[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const sideDoor = sideDoors.find(({ path }) =>
    path.endsWith('/') ? request.url?.startsWith(path) : request.url === path,
  );
  const answer: Answer = await (sideDoor ?? door).answer(request);
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  await send(answer, request, response);
}

async function send(answer: WireResponse, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { body } = answer;
  // A body that was refused before it was read would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  const { status, headers } = answer;
  if (request.method === 'HEAD' || status === 204 || status === 304) {
    response.writeHead(status, headers).end();
    return;
  }
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    await pipeline(body, response);
    return;
  }
  const content = body ?? '';
  const lengthBytes = Buffer.byteLength(content);
  const isStated = Object.keys(headers).some((name) => name.toLowerCase() === 'content-length');
  response.writeHead(status, isStated ? headers : { ...headers, 'content-length': String(lengthBytes) });
  // Where every character is a byte, writing is a copy, and no encoding: so it is for most answers.
  response.end(content, content.length === lengthBytes ? 'latin1' : 'utf8');
}

function isDisconnect(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'EPIPE';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no address');
  return address;
}
