import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { type CallerPolicies, refusalText } from '../../access/iam/authorize.js';
import type { PolicyRequest } from '../../access/iam/evaluate.js';
import { requestContext } from '../../access/iam/request-context.js';
import { trustsService } from '../../access/iam/service-trust.js';
import { decideTrust } from '../../access/iam/trust-decision.js';
import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { Caller } from '../../model/caller.js';
import { trustAsOfNow } from '../iam/documents.js';
import type { IamRole } from '../iam/store.js';
import { resourceTagKeys } from '../iam/tag-keys.js';
import type { StsState } from './state.js';
import type { SessionTags } from './tags.js';

/**
 * Lets the caller have the role, or throws AwsError `AccessDenied`, 403, in the same words for a missing role and for
 * a trust policy that says nothing, so that role names cannot be guessed. Asks for sts:AssumeRole, and for
 * sts:SetSourceIdentity and sts:TagSession where the call uses them.
 */
export function checkTrust(
  state: StsState,
  input: AssumeRoleRequest,
  tags: SessionTags,
  exchange: Exchange,
): { readonly role: IamRole; readonly sourceIdentity: string | undefined } {
  const roleArn = input.RoleArn ?? '';
  const role = state.iam.roleByArn(roleArn);
  if (role === undefined) throw denied(exchange.caller, 'sts:AssumeRole', roleArn, undefined);
  const sourceIdentity = keptSourceIdentity(input, exchange.caller, roleArn);
  const question = { state, role, exchange, context: contextOf(state, role, input, tags, sourceIdentity, exchange) };
  ask(question, 'sts:AssumeRole');
  if (sourceIdentity !== undefined) ask(question, 'sts:SetSourceIdentity');
  if (Object.keys(tags.all).length > 0) ask(question, 'sts:TagSession');
  return { role, sourceIdentity };
}

/** A session's source identity cannot be changed in a chain (IAM User Guide, "Monitor and control actions taken with assumed roles"). */
function keptSourceIdentity(input: AssumeRoleRequest, caller: Caller, roleArn: string): string | undefined {
  const kept = caller.session?.sourceIdentity;
  if (kept !== undefined && input.SourceIdentity !== undefined && input.SourceIdentity !== kept) {
    throw denied(caller, 'sts:SetSourceIdentity', roleArn, undefined);
  }
  return kept ?? input.SourceIdentity;
}

interface Question {
  readonly state: StsState;
  readonly role: IamRole;
  readonly exchange: Exchange;
  readonly context: PolicyRequest['context'];
}

function ask(question: Question, action: string): void {
  const { state, role, exchange, context } = question;
  const { caller } = exchange;
  if (caller.type === 'AWSService') {
    if (trustsService(trustAsOfNow(role.trust, state.iam), caller.name, action, role.arn)) return;
    throw denied(caller, action, role.arn, undefined);
  }
  const request: PolicyRequest = { action, resource: role.arn, context };
  const answer = decideTrust(trustAsOfNow(role.trust, state.iam), caller, policiesOf(state, caller), request);
  if (!answer.allowed) throw denied(caller, action, role.arn, answer.reason);
}

function policiesOf(state: StsState, caller: Caller): CallerPolicies {
  const policies = state.iam.policiesOf(caller);
  const session = state.sessions.get(caller.accessKeyId)?.policies;
  return session === undefined ? policies : { ...policies, session };
}

function contextOf(
  state: StsState,
  role: IamRole,
  input: AssumeRoleRequest,
  tags: SessionTags,
  sourceIdentity: string | undefined,
  exchange: Exchange,
): PolicyRequest['context'] {
  return requestContext(
    exchange.caller,
    state.iam.policiesOf(exchange.caller).tags,
    {
      at: exchange.receivedAt,
      region: state.account.region,
      sourceIPAddress: exchange.sourceIPAddress,
      userAgent: exchange.userAgent,
    },
    {
      'sts:ExternalId': input.ExternalId,
      'sts:RoleSessionName': input.RoleSessionName,
      'sts:SourceIdentity': sourceIdentity,
      'sts:DurationSeconds': String(input.DurationSeconds ?? 3600),
      'sts:TransitiveTagKeys': input.TransitiveTagKeys,
      'aws:TagKeys': input.Tags === undefined ? undefined : Object.keys(tags.requested),
      ...resourceTagKeys(role.tags),
      ...Object.fromEntries(Object.entries(tags.requested).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    },
  );
}

function denied(caller: Caller, action: string, roleArn: string, reason: string | undefined): AwsError {
  return new AwsError('AccessDenied', refusalText(caller, { action, resource: roleArn }, reason), { httpStatus: 403 });
}
