import type { GetTrailStatusRequest, GetTrailStatusResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail, isLogging } from './state.js';
import { trailAction } from './trail-action.js';

/** Whether a trail logs. The lake writes no log files to S3, so no delivery is claimed. Source: CloudTrail API Reference, "GetTrailStatus". */
export function getTrailStatus(state: CloudTrailState): Action<GetTrailStatusRequest, GetTrailStatusResponse> {
  return trailAction<GetTrailStatusRequest, GetTrailStatusResponse>(state, {
    operation: 'GetTrailStatus',
    readOnly: true,
    trail: (input) => input.Name,
    handle: (input) => {
      const trail = findTrail(state, input.Name);
      return {
        IsLogging: isLogging(state, trail),
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
