import { z } from 'zod';
import { cfnBoolean, cfnInteger, cfnTags, cfnText, defineProvider, given } from '../provider.js';

const encryption = z.strictObject({ EncryptionOption: cfnText, KmsKey: cfnText.optional() });

/** AWS::Athena::WorkGroup by CreateWorkGroup (and UpdateWorkGroup for a disabled one). Ref gives its name. */
export const athenaWorkGroup = defineProvider({
  type: 'AWS::Athena::WorkGroup',
  schema: z.strictObject({
    Name: cfnText,
    Description: cfnText.optional(),
    State: z.enum(['ENABLED', 'DISABLED']).optional(),
    // Concerns the deletion of the stack only, which the lake does not do.
    RecursiveDeleteOption: cfnBoolean.optional(),
    WorkGroupConfiguration: z
      .strictObject({
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
      })
      .optional(),
    Tags: cfnTags.optional(),
  }),
  async provide({ Name, Description, State, WorkGroupConfiguration, Tags }, context) {
    await context.call(
      'athena',
      'CreateWorkGroup',
      given({ Name, Description, Configuration: WorkGroupConfiguration, Tags }),
    );
    if (State === 'DISABLED') await context.call('athena', 'UpdateWorkGroup', { WorkGroup: Name, State });
    return { ref: Name };
  },
});
