import { formatArn, parseArn, roleOfSession } from '../../core/arn.js';
import { LakeproofError, messageOf, UsageError } from '../../core/error.js';
import type { Settings } from '../model/settings.js';
import type { AwsAccess, Clients } from './access.js';
import { CallFailure } from './call.js';
import { RoleSession } from './role-session.js';
import { type CallerIdentity, getCallerIdentity } from './sts.js';

/** The role that runs the suite, proven. */
export interface Runner {
  readonly clients: Clients;
  readonly sessionArn: string;
  readonly accountId: string;
  readonly partition: string;
  /** The role's unique id. */
  readonly roleId?: string;
}

/**
 * Becomes the runner: from the connection's own credentials, or, where these are the runner's already (a pipeline that
 * signs in as the role), by staying so. Its session has a name of its own, apart from the probes': what the runner
 * reads must not stand among the looks that are being proved.
 * Throws UsageError `ENGINE_WRONG_ACCOUNT` for a caller of another account, and LakeproofError `IDENTITY_*`.
 */
export async function becomeRunner(access: AwsAccess, settings: Settings, runId: string): Promise<Runner> {
  const baseClients = access.baseClients();
  const base = await whoIs(access, baseClients, 'IDENTITY_NO_CALLER', 'the credentials to begin with');
  assertAccount(base, settings);
  const partition = parseArn(base.arn)?.partition ?? 'aws';
  if (roleOfSession(base.arn)?.roleName === settings.runner.roleName) {
    return runnerOf(base, baseClients, partition);
  }
  const resource = `role/${settings.runner.roleName}`;
  const { externalId } = settings.runner;
  const session = new RoleSession(access, baseClients, {
    roleArn: formatArn({ partition, service: 'iam', region: '', accountId: settings.accountId, resource }),
    roleSessionName: `lakeproof-runner-${runId}`,
    ...(externalId === undefined ? {} : { externalId }),
  });
  const caller = await whoIs(
    access,
    session.clients,
    'IDENTITY_RUNNER_FAILED',
    `the runner ${settings.runner.roleName}`,
  );
  assertAccount(caller, settings);
  if (roleOfSession(caller.arn)?.roleName !== settings.runner.roleName) {
    throw new LakeproofError({
      code: 'IDENTITY_RUNNER_FAILED',
      message: `assumed ${settings.runner.roleName}, but GetCallerIdentity says ${caller.arn}`,
      nextStep: 'check the endpoint and the credentials; nothing was asked',
    });
  }
  return runnerOf(caller, session.clients, partition);
}

function runnerOf({ arn, accountId, roleId }: CallerIdentity, clients: Clients, partition: string): Runner {
  return { clients, sessionArn: arn, accountId, partition, ...(roleId === undefined ? {} : { roleId }) };
}

async function whoIs(access: AwsAccess, clients: Clients, code: string, who: string): Promise<CallerIdentity> {
  try {
    return await getCallerIdentity(access, clients);
  } catch (cause) {
    const fault = cause instanceof CallFailure ? cause : undefined;
    throw new LakeproofError({
      code,
      message: `${who} could not be had or proven: ${messageOf(cause)}`,
      ...(fault?.likelyCause === undefined ? {} : { likelyCause: fault.likelyCause }),
      nextStep: 'run `lakeproof doctor`, which checks each step on its own',
      cause,
    });
  }
}

function assertAccount(caller: CallerIdentity, settings: Settings): void {
  if (caller.accountId === settings.accountId) return;
  throw new UsageError({
    code: 'ENGINE_WRONG_ACCOUNT',
    message: `the caller is of account ${caller.accountId}, but the settings name ${settings.accountId}`,
    likelyCause: 'the credentials or the settings file are those of another account',
    nextStep: 'name the right settings with --settings, or sign in to the right account',
  });
}
