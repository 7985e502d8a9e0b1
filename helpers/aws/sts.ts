import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { LakeproofError } from '../../core/error.js';
import { Secret } from '../../core/secret.js';
import type { AwsAccess, Clients, SessionCredentials } from './access.js';

export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  /** Of a role session: the role's unique id (IAM User Guide, "Unique identifiers"). */
  readonly roleId?: string;
}

/** Who the clients really are. Needs no permission (STS API reference). Throws CallFailure. */
export async function getCallerIdentity(access: AwsAccess, clients: Clients): Promise<CallerIdentity> {
  const { output } = await access.call('sts:GetCallerIdentity', (options) =>
    clients.sts.send(new GetCallerIdentityCommand({}), options),
  );
  if (output.Account === undefined || output.Arn === undefined) throw incomplete('sts:GetCallerIdentity');
  const roleId = /^(AROA[A-Z0-9]+):/.exec(output.UserId ?? '')?.[1];
  return { accountId: output.Account, arn: output.Arn, ...(roleId === undefined ? {} : { roleId }) };
}

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly externalId?: string;
  readonly sourceIdentity?: string;
  readonly durationSeconds: number;
}

/**
 * No session policy and no tags: both would change what Lake Formation and IAM decide, and the probe would no longer
 * stand for the person. Throws CallFailure.
 */
export async function assumeRole(
  access: AwsAccess,
  clients: Clients,
  request: AssumeRoleRequest,
): Promise<SessionCredentials & { readonly sessionArn: string }> {
  const command = new AssumeRoleCommand({
    RoleArn: request.roleArn,
    RoleSessionName: request.roleSessionName,
    DurationSeconds: request.durationSeconds,
    ExternalId: request.externalId,
    SourceIdentity: request.sourceIdentity,
  });
  const { output } = await access.call('sts:AssumeRole', (options) => clients.sts.send(command, options));
  const { Credentials: credentials, AssumedRoleUser: user } = output;
  if (
    credentials?.AccessKeyId === undefined ||
    credentials.SecretAccessKey === undefined ||
    credentials.SessionToken === undefined ||
    credentials.Expiration === undefined ||
    user?.Arn === undefined
  ) {
    throw incomplete('sts:AssumeRole');
  }
  return {
    accessKeyId: credentials.AccessKeyId,
    secretAccessKey: new Secret(credentials.SecretAccessKey),
    sessionToken: new Secret(credentials.SessionToken),
    expiration: credentials.Expiration,
    sessionArn: user.Arn,
  };
}

function incomplete(operation: string): LakeproofError {
  return new LakeproofError({
    code: 'AWS_ANSWER_INCOMPLETE',
    message: `${operation} answered without what it promises`,
    likelyCause: 'the endpoint is not the service that it should be',
  });
}
