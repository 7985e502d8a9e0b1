import { setMaxListeners } from 'node:events';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { GlueClient } from '@aws-sdk/client-glue';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Clock } from '../../core/clock.js';
import type { Secret } from '../../core/secret.js';
import type { ConnectionOptions } from '../config/connection.js';
import { type CallContext, type Called, call, type RetryPolicy } from './call.js';
import { EndpointBook } from './endpoints.js';
import { Wire } from './wire.js';

/** The SDK's app id: every call's User-Agent says who asked. */
const APP_ID = 'lakeproof';

/** Temporary credentials of a session, as the SDK wants them from a provider. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  readonly expiration: Date;
}

export type CredentialSource = () => Promise<SessionCredentials>;

/** Thin clients of one identity. */
export interface Clients {
  readonly athena: AthenaClient;
  readonly sts: STSClient;
  readonly glue: GlueClient;
  readonly lakeformation: LakeFormationClient;
  readonly cloudtrail: CloudTrailClient;
  readonly sagemaker: SageMakerClient;
}

export interface AccessOptions {
  readonly connection: ConnectionOptions;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly retry?: RetryPolicy;
}

type ClientCredentials = NonNullable<STSClientConfig['credentials']>;

/**
 * The suite's only way to AWS: makes clients for identities, notes which endpoint answered, and runs calls with the
 * retries that are ours. One per run; `close` drops the connections.
 */
export class AwsAccess {
  readonly region: string;
  readonly clock: Clock;
  readonly endpoints = new EndpointBook();
  readonly #options: AccessOptions;
  readonly #wire: Wire;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.region = options.connection.region;
    this.clock = options.clock;
    this.#wire = new Wire(this.endpoints);
    // Every waiting call listens to the one signal; that is meant, and no leak.
    if (options.signal !== undefined) setMaxListeners(0, options.signal);
  }

  /** Clients with the connection's own credentials. */
  baseClients(): Clients {
    const { connection } = this.#options;
    switch (connection.kind) {
      case 'fixed':
        return this.#clients({
          accessKeyId: connection.accessKeyId,
          secretAccessKey: connection.secretAccessKey.reveal(),
        });
      case 'default-chain':
        return this.#clients(fromNodeProviderChain({ clientConfig: { region: connection.region } }));
    }
  }

  /** Clients of a session. The SDK asks the source again when the credentials are about to expire. */
  sessionClients(source: CredentialSource): Clients {
    return this.#clients(async () => {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await source();
      return {
        accessKeyId,
        secretAccessKey: secretAccessKey.reveal(),
        sessionToken: sessionToken.reveal(),
        expiration,
      };
    });
  }

  /** Runs one call with retries; `operation` is `service:Operation`. Throws CallFailure. */
  call<T extends { readonly $metadata: { readonly requestId?: string | undefined } }>(
    operation: string,
    send: (options: { abortSignal?: AbortSignal }) => Promise<T>,
  ): Promise<Called<T>> {
    const { clock, signal, retry } = this.#options;
    const context: CallContext = {
      clock,
      ...(signal === undefined ? {} : { signal }),
      ...(retry === undefined ? {} : { retry }),
    };
    return call(operation, () => send(signal === undefined ? {} : { abortSignal: signal }), context);
  }

  close(): void {
    this.#wire.close();
  }

  #clients(credentials: ClientCredentials): Clients {
    const { connection } = this.#options;
    const configFor = (service: string) => ({
      region: this.region,
      credentials,
      maxAttempts: 1,
      userAgentAppId: APP_ID,
      requestHandler: this.#wire.handlerFor(service),
      ...(connection.kind === 'fixed' ? { endpoint: connection.endpoint } : {}),
    });
    return {
      athena: new AthenaClient(configFor('athena')),
      sts: new STSClient(configFor('sts')),
      glue: new GlueClient(configFor('glue')),
      lakeformation: new LakeFormationClient(configFor('lakeformation')),
      cloudtrail: new CloudTrailClient(configFor('cloudtrail')),
      sagemaker: new SageMakerClient(configFor('sagemaker')),
    };
  }
}
