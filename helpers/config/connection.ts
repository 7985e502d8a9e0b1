import type { Secret } from '../../core/secret.js';

/** How the suite reaches its target: data only; helpers/aws/access.ts makes clients of it. */
export type ConnectionOptions =
  /** The embedded lake, or another endpoint that was given with its own keys. */
  | {
      readonly kind: 'fixed';
      readonly endpoint: string;
      readonly region: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: Secret;
    }
  /** The SDK's default chain: environment, shared files, SSO, web identity, container, instance; AWS_ENDPOINT_URL too. */
  | { readonly kind: 'default-chain'; readonly region: string };
