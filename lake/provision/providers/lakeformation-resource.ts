import { z } from 'zod';
import { cfnBoolean, cfnText, defineProvider } from '../provider.js';

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
  async provide(properties, context) {
    await context.call('lakeformation', 'RegisterResource', properties);
    return { ref: properties.ResourceArn };
  },
});
