import type { PutEventSelectorsRequest, PutEventSelectorsResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { checkSelectors } from './selector-checks.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Says which events a trail takes; the new selectors replace all earlier ones. Source: CloudTrail API Reference, "PutEventSelectors". */
export function putEventSelectors(state: CloudTrailState): Action<PutEventSelectorsRequest, PutEventSelectorsResponse> {
  return trailAction<PutEventSelectorsRequest, PutEventSelectorsResponse>(state, {
    operation: 'PutEventSelectors',
    readOnly: false,
    trail: (input) => input.TrailName,
    handle: (input) => {
      const trail = findTrail(state, input.TrailName);
      const classic = input.EventSelectors ?? [];
      const advanced = input.AdvancedEventSelectors ?? [];
      checkSelectors(classic, advanced);
      trail.advancedEventSelectors = advanced;
      trail.eventSelectors = classic.map((selector) => ({
        ReadWriteType: selector.ReadWriteType ?? 'All',
        IncludeManagementEvents: selector.IncludeManagementEvents ?? true,
        DataResources: selector.DataResources ?? [],
        ExcludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
      }));
      return {
        TrailARN: trail.arn,
        ...(advanced.length > 0 ? { AdvancedEventSelectors: advanced } : { EventSelectors: [...trail.eventSelectors] }),
      };
    },
  });
}
