import type { ListPublicKeysRequest, ListPublicKeysResponse } from '@aws-sdk/client-cloudtrail';
import { type Action, defineAction } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { trailSpelling } from '../trail-spelling.js';
import type { CloudTrailState } from './state.js';

/**
 * The keys that digests of a time are signed with, public halves only: those of now unless a range is given. Source:
 * CloudTrail API Reference, "ListPublicKeys".
 */
export function listPublicKeys(state: CloudTrailState): Action<ListPublicKeysRequest, ListPublicKeysResponse> {
  return defineAction<ListPublicKeysRequest, ListPublicKeysResponse>({
    service: 'cloudtrail',
    operation: 'ListPublicKeys',
    authorize: () => [{ action: 'cloudtrail:ListPublicKeys', resource: '*' }],
    handle: async (input) => {
      const now = state.account.clock.now();
      const from = input.StartTime ?? now;
      const to = input.EndTime ?? now;
      if (from > to) throw new AwsError('InvalidTimeRangeException', 'The start time must be before the end time.');
      if (input.NextToken !== undefined) throw new AwsError('InvalidTokenException', 'The token is not valid.');
      const keys = await state.keys.list(from, to);
      return {
        PublicKeyList: keys.map((key) => ({
          Value: key.publicKeyDer,
          ValidityStartTime: key.validFrom,
          ValidityEndTime: key.validTo,
          Fingerprint: key.fingerprint,
        })),
      };
    },
    trail: (input) => ({ readOnly: true, requestParameters: trailSpelling(input) }),
  });
}
