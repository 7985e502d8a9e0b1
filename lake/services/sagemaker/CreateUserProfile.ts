import type { CreateUserProfileCommandInput, CreateUserProfileResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceInUse, validationError } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** Needs iam:PassRole on the execution role: whoever may set it chooses who the profile's user becomes. */
export const createUserProfile = (
  state: SageMakerState,
): Action<CreateUserProfileCommandInput, CreateUserProfileResponse> =>
  sageMakerAction({
    operation: 'CreateUserProfile',
    readOnly: false,
    resource: (input) => state.profileArn(input.DomainId ?? '', input.UserProfileName ?? ''),
    requestTags: (input) => input.Tags,
    passedRoles: (input) => [input.UserSettings?.ExecutionRole],
    handle: (input) => {
      const { Tags: tags, UserProfileName: name = '', ...settings } = input;
      const domain = state.domain(input.DomainId);
      const isSso = domain.AuthMode === 'SSO';
      if (!isSso && (input.SingleSignOnUserIdentifier !== undefined || input.SingleSignOnUserValue !== undefined)) {
        throw validationError('Single sign-on user cannot be specified for a domain in IAM mode.');
      }
      const UserProfileArn = state.profileArn(domain.DomainId, name);
      if (state.profiles.has(UserProfileArn)) {
        throw resourceInUse(`UserProfile already exists with the name [${name}].`);
      }
      const now = state.account.clock.now();
      state.profiles.set(UserProfileArn, {
        ...settings,
        DomainId: domain.DomainId,
        UserProfileArn,
        UserProfileName: name,
        Status: 'InService',
        CreationTime: now,
        LastModifiedTime: now,
      });
      state.tags.set(UserProfileArn, tags ?? []);
      return { UserProfileArn };
    },
  });
