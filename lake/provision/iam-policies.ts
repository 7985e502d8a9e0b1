import { z } from 'zod';
import { listChange } from './changes.js';
import { cfnPolicyDocument, cfnText, type ProvideContext } from './provider.js';

/** Properties of roles, users and groups by which they hold policies. */
export const heldPolicies = {
  Policies: z.array(z.strictObject({ PolicyName: cfnText, PolicyDocument: cfnPolicyDocument })).default([]),
  ManagedPolicyArns: z.array(cfnText).default([]),
};

interface HeldPolicies {
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: string }[];
  readonly ManagedPolicyArns: readonly string[];
}

export const NO_POLICIES: HeldPolicies = { Policies: [], ManagedPolicyArns: [] };

/** Puts and attaches what `after` has and `before` has not, then takes away what only `before` has. */
export async function changePolicies(
  holder: 'Role' | 'User' | 'Group',
  name: string,
  before: HeldPolicies,
  after: HeldPolicies,
  context: ProvideContext,
): Promise<void> {
  const held = { [`${holder}Name`]: name };
  const inline = listChange(before.Policies, after.Policies);
  const managed = listChange(before.ManagedPolicyArns, after.ManagedPolicyArns);
  const kept = new Set(after.Policies.map(({ PolicyName }) => PolicyName));
  for (const policy of inline.added) await context.call('iam', `Put${holder}Policy`, { ...held, ...policy });
  for (const PolicyArn of managed.added) await context.call('iam', `Attach${holder}Policy`, { ...held, PolicyArn });
  for (const { PolicyName } of inline.removed) {
    if (!kept.has(PolicyName)) await context.forget('iam', `Delete${holder}Policy`, { ...held, PolicyName });
  }
  for (const PolicyArn of managed.removed) await context.forget('iam', `Detach${holder}Policy`, { ...held, PolicyArn });
}

const names = z.array(cfnText).default([]);
/** Properties of policies by which they are given to holders. */
export const policyHolders = { Roles: names, Users: names, Groups: names };

interface PolicyHolders {
  readonly Roles: readonly string[];
  readonly Users: readonly string[];
  readonly Groups: readonly string[];
}

export const NO_HOLDERS: PolicyHolders = { Roles: [], Users: [], Groups: [] };

/** Each holder with the operations' word for its kind and the input that names it. */
export function holdersOf(
  policy: PolicyHolders,
): readonly { readonly kind: 'Role' | 'User' | 'Group'; readonly held: Readonly<Record<string, string>> }[] {
  return [
    ...policy.Roles.map((RoleName) => ({ kind: 'Role' as const, held: { RoleName } })),
    ...policy.Users.map((UserName) => ({ kind: 'User' as const, held: { UserName } })),
    ...policy.Groups.map((GroupName) => ({ kind: 'Group' as const, held: { GroupName } })),
  ];
}
