import { z } from 'zod';
import { cfnPolicyDocument, cfnText, defineProvider } from '../provider.js';

const names = z.array(cfnText).default([]);

/** AWS::IAM::Policy, an inline policy of roles, users and groups. */
export const iamPolicy = defineProvider({
  type: 'AWS::IAM::Policy',
  schema: z.strictObject({
    PolicyName: cfnText,
    PolicyDocument: cfnPolicyDocument,
    Roles: names,
    Users: names,
    Groups: names,
  }),
  async provide({ Roles, Users, Groups, ...policy }, context) {
    for (const RoleName of Roles) await context.call('iam', 'PutRolePolicy', { RoleName, ...policy });
    for (const UserName of Users) await context.call('iam', 'PutUserPolicy', { UserName, ...policy });
    for (const GroupName of Groups) await context.call('iam', 'PutGroupPolicy', { GroupName, ...policy });
    return { ref: context.madeUpName(128) };
  },
});
