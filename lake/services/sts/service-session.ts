import { parsePolicy } from '../../access/iam/policy-document.js';
import type { Identities } from '../../identities.js';
import type { LakeAccount, ServiceCredentials, ServiceSession } from '../../model/lake.js';
import { wholeSeconds } from '../iam/store.js';

/**
 * A session that a service opens for itself, as Lake Formation does with the role of a registered location: it carries
 * no tags and no source identity, and never more than its session policy allows. Undefined when there is no such role.
 */
export function openServiceSession(
  identities: Identities,
  account: LakeAccount,
  roleArn: string,
  { sessionName, durationSeconds, policy }: ServiceSession,
): ServiceCredentials | undefined {
  const role = identities.iam.roleByArn(roleArn);
  if (role === undefined) return undefined;
  const createdAt = wholeSeconds(account.clock.now());
  const expiresAt = new Date(createdAt.getTime() + durationSeconds * 1000);
  const facts = { sessionName, roleId: role.id, roleArn, createdAt, expiresAt, tags: {}, chained: false };
  const session = identities.sessions.open(role, facts, { policies: [parsePolicy(policy, 'identity')] });
  return {
    accessKeyId: session.caller.accessKeyId,
    secretAccessKey: session.secretAccessKey,
    sessionToken: session.sessionToken,
    expiresAt,
  };
}
