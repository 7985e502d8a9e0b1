import { z } from 'zod';
import { listChange, same, tagChange } from '../changes.js';
import { changePolicies, heldPolicies, NO_POLICIES } from '../iam-policies.js';
import { answered, cfnBoolean, cfnTags, cfnText, defineProvider, given, type ProvideContext } from '../provider.js';

const userAnswer = z.object({ User: z.object({ Arn: z.string() }) });
const schema = z.strictObject({
  UserName: cfnText.optional(),
  Path: cfnText.optional(),
  PermissionsBoundary: cfnText.optional(),
  Groups: z.array(cfnText).default([]),
  LoginProfile: z.strictObject({ Password: cfnText, PasswordResetRequired: cfnBoolean.optional() }).optional(),
  ...heldPolicies,
  Tags: cfnTags.optional(),
});
type UserProperties = z.infer<typeof schema>;

/** AWS::IAM::User by CreateUser, CreateLoginProfile and the calls for groups and policies. Ref gives the user's name. */
export const iamUser = defineProvider({
  type: 'AWS::IAM::User',
  schema,
  attributes: ['Arn'],
  replacedBy: ['UserName'],
  names: ['UserName'],
  async create({ UserName: ownName, Groups, LoginProfile, Policies, ManagedPolicyArns, ...user }, context) {
    const UserName = ownName ?? context.madeUpName(64);
    const answer = await context.call('iam', 'CreateUser', given({ UserName, ...user }));
    const provided = { physicalId: UserName, attributes: { Arn: answered(userAnswer, answer).User.Arn } };
    context.made(provided);
    if (LoginProfile !== undefined)
      await context.call('iam', 'CreateLoginProfile', { UserName, ...given(LoginProfile) });
    await changePolicies('User', UserName, NO_POLICIES, { Policies, ManagedPolicyArns }, context);
    for (const GroupName of Groups) await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
    return provided;
  },
  async update({ properties: before, physicalId: UserName }, after, context) {
    if (before.Path !== after.Path) await context.call('iam', 'UpdateUser', { UserName, NewPath: after.Path ?? '/' });
    if (after.PermissionsBoundary === undefined && before.PermissionsBoundary !== undefined) {
      await context.forget('iam', 'DeleteUserPermissionsBoundary', { UserName });
    } else if (after.PermissionsBoundary !== before.PermissionsBoundary) {
      const { PermissionsBoundary } = after;
      await context.call('iam', 'PutUserPermissionsBoundary', { UserName, PermissionsBoundary });
    }
    await changeLogin(UserName, before, after, context);
    await changePolicies('User', UserName, before, after, context);
    await changeGroups(UserName, before.Groups, after.Groups, context);
    const tags = tagChange(before.Tags, after.Tags);
    if (tags.put.length > 0) await context.call('iam', 'TagUser', { UserName, Tags: tags.put });
    if (tags.removed.length > 0) await context.call('iam', 'UntagUser', { UserName, TagKeys: tags.removed });
    const answer = await context.call('iam', 'GetUser', { UserName });
    return { physicalId: UserName, attributes: { Arn: answered(userAnswer, answer).User.Arn } };
  },
  async remove({ physicalId: UserName, properties }, context) {
    await changeGroups(UserName, properties.Groups, [], context);
    await changePolicies('User', UserName, properties, NO_POLICIES, context);
    if (properties.LoginProfile !== undefined) await context.forget('iam', 'DeleteLoginProfile', { UserName });
    await context.forget('iam', 'DeleteUser', { UserName });
  },
});

async function changeLogin(
  UserName: string,
  before: UserProperties,
  after: UserProperties,
  context: ProvideContext,
): Promise<void> {
  if (same(before.LoginProfile, after.LoginProfile)) return;
  if (before.LoginProfile !== undefined) await context.forget('iam', 'DeleteLoginProfile', { UserName });
  if (after.LoginProfile !== undefined)
    await context.call('iam', 'CreateLoginProfile', { UserName, ...given(after.LoginProfile) });
}

async function changeGroups(
  UserName: string,
  before: readonly string[],
  after: readonly string[],
  context: ProvideContext,
): Promise<void> {
  const { added, removed } = listChange(before, after);
  for (const GroupName of added) await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
  for (const GroupName of removed) await context.forget('iam', 'RemoveUserFromGroup', { GroupName, UserName });
}
