import { z } from 'zod';
import { cfnText, defineProvider, given } from '../provider.js';

const names = z.array(cfnText);

/** AWS::LakeFormation::PrincipalPermissions, one grant, by GrantPermissions. */
export const lakeFormationPrincipalPermissions = defineProvider({
  type: 'AWS::LakeFormation::PrincipalPermissions',
  schema: z.strictObject({
    Catalog: cfnText.optional(),
    Principal: z.strictObject({ DataLakePrincipalIdentifier: cfnText }),
    Resource: z.strictObject({
      Catalog: z.strictObject({ Id: cfnText.optional() }).optional(),
      Database: z.strictObject({ CatalogId: cfnText, Name: cfnText }).optional(),
      Table: z
        .strictObject({
          CatalogId: cfnText,
          DatabaseName: cfnText,
          Name: cfnText.optional(),
          TableWildcard: z.strictObject({}).optional(),
        })
        .optional(),
      TableWithColumns: z
        .strictObject({
          CatalogId: cfnText,
          DatabaseName: cfnText,
          Name: cfnText,
          ColumnNames: names.optional(),
          ColumnWildcard: z.strictObject({ ExcludedColumnNames: names.optional() }).optional(),
        })
        .optional(),
      DataLocation: z.strictObject({ CatalogId: cfnText, ResourceArn: cfnText }).optional(),
    }),
    Permissions: names,
    PermissionsWithGrantOption: names,
  }),
  async provide({ Catalog, ...grant }, context) {
    await context.call('lakeformation', 'GrantPermissions', given({ CatalogId: Catalog, ...grant }));
    return {};
  },
});
