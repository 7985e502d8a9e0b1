import { z } from 'zod';
import { cfnBoolean, cfnText, defineProvider, given } from '../provider.js';

/** AWS::LakeFormation::Resource, a registered location, by RegisterResource. */
export const lakeFormationResource = defineProvider({
  type: 'AWS::LakeFormation::Resource',
  schema: z.strictObject({
    ResourceArn: cfnText,
    UseServiceLinkedRole: cfnBoolean,
    RoleArn: cfnText.optional(),
    HybridAccessEnabled: cfnBoolean.optional(),
    WithFederation: cfnBoolean.optional(),
  }),
  replacedBy: ['ResourceArn', 'UseServiceLinkedRole'],
  names: ['ResourceArn'],
  async create(properties, context) {
    await context.call('lakeformation', 'RegisterResource', properties);
    return { physicalId: properties.ResourceArn };
  },
  async update({ physicalId }, { RoleArn, HybridAccessEnabled = false, WithFederation }, context) {
    const input = given({ ResourceArn: physicalId, RoleArn, HybridAccessEnabled, WithFederation });
    await context.call('lakeformation', 'UpdateResource', input);
    return { physicalId };
  },
  async remove({ physicalId }, context) {
    await context.forget('lakeformation', 'DeregisterResource', { ResourceArn: physicalId });
  },
});
