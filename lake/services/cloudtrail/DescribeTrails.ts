import type { DescribeTrailsRequest, DescribeTrailsResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { trailAnswer } from './answers.js';
import { arnOfTrail, type CloudTrailState } from './state.js';
import { trailAction } from './trail-action.js';

/** The trails of the account, or those named; names that no trail has are left out. Source: CloudTrail API Reference, "DescribeTrails". */
export function describeTrails(state: CloudTrailState): Action<DescribeTrailsRequest, DescribeTrailsResponse> {
  return trailAction<DescribeTrailsRequest, DescribeTrailsResponse>(state, {
    operation: 'DescribeTrails',
    readOnly: true,
    handle: (input) => {
      const named = input.trailNameList ?? [];
      const wanted = new Set(named.map((name) => arnOfTrail(state, name)));
      const found = [...state.trails.values()].filter((trail) => named.length === 0 || wanted.has(trail.arn));
      return { trailList: found.map((trail) => trailAnswer(trail, state.account)) };
    },
  });
}
