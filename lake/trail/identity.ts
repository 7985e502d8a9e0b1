import type { Exchange } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import { switchesOf } from '../model/lake.js';
import { inSeconds } from './seconds.js';

/**
 * `userIdentity` of a record. `namesKey`: whether it carries the access key that signed. Sources: CloudTrail User Guide,
 * "CloudTrail userIdentity element"; IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail".
 */
export function userIdentityOf(
  caller: Caller,
  invokedBy: string | undefined,
  namesKey: boolean,
): Readonly<Record<string, unknown>> {
  if (caller.type === 'AWSService') return { type: caller.type, invokedBy: caller.name };
  return {
    type: caller.type,
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.accountId,
    ...(namesKey ? { accessKeyId: caller.accessKeyId } : {}),
    ...(caller.type === 'IAMUser' ? { userName: caller.name } : {}),
    ...(caller.tokenIssuedAt === undefined
      ? {}
      : { sessionContext: { attributes: attributesOf(caller.tokenIssuedAt) } }),
    ...(caller.session === undefined
      ? {}
      : {
          sessionContext: {
            sessionIssuer: {
              type: 'Role',
              principalId: caller.session.roleId,
              arn: caller.session.roleArn,
              accountId: caller.accountId,
              userName: caller.name,
            },
            attributes: attributesOf(caller.session.createdAt),
            ...(caller.session.sourceIdentity === undefined ? {} : { sourceIdentity: caller.session.sourceIdentity }),
          },
        }),
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
}

function attributesOf(createdAt: Date): Readonly<Record<string, unknown>> {
  return { creationDate: inSeconds(createdAt), mfaAuthenticated: 'false' };
}

/** Names of the sessions in which Lake Formation gives data out (Developer Guide, "cross-account-logging"). */
const VENDED = /^AWSLF-/;

/** Whether an event carries the access key of its caller; see `accessKeyOfAthenasCalls` of the lake's switches. */
export function namesAccessKey({ caller, invokedBy, lake }: Exchange): boolean {
  if (invokedBy !== 'athena.amazonaws.com' || VENDED.test(caller.session?.sessionName ?? '')) return true;
  return switchesOf(lake).accessKeyOfAthenasCalls === 'session';
}

/** What the event history shows as user name: a role's session name, or the user's name. */
export function trailUserName(caller: Caller): string {
  return caller.session?.sessionName ?? caller.name;
}
