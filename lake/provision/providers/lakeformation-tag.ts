import { z } from 'zod';
import { listChange } from '../changes.js';
import { cfnText, defineProvider, given } from '../provider.js';

/** AWS::LakeFormation::Tag, an LF-Tag, by CreateLFTag. Ref gives its key (CloudFormation Template Reference). */
export const lakeFormationTag = defineProvider({
  type: 'AWS::LakeFormation::Tag',
  schema: z.strictObject({ CatalogId: cfnText.optional(), TagKey: cfnText, TagValues: z.array(cfnText) }),
  replacedBy: ['CatalogId', 'TagKey'],
  names: ['TagKey'],
  async create(properties, context) {
    await context.call('lakeformation', 'CreateLFTag', given(properties));
    return { physicalId: properties.TagKey };
  },
  async update({ physicalId, properties: before }, after, context) {
    const { added, removed } = listChange(before.TagValues, after.TagValues);
    const input = given({
      CatalogId: after.CatalogId,
      TagKey: physicalId,
      TagValuesToAdd: added.length === 0 ? undefined : added,
      TagValuesToDelete: removed.length === 0 ? undefined : removed,
    });
    await context.call('lakeformation', 'UpdateLFTag', input);
    return { physicalId };
  },
  async remove({ physicalId, properties: { CatalogId } }, context) {
    await context.forget('lakeformation', 'DeleteLFTag', given({ CatalogId, TagKey: physicalId }));
  },
});
