import { systemClock } from '../../core/clock.js';
import { Secret } from '../../core/secret.js';
import { AwsAccess } from '../../helpers/aws/access.js';
import type { ConnectionOptions } from '../../helpers/config/connection.js';

/** A connection to a fake account, as its operator. */
export function connectionTo(url: string): ConnectionOptions {
  return {
    kind: 'fixed',
    endpoint: url,
    region: 'us-east-1',
    accessKeyId: 'AKIAOPERATOR',
    secretAccessKey: new Secret('secret'),
  };
}

/** Access to a fake account without retries: tests of what is done with a fault need it only once. */
export function accessTo(url: string): AwsAccess {
  return new AwsAccess({
    connection: connectionTo(url),
    clock: systemClock,
    retry: { minDelayMs: 0, maxDelayMs: 0, retries: {}, maxTotalMs: 1_000 },
  });
}
