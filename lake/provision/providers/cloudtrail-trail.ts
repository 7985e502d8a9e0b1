import { z } from 'zod';
import { same, tagChange } from '../changes.js';
import { answered, cfnBoolean, cfnTags, cfnText, defineProvider, given } from '../provider.js';

const trailAnswer = z.object({ TrailARN: z.string() });
/** What a trail takes that was told nothing else (CloudTrail API Reference, PutEventSelectors). */
const MANAGEMENT_EVENTS = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }];

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
  attributes: ['Arn'],
  replacedBy: ['TrailName'],
  names: ['TrailName'],
  async create({ TrailName, IsLogging, EventSelectors, AdvancedEventSelectors, Tags, ...trail }, context) {
    const Name = TrailName ?? context.madeUpName(128);
    const answer = await context.call('cloudtrail', 'CreateTrail', given({ Name, ...trail, TagsList: Tags }));
    const provided = { physicalId: Name, attributes: { Arn: answered(trailAnswer, answer).TrailARN } };
    context.made(provided);
    if (EventSelectors !== undefined || AdvancedEventSelectors !== undefined) {
      await context.call('cloudtrail', 'PutEventSelectors', {
        TrailName: Name,
        ...given({ EventSelectors, AdvancedEventSelectors }),
      });
    }
    if (IsLogging) await context.call('cloudtrail', 'StartLogging', { Name });
    return provided;
  },
  async update({ properties: before, ...provided }, after, context) {
    const Name = provided.physicalId;
    const { IsLogging, EventSelectors, AdvancedEventSelectors, Tags } = after;
    const noPrefix = before.S3KeyPrefix === undefined ? undefined : '';
    const settings = given({
      Name,
      S3BucketName: after.S3BucketName,
      S3KeyPrefix: after.S3KeyPrefix ?? noPrefix,
      IsMultiRegionTrail: after.IsMultiRegionTrail ?? false,
      IncludeGlobalServiceEvents: after.IncludeGlobalServiceEvents ?? true,
      EnableLogFileValidation: after.EnableLogFileValidation ?? false,
    });
    await context.call('cloudtrail', 'UpdateTrail', settings);
    const selectors = given({ EventSelectors, AdvancedEventSelectors });
    const selectorsBefore = given({
      EventSelectors: before.EventSelectors,
      AdvancedEventSelectors: before.AdvancedEventSelectors,
    });
    if (!same(selectors, selectorsBefore)) {
      const chosen = Object.keys(selectors).length === 0 ? { EventSelectors: MANAGEMENT_EVENTS } : selectors;
      await context.call('cloudtrail', 'PutEventSelectors', { TrailName: Name, ...chosen });
    }
    if (IsLogging !== before.IsLogging)
      await context.call('cloudtrail', IsLogging ? 'StartLogging' : 'StopLogging', { Name });
    const tags = tagChange(before.Tags, Tags);
    const ResourceId = provided.attributes?.Arn;
    if (tags.put.length > 0) await context.call('cloudtrail', 'AddTags', { ResourceId, TagsList: tags.put });
    if (tags.removed.length > 0) {
      const TagsList = tags.removed.map((Key) => ({ Key }));
      await context.call('cloudtrail', 'RemoveTags', { ResourceId, TagsList });
    }
    return provided;
  },
  async remove({ physicalId }, context) {
    await context.forget('cloudtrail', 'DeleteTrail', { Name: physicalId });
  },
});
