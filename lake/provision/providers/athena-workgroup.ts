import { z } from 'zod';
import { tagChange } from '../changes.js';
import { cfnBoolean, cfnInteger, cfnTags, cfnText, defineProvider, given } from '../provider.js';

const encryption = z.strictObject({ EncryptionOption: cfnText, KmsKey: cfnText.optional() });

const configuration = z.strictObject({
  EnforceWorkGroupConfiguration: cfnBoolean.optional(),
  PublishCloudWatchMetricsEnabled: cfnBoolean.optional(),
  BytesScannedCutoffPerQuery: cfnInteger.optional(),
  RequesterPaysEnabled: cfnBoolean.optional(),
  EngineVersion: z.strictObject({ SelectedEngineVersion: cfnText }).optional(),
  ResultConfiguration: z
    .strictObject({
      OutputLocation: cfnText.optional(),
      ExpectedBucketOwner: cfnText.optional(),
      EncryptionConfiguration: encryption.optional(),
      AclConfiguration: z.strictObject({ S3AclOption: cfnText }).optional(),
    })
    .optional(),
});
type Configuration = z.infer<typeof configuration>;

/** AWS::Athena::WorkGroup by CreateWorkGroup (and UpdateWorkGroup for a disabled one). Ref gives its name. */
export const athenaWorkGroup = defineProvider({
  type: 'AWS::Athena::WorkGroup',
  schema: z.strictObject({
    Name: cfnText,
    Description: cfnText.optional(),
    State: z.enum(['ENABLED', 'DISABLED']).optional(),
    // Said to DeleteWorkGroup: whether its queries go with it.
    RecursiveDeleteOption: cfnBoolean.optional(),
    WorkGroupConfiguration: configuration.optional(),
    Tags: cfnTags.optional(),
  }),
  replacedBy: ['Name'],
  names: ['Name'],
  async create({ Name, Description, State, WorkGroupConfiguration, Tags }, context) {
    await context.call(
      'athena',
      'CreateWorkGroup',
      given({ Name, Description, Configuration: WorkGroupConfiguration, Tags }),
    );
    const provided = { physicalId: Name };
    context.made(provided);
    if (State === 'DISABLED') await context.call('athena', 'UpdateWorkGroup', { WorkGroup: Name, State });
    return provided;
  },
  async update({ physicalId, properties: before }, after, context) {
    await context.call('athena', 'UpdateWorkGroup', {
      WorkGroup: physicalId,
      Description: after.Description ?? '',
      State: after.State ?? 'ENABLED',
      ConfigurationUpdates: configurationUpdates(after.WorkGroupConfiguration ?? {}),
    });
    const tags = tagChange(before.Tags, after.Tags);
    const ResourceARN = `arn:${context.lake.partition}:athena:${context.lake.region}:${context.lake.accountId}:workgroup/${physicalId}`;
    if (tags.put.length > 0) await context.call('athena', 'TagResource', { ResourceARN, Tags: tags.put });
    if (tags.removed.length > 0) await context.call('athena', 'UntagResource', { ResourceARN, TagKeys: tags.removed });
    return { physicalId };
  },
  async remove({ physicalId, properties: { RecursiveDeleteOption } }, context) {
    await context.forget('athena', 'DeleteWorkGroup', given({ WorkGroup: physicalId, RecursiveDeleteOption }));
  },
});

/** The whole configuration as an update: what the template no longer says goes back to its default. */
function configurationUpdates(configuration: Configuration): Record<string, unknown> {
  const result = configuration.ResultConfiguration ?? {};
  const kept = (name: 'OutputLocation' | 'EncryptionConfiguration' | 'ExpectedBucketOwner' | 'AclConfiguration') =>
    result[name] === undefined ? { [`Remove${name}`]: true } : { [name]: result[name] };
  return given({
    EnforceWorkGroupConfiguration: configuration.EnforceWorkGroupConfiguration ?? true,
    PublishCloudWatchMetricsEnabled: configuration.PublishCloudWatchMetricsEnabled ?? true,
    RequesterPaysEnabled: configuration.RequesterPaysEnabled ?? false,
    ...(configuration.BytesScannedCutoffPerQuery === undefined
      ? { RemoveBytesScannedCutoffPerQuery: true }
      : { BytesScannedCutoffPerQuery: configuration.BytesScannedCutoffPerQuery }),
    EngineVersion: configuration.EngineVersion,
    ResultConfigurationUpdates: {
      ...kept('OutputLocation'),
      ...kept('EncryptionConfiguration'),
      ...kept('ExpectedBucketOwner'),
      ...kept('AclConfiguration'),
    },
  });
}
