import { z } from 'zod';
import { listChange } from '../changes.js';
import { cfnText, defineProvider, given, type ProvideContext } from '../provider.js';

const names = z.array(cfnText).default([]);
const schema = z.strictObject({
  DataLakePrincipal: z.strictObject({ DataLakePrincipalIdentifier: cfnText }),
  Resource: z.strictObject({
    DatabaseResource: z.strictObject({ CatalogId: cfnText.optional(), Name: cfnText }).optional(),
    TableResource: z
      .strictObject({
        CatalogId: cfnText.optional(),
        DatabaseName: cfnText,
        Name: cfnText.optional(),
        TableWildcard: z.strictObject({}).optional(),
      })
      .optional(),
    TableWithColumnsResource: z
      .strictObject({
        CatalogId: cfnText.optional(),
        DatabaseName: cfnText,
        Name: cfnText,
        ColumnNames: z.array(cfnText).optional(),
        ColumnWildcard: z.strictObject({ ExcludedColumnNames: z.array(cfnText).optional() }).optional(),
      })
      .optional(),
    DataLocationResource: z.strictObject({ CatalogId: cfnText.optional(), S3Resource: cfnText }).optional(),
  }),
  Permissions: names,
  PermissionsWithGrantOption: names,
});
type GrantProperties = z.infer<typeof schema>;

/** AWS::LakeFormation::Permissions, the older type of a grant, whose permissions can be changed in place. */
export const lakeFormationPermissions = defineProvider({
  type: 'AWS::LakeFormation::Permissions',
  schema,
  hasRef: false,
  replacedBy: ['DataLakePrincipal', 'Resource'],
  async create(properties, context) {
    await change('GrantPermissions', properties, properties, context);
    return { physicalId: context.madeUpName(128) };
  },
  async update({ physicalId, properties: before }, after, context) {
    const plain = listChange(before.Permissions, after.Permissions);
    const grantable = listChange(before.PermissionsWithGrantOption, after.PermissionsWithGrantOption);
    const added = { Permissions: plain.added, PermissionsWithGrantOption: grantable.added };
    const removed = { Permissions: plain.removed, PermissionsWithGrantOption: grantable.removed };
    await change('GrantPermissions', after, added, context);
    await change('RevokePermissions', after, removed, context);
    return { physicalId };
  },
  async remove({ properties }, context) {
    await change('RevokePermissions', properties, properties, context);
  },
});

async function change(
  operation: 'GrantPermissions' | 'RevokePermissions',
  { DataLakePrincipal, Resource }: GrantProperties,
  permissions: { readonly Permissions: readonly string[]; readonly PermissionsWithGrantOption: readonly string[] },
  context: ProvideContext,
): Promise<void> {
  const { Permissions, PermissionsWithGrantOption } = permissions;
  if (Permissions.length + PermissionsWithGrantOption.length === 0) return;
  const { DatabaseResource, TableResource, TableWithColumnsResource, DataLocationResource } = Resource;
  const input = {
    Principal: DataLakePrincipal,
    Resource: given({
      Database: DatabaseResource,
      Table: TableResource,
      TableWithColumns: TableWithColumnsResource,
      DataLocation:
        DataLocationResource === undefined
          ? undefined
          : given({ CatalogId: DataLocationResource.CatalogId, ResourceArn: DataLocationResource.S3Resource }),
    }),
    Permissions,
    PermissionsWithGrantOption,
  };
  if (operation === 'GrantPermissions') await context.call('lakeformation', operation, input);
  else await context.forget('lakeformation', operation, input);
}
