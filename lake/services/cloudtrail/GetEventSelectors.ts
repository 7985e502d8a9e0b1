import type { GetEventSelectorsRequest, GetEventSelectorsResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Which events a trail takes: classic selectors or advanced ones, never both. Source: CloudTrail API Reference, "GetEventSelectors". */
export function getEventSelectors(state: CloudTrailState): Action<GetEventSelectorsRequest, GetEventSelectorsResponse> {
  return trailAction<GetEventSelectorsRequest, GetEventSelectorsResponse>(state, {
    operation: 'GetEventSelectors',
    readOnly: true,
    trail: (input) => input.TrailName,
    handle: (input) => {
      const trail = findTrail(state, input.TrailName);
      return {
        TrailARN: trail.arn,
        ...(trail.advancedEventSelectors.length > 0
          ? { AdvancedEventSelectors: [...trail.advancedEventSelectors] }
          : { EventSelectors: [...trail.eventSelectors] }),
      };
    },
  });
}
