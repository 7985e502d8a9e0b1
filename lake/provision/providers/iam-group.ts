import { z } from 'zod';
import { changePolicies, heldPolicies, NO_POLICIES } from '../iam-policies.js';
import { answered, cfnText, defineProvider, given } from '../provider.js';

const groupAnswer = z.object({ Group: z.object({ Arn: z.string() }) });

/** AWS::IAM::Group by CreateGroup, PutGroupPolicy and AttachGroupPolicy. Ref gives the group's name. */
export const iamGroup = defineProvider({
  type: 'AWS::IAM::Group',
  schema: z.strictObject({ GroupName: cfnText.optional(), Path: cfnText.optional(), ...heldPolicies }),
  attributes: ['Arn'],
  replacedBy: ['GroupName'],
  names: ['GroupName'],
  async create({ GroupName: ownName, Path, ...policies }, context) {
    const GroupName = ownName ?? context.madeUpName(128);
    const answer = await context.call('iam', 'CreateGroup', given({ GroupName, Path }));
    const provided = { physicalId: GroupName, attributes: { Arn: answered(groupAnswer, answer).Group.Arn } };
    context.made(provided);
    await changePolicies('Group', GroupName, NO_POLICIES, policies, context);
    return provided;
  },
  async update({ properties: before, physicalId, ...rest }, after, context) {
    if (before.Path !== after.Path) {
      await context.call('iam', 'UpdateGroup', { GroupName: physicalId, NewPath: after.Path ?? '/' });
    }
    await changePolicies('Group', physicalId, before, after, context);
    const answer = await context.call('iam', 'GetGroup', { GroupName: physicalId });
    return { ...rest, physicalId, attributes: { Arn: answered(groupAnswer, answer).Group.Arn } };
  },
  async remove({ physicalId, properties }, context) {
    await changePolicies('Group', physicalId, properties, NO_POLICIES, context);
    await context.forget('iam', 'DeleteGroup', { GroupName: physicalId });
  },
});
