import type { CreateRoleRequest, CreateRoleResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { addTags, roleAnswer } from './answers.js';
import { trustPolicy } from './documents.js';
import { alreadyExists } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';
import { type IamRole, newId } from './store.js';

/** A role that the principals of its trust policy may assume. Source: IAM API Reference, "CreateRole". */
export function createRole({ store, account }: IamState): Action<CreateRoleRequest, CreateRoleResponse> {
  return iamAction({
    operation: 'CreateRole',
    readOnly: false,
    resource: (input) => store.arnOf('role', input.Path ?? '/', input.RoleName ?? ''),
    handle: (input) => {
      const name = input.RoleName ?? '';
      if (store.roles.has(name)) throw alreadyExists('Role', name);
      const path = input.Path ?? '/';
      const role: IamRole = {
        kind: 'role',
        name,
        id: newId('AROA'),
        arn: store.arnOf('role', path, name),
        path,
        createdAt: store.now(),
        inline: new Map(),
        attached: new Set(),
        tags: new Map(),
        trust: trustPolicy(input.AssumeRolePolicyDocument, store, account),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        maxSessionDurationSeconds: input.MaxSessionDuration ?? 3600,
      };
      if (input.PermissionsBoundary !== undefined) role.boundaryArn = store.policy(input.PermissionsBoundary).arn;
      addTags(role.tags, input.Tags);
      store.roles.set(name, role);
      return { Role: roleAnswer(role, store, { withTags: true }) };
    },
  });
}
