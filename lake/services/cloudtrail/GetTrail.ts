import type { GetTrailRequest, GetTrailResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { trailAnswer } from './answers.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** One trail by name or ARN. Source: CloudTrail API Reference, "GetTrail". */
export function getTrail(state: CloudTrailState): Action<GetTrailRequest, GetTrailResponse> {
  return trailAction<GetTrailRequest, GetTrailResponse>(state, {
    operation: 'GetTrail',
    readOnly: true,
    trail: (input) => input.Name,
    handle: (input) => ({ Trail: trailAnswer(findTrail(state, input.Name), state.account) }),
  });
}
