import type { RunInfo } from '../model/run.js';

/**
 * Domains that belong to AWS, by partition: commercial and GovCloud, dual-stack, China (both), the isolated partitions
 * and the European Sovereign Cloud. Source: AWS SDK partitions metadata (dnsSuffix and dualStackDnsSuffix).
 */
const AWS_DOMAINS: readonly string[] = [
  'amazonaws.com',
  'api.aws',
  'amazonaws.com.cn',
  'api.amazonwebservices.com.cn',
  'c2s.ic.gov',
  'api.aws.ic.gov',
  'sc2s.sgov.gov',
  'api.aws.scloud',
  'cloud.adc-e.uk',
  'api.cloud-aws.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws.hci.ic.gov',
  'amazonaws.eu',
  'api.amazonwebservices.eu',
];

/**
 * The target that was found: `aws` only when at least one endpoint answered and every one that did is TLS on its
 * standard port under AWS's own domains. Everything else, AWS_ENDPOINT_URL to anywhere included, is `emulated`.
 */
export function foundTarget(endpoints: readonly string[]): RunInfo['target'] {
  // run.json joins several endpoints of one service by a blank.
  const each = endpoints.flatMap((endpoint) => endpoint.split(' '));
  return each.length > 0 && each.every(isAwsEndpoint) ? 'aws' : 'emulated';
}

function isAwsEndpoint(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false;
  return AWS_DOMAINS.some((domain) => hostname.endsWith(`.${domain}`));
}
