import type { GetTrailStatusRequest, GetTrailStatusResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail, isLogging } from './state.js';
import { trailAction } from './trail-action.js';

/**
 * Whether a trail logs, and how its deliveries went; an error stands until a delivery succeeds. Source: CloudTrail API
 * Reference, "GetTrailStatus"; AWS CLI, sample answer of "get-trail-status".
 */
export function getTrailStatus(state: CloudTrailState): Action<GetTrailStatusRequest, GetTrailStatusResponse> {
  return trailAction<GetTrailStatusRequest, GetTrailStatusResponse>(state, {
    operation: 'GetTrailStatus',
    readOnly: true,
    trail: (input) => input.Name,
    handle: (input) => {
      const trail = findTrail(state, input.Name);
      const status = state.deliveries.statusOf(trail);
      return {
        IsLogging: isLogging(state, trail),
        ...given({
          LatestDeliveryTime: status.latestDeliveryTime,
          LatestDeliveryError: status.latestDeliveryError,
          LatestDigestDeliveryTime: status.latestDigestDeliveryTime,
          LatestDigestDeliveryError: status.latestDigestDeliveryError,
        }),
        ...(trail.startedAt === undefined
          ? {}
          : { StartLoggingTime: trail.startedAt, TimeLoggingStarted: trail.startedAt.toISOString() }),
        ...(trail.stoppedAt === undefined
          ? {}
          : { StopLoggingTime: trail.stoppedAt, TimeLoggingStopped: trail.stoppedAt.toISOString() }),
      };
    },
  });
}

function given(members: Partial<GetTrailStatusResponse>): Partial<GetTrailStatusResponse> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
