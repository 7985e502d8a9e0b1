import { randomUUID } from 'node:crypto';
import { longestCovering, pathOfS3Uri } from '../../access/lakeformation/locations.js';
import { vendedSessionName } from '../../access/lakeformation/session-name.js';
import type { Exchange } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import type { Caller } from '../../model/caller.js';
import type { ServiceCredentials } from '../../model/lake.js';
import { AUTHORIZED_CALLER_TAG, isIntegratedEngine } from '../glue/integrated-engine.js';
import { invalidInput } from './errors.js';
import { sourceIdentityFor } from './settings.js';
import type { LakeFormationState } from './state.js';

/** "The time period, between 900 and 21,600 seconds" (Lake Formation API, GetTemporaryGlueTableCredentials). */
const DEFAULT_SECONDS = 3600;

export interface VendOptions {
  /** For whom: his role is the session's source identity, where the account's settings ask for one. */
  readonly caller: Caller;
  readonly durationSeconds: number | undefined;
  readonly maxSeconds: number;
  readonly writes: boolean;
}

/**
 * Credentials of the role that registered the location of `s3Uri`, for that prefix alone: Lake Formation "assumes the
 * role with a scope down policy which restricts the access to a single prefix" (Lake Formation API,
 * GetTemporaryGlueTableCredentials). They open whole objects. Throws InvalidInputException for a location that is not
 * registered.
 */
export function vend(
  state: LakeFormationState,
  s3Uri: string,
  options: VendOptions,
): { readonly credentials: ServiceCredentials; readonly sessionName: string } {
  const path = pathOfS3Uri(s3Uri);
  const location = path === undefined ? undefined : longestCovering(path, state.locations);
  if (path === undefined || location === undefined) {
    throw invalidInput('The location is not registered with Lake Formation.');
  }
  const durationSeconds = options.durationSeconds ?? DEFAULT_SECONDS;
  if (durationSeconds > options.maxSeconds) {
    throw invalidInput(`DurationSeconds must be between 900 and ${options.maxSeconds}.`);
  }
  const sessionName = vendedSessionName('NA', state.account.accountId);
  const credentials = state.getLake().openServiceSession?.(location.roleArn, {
    sessionName,
    durationSeconds,
    policy: scopeDown(state.account.partition, path, options.writes),
    ...sourceIdentityFor(state.settings, options.caller),
  });
  if (credentials === undefined) throw notImplemented('Vending for a location that a service-linked role registered');
  return { credentials, sessionName };
}

function scopeDown(partition: string, path: string, writes: boolean): string {
  const [bucket = '', ...prefix] = path.split('/');
  const below = prefix.length === 0 ? '*' : `${prefix.join('/')}/*`;
  const arn = `arn:${partition}:s3:::${bucket}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', ...(writes ? ['s3:PutObject', 's3:DeleteObject'] : [])],
        Resource: `${arn}/${below}`,
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn, Condition: { StringLike: { 's3:prefix': [below] } } },
    ],
  });
}

/** "GetDataAccess is logged whenever a principal requests temporary credentials" (Developer Guide, "logging-using-cloudtrail"). */
export function recordDataAccess(
  state: LakeFormationState,
  exchange: Exchange,
  requestParameters: Readonly<Record<string, unknown>>,
  about: { readonly sessionName?: string; readonly tableArn?: string },
): void {
  const at = state.account.clock.now();
  state.getLake().trail.record({
    exchange: { ...exchange, operation: 'GetDataAccess', requestId: randomUUID(), receivedAt: at },
    eventSource: 'lakeformation.amazonaws.com',
    eventName: 'GetDataAccess',
    facts: {
      readOnly: true,
      requestParameters,
      responseElements: null,
      additionalEventData: {
        requesterService: 'UNKNOWN',
        ...trustedCaller(state, exchange.caller),
        lakeFormationPrincipal: exchange.caller.principalArn,
        ...(about.sessionName === undefined ? {} : { lakeFormationRoleSessionName: about.sessionName }),
      },
      ...(about.tableArn === undefined ? {} : { resources: [{ type: 'AWS::Glue::Table', name: about.tableArn }] }),
    },
  });
}

/** An engine that its account lets in is told from other callers by its tag (published event of EMR on EC2, July 2026). */
function trustedCaller({ settings }: LakeFormationState, caller: Caller): Readonly<Record<string, string>> {
  if (!isIntegratedEngine(caller, settings)) return {};
  return {
    LakeFormationAuthorizedSessionTag: `${AUTHORIZED_CALLER_TAG}:${caller.session?.tags[AUTHORIZED_CALLER_TAG] ?? ''}`,
    LakeFormationTrustedCallerInvocation: 'true',
  };
}
