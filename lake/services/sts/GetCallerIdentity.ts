import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { type Action, defineAction } from '../../model/action.js';

/** Needs no permission, not even against an explicit deny. Source: STS API Reference, "GetCallerIdentity". */
export function getCallerIdentity(): Action<GetCallerIdentityRequest, GetCallerIdentityResponse> {
  return defineAction<GetCallerIdentityRequest, GetCallerIdentityResponse>({
    service: 'sts',
    operation: 'GetCallerIdentity',
    authorize: () => [],
    handle: (_input, { caller }) => ({ UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }),
    trail: () => ({ readOnly: true, requestParameters: null }),
  });
}
