import type { PutBucketPolicyCommandInput } from '@aws-sdk/client-s3';
import { matchesWildcard } from '../../access/iam/match.js';
import { type PolicyDocument, parsePolicy } from '../../access/iam/policy-document.js';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { bucketArn } from './bucket.js';
import { bucketAction } from './bucket-action.js';
import { publicAccessBlockOf } from './settings/public-access-block.js';
import type { S3State } from './state.js';

/** S3 User Guide, "Policies and permissions": bucket policies are limited to 20 KB. */
const MAX_POLICY_BYTES = 20 * 1024;

/** Replaces the bucket's policy. A public one is refused while the bucket blocks public policies. */
export const putBucketPolicy = (state: S3State): Action<PutBucketPolicyCommandInput, object> =>
  bucketAction(state, {
    operation: 'PutBucketPolicy',
    iamAction: 's3:PutBucketPolicy',
    readOnly: false,
    handle: (input, exchange) => {
      const bucket = state.objects.bucket(input.Bucket ?? '');
      const text = input.Policy ?? '';
      if (Buffer.byteLength(text) > MAX_POLICY_BYTES) {
        throw new AwsError('PolicyTooLarge', 'The policy exceeds the maximum allowed document size.');
      }
      const document = parsed(text);
      checkResources(document, bucketArn(state.account.partition, bucket.name));
      if (isPublic(document) && publicAccessBlockOf(bucket).BlockPublicPolicy === true) {
        throw new AwsError(
          'AccessDenied',
          `User: ${exchange.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(state.account.partition, bucket.name)}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
          { httpStatus: 403 },
        );
      }
      bucket.policy = { text, document };
      return {};
    },
  });

/** S3 has a code of its own for what IAM calls MalformedPolicyDocument. */
function parsed(text: string): PolicyDocument {
  try {
    return parsePolicy(text, 'resource');
  } catch (thrown) {
    if (thrown instanceof AwsError) throw new AwsError('MalformedPolicy', thrown.message);
    throw thrown;
  }
}

/** A bucket's policy can speak of this bucket and its objects only. */
function checkResources(document: PolicyDocument, arn: string): void {
  for (const { resources } of document.statements) {
    const isOwn = (pattern: string): boolean =>
      pattern === arn || pattern.startsWith(`${arn}/`) || pattern === `${arn}*` || matchesWildcard(pattern, arn);
    if (resources === undefined || !resources.patterns.every(isOwn)) {
      throw new AwsError('MalformedPolicy', 'Policy has invalid resource');
    }
  }
}

/** Allows everyone something, under no condition ("The meaning of public", S3 User Guide, in its plainest form). */
function isPublic(document: PolicyDocument): boolean {
  return document.statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      statement.conditions.length === 0 &&
      (statement.principals?.not === true || statement.principals?.aws.includes('*') === true),
  );
}
