import type { DescribeAppCommandInput, DescribeAppResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { appArn } from './app-key.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const describeApp = (state: SageMakerState): Action<DescribeAppCommandInput, DescribeAppResponse> =>
  sageMakerAction({
    operation: 'DescribeApp',
    readOnly: true,
    resource: (input) => appArn(state, input),
    resourceTags: state.tags,
    handle: (input) => ({ ...state.app(appArn(state, input)) }),
  });
