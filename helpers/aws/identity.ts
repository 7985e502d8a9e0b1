import { roleOfSession } from '../../core/arn.js';
import { LakeproofError } from '../../core/error.js';
import type { Fault, IdentityRecord } from '../model/observation.js';
import type { Settings } from '../model/settings.js';
import type { AwsAccess, Clients } from './access.js';
import { getWorkGroup, type WorkGroupFacts } from './athena.js';
import { CallFailure } from './call.js';
import { RoleSession } from './role-session.js';
import type { Runner } from './runner.js';
import { getCallerIdentity } from './sts.js';

/** A profile to become, as discovery found it. */
export interface ProfileToAssume {
  readonly profile: string;
  /** Undefined when SageMaker names none for it. */
  readonly roleArn: string | undefined;
  /** Why this role is not all that its person can be, when it is not; probes run all the same. */
  readonly notReproducible?: string;
}

/** What a profile's probes are asked with; without clients nothing may be asked. */
export interface ProfileSession {
  readonly record: IdentityRecord;
  readonly clients: Clients | undefined;
  readonly workGroup: string;
  readonly outputLocation?: string;
}

/** Session name and source identity of every probe of a run: one reading of the log by user name finds them all. */
export function sessionNameOf(runId: string): string {
  return `lakeproof-${runId}`;
}

/**
 * Becomes a profile by AssumeRole from the runner, and proves it: GetCallerIdentity must name the account, the role
 * and the session name. Never throws for what AWS answers: a profile that fails is on record as failed and stops no
 * other.
 */
export async function becomeProfile(
  access: AwsAccess,
  runner: Runner,
  wanted: ProfileToAssume,
  settings: Settings,
  runId: string,
): Promise<ProfileSession> {
  const { profile, roleArn } = wanted;
  const { workGroup, outputLocation } = workGroupOf(settings, profile);
  const target = { workGroup, ...(outputLocation === undefined ? {} : { outputLocation }) };
  if (roleArn === undefined) {
    const fault = ownFault('NO_EXECUTION_ROLE', 'no execution role was found for it', 'sagemaker:DescribeUserProfile');
    return { record: { profile, status: 'failed', workGroup, fault }, clients: undefined, ...target };
  }
  const roleSessionName = sessionNameOf(runId);
  const sourceIdentity = settings.sourceIdentity === 'run' ? { sourceIdentity: roleSessionName } : {};
  const { externalId } = settings.executionRoles;
  const session = new RoleSession(access, runner.clients, {
    roleArn,
    roleSessionName,
    ...sourceIdentity,
    ...(externalId === undefined ? {} : { externalId }),
  });
  const basis = { profile, roleArn, roleSessionName, ...sourceIdentity, workGroup };
  try {
    const group = await getWorkGroup(access, runner.clients, workGroup);
    const { expiration } = await session.credentials();
    const { accountId, arn } = await getCallerIdentity(access, session.clients);
    const proven = { ...basis, sessionArn: arn, expiresAt: expiration.toISOString() };
    const mismatch = mismatchOf(arn, accountId, roleArn, roleSessionName, settings.accountId);
    if (mismatch !== undefined) {
      const fault = ownFault('IDENTITY_MISMATCH', mismatch, 'sts:GetCallerIdentity');
      return { record: { ...proven, status: 'failed', fault }, clients: undefined, ...target };
    }
    return { record: standing(proven, wanted, group), clients: session.clients, ...target };
  } catch (error) {
    if (!(error instanceof LakeproofError)) throw error;
    const fault = error instanceof CallFailure ? error.fault : ownFault(error.code, error.message, 'sts:AssumeRole');
    return { record: { ...basis, status: 'failed', fault }, clients: undefined, ...target };
  }
}

function standing(
  proven: Omit<IdentityRecord, 'status'>,
  { notReproducible }: ProfileToAssume,
  group: WorkGroupFacts,
): IdentityRecord {
  const why = group.identityCenter
    ? 'its workgroup is bound to Identity Center, where grants are to the person and not to the role'
    : notReproducible;
  if (why === undefined) return { ...proven, status: 'proven' };
  const fault = ownFault('IDENTITY_NOT_REPRODUCIBLE', why, 'sts:AssumeRole');
  return { ...proven, status: 'not-reproducible', fault };
}

function mismatchOf(
  sessionArn: string,
  accountId: string,
  roleArn: string,
  sessionName: string,
  wantedAccountId: string,
): string | undefined {
  const session = roleOfSession(sessionArn);
  // A session's ARN leaves out the role's path, so only the last part of the role's ARN can be compared.
  const roleName = roleArn.split('/').at(-1);
  if (accountId !== wantedAccountId) return `it is of account ${accountId}`;
  if (session?.roleName !== roleName) return `it is ${sessionArn} and not a session of ${roleArn}`;
  if (session?.sessionName !== sessionName) return `its session name is not ${sessionName}`;
  return undefined;
}

/** The workgroup of a profile and, for one that enforces none, where its results go. */
export function workGroupOf(settings: Settings, profile: string): { workGroup: string; outputLocation?: string } {
  const own = settings.perProfile[profile];
  const outputLocation = own?.outputLocation ?? settings.outputLocation;
  return {
    // The control role is asked for as `controlRole:NAME`, and no workgroup can be called that.
    workGroup: (own?.workGroup ?? settings.workGroup).replaceAll('{profile}', profile.replace(/^controlRole:/, '')),
    ...(outputLocation === undefined ? {} : { outputLocation }),
  };
}

function ownFault(code: string, message: string, operation: string): Fault {
  return { class: 'unrecognised', code, message, operation };
}
