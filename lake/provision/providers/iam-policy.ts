import { z } from 'zod';
import { listChange } from '../changes.js';
import { holdersOf, policyHolders } from '../iam-policies.js';
import { cfnPolicyDocument, cfnText, defineProvider } from '../provider.js';

/** AWS::IAM::Policy, an inline policy of roles, users and groups. */
export const iamPolicy = defineProvider({
  type: 'AWS::IAM::Policy',
  schema: z.strictObject({ PolicyName: cfnText, PolicyDocument: cfnPolicyDocument, ...policyHolders }),
  replacedBy: [],
  async create({ PolicyName, PolicyDocument, ...holders }, context) {
    const provided = { physicalId: context.madeUpName(128) };
    context.made(provided);
    for (const { kind, held } of holdersOf(holders))
      await context.call('iam', `Put${kind}Policy`, { ...held, PolicyName, PolicyDocument });
    return provided;
  },
  async update({ properties: before, ...provided }, { PolicyName, PolicyDocument, ...holders }, context) {
    const isRenamed = before.PolicyName !== PolicyName;
    for (const { kind, held } of holdersOf(holders))
      await context.call('iam', `Put${kind}Policy`, { ...held, PolicyName, PolicyDocument });
    const { removed } = listChange(holdersOf(before), isRenamed ? [] : holdersOf(holders));
    for (const { kind, held } of removed)
      await context.forget('iam', `Delete${kind}Policy`, { ...held, PolicyName: before.PolicyName });
    return provided;
  },
  async remove({ properties: { PolicyName, ...holders } }, context) {
    for (const { kind, held } of holdersOf(holders))
      await context.forget('iam', `Delete${kind}Policy`, { ...held, PolicyName });
  },
});
