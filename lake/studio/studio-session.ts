import { z } from 'zod';
import type { Caller } from '../model/caller.js';
import type { Lake } from '../model/lake.js';

const SAGEMAKER = 'sagemaker.amazonaws.com';
/** Of every session in Studio (seen in public logs). */
const SESSION_NAME = 'SageMaker';
const DURATION_SECONDS = 3600;

/** What is known of a user profile's role, for those who open its sessions. */
export interface StudioRoles {
  /** Throws AwsError ResourceNotFound. */
  of(domainId: string, userProfileName: string): StudioRole;
  /** Of every user profile of every domain. */
  list(): readonly (StudioRole & { readonly domainId: string; readonly userProfileName: string })[];
  /** Calls back when a domain or a profile was made, changed or deleted. */
  watch(changed: () => void): void;
}

export interface StudioRole {
  /** The profile's own, else the domain's default for users; undefined when neither names one. */
  readonly roleArn: string | undefined;
  /** The profile's name where the domain puts it into the session (`ExecutionRoleIdentityConfig`). */
  readonly sourceIdentity: string | undefined;
}

const answerSchema = z.object({
  Credentials: z.object({
    AccessKeyId: z.string(),
    SecretAccessKey: z.string(),
    SessionToken: z.string(),
    Expiration: z.date(),
  }),
});

export type StudioCredentials = z.infer<typeof answerSchema>['Credentials'] & { readonly RoleArn: string };

/**
 * Credentials of a session in Studio: SageMaker assumes the profile's execution role, which must trust it, for setting
 * a source identity as well where the domain asks for one. Throws AwsError: AccessDenied, ResourceNotFound. Sources:
 * SageMaker Developer Guide, "monitor-user-access"; CloudTrail User Guide, "userIdentity" of AWS services.
 */
export async function openStudioSession(
  lake: Lake,
  { roleArn, sourceIdentity }: StudioRole & { readonly roleArn: string },
): Promise<StudioCredentials> {
  const answer = await lake.invoke(
    serviceItself(lake.accountId),
    'sts',
    'AssumeRole',
    {
      RoleArn: roleArn,
      RoleSessionName: SESSION_NAME,
      DurationSeconds: DURATION_SECONDS,
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    },
    SAGEMAKER,
  );
  return { ...answerSchema.parse(answer).Credentials, RoleArn: roleArn };
}

function serviceItself(accountId: string): Caller {
  return {
    type: 'AWSService',
    accountId,
    arn: SAGEMAKER,
    principalArn: SAGEMAKER,
    userId: SAGEMAKER,
    accessKeyId: '',
    name: SAGEMAKER,
  };
}
