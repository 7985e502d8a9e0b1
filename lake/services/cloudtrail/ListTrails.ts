import type { ListTrailsRequest, ListTrailsResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import type { CloudTrailState } from './state.js';
import { trailAction } from './trail-action.js';

/** Names and ARNs of the trails. Source: CloudTrail API Reference, "ListTrails". */
export function listTrails(state: CloudTrailState): Action<ListTrailsRequest, ListTrailsResponse> {
  return trailAction<ListTrailsRequest, ListTrailsResponse>(state, {
    operation: 'ListTrails',
    readOnly: true,
    handle: (input) => {
      const trails = [...state.trails.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
      const { items, nextToken } = page(trails, (trail) => trail.arn, {
        nextToken: input.NextToken,
        maxResults: undefined,
        defaultSize: 100,
        question: null,
        errorCode: 'InvalidNextTokenException',
      });
      return {
        Trails: items.map(({ arn, name }) => ({ TrailARN: arn, Name: name, HomeRegion: state.account.region })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
  });
}
