import type { StopLoggingRequest } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Stops a trail: what it has is delivered still, with a last digest. Source: CloudTrail API Reference, "StopLogging". */
export function stopLogging(state: CloudTrailState): Action<StopLoggingRequest, Record<string, never>> {
  return trailAction<StopLoggingRequest, Record<string, never>>(state, {
    operation: 'StopLogging',
    readOnly: false,
    trail: (input) => input.Name,
    handle: (input) => {
      const trail = findTrail(state, input.Name);
      if (!trail.isLogging) return {};
      trail.isLogging = false;
      trail.stoppedAt = state.account.clock.now();
      state.deliveries.stopLogging(trail);
      return {};
    },
  });
}
