import { z } from 'zod';
import { cfnText, defineProvider } from '../provider.js';

/** AWS::CDK::Metadata, by which the CDK counts its constructs; it is nothing in the account. */
export const cdkMetadata = defineProvider({
  type: 'AWS::CDK::Metadata',
  schema: z.strictObject({ Analytics: cfnText.optional() }),
  replacedBy: [],
  create: async (_properties, context) => Promise.resolve({ physicalId: context.madeUpName(128) }),
  update: async ({ physicalId }) => Promise.resolve({ physicalId }),
  remove: async () => Promise.resolve(),
});
