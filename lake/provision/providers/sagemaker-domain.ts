import { z } from 'zod';
import { answered, cfnTags, cfnText, defineProvider } from '../provider.js';
import { sageMakerUserSettings } from '../sagemaker-user-settings.js';

const domainAnswer = z.object({ DomainArn: z.string() });

/** AWS::SageMaker::Domain by CreateDomain. Ref gives the domain's id, the last part of its ARN. */
export const sageMakerDomain = defineProvider({
  type: 'AWS::SageMaker::Domain',
  schema: z.strictObject({
    DomainName: cfnText,
    AuthMode: cfnText,
    VpcId: cfnText.optional(),
    SubnetIds: z.array(cfnText).optional(),
    AppNetworkAccessType: cfnText.optional(),
    DefaultUserSettings: sageMakerUserSettings,
    DomainSettings: z
      .strictObject({
        ExecutionRoleIdentityConfig: cfnText.optional(),
        SecurityGroupIds: z.array(cfnText).optional(),
      })
      .optional(),
    Tags: cfnTags.optional(),
  }),
  attributes: ['DomainArn', 'DomainId'],
  replacedBy: ['DomainName', 'AuthMode', 'VpcId', 'SubnetIds', 'AppNetworkAccessType', 'Tags'],
  names: ['DomainName'],
  async create(properties, context) {
    const answer = await context.call('sagemaker', 'CreateDomain', properties);
    const { DomainArn } = answered(domainAnswer, answer);
    const DomainId = DomainArn.slice(DomainArn.lastIndexOf('/') + 1);
    return { physicalId: DomainId, attributes: { DomainArn, DomainId } };
  },
  async update({ physicalId, attributes = {} }, { DefaultUserSettings, DomainSettings }, context) {
    await context.call('sagemaker', 'UpdateDomain', {
      DomainId: physicalId,
      DefaultUserSettings,
      DomainSettingsForUpdate: { ExecutionRoleIdentityConfig: 'DISABLED', ...DomainSettings },
    });
    return { physicalId, attributes };
  },
  async remove({ physicalId }, context) {
    await context.forget('sagemaker', 'DeleteDomain', { DomainId: physicalId });
  },
});
