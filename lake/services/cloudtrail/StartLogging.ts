import type { StartLoggingRequest } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Lets a trail log; its digests begin a new chain. Source: CloudTrail API Reference, "StartLogging". */
export function startLogging(state: CloudTrailState): Action<StartLoggingRequest, Record<string, never>> {
  return trailAction<StartLoggingRequest, Record<string, never>>(state, {
    operation: 'StartLogging',
    readOnly: false,
    trail: (input) => input.Name,
    handle: (input) => {
      const trail = findTrail(state, input.Name);
      if (trail.isLogging) return {};
      trail.isLogging = true;
      trail.startedAt = state.account.clock.now();
      state.deliveries.startLogging(trail);
      return {};
    },
  });
}
