import { z } from 'zod';
import { answered, cfnInteger, cfnPolicyDocument, cfnTags, cfnText, defineProvider, given } from '../provider.js';

const roleAnswer = z.object({ Role: z.object({ Arn: z.string(), RoleId: z.string() }) });

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
    Policies: z.array(z.strictObject({ PolicyName: cfnText, PolicyDocument: cfnPolicyDocument })).default([]),
    ManagedPolicyArns: z.array(cfnText).default([]),
    Tags: cfnTags.optional(),
  }),
  async provide({ RoleName: ownName, Policies, ManagedPolicyArns, ...role }, context) {
    const RoleName = ownName ?? context.madeUpName(64);
    const answer = await context.call('iam', 'CreateRole', given({ RoleName, ...role }));
    for (const policy of Policies) await context.call('iam', 'PutRolePolicy', { RoleName, ...policy });
    for (const PolicyArn of ManagedPolicyArns) await context.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
    const { Arn, RoleId } = answered(roleAnswer, answer).Role;
    return { ref: RoleName, attributes: { Arn, RoleId } };
  },
});
