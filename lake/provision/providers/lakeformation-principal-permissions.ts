import { z } from 'zod';
import { grantResource } from '../grant-resource.js';
import { cfnText, defineProvider, given } from '../provider.js';

const names = z.array(cfnText);

/**
 * AWS::LakeFormation::PrincipalPermissions, one grant, by GrantPermissions and RevokePermissions. Any change takes a new
 * one: granted first, and the old one revoked after it (CloudFormation Template Reference, "Update requires").
 */
export const lakeFormationPrincipalPermissions = defineProvider({
  type: 'AWS::LakeFormation::PrincipalPermissions',
  schema: z.strictObject({
    Catalog: cfnText.optional(),
    Principal: z.strictObject({ DataLakePrincipalIdentifier: cfnText }),
    Resource: grantResource,
    Permissions: names,
    PermissionsWithGrantOption: names,
  }),
  attributes: ['PrincipalIdentifier', 'ResourceIdentifier'],
  hasRef: false,
  async create({ Catalog, ...grant }, context) {
    await context.call('lakeformation', 'GrantPermissions', given({ CatalogId: Catalog, ...grant }));
    const PrincipalIdentifier = JSON.stringify(grant.Principal);
    const ResourceIdentifier = JSON.stringify(grant.Resource);
    return {
      physicalId: `${PrincipalIdentifier}|${ResourceIdentifier}`,
      attributes: { PrincipalIdentifier, ResourceIdentifier },
    };
  },
  async remove({ properties: { Catalog, ...grant } }, context) {
    await context.forget('lakeformation', 'RevokePermissions', given({ CatalogId: Catalog, ...grant }));
  },
});
