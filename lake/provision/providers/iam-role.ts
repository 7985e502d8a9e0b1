import { z } from 'zod';
import { tagChange } from '../changes.js';
import { changePolicies, heldPolicies, NO_POLICIES } from '../iam-policies.js';
import { answered, cfnInteger, cfnPolicyDocument, cfnTags, cfnText, defineProvider, given } from '../provider.js';

const roleAnswer = z.object({ Role: z.object({ Arn: z.string(), RoleId: z.string() }) });
/** What a role without the property has (IAM API Reference, CreateRole). */
const DEFAULT_SESSION_SECONDS = 3600;

/** AWS::IAM::Role by CreateRole, PutRolePolicy and AttachRolePolicy. Ref gives the role's name. */
export const iamRole = defineProvider({
  type: 'AWS::IAM::Role',
  schema: z.strictObject({
    RoleName: cfnText.optional(),
    Path: cfnText.optional(),
    PermissionsBoundary: cfnText.optional(),
    Description: cfnText.optional(),
    MaxSessionDuration: cfnInteger.optional(),
    AssumeRolePolicyDocument: cfnPolicyDocument,
    ...heldPolicies,
    Tags: cfnTags.optional(),
  }),
  attributes: ['Arn', 'RoleId'],
  replacedBy: ['RoleName', 'Path'],
  names: ['RoleName'],
  async create({ RoleName: ownName, Policies, ManagedPolicyArns, ...role }, context) {
    const RoleName = ownName ?? context.madeUpName(64);
    const answer = await context.call('iam', 'CreateRole', given({ RoleName, ...role }));
    const { Arn, RoleId } = answered(roleAnswer, answer).Role;
    const provided = { physicalId: RoleName, attributes: { Arn, RoleId } };
    context.made(provided);
    await changePolicies('Role', RoleName, NO_POLICIES, { Policies, ManagedPolicyArns }, context);
    return provided;
  },
  async update({ properties: before, ...provided }, after, context) {
    const RoleName = provided.physicalId;
    if (before.AssumeRolePolicyDocument !== after.AssumeRolePolicyDocument) {
      await context.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: after.AssumeRolePolicyDocument });
    }
    if (before.Description !== after.Description || before.MaxSessionDuration !== after.MaxSessionDuration) {
      await context.call('iam', 'UpdateRole', {
        RoleName,
        Description: after.Description ?? '',
        MaxSessionDuration: after.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
      });
    }
    if (after.PermissionsBoundary === undefined && before.PermissionsBoundary !== undefined) {
      await context.forget('iam', 'DeleteRolePermissionsBoundary', { RoleName });
    } else if (after.PermissionsBoundary !== before.PermissionsBoundary) {
      const { PermissionsBoundary } = after;
      await context.call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
    }
    await changePolicies('Role', RoleName, before, after, context);
    const tags = tagChange(before.Tags, after.Tags);
    if (tags.put.length > 0) await context.call('iam', 'TagRole', { RoleName, Tags: tags.put });
    if (tags.removed.length > 0) await context.call('iam', 'UntagRole', { RoleName, TagKeys: tags.removed });
    return provided;
  },
  async remove({ physicalId: RoleName, properties }, context) {
    await changePolicies('Role', RoleName, properties, NO_POLICIES, context);
    await context.forget('iam', 'DeleteRole', { RoleName });
  },
});
