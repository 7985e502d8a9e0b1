import type { AnyAction } from '../../model/action.js';
import type { LakeAccount } from '../../model/lake.js';
import type { StudioRole, StudioRoles } from '../../studio/studio-session.js';
import { addTags } from './AddTags.js';
import { createApp } from './CreateApp.js';
import { createDomain } from './CreateDomain.js';
import { createPresignedDomainUrl } from './CreatePresignedDomainUrl.js';
import { createSpace } from './CreateSpace.js';
import { createUserProfile } from './CreateUserProfile.js';
import { deleteApp } from './DeleteApp.js';
import { deleteDomain } from './DeleteDomain.js';
import { deleteSpace } from './DeleteSpace.js';
import { deleteTags } from './DeleteTags.js';
import { deleteUserProfile } from './DeleteUserProfile.js';
import { describeApp } from './DescribeApp.js';
import { describeDomain } from './DescribeDomain.js';
import { describeSpace } from './DescribeSpace.js';
import { describeUserProfile } from './DescribeUserProfile.js';
import { listApps } from './ListApps.js';
import { listDomains } from './ListDomains.js';
import { listSpaces } from './ListSpaces.js';
import { listTags } from './ListTags.js';
import { listUserProfiles } from './ListUserProfiles.js';
import { SageMakerState } from './state.js';
import { updateDomain } from './UpdateDomain.js';
import { updateUserProfile } from './UpdateUserProfile.js';

/** SageMaker Studio of one account, as far as it says who works as which role. */
export function createSageMaker(account: LakeAccount): {
  readonly actions: readonly AnyAction[];
  readonly studioRoles: StudioRoles;
} {
  const state = new SageMakerState(account);
  return {
    actions: [
      addTags(state),
      createApp(state),
      createDomain(state),
      createPresignedDomainUrl(state),
      createSpace(state),
      createUserProfile(state),
      deleteApp(state),
      deleteDomain(state),
      deleteSpace(state),
      deleteTags(state),
      deleteUserProfile(state),
      describeApp(state),
      describeDomain(state),
      describeSpace(state),
      describeUserProfile(state),
      listApps(state),
      listDomains(state),
      listSpaces(state),
      listTags(state),
      listUserProfiles(state),
      updateDomain(state),
      updateUserProfile(state),
    ],
    studioRoles: {
      of: (domainId, userProfileName) => executionRole(state, domainId, userProfileName),
      list: () =>
        [...state.profiles.values()].map(({ DomainId: domainId, UserProfileName: userProfileName }) => ({
          domainId,
          userProfileName,
          ...executionRole(state, domainId, userProfileName),
        })),
      watch: (changed) => state.watch(changed),
    },
  };
}

/** Source: SageMaker Developer Guide, "domain-space", "monitor-user-access". */
function executionRole(state: SageMakerState, domainId: string, userProfileName: string): StudioRole {
  const profile = state.profile(domainId, userProfileName);
  const domain = state.domain(domainId);
  return {
    roleArn: profile.UserSettings?.ExecutionRole ?? domain.DefaultUserSettings?.ExecutionRole,
    sourceIdentity:
      domain.DomainSettings?.ExecutionRoleIdentityConfig === 'USER_PROFILE_NAME' ? userProfileName : undefined,
  };
}
