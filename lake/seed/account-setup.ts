import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  DataLakeSettings,
  LakeFormationClient,
  RevokePermissionsCommandInput,
} from '@aws-sdk/client-lakeformation';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';

const principal = z.strictObject({ DataLakePrincipalIdentifier: z.string() });
const putSettings = z.strictObject({
  service: z.literal('lakeformation'),
  operation: z.literal('PutDataLakeSettings'),
  why: z.string(),
  startFrom: z.strictObject({ operation: z.literal('GetDataLakeSettings'), member: z.literal('DataLakeSettings') }),
  input: z.strictObject({
    DataLakeSettings: z.strictObject({
      CreateDatabaseDefaultPermissions: z.array(z.never()),
      CreateTableDefaultPermissions: z.array(z.never()),
      ReadOnlyAdmins: z.array(principal),
    }),
  }),
  append: z.array(z.literal('ReadOnlyAdmins')),
});
const revoke = z.strictObject({
  service: z.literal('lakeformation'),
  operation: z.literal('RevokePermissions'),
  why: z.string(),
  forEach: z.enum(['account', 'database', 'table']),
  input: z.strictObject({
    Principal: principal,
    Resource: z.union([
      z.strictObject({ Catalog: z.strictObject({}) }),
      z.strictObject({ Database: z.strictObject({ Name: z.string() }) }),
      z.strictObject({ Table: z.strictObject({ DatabaseName: z.string(), Name: z.string() }) }),
    ]),
    Permissions: z.array(z.enum(['ALL', 'CREATE_DATABASE'])),
  }),
});
const fileSchema = z.strictObject({
  description: z.string(),
  calls: z.array(z.discriminatedUnion('operation', [putSettings, revoke])),
});
export type AccountSetupCall = z.infer<typeof fileSchema>['calls'][number];

/** Databases and their tables that the calls are made for. */
export type DatabaseTables = Readonly<Record<string, readonly string[]>>;

/** infra/account-setup.json, checked. */
export async function readAccountSetup(): Promise<readonly AccountSetupCall[]> {
  const text = await readFile(join(packageRoot(), 'infra', 'account-setup.json'), 'utf8');
  return fileSchema.parse(JSON.parse(text)).calls;
}

/** A revocation for the account, for every database, or for every table of every database. */
export function revocationsOf(
  call: Extract<AccountSetupCall, { operation: 'RevokePermissions' }>,
  databases: DatabaseTables,
): readonly RevokePermissionsCommandInput[] {
  switch (call.forEach) {
    case 'account':
      return [filled(call.input, {})];
    case 'database':
      return Object.keys(databases).map((Database) => filled(call.input, { Database }));
    case 'table':
      return Object.entries(databases).flatMap(([Database, tables]) =>
        tables.map((Table) => filled(call.input, { Database, Table })),
      );
  }
}

/** The settings to put: as they are, with the file's members laid over them, appended to where it says so. */
export function changedSettings(
  call: Extract<AccountSetupCall, { operation: 'PutDataLakeSettings' }>,
  current: DataLakeSettings,
  account: { readonly accountId: string; readonly partition: string },
): DataLakeSettings {
  const change = filled(call.input.DataLakeSettings, { AccountId: account.accountId, Partition: account.partition });
  const added = new Set(change.ReadOnlyAdmins.map((admin) => admin.DataLakePrincipalIdentifier));
  const kept = (current.ReadOnlyAdmins ?? []).filter((admin) => !added.has(admin.DataLakePrincipalIdentifier ?? ''));
  return { ...current, ...change, ReadOnlyAdmins: [...kept, ...change.ReadOnlyAdmins] };
}

/** Makes the calls of infra/account-setup.json. May be made again: a revocation of nothing is left out. */
export async function setUpAccount(
  lakeFormation: LakeFormationClient,
  account: { readonly accountId: string; readonly partition: string },
  databases: DatabaseTables,
): Promise<void> {
  const { GetDataLakeSettingsCommand, ListPermissionsCommand, PutDataLakeSettingsCommand, RevokePermissionsCommand } =
    await import('@aws-sdk/client-lakeformation');
  for (const call of await readAccountSetup()) {
    if (call.operation === 'PutDataLakeSettings') {
      const { DataLakeSettings: current = {} } = await lakeFormation.send(new GetDataLakeSettingsCommand({}));
      const settings = changedSettings(call, current, account);
      await lakeFormation.send(new PutDataLakeSettingsCommand({ DataLakeSettings: settings }));
      continue;
    }
    for (const input of revocationsOf(call, databases)) {
      const { Principal, Resource } = input;
      const held = await lakeFormation.send(new ListPermissionsCommand({ Principal, Resource }));
      if ((held.PrincipalResourcePermissions ?? []).length > 0)
        await lakeFormation.send(new RevokePermissionsCommand(input));
    }
  }
}

/** A copy with `${Name}` replaced in every text by the value of that name; other names are a fault of the file. */
function filled<T>(value: T, values: Readonly<Record<string, string>>): T {
  const text = JSON.stringify(value).replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
    const found = values[name];
    if (found === undefined) throw new Error(`infra/account-setup.json: nothing is known as \${${name}} here`);
    return JSON.stringify(found).slice(1, -1);
  });
  return JSON.parse(text) as T;
}
