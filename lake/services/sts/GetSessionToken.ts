import type { GetSessionTokenRequest, GetSessionTokenResponse } from '@aws-sdk/client-sts';
import { type Action, defineAction } from '../../model/action.js';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import { formatTrailDate } from '../../trail/spelling.js';
import { wholeSeconds } from '../iam/store.js';
import type { StsState } from './state.js';

const DEFAULT_DURATION_SECONDS = 43_200;

/**
 * Temporary credentials of the user who asks, by his long-term key; no policy controls it. They reach neither IAM nor
 * anything of STS but AssumeRole and GetCallerIdentity, since no MFA stands behind them.
 * Source: STS API Reference, "GetSessionToken".
 */
export function getSessionToken({ sessions }: StsState): Action<GetSessionTokenRequest, GetSessionTokenResponse> {
  return defineAction<GetSessionTokenRequest, GetSessionTokenResponse>({
    service: 'sts',
    operation: 'GetSessionToken',
    authorize: () => [],
    handle: (input, { caller, receivedAt }) => {
      if (caller.session !== undefined || caller.tokenIssuedAt !== undefined) {
        throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', { httpStatus: 403 });
      }
      if (input.SerialNumber !== undefined || input.TokenCode !== undefined) {
        throw notImplemented('sts GetSessionToken with MFA');
      }
      const durationSeconds = input.DurationSeconds ?? DEFAULT_DURATION_SECONDS;
      const token = sessions.openForUser(caller, wholeSeconds(receivedAt), durationSeconds);
      return {
        Credentials: {
          AccessKeyId: token.caller.accessKeyId,
          SecretAccessKey: token.secretAccessKey.reveal(),
          SessionToken: token.sessionToken.reveal(),
          Expiration: token.expiresAt,
        },
      };
    },
    trail: (input, output) => ({
      readOnly: true,
      requestParameters: input.DurationSeconds === undefined ? null : { durationSeconds: input.DurationSeconds },
      responseElements:
        output?.Credentials?.Expiration === undefined
          ? null
          : {
              credentials: {
                accessKeyId: output.Credentials.AccessKeyId,
                sessionToken: '***OMITTED***',
                expiration: formatTrailDate(output.Credentials.Expiration),
              },
            },
    }),
  });
}
