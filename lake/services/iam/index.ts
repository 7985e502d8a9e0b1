import type { AnyAction } from '../../model/action.js';
import { addUserToGroup } from './AddUserToGroup.js';
import { attachGroupPolicy } from './AttachGroupPolicy.js';
import { attachRolePolicy } from './AttachRolePolicy.js';
import { attachUserPolicy } from './AttachUserPolicy.js';
import { createAccessKey } from './CreateAccessKey.js';
import { createGroup } from './CreateGroup.js';
import { createLoginProfile } from './CreateLoginProfile.js';
import { createPolicy } from './CreatePolicy.js';
import { createPolicyVersion } from './CreatePolicyVersion.js';
import { createRole } from './CreateRole.js';
import { createUser } from './CreateUser.js';
import { withConditionKeys } from './condition-keys.js';
import { deleteAccessKey } from './DeleteAccessKey.js';
import { deleteGroup } from './DeleteGroup.js';
import { deleteGroupPolicy } from './DeleteGroupPolicy.js';
import { deleteLoginProfile } from './DeleteLoginProfile.js';
import { deletePolicy } from './DeletePolicy.js';
import { deletePolicyVersion } from './DeletePolicyVersion.js';
import { deleteRole } from './DeleteRole.js';
import { deleteRolePermissionsBoundary } from './DeleteRolePermissionsBoundary.js';
import { deleteRolePolicy } from './DeleteRolePolicy.js';
import { deleteUser } from './DeleteUser.js';
import { deleteUserPermissionsBoundary } from './DeleteUserPermissionsBoundary.js';
import { deleteUserPolicy } from './DeleteUserPolicy.js';
import { detachGroupPolicy } from './DetachGroupPolicy.js';
import { detachRolePolicy } from './DetachRolePolicy.js';
import { detachUserPolicy } from './DetachUserPolicy.js';
import { getAccessKeyLastUsed } from './GetAccessKeyLastUsed.js';
import { getAccountAuthorizationDetails } from './GetAccountAuthorizationDetails.js';
import { getAccountSummary } from './GetAccountSummary.js';
import { getGroup } from './GetGroup.js';
import { getGroupPolicy } from './GetGroupPolicy.js';
import { getLoginProfile } from './GetLoginProfile.js';
import { getPolicy } from './GetPolicy.js';
import { getPolicyVersion } from './GetPolicyVersion.js';
import { getRole } from './GetRole.js';
import { getRolePolicy } from './GetRolePolicy.js';
import { getUser } from './GetUser.js';
import { getUserPolicy } from './GetUserPolicy.js';
import { listAccessKeys } from './ListAccessKeys.js';
import { listAttachedGroupPolicies } from './ListAttachedGroupPolicies.js';
import { listAttachedRolePolicies } from './ListAttachedRolePolicies.js';
import { listAttachedUserPolicies } from './ListAttachedUserPolicies.js';
import { listEntitiesForPolicy } from './ListEntitiesForPolicy.js';
import { listGroupPolicies } from './ListGroupPolicies.js';
import { listGroups } from './ListGroups.js';
import { listGroupsForUser } from './ListGroupsForUser.js';
import { listInstanceProfilesForRole } from './ListInstanceProfilesForRole.js';
import { listPolicies } from './ListPolicies.js';
import { listPolicyTags } from './ListPolicyTags.js';
import { listPolicyVersions } from './ListPolicyVersions.js';
import { listRolePolicies } from './ListRolePolicies.js';
import { listRoles } from './ListRoles.js';
import { listRoleTags } from './ListRoleTags.js';
import { listUserPolicies } from './ListUserPolicies.js';
import { listUsers } from './ListUsers.js';
import { listUserTags } from './ListUserTags.js';
import { putGroupPolicy } from './PutGroupPolicy.js';
import { putRolePermissionsBoundary } from './PutRolePermissionsBoundary.js';
import { putRolePolicy } from './PutRolePolicy.js';
import { putUserPermissionsBoundary } from './PutUserPermissionsBoundary.js';
import { putUserPolicy } from './PutUserPolicy.js';
import { removeUserFromGroup } from './RemoveUserFromGroup.js';
import { setDefaultPolicyVersion } from './SetDefaultPolicyVersion.js';
import type { IamState } from './state.js';
import type { IamStore } from './store.js';
import { tagPolicy } from './TagPolicy.js';
import { tagRole } from './TagRole.js';
import { tagUser } from './TagUser.js';
import { untagPolicy } from './UntagPolicy.js';
import { untagRole } from './UntagRole.js';
import { untagUser } from './UntagUser.js';
import { updateAccessKey } from './UpdateAccessKey.js';
import { updateAssumeRolePolicy } from './UpdateAssumeRolePolicy.js';
import { updateGroup } from './UpdateGroup.js';
import { updateRole } from './UpdateRole.js';
import { updateRoleDescription } from './UpdateRoleDescription.js';
import { updateUser } from './UpdateUser.js';

/** Identity and Access Management: who there is, and which policies bind them. */
export function createIam(state: IamState): { readonly actions: readonly AnyAction[] } {
  const actions: AnyAction[] = [
    addUserToGroup(state),
    attachGroupPolicy(state),
    attachRolePolicy(state),
    attachUserPolicy(state),
    createAccessKey(state),
    createGroup(state),
    createLoginProfile(state),
    createPolicy(state),
    createPolicyVersion(state),
    createRole(state),
    createUser(state),
    deleteAccessKey(state),
    deleteGroup(state),
    deleteGroupPolicy(state),
    deleteLoginProfile(state),
    deletePolicy(state),
    deletePolicyVersion(state),
    deleteRole(state),
    deleteRolePermissionsBoundary(state),
    deleteRolePolicy(state),
    deleteUser(state),
    deleteUserPermissionsBoundary(state),
    deleteUserPolicy(state),
    detachGroupPolicy(state),
    detachRolePolicy(state),
    detachUserPolicy(state),
    getAccessKeyLastUsed(state),
    getAccountAuthorizationDetails(state),
    getAccountSummary(state),
    getGroup(state),
    getGroupPolicy(state),
    getLoginProfile(state),
    getPolicy(state),
    getPolicyVersion(state),
    getRole(state),
    getRolePolicy(state),
    getUser(state),
    getUserPolicy(state),
    listAccessKeys(state),
    listAttachedGroupPolicies(state),
    listAttachedRolePolicies(state),
    listAttachedUserPolicies(state),
    listEntitiesForPolicy(state),
    listGroupPolicies(state),
    listGroups(state),
    listGroupsForUser(state),
    listInstanceProfilesForRole(state),
    listPolicies(state),
    listPolicyTags(state),
    listPolicyVersions(state),
    listRolePolicies(state),
    listRoles(state),
    listRoleTags(state),
    listUserPolicies(state),
    listUsers(state),
    listUserTags(state),
    putGroupPolicy(state),
    putRolePermissionsBoundary(state),
    putRolePolicy(state),
    putUserPermissionsBoundary(state),
    putUserPolicy(state),
    removeUserFromGroup(state),
    setDefaultPolicyVersion(state),
    tagPolicy(state),
    tagRole(state),
    tagUser(state),
    untagPolicy(state),
    untagRole(state),
    untagUser(state),
    updateAccessKey(state),
    updateAssumeRolePolicy(state),
    updateGroup(state),
    updateRole(state),
    updateRoleDescription(state),
    updateUser(state),
  ];
  return { actions: actions.map((action) => kept(withConditionKeys(action, state.store), state.store)) };
}

/** Actions of IAM answer at once, so that all that one looks up while it runs is its own. */
function kept(action: AnyAction, store: IamStore): AnyAction {
  if (/^(?:Get|List)/.test(action.operation)) return action;
  return { ...action, handle: (input, exchange) => store.write(() => action.handle(input, exchange)) };
}
