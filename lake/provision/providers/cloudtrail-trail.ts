import { z } from 'zod';
import { answered, cfnBoolean, cfnTags, cfnText, defineProvider, given } from '../provider.js';

const trailAnswer = z.object({ TrailARN: z.string() });
const fieldValues = z.array(cfnText).optional();

/** AWS::CloudTrail::Trail by CreateTrail, PutEventSelectors and StartLogging. Ref gives the trail's name. */
export const cloudTrailTrail = defineProvider({
  type: 'AWS::CloudTrail::Trail',
  schema: z.strictObject({
    TrailName: cfnText.optional(),
    S3BucketName: cfnText,
    S3KeyPrefix: cfnText.optional(),
    IsLogging: cfnBoolean,
    IsMultiRegionTrail: cfnBoolean.optional(),
    IncludeGlobalServiceEvents: cfnBoolean.optional(),
    EnableLogFileValidation: cfnBoolean.optional(),
    EventSelectors: z
      .array(
        z.strictObject({
          ReadWriteType: cfnText.optional(),
          IncludeManagementEvents: cfnBoolean.optional(),
          ExcludeManagementEventSources: fieldValues,
          DataResources: z.array(z.strictObject({ Type: cfnText, Values: fieldValues })).optional(),
        }),
      )
      .optional(),
    AdvancedEventSelectors: z
      .array(
        z.strictObject({
          Name: cfnText.optional(),
          FieldSelectors: z.array(
            z.strictObject({
              Field: cfnText,
              Equals: fieldValues,
              StartsWith: fieldValues,
              EndsWith: fieldValues,
              NotEquals: fieldValues,
              NotStartsWith: fieldValues,
              NotEndsWith: fieldValues,
            }),
          ),
        }),
      )
      .optional(),
    Tags: cfnTags.optional(),
  }),
  async provide({ TrailName, IsLogging, EventSelectors, AdvancedEventSelectors, Tags, ...trail }, context) {
    const Name = TrailName ?? context.madeUpName(128);
    const answer = await context.call('cloudtrail', 'CreateTrail', given({ Name, ...trail, TagsList: Tags }));
    if (EventSelectors !== undefined || AdvancedEventSelectors !== undefined) {
      await context.call('cloudtrail', 'PutEventSelectors', {
        TrailName: Name,
        ...given({ EventSelectors, AdvancedEventSelectors }),
      });
    }
    if (IsLogging) await context.call('cloudtrail', 'StartLogging', { Name });
    return { ref: Name, attributes: { Arn: answered(trailAnswer, answer).TrailARN } };
  },
});
