import type { DescribeUserProfileCommandInput, DescribeUserProfileResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const describeUserProfile = (
  state: SageMakerState,
): Action<DescribeUserProfileCommandInput, DescribeUserProfileResponse> =>
  sageMakerAction({
    operation: 'DescribeUserProfile',
    readOnly: true,
    resource: (input) => state.profileArn(input.DomainId ?? '', input.UserProfileName ?? ''),
    resourceTags: state.tags,
    handle: (input) => ({ ...state.profile(input.DomainId, input.UserProfileName) }),
  });
