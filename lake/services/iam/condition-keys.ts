import { z } from 'zod';
import type { AnyAction, Authorization } from '../../model/action.js';
import type { IamStore } from './store.js';
import { type ConditionKeys, requestTagKeys, resourceTagKeys } from './tag-keys.js';

/** Members of IAM's inputs that condition keys speak of. */
const inputSchema = z.object({
  UserName: z.string().optional(),
  RoleName: z.string().optional(),
  GroupName: z.string().optional(),
  PolicyName: z.string().optional(),
  PolicyArn: z.string().optional(),
  PermissionsBoundary: z.string().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
  TagKeys: z.array(z.string()).optional(),
});
type Input = z.infer<typeof inputSchema>;

/**
 * The action with IAM's condition keys in its question, and with the names that IAM's refusals have for its resources.
 * Sources: Service Authorization Reference, "AWS Identity and Access Management (IAM)"; the wording ("on resource: role
 * NAME", "policy ARN") is that of errors which clients have logged.
 */
export function withConditionKeys(action: AnyAction, store: IamStore): AnyAction {
  return {
    ...action,
    authorize: (input, exchange) => {
      const known = inputSchema.safeParse(input).data ?? {};
      return action.authorize(input, exchange).map(
        (one): Authorization => ({
          ...one,
          ...shownAs(action.operation, known),
          conditionKeys: keysOf(known, store),
        }),
      );
    },
  };
}

function keysOf(input: Input, store: IamStore): ConditionKeys {
  const holder =
    (input.RoleName === undefined ? undefined : store.roles.get(input.RoleName)) ??
    (input.UserName === undefined ? undefined : store.users.get(input.UserName));
  const policy = input.PolicyArn === undefined ? undefined : store.policies.get(input.PolicyArn);
  const boundary = input.PermissionsBoundary ?? holder?.boundaryArn;
  return {
    ...resourceTagKeys((holder ?? policy)?.tags ?? new Map()),
    ...requestTagKeys(input.Tags, input.TagKeys),
    ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
    ...(input.PolicyArn === undefined ? {} : { 'iam:PolicyARN': input.PolicyArn }),
  };
}

function shownAs(operation: string, input: Input): Pick<Authorization, 'shownAs'> {
  if (/^Create(?:User|Role|Group)$/.test(operation)) return {};
  if (operation === 'CreatePolicy') return { shownAs: `policy ${input.PolicyName ?? ''}` };
  if (input.RoleName !== undefined) return { shownAs: `role ${input.RoleName}` };
  if (input.GroupName !== undefined) return { shownAs: `group ${input.GroupName}` };
  if (input.UserName !== undefined) return { shownAs: `user ${input.UserName}` };
  return input.PolicyArn === undefined ? {} : { shownAs: `policy ${input.PolicyArn}` };
}
