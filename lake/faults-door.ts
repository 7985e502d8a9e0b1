import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Secret } from '../core/secret.js';
import { type Faults, faultOrderSchema } from './faults.js';
import { readBody } from './protocols/body.js';
import type { WireResponse } from './protocols/protocol.js';
import { isSameToken } from './same-token.js';
import type { SideDoor } from './server.js';

/**
 * The switch for faults at run time: `POST /_faults` with one order switches it on, `DELETE /_faults` switches all
 * off. Both need `Authorization: Bearer TOKEN`, which the lake printed when it was started with `--faults`.
 */
export class FaultsDoor implements SideDoor {
  readonly path = '/_faults';
  readonly #faults: Faults;
  readonly #token: Secret;

  constructor(faults: Faults, token: Secret) {
    this.#faults = faults;
    this.#token = token;
  }

  async answer(request: IncomingMessage): Promise<WireResponse> {
    const stated = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!isSameToken(stated, this.#token.reveal())) return reply(403, 'a wrong token, or none');
    if (request.method === 'DELETE') {
      this.#faults.clear();
      return reply(200, 'all faults are off');
    }
    if (request.method !== 'POST') return reply(405, 'POST switches a fault on, DELETE switches all off');
    return this.#arm((await readBody(request)).toString('utf8'));
  }

  #arm(text: string): WireResponse {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return reply(400, 'the body is no JSON');
    }
    const order = faultOrderSchema.safeParse(json);
    if (!order.success) return reply(400, z.prettifyError(order.error));
    this.#faults.arm(order.data);
    return reply(200, `${order.data.fault} is on`);
  }
}

function reply(status: number, message: string): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}
