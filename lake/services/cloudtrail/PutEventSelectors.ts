import type { PutEventSelectorsRequest, PutEventSelectorsResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
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
      if ((classic.length === 0) === (advanced.length === 0) || classic.length > 5) {
        throw new AwsError(
          'InvalidEventSelectorsException',
          'Specify either up to five EventSelectors or AdvancedEventSelectors, but not both.',
        );
      }
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
