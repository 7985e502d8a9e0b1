import type { DescribeResourceCommandInput, DescribeResourceResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { registeredAt, resourceInfo } from './location.js';
import type { LakeFormationState } from './state.js';

export const describeResource = (
  state: LakeFormationState,
): Action<DescribeResourceCommandInput, DescribeResourceResponse> =>
  lakeFormationAction({
    operation: 'DescribeResource',
    readOnly: true,
    handle: (input) => ({ ResourceInfo: resourceInfo(registeredAt(state, input.ResourceArn)) }),
  });
