import { z } from 'zod';
import { cfnText, defineProvider } from '../provider.js';

const textMap = z.record(z.string(), cfnText);

/**
 * AWS::Glue::Database by CreateDatabase. Ref gives the database's name (CloudFormation Template Reference).
 * `CreateTableDefaultPermissions: []` is given on as written.
 */
export const glueDatabase = defineProvider({
  type: 'AWS::Glue::Database',
  schema: z.strictObject({
    CatalogId: cfnText,
    DatabaseName: cfnText.optional(),
    DatabaseInput: z.strictObject({
      Name: cfnText.optional(),
      Description: cfnText.optional(),
      LocationUri: cfnText.optional(),
      Parameters: textMap.optional(),
      CreateTableDefaultPermissions: z
        .array(
          z.strictObject({
            Principal: z.strictObject({ DataLakePrincipalIdentifier: cfnText }),
            Permissions: z.array(cfnText),
          }),
        )
        .optional(),
    }),
  }),
  async provide({ CatalogId, DatabaseName, DatabaseInput }, context) {
    const Name = DatabaseName ?? DatabaseInput.Name ?? context.madeUpName(255).toLowerCase();
    await context.call('glue', 'CreateDatabase', { CatalogId, DatabaseInput: { ...DatabaseInput, Name } });
    return { ref: Name };
  },
});
