import { z } from 'zod';
import { AwsError } from '../../model/aws-error.js';
import { taggedResource } from '../grant-resource.js';
import { answered, cfnText, defineProvider } from '../provider.js';

const failuresAnswer = z.object({
  Failures: z
    .array(
      z.object({
        Error: z.object({ ErrorCode: z.string().optional(), ErrorMessage: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});

/** AWS::LakeFormation::TagAssociation by AddLFTagsToResource and RemoveLFTagsFromResource; any change takes a new one. */
export const lakeFormationTagAssociation = defineProvider({
  type: 'AWS::LakeFormation::TagAssociation',
  schema: z.strictObject({
    Resource: taggedResource,
    LFTags: z.array(z.strictObject({ CatalogId: cfnText, TagKey: cfnText, TagValues: z.array(cfnText) })),
  }),
  attributes: ['ResourceIdentifier', 'TagsIdentifier'],
  hasRef: false,
  async create({ Resource, LFTags }, context) {
    refuseFailures(await context.call('lakeformation', 'AddLFTagsToResource', { Resource, LFTags }));
    const ResourceIdentifier = JSON.stringify(Resource);
    const TagsIdentifier = JSON.stringify(LFTags);
    return {
      physicalId: `${ResourceIdentifier}|${TagsIdentifier}`,
      attributes: { ResourceIdentifier, TagsIdentifier },
    };
  },
  async remove(deployed, context) {
    const answer = await context.forget('lakeformation', 'RemoveLFTagsFromResource', deployed.properties);
    if (answer !== undefined) refuseFailures(answer, NOT_THERE);
  },
});

/** Codes of failures to take a tag away that is not there. */
const NOT_THERE: readonly string[] = ['EntityNotFoundException'];

/** The calls answer 200 with what failed inside. */
function refuseFailures(answer: unknown, forgiven: readonly string[] = []): void {
  const failure = answered(failuresAnswer, answer).Failures.find(
    ({ Error: error }) => !forgiven.includes(error?.ErrorCode ?? ''),
  );
  if (failure === undefined) return;
  throw new AwsError(failure.Error?.ErrorCode ?? 'InternalServiceException', failure.Error?.ErrorMessage ?? 'failed');
}
