import { z } from 'zod';
import { answered, cfnPolicyDocument, cfnText, defineProvider, given } from '../provider.js';

const groupAnswer = z.object({ Group: z.object({ Arn: z.string() }) });

/** AWS::IAM::Group by CreateGroup, PutGroupPolicy and AttachGroupPolicy. Ref gives the group's name. */
export const iamGroup = defineProvider({
  type: 'AWS::IAM::Group',
  schema: z.strictObject({
    GroupName: cfnText.optional(),
    Path: cfnText.optional(),
    Policies: z.array(z.strictObject({ PolicyName: cfnText, PolicyDocument: cfnPolicyDocument })).default([]),
    ManagedPolicyArns: z.array(cfnText).default([]),
  }),
  async provide({ GroupName: ownName, Path, Policies, ManagedPolicyArns }, context) {
    const GroupName = ownName ?? context.madeUpName(128);
    const answer = await context.call('iam', 'CreateGroup', given({ GroupName, Path }));
    for (const policy of Policies) await context.call('iam', 'PutGroupPolicy', { GroupName, ...policy });
    for (const PolicyArn of ManagedPolicyArns) await context.call('iam', 'AttachGroupPolicy', { GroupName, PolicyArn });
    return { ref: GroupName, attributes: { Arn: answered(groupAnswer, answer).Group.Arn } };
  },
});
