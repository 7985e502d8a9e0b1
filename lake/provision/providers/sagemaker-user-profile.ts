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
  async provide(properties, context) {
    const answer = await context.call('sagemaker', 'CreateUserProfile', properties);
    return { attributes: { UserProfileArn: answered(profileAnswer, answer).UserProfileArn } };
  },
});
