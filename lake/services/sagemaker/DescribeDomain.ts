import type { DescribeDomainCommandInput, DescribeDomainResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const describeDomain = (state: SageMakerState): Action<DescribeDomainCommandInput, DescribeDomainResponse> =>
  sageMakerAction({
    operation: 'DescribeDomain',
    readOnly: true,
    resource: (input) => state.domainArn(input.DomainId ?? ''),
    resourceTags: state.tags,
    handle: (input) => ({ ...state.domain(input.DomainId) }),
  });
