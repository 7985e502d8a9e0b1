import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { EndpointBook } from './endpoints.js';

const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_SOCKETS = 64;

type Handle = NodeHttpHandler['handle'];

/** The SDK's own handler, which also notes who answered. Nearest to the wire, so that refused calls are noted as well. */
class NotingHandler extends NodeHttpHandler {
  readonly #service: string;
  readonly #book: EndpointBook;

  constructor(service: string, book: EndpointBook, options: NodeHttpHandlerOptions) {
    super(options);
    this.#service = service;
    this.#book = book;
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const answer = await super.handle(request, options);
    const port = request.port === undefined ? '' : `:${request.port}`;
    this.#book.note(this.#service, `${request.protocol}//${request.hostname}${port}`);
    return answer;
  }
}

/** One pool of connections for all clients of a run: 300 profiles must not mean 300 pools. */
export class Wire {
  readonly #book: EndpointBook;
  readonly #http = new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  readonly #https = new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  readonly #handlers = new Map<string, NotingHandler>();

  constructor(book: EndpointBook) {
    this.#book = book;
  }

  handlerFor(service: string): NodeHttpHandler {
    const known = this.#handlers.get(service);
    if (known !== undefined) return known;
    const handler = new NotingHandler(service, this.#book, {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: this.#http,
      httpsAgent: this.#https,
    });
    this.#handlers.set(service, handler);
    return handler;
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}
