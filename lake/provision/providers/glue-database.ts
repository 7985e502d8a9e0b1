import { z } from 'zod';
import { withoutEmptyDefaults } from '../default-permissions.js';
import { cfnText, defineProvider } from '../provider.js';

const textMap = z.record(z.string(), cfnText);

/**
 * AWS::Glue::Database by CreateDatabase. Ref gives the database's name (CloudFormation Template Reference).
 * `CreateTableDefaultPermissions: []` is dropped, as CloudFormation is known to do it: the account's defaults stay.
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
  replacedBy: ['CatalogId', 'DatabaseName', 'DatabaseInput.Name'],
  names: ['DatabaseName', 'DatabaseInput.Name'],
  async create({ CatalogId, DatabaseName, DatabaseInput }, context) {
    const Name = DatabaseName ?? DatabaseInput.Name ?? context.madeUpName(255).toLowerCase();
    await context.call('glue', 'CreateDatabase', {
      CatalogId,
      DatabaseInput: { ...withoutEmptyDefaults(DatabaseInput), Name },
    });
    return { physicalId: Name };
  },
  async update({ physicalId: Name }, { CatalogId, DatabaseInput }, context) {
    await context.call('glue', 'UpdateDatabase', {
      CatalogId,
      Name,
      DatabaseInput: { ...withoutEmptyDefaults(DatabaseInput), Name },
    });
    return { physicalId: Name };
  },
  async remove({ physicalId, properties: { CatalogId } }, context) {
    await context.forget('glue', 'DeleteDatabase', { CatalogId, Name: physicalId });
  },
});
