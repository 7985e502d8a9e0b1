import type { Exchange } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import { switchesOf } from '../model/lake.js';
import { inSeconds } from './seconds.js';

/** `userIdentity` of a record, and its JSON. */
export interface WrittenIdentity {
  readonly value: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Of each caller, as it was written before: a session says the same in all its events, and that is a third of their text. */
const written = new WeakMap<Caller, Map<string, WrittenIdentity>>();

/** As `userIdentityOf`, made once for a caller and a way of calling. */
export function writtenIdentity(caller: Caller, invokedBy: string | undefined, namesKey: boolean): WrittenIdentity {
  let ways = written.get(caller);
  if (ways === undefined) {
    ways = new Map();
    written.set(caller, ways);
  }
  const way = `${namesKey ? 'key ' : ''}${invokedBy ?? ''}`;
  let identity = ways.get(way);
  if (identity === undefined) {
    const value = userIdentityOf(caller, invokedBy, namesKey);
    identity = { value, text: JSON.stringify(value) };
    ways.set(way, identity);
  }
  return identity;
}

/**
 * `userIdentity` of a record. `namesKey`: whether it carries the access key that signed. Sources: CloudTrail User Guide,
 * "CloudTrail userIdentity element"; IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail".
 */
function userIdentityOf(
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
