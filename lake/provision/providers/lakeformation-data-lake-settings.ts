import { z } from 'zod';
import { answered, cfnBoolean, cfnText, defineProvider } from '../provider.js';

const principals = z.array(z.strictObject({ DataLakePrincipalIdentifier: cfnText }));
const defaults = z.array(
  z.strictObject({
    Principal: z.strictObject({ DataLakePrincipalIdentifier: cfnText }),
    Permissions: z.array(cfnText),
  }),
);
const settingsAnswer = z.looseObject({
  DataLakeSettings: z.looseObject({
    DataLakeAdmins: z.array(z.unknown()).optional(),
    ReadOnlyAdmins: z.array(z.unknown()).optional(),
  }),
});

/**
 * AWS::LakeFormation::DataLakeSettings by PutDataLakeSettings, which replaces the whole object. MutationType APPEND
 * adds the administrators to those that are there; REPLACE, the default, sets them (CloudFormation Template Reference).
 * Members that the template does not name stay as they are.
 */
export const lakeFormationDataLakeSettings = defineProvider({
  type: 'AWS::LakeFormation::DataLakeSettings',
  schema: z.strictObject({
    Admins: principals.optional(),
    ReadOnlyAdmins: principals.optional(),
    CreateDatabaseDefaultPermissions: defaults.optional(),
    CreateTableDefaultPermissions: defaults.optional(),
    AllowExternalDataFiltering: cfnBoolean.optional(),
    AllowFullTableExternalDataAccess: cfnBoolean.optional(),
    MutationType: z.enum(['APPEND', 'REPLACE']).default('REPLACE'),
  }),
  async provide({ MutationType, Admins, ReadOnlyAdmins, ...rest }, context) {
    const answer = await context.call('lakeformation', 'GetDataLakeSettings', {});
    const current = answered(settingsAnswer, answer).DataLakeSettings;
    const before = MutationType === 'APPEND' ? current : { DataLakeAdmins: [], ReadOnlyAdmins: [] };
    const DataLakeSettings = {
      ...current,
      ...rest,
      ...(Admins === undefined ? {} : { DataLakeAdmins: union(before.DataLakeAdmins, Admins) }),
      ...(ReadOnlyAdmins === undefined ? {} : { ReadOnlyAdmins: union(before.ReadOnlyAdmins, ReadOnlyAdmins) }),
    };
    await context.call('lakeformation', 'PutDataLakeSettings', { DataLakeSettings });
    return { ref: context.lake.accountId };
  },
});

function union(present: readonly unknown[] | undefined, added: readonly unknown[]): readonly unknown[] {
  const known = new Set((present ?? []).map((principal) => JSON.stringify(principal)));
  return [...(present ?? []), ...added.filter((principal) => !known.has(JSON.stringify(principal)))];
}
