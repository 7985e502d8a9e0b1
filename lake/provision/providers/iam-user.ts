import { z } from 'zod';
import { answered, cfnBoolean, cfnPolicyDocument, cfnTags, cfnText, defineProvider, given } from '../provider.js';

const userAnswer = z.object({ User: z.object({ Arn: z.string() }) });

/** AWS::IAM::User by CreateUser, CreateLoginProfile and the calls for groups and policies. Ref gives the user's name. */
export const iamUser = defineProvider({
  type: 'AWS::IAM::User',
  schema: z.strictObject({
    UserName: cfnText.optional(),
    Path: cfnText.optional(),
    PermissionsBoundary: cfnText.optional(),
    Groups: z.array(cfnText).default([]),
    LoginProfile: z.strictObject({ Password: cfnText, PasswordResetRequired: cfnBoolean.optional() }).optional(),
    Policies: z.array(z.strictObject({ PolicyName: cfnText, PolicyDocument: cfnPolicyDocument })).default([]),
    ManagedPolicyArns: z.array(cfnText).default([]),
    Tags: cfnTags.optional(),
  }),
  async provide({ UserName: ownName, Groups, LoginProfile, Policies, ManagedPolicyArns, ...user }, context) {
    const UserName = ownName ?? context.madeUpName(64);
    const answer = await context.call('iam', 'CreateUser', given({ UserName, ...user }));
    if (LoginProfile !== undefined)
      await context.call('iam', 'CreateLoginProfile', { UserName, ...given(LoginProfile) });
    for (const policy of Policies) await context.call('iam', 'PutUserPolicy', { UserName, ...policy });
    for (const PolicyArn of ManagedPolicyArns) await context.call('iam', 'AttachUserPolicy', { UserName, PolicyArn });
    for (const GroupName of Groups) await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
    return { ref: UserName, attributes: { Arn: answered(userAnswer, answer).User.Arn } };
  },
});
