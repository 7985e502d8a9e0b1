import { z } from 'zod';
import { answered, cfnTags, cfnText, defineProvider } from '../provider.js';
import { sageMakerUserSettings } from '../sagemaker-user-settings.js';

const profileAnswer = z.object({ UserProfileArn: z.string() });

/** AWS::SageMaker::UserProfile by CreateUserProfile. */
export const sageMakerUserProfile = defineProvider({
  type: 'AWS::SageMaker::UserProfile',
  schema: z.strictObject({
    DomainId: cfnText,
    UserProfileName: cfnText,
    UserSettings: sageMakerUserSettings.optional(),
    SingleSignOnUserIdentifier: cfnText.optional(),
    SingleSignOnUserValue: cfnText.optional(),
    Tags: cfnTags.optional(),
  }),
  attributes: ['UserProfileArn'],
  hasRef: false,
  replacedBy: ['DomainId', 'UserProfileName', 'SingleSignOnUserIdentifier', 'SingleSignOnUserValue', 'Tags'],
  names: ['UserProfileName'],
  async create(properties, context) {
    const answer = await context.call('sagemaker', 'CreateUserProfile', properties);
    const { UserProfileArn } = answered(profileAnswer, answer);
    return { physicalId: `${properties.UserProfileName}|${properties.DomainId}`, attributes: { UserProfileArn } };
  },
  async update({ physicalId, attributes = {} }, { DomainId, UserProfileName, UserSettings = {} }, context) {
    await context.call('sagemaker', 'UpdateUserProfile', { DomainId, UserProfileName, UserSettings });
    return { physicalId, attributes };
  },
  async remove({ properties: { DomainId, UserProfileName } }, context) {
    await context.forget('sagemaker', 'DeleteUserProfile', { DomainId, UserProfileName });
  },
});
