import { AwsError } from '../../model/aws-error.js';
import type { PolicyKind } from './policy-document.js';

/** Texts are those that IAM's users have met; the order in which IAM looks is theirs too. */
export function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}

/** For a text that is no JSON; the parser's own words would tell of our runtime, not of the policy. */
export function notJson(kind: PolicyKind): AwsError {
  switch (kind) {
    case 'identity':
      return malformed('Syntax errors in policy.');
    case 'trust':
      return malformed('This policy contains invalid Json');
    case 'resource':
      return malformed("Policies must be valid JSON and the first byte must be '{'");
  }
}

/** Of one policy of IAM: letters and digits, none twice (IAM User Guide, "IAM JSON policy elements: Sid"). */
export function checkSids(sids: readonly string[]): void {
  if (sids.some((sid) => !/^[0-9A-Za-z]*$/.test(sid))) {
    throw malformed(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  }
  const named = sids.filter((sid) => sid !== '');
  if (new Set(named).size < named.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
}

export function checkAction(pattern: string): void {
  if (pattern === '*') return;
  const [vendor = '', name, ...rest] = pattern.split(':');
  if (name === undefined) {
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  if (rest.length > 0) throw malformed('Actions/Condition can contain only one colon.');
  if (!/^(?:\*|[A-Za-z0-9.-]+)$/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`);
  if (!/^[A-Za-z0-9*?]+$/.test(name)) throw malformed('Syntax errors in policy.');
}

/** Of an identity policy: `*` or an ARN of a partition, whose S3 and IAM resources have no Region. */
export function checkResource(pattern: string): void {
  if (pattern === '*') return;
  const [, partition, service, region] = pattern.split(':');
  if (partition === undefined) throw malformed(`Resource ${pattern} must be in ARN format or "*".`);
  if (!pattern.startsWith('arn:') || !/^aws(?:-[a-z]+)*$/.test(partition)) {
    const [, , ...parts] = pattern.split(':');
    const shown = [...parts, ...Array<string>(Math.max(0, 4 - parts.length)).fill('*')].join(':');
    throw malformed(`Partition "${partition}" is not valid for resource "arn:${partition}:${shown}".`);
  }
  if (service === undefined || service === '' || /[*?]/.test(service)) {
    throw malformed('Resource vendor must be fully qualified and cannot contain regexes.');
  }
  if (region === undefined || region === '') return;
  if (service === 's3') throw malformed(`Resource ${pattern} can not contain region information.`);
  if (service === 'iam') throw malformed(`IAM resource ${pattern} cannot contain region information.`);
}
