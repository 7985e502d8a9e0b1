import { randomBytes } from 'node:crypto';
import type { CreatePresignedDomainUrlCommandInput, CreatePresignedDomainUrlResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/**
 * Who may open a profile may act as its role: IAM decides by the profile's tags. The URL has AWS's shape and leads
 * nowhere; CloudTrail never shows it.
 */
export const createPresignedDomainUrl = (
  state: SageMakerState,
): Action<CreatePresignedDomainUrlCommandInput, CreatePresignedDomainUrlResponse> =>
  sageMakerAction({
    operation: 'CreatePresignedDomainUrl',
    readOnly: false,
    resource: (input) => state.profileArn(input.DomainId ?? '', input.UserProfileName ?? ''),
    resourceTags: state.tags,
    handle: (input) => {
      if (input.SpaceName !== undefined) throw notImplemented('A presigned URL for a space');
      const domain = state.domain(input.DomainId);
      state.profile(input.DomainId, input.UserProfileName);
      return { AuthorizedUrl: `${domain.Url}/auth?token=${randomBytes(32).toString('base64url')}` };
    },
    shown: () => ({ AuthorizedUrl: 'HIDDEN_DUE_TO_SECURITY_REASONS' }),
  });
