import type { DeleteTrailRequest } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Ends a trail. Source: CloudTrail API Reference, "DeleteTrail". */
export function deleteTrail(state: CloudTrailState): Action<DeleteTrailRequest, Record<string, never>> {
  return trailAction<DeleteTrailRequest, Record<string, never>>(state, {
    operation: 'DeleteTrail',
    readOnly: false,
    trail: (input) => input.Name,
    handle: (input) => {
      const trail = findTrail(state, input.Name);
      state.trails.delete(trail.name);
      state.deliveries.trailDeleted(trail);
      return {};
    },
  });
}
