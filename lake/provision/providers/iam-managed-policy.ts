import { z } from 'zod';
import { answered, cfnPolicyDocument, cfnText, defineProvider, given } from '../provider.js';

const policyAnswer = z.object({ Policy: z.object({ Arn: z.string(), PolicyId: z.string() }) });
const names = z.array(cfnText).default([]);

/** AWS::IAM::ManagedPolicy by CreatePolicy and the Attach… calls. Ref gives the policy's ARN. */
export const iamManagedPolicy = defineProvider({
  type: 'AWS::IAM::ManagedPolicy',
  schema: z.strictObject({
    ManagedPolicyName: cfnText.optional(),
    Path: cfnText.optional(),
    Description: cfnText.optional(),
    PolicyDocument: cfnPolicyDocument,
    Roles: names,
    Users: names,
    Groups: names,
  }),
  async provide({ ManagedPolicyName, Path, Description, PolicyDocument, Roles, Users, Groups }, context) {
    const PolicyName = ManagedPolicyName ?? context.madeUpName(128);
    const answer = await context.call('iam', 'CreatePolicy', given({ PolicyName, Path, Description, PolicyDocument }));
    const { Arn: PolicyArn, PolicyId } = answered(policyAnswer, answer).Policy;
    for (const RoleName of Roles) await context.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
    for (const UserName of Users) await context.call('iam', 'AttachUserPolicy', { UserName, PolicyArn });
    for (const GroupName of Groups) await context.call('iam', 'AttachGroupPolicy', { GroupName, PolicyArn });
    return { ref: PolicyArn, attributes: { PolicyArn, PolicyId } };
  },
});
