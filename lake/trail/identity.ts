import type { Caller } from '../model/caller.js';

/**
 * `userIdentity` of a record. Sources: CloudTrail User Guide, "CloudTrail userIdentity element"; IAM User Guide,
 * "Logging IAM and AWS STS API calls with AWS CloudTrail".
 */
export function userIdentityOf(caller: Caller, invokedBy: string | undefined): Readonly<Record<string, unknown>> {
  return {
    type: caller.type,
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
    ...(caller.type === 'IAMUser' ? { userName: caller.name } : {}),
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
            attributes: {
              creationDate: `${caller.session.createdAt.toISOString().slice(0, 19)}Z`,
              mfaAuthenticated: 'false',
            },
            ...(caller.session.sourceIdentity === undefined ? {} : { sourceIdentity: caller.session.sourceIdentity }),
          },
        }),
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
}

/** What the event history shows as user name: a role's session name, or the user's name. */
export function trailUserName(caller: Caller): string {
  return caller.session?.sessionName ?? caller.name;
}
