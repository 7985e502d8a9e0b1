import { trustsService } from '../../access/iam/service-trust.js';
import type { Identities } from '../../identities.js';
import type { Caller } from '../../model/caller.js';
import type { LakeAccount } from '../../model/lake.js';
import { sessionFacts } from './service-session.js';

const SESSION_SECONDS = 3600;

/**
 * A session of a role that a service takes on to act for whoever passed it, with all that the role may do; undefined
 * when there is no such role or its trust policy does not name the service.
 */
export function takeServiceRole(
  identities: Identities,
  account: LakeAccount,
  roleArn: string,
  by: { readonly service: string; readonly sessionName: string },
): Caller | undefined {
  const role = identities.iam.roleByArn(roleArn);
  if (role === undefined || !trustsService(role.trust.document, by.service, 'sts:AssumeRole', role.arn))
    return undefined;
  const facts = sessionFacts(account, role, SESSION_SECONDS, { sessionName: by.sessionName });
  return identities.sessions.open(role, facts).caller;
}
