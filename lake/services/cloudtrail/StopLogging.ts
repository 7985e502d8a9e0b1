import type { StopLoggingRequest } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Stops a trail. Source: CloudTrail API Reference, "StopLogging". */
export function stopLogging(state: CloudTrailState): Action<StopLoggingRequest, Record<string, never>> {
  return trailAction<StopLoggingRequest, Record<string, never>>(state, {
    operation: 'StopLogging',
    readOnly: false,
    trail: (input) => input.Name,
    handle: (input) => {
      const trail = findTrail(state, input.Name);
      trail.isLogging = false;
      trail.stoppedAt = state.account.clock.now();
      return {};
    },
  });
}
