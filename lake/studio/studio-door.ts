import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Secret } from '../../core/secret.js';
import { AwsError } from '../model/aws-error.js';
import type { Lake } from '../model/lake.js';
import type { WireResponse } from '../protocols/protocol.js';
import { isSameToken } from '../same-token.js';
import type { SideDoor } from '../server.js';
import { journalOf } from '../storage/journal.js';
import { openStudioSession, type StudioRoles } from './studio-session.js';

const PATH = '/_studio/';

/**
 * What an app of Studio asks for its credentials: `GET /_studio/<domain>/<user profile>` with that profile's token, in
 * the way in which SDKs ask a container's (AWS SDKs and Tools Reference Guide, "Container credential provider"). Each
 * answer is a session of its own.
 */
export class StudioDoor implements SideDoor {
  readonly path = PATH;
  readonly #lake: Lake;
  readonly #roles: StudioRoles;
  readonly #secret = new Secret(randomBytes(32).toString('base64url'));

  constructor(lake: Lake, roles: StudioRoles) {
    this.#lake = lake;
    this.#roles = roles;
  }

  /** Variables with which a client of the lake works as in the profile's app. */
  environmentOf(url: string, domainId: string, userProfileName: string): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: this.#lake.region,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}${PATH}${domainId}/${userProfileName}`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: this.#tokenOf(domainId, userProfileName),
    };
  }

  async answer(request: IncomingMessage): Promise<WireResponse> {
    const [domainId = '', profile = '', ...more] = (request.url ?? '').slice(PATH.length).split('/');
    if (!isSameToken(request.headers.authorization ?? '', this.#tokenOf(domainId, profile))) {
      return refusal(403, 'Forbidden', 'a wrong token, or none');
    }
    if (request.method !== 'GET' || more.length > 0) return refusal(405, 'MethodNotAllowed', 'GET gives credentials');
    try {
      return await this.#credentials(domainId, profile);
    } catch (thrown) {
      if (thrown instanceof AwsError) return refusal(thrown.httpStatus, thrown.code, thrown.message);
      throw thrown;
    } finally {
      journalOf(this.#lake).commit();
    }
  }

  async #credentials(domainId: string, profile: string): Promise<WireResponse> {
    const { roleArn, sourceIdentity } = this.#roles.of(domainId, profile);
    if (roleArn === undefined) {
      return refusal(
        404,
        'ResourceNotFound',
        `neither UserProfile [${profile}] nor its domain names an execution role`,
      );
    }
    const { SessionToken, Expiration, ...rest } = await openStudioSession(this.#lake, { roleArn, sourceIdentity });
    return json(200, { ...rest, Token: SessionToken, Expiration: Expiration.toISOString() });
  }

  #tokenOf(domainId: string, profile: string): string {
    return createHmac('sha256', this.#secret.reveal()).update(`${domainId}/${profile}`).digest('base64url');
  }
}

function refusal(status: number, code: string, message: string): WireResponse {
  return json(status, { code, message });
}

function json(status: number, value: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
