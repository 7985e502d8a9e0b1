/** Who signed a request, as the services and CloudTrail see them. */
export interface Caller {
  /** `AWSService`: a service that acts for itself. */
  readonly type: 'IAMUser' | 'AssumedRole' | 'AWSService';
  readonly accountId: string;
  /** As in GetCallerIdentity: `arn:aws:iam::A:user/NAME` or `arn:aws:sts::A:assumed-role/ROLE/SESSION`. */
  readonly arn: string;
  /** What Lake Formation grants name: the user's ARN, or the role's ARN (never a session's). */
  readonly principalArn: string;
  /** `AIDA…`, or `AROA…:SESSION`. */
  readonly userId: string;
  readonly accessKeyId: string;
  /** User name, or role name. */
  readonly name: string;
  /** Of a role's session. */
  readonly session?: SessionFacts;
  /** When GetSessionToken made these credentials of a user; undefined for his own keys, and for roles. */
  readonly tokenIssuedAt?: Date;
}

/** What AssumeRole fixed for the life of a session. */
export interface SessionFacts {
  readonly sessionName: string;
  readonly roleId: string;
  readonly roleArn: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly sourceIdentity?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** True when a role session assumed this role: caps the duration at one hour (IAM User Guide, "role chaining"). */
  readonly chained: boolean;
}
