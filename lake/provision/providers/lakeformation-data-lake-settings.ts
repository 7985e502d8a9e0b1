import { z } from 'zod';
import { withoutEmptyDefaults } from '../default-permissions.js';
import { answered, cfnBoolean, cfnText, defineProvider, type ProvideContext } from '../provider.js';

const principals = z.array(z.strictObject({ DataLakePrincipalIdentifier: cfnText }));
const defaults = z.array(
  z.strictObject({
    Principal: z.strictObject({ DataLakePrincipalIdentifier: cfnText }),
    Permissions: z.array(cfnText),
  }),
);
const schema = z.strictObject({
  Admins: principals.optional(),
  CreateDatabaseDefaultPermissions: defaults.optional(),
  CreateTableDefaultPermissions: defaults.optional(),
  AllowExternalDataFiltering: cfnBoolean.optional(),
  AllowFullTableExternalDataAccess: cfnBoolean.optional(),
  MutationType: z.enum(['APPEND', 'REPLACE']).default('REPLACE'),
});
type SettingsProperties = z.infer<typeof schema>;
const settingsAnswer = z.looseObject({
  DataLakeSettings: z.looseObject({ DataLakeAdmins: z.array(z.unknown()).optional() }),
});

/**
 * AWS::LakeFormation::DataLakeSettings by PutDataLakeSettings, which replaces the whole object. MutationType APPEND
 * adds the administrators to those that are there; REPLACE, the default, sets them, and those who were there before
 * are none any more (CloudFormation Template Reference; aws-solutions-library-samples/data-lakes-on-aws#219). Empty
 * defaults change nothing. Members that the template does not name stay as they are. Read-only administrators are
 * refused: the type had no such property for years (aws-cloudformation/cloudformation-coverage-roadmap#2355), and a
 * template must not count on it.
 */
export const lakeFormationDataLakeSettings = defineProvider({
  type: 'AWS::LakeFormation::DataLakeSettings',
  schema,
  replacedBy: [],
  refused: {
    ReadOnlyAdmins:
      'set read-only administrators by PutDataLakeSettings, as infra/account-setup.json does; CloudFormation could not for years',
  },
  async create(properties, context) {
    await putSettings(properties, [], context);
    return { physicalId: context.lake.accountId };
  },
  async update({ physicalId, properties: before }, properties, context) {
    await putSettings(properties, before.Admins ?? [], context);
    return { physicalId };
  },
  // The administrators that the template named go with it; the rest of the settings is the account's.
  async remove({ properties: { Admins = [] } }, context) {
    if (Admins.length > 0) await putSettings({ MutationType: 'APPEND' }, Admins, context);
  },
});

/** `dropped`: administrators who go unless the properties name them again. */
async function putSettings(
  { MutationType, Admins, ...rest }: SettingsProperties,
  dropped: readonly unknown[],
  context: ProvideContext,
): Promise<void> {
  const answer = await context.call('lakeformation', 'GetDataLakeSettings', {});
  const current = answered(settingsAnswer, answer).DataLakeSettings;
  const present = MutationType === 'REPLACE' && Admins !== undefined ? [] : (current.DataLakeAdmins ?? []);
  const gone = new Set(dropped.map(written));
  const kept = present.filter((principal) => !gone.has(written(principal)));
  const known = new Set(kept.map(written));
  await context.call('lakeformation', 'PutDataLakeSettings', {
    DataLakeSettings: {
      ...current,
      ...withoutEmptyDefaults(rest),
      DataLakeAdmins: [...kept, ...(Admins ?? []).filter((principal) => !known.has(written(principal)))],
    },
  });
}

function written(principal: unknown): string {
  return JSON.stringify(principal);
}
