import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { parsePolicy } from '../../access/iam/policy-document.js';
import { type Action, defineAction, type TrailFacts } from '../../model/action.js';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import type { Caller, SessionFacts } from '../../model/caller.js';
import { formatTrailDate } from '../../trail/spelling.js';
import { defaultText, wholeSeconds } from '../iam/store.js';
import type { RoleSession } from './sessions.js';
import type { StsState } from './state.js';
import { incomingTags, sessionTags } from './tags.js';
import { checkTrust } from './trust.js';

const DEFAULT_DURATION_SECONDS = 3600;
const CHAINED_MAX_SECONDS = 3600;

/** The packed size of session policies and tags is AWS's own encoding; a small constant stands for it. */
const PACKED = { PackedPolicySize: 1 };

/**
 * Temporary credentials of a role. The role's trust policy decides together with the caller's identity policies, so
 * `authorize` asks nothing by itself. Source: STS API Reference, "AssumeRole"; IAM User Guide, "Methods to assume a role".
 */
export function assumeRole(state: StsState): Action<AssumeRoleRequest, AssumeRoleResponse> {
  return defineAction<AssumeRoleRequest, AssumeRoleResponse>({
    service: 'sts',
    operation: 'AssumeRole',
    authorize: () => [],
    handle: (input, exchange) => {
      refuseUnmodelled(input);
      const tags = sessionTags(input, exchange.caller, state);
      const { role, sourceIdentity } = checkTrust(state, input, tags, exchange);
      const durationSeconds = input.DurationSeconds ?? DEFAULT_DURATION_SECONDS;
      checkDuration(durationSeconds, role.maxSessionDurationSeconds, exchange.caller);
      const policies = sessionPolicies(input, state);
      const createdAt = wholeSeconds(exchange.receivedAt);
      const facts: SessionFacts = {
        sessionName: input.RoleSessionName ?? '',
        roleId: role.id,
        roleArn: role.arn,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + durationSeconds * 1000),
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
        tags: tags.all,
        chained: exchange.caller.session !== undefined,
      };
      const session = state.sessions.open(role, facts, {
        ...(policies === undefined ? {} : { policies }),
        transitiveTagKeys: tags.transitive,
      });
      return answer(session, policies !== undefined || Object.keys(tags.all).length > 0);
    },
    trail: (input, output, { caller }) => ({
      ...trailOf(input, output, incomingTags(state, caller)),
      ...(input.RoleArn === undefined
        ? {}
        : { listed: [{ ARN: input.RoleArn, accountId: state.account.accountId, type: 'AWS::IAM::Role' }] }),
    }),
  });
}

function answer(session: RoleSession, packed: boolean): AssumeRoleResponse {
  const { caller } = session;
  return {
    Credentials: {
      AccessKeyId: caller.accessKeyId,
      SecretAccessKey: session.secretAccessKey.reveal(),
      SessionToken: session.sessionToken.reveal(),
      Expiration: caller.session.expiresAt,
    },
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    ...(packed ? PACKED : {}),
    ...(caller.session.sourceIdentity === undefined ? {} : { SourceIdentity: caller.session.sourceIdentity }),
  };
}

function refuseUnmodelled(input: AssumeRoleRequest): void {
  if (input.SerialNumber !== undefined || input.TokenCode !== undefined)
    throw notImplemented('sts AssumeRole with MFA');
  if (input.ProvidedContexts !== undefined && input.ProvidedContexts.length > 0) {
    throw notImplemented('sts AssumeRole with ProvidedContexts');
  }
}

function checkDuration(durationSeconds: number, maxSessionDurationSeconds: number, caller: Caller): void {
  if (caller.session !== undefined && durationSeconds > CHAINED_MAX_SECONDS) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (durationSeconds > maxSessionDurationSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}

/** STS API Reference, "AssumeRole": the plain text of what is passed, policy and ARNs together. */
const MAX_SESSION_POLICY_CHARACTERS = 2048;

function sessionPolicies(input: AssumeRoleRequest, state: StsState): ReturnType<typeof parsePolicy>[] | undefined {
  const managed = (input.PolicyArns ?? []).map(({ arn }) => defaultText(state.iam.policy(arn ?? '')));
  const characters = [input.Policy ?? '', ...(input.PolicyArns ?? []).map(({ arn }) => arn ?? '')].join('').length;
  if (characters > MAX_SESSION_POLICY_CHARACTERS) {
    const percent = Math.ceil((characters / MAX_SESSION_POLICY_CHARACTERS) * 100);
    throw new AwsError('PackedPolicyTooLarge', `Packed policy consumes ${percent}% of allotted space`);
  }
  const inline = input.Policy === undefined ? [] : [parsePolicy(input.Policy, 'identity')];
  const documents = [...inline, ...managed.map(({ document }) => document)];
  return documents.length === 0 ? undefined : documents;
}

/** Source of the shape: IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail". */
function trailOf(
  input: AssumeRoleRequest,
  output: AssumeRoleResponse | undefined,
  incoming: Readonly<Record<string, string>>,
): TrailFacts {
  const credentials = output?.Credentials;
  return {
    readOnly: true,
    requestParameters: {
      roleArn: input.RoleArn,
      roleSessionName: input.RoleSessionName,
      ...(input.ExternalId === undefined ? {} : { externalId: input.ExternalId }),
      ...(input.SourceIdentity === undefined ? {} : { sourceIdentity: input.SourceIdentity }),
      ...(input.DurationSeconds === undefined ? {} : { durationSeconds: input.DurationSeconds }),
      ...(input.Policy === undefined ? {} : { policy: input.Policy }),
      ...(input.PolicyArns === undefined ? {} : { policyArns: input.PolicyArns }),
      ...(input.Tags === undefined ? {} : { tags: input.Tags.map(({ Key, Value }) => ({ key: Key, value: Value })) }),
      ...(input.TransitiveTagKeys === undefined ? {} : { transitiveTagKeys: input.TransitiveTagKeys }),
      ...(Object.keys(incoming).length === 0 ? {} : { incomingTransitiveTags: incoming }),
    },
    responseElements:
      output === undefined || credentials?.Expiration === undefined
        ? null
        : {
            credentials: {
              accessKeyId: credentials.AccessKeyId,
              // AWS prints the session token here; a log that anyone may read should hold no half of a credential.
              sessionToken: '***OMITTED***',
              expiration: formatTrailDate(credentials.Expiration),
            },
            assumedRoleUser: { assumedRoleId: output.AssumedRoleUser?.AssumedRoleId, arn: output.AssumedRoleUser?.Arn },
            ...(output.PackedPolicySize === undefined ? {} : { packedPolicySize: output.PackedPolicySize }),
            ...(output.SourceIdentity === undefined ? {} : { sourceIdentity: output.SourceIdentity }),
          },
    resources: [
      ...(credentials?.AccessKeyId === undefined
        ? []
        : [{ type: 'AWS::IAM::AccessKey', name: credentials.AccessKeyId }]),
      ...(output?.AssumedRoleUser?.Arn === undefined
        ? []
        : [{ type: 'AWS::STS::AssumedRole', name: output.AssumedRoleUser.Arn }]),
      ...(input.RoleArn === undefined ? [] : [{ type: 'AWS::IAM::Role', name: input.RoleArn }]),
    ],
  };
}
