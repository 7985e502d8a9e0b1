import { createHash } from 'node:crypto';
import { parsePolicy } from '../../access/iam/policy-document.js';
import { trustsService } from '../../access/iam/service-trust.js';
import type { Identities } from '../../identities.js';
import type { Caller, SessionFacts } from '../../model/caller.js';
import type { LakeAccount, ServiceCredentials, ServiceSession } from '../../model/lake.js';
import { type IamRole, newId, wholeSeconds } from '../iam/store.js';
import { roleSessionCaller } from './sessions.js';

const LAKE_FORMATION = 'lakeformation.amazonaws.com';

/**
 * A session that a service opens for itself, as Lake Formation does with the role of a registered location: it carries
 * no tags, a source identity only where the role trusts the service to set it, and never more than its session policy
 * allows. Undefined when there is no such role.
 */
export function openServiceSession(
  identities: Identities,
  account: LakeAccount,
  roleArn: string,
  { durationSeconds, policy, ...named }: ServiceSession,
): ServiceCredentials | undefined {
  const role = identities.iam.roleByArn(roleArn);
  if (role === undefined) return undefined;
  const facts = sessionFacts(account, role, durationSeconds, identityOf(role, named));
  const session = identities.sessions.open(role, facts, { policies: [parsePolicy(policy, 'identity')] });
  return {
    accessKeyId: session.caller.accessKeyId,
    secretAccessKey: session.secretAccessKey,
    sessionToken: session.sessionToken,
    expiresAt: facts.expiresAt,
  };
}

const DEFAULT_SECONDS = 3600;

/** Who such a session is, without credentials. A service-linked role is none of IAM's roles here, and has an id all the same. */
export function serviceCaller(
  identities: Identities,
  account: LakeAccount,
  roleArn: string,
  named: Pick<ServiceSession, 'sessionName' | 'sourceIdentity'>,
): Caller {
  const role = identities.iam.roleByArn(roleArn);
  const known = role ?? { id: serviceLinkedId(roleArn), name: roleArn.split('/').at(-1) ?? '', arn: roleArn };
  const facts = sessionFacts(account, known, DEFAULT_SECONDS, identityOf(role, named));
  return roleSessionCaller(account, known, newId('ASIA', 20), facts);
}

/** Of a session that begins now, without tags, by a service and not by another session. */
export function sessionFacts(
  account: LakeAccount,
  role: Pick<IamRole, 'id' | 'arn'>,
  durationSeconds: number,
  named: Pick<SessionFacts, 'sessionName' | 'sourceIdentity'>,
): SessionFacts {
  const createdAt = wholeSeconds(account.clock.now());
  const expiresAt = new Date(createdAt.getTime() + durationSeconds * 1000);
  const { sessionName, sourceIdentity } = named;
  const facts = { sessionName, roleId: role.id, roleArn: role.arn, createdAt, expiresAt, tags: {}, chained: false };
  return sourceIdentity === undefined ? facts : { ...facts, sourceIdentity };
}

function identityOf(
  role: IamRole | undefined,
  { sessionName, sourceIdentity }: Pick<ServiceSession, 'sessionName' | 'sourceIdentity'>,
): Pick<ServiceSession, 'sessionName' | 'sourceIdentity'> {
  const isTrusted =
    role !== undefined && trustsService(role.trust.document, LAKE_FORMATION, 'sts:SetSourceIdentity', role.arn);
  return sourceIdentity === undefined || !isTrusted ? { sessionName } : { sessionName, sourceIdentity };
}

/** Of the same role always the same. */
function serviceLinkedId(roleArn: string): string {
  return `AROA${createHash('sha256').update(roleArn).digest('hex').toUpperCase().slice(0, 17)}`;
}
