import type { CreatePolicyVersionRequest, CreatePolicyVersionResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { ownPolicy, versionAnswer } from './answers.js';
import { managedPolicyText } from './documents.js';
import { limitExceeded } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';
import type { PolicyVersion } from './store.js';

/** IAM User Guide, "IAM and AWS STS quotas". */
const MAX_VERSIONS = 5;

/** Another text of a managed policy, and the one that counts if it says so. Source: IAM API Reference, "CreatePolicyVersion". */
export function createPolicyVersion({
  store,
}: IamState): Action<CreatePolicyVersionRequest, CreatePolicyVersionResponse> {
  return iamAction({
    operation: 'CreatePolicyVersion',
    readOnly: false,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = ownPolicy(store, input.PolicyArn);
      if (policy.versions.length >= MAX_VERSIONS) {
        throw limitExceeded(
          `A managed policy can have up to ${MAX_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        );
      }
      const version: PolicyVersion = {
        id: `v${policy.nextVersion}`,
        createdAt: store.now(),
        policy: managedPolicyText(input.PolicyDocument),
      };
      policy.nextVersion += 1;
      policy.versions.push(version);
      policy.updatedAt = version.createdAt;
      if (input.SetAsDefault === true) policy.defaultVersionId = version.id;
      return { PolicyVersion: versionAnswer(policy, version, { withText: false }) };
    },
  });
}
