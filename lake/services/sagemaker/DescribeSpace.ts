import type { DescribeSpaceCommandInput, DescribeSpaceResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const describeSpace = (state: SageMakerState): Action<DescribeSpaceCommandInput, DescribeSpaceResponse> =>
  sageMakerAction({
    operation: 'DescribeSpace',
    readOnly: true,
    resource: (input) => state.spaceArn(input.DomainId ?? '', input.SpaceName ?? ''),
    resourceTags: state.tags,
    handle: (input) => ({ ...state.space(input.DomainId, input.SpaceName) }),
  });
