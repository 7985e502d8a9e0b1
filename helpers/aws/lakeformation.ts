import {
  GetDataLakeSettingsCommand,
  ListPermissionsCommand,
  type PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import type { ListedGrant } from '../model/catalogue.js';
import type { AwsAccess, Clients } from './access.js';
import { allPages, given } from './pages.js';

export interface DataLakeSettings {
  readonly admins: readonly string[];
  readonly readOnlyAdmins: readonly string[];
  /** Principals that get permissions on every new database or table without a grant. */
  readonly defaultPrincipals: readonly string[];
}

/** Throws CallFailure. */
export async function getDataLakeSettings(access: AwsAccess, clients: Clients): Promise<DataLakeSettings> {
  const { output } = await access.call('lakeformation:GetDataLakeSettings', (options) =>
    clients.lakeformation.send(new GetDataLakeSettingsCommand({}), options),
  );
  const settings = output.DataLakeSettings;
  const defaults = [
    ...(settings?.CreateDatabaseDefaultPermissions ?? []),
    ...(settings?.CreateTableDefaultPermissions ?? []),
  ];
  return {
    admins: principalsOf(settings?.DataLakeAdmins),
    readOnlyAdmins: principalsOf(settings?.ReadOnlyAdmins),
    defaultPrincipals: [...new Set(principalsOf(defaults.flatMap(({ Principal }) => Principal ?? [])))],
  };
}

function principalsOf(
  list: readonly { readonly DataLakePrincipalIdentifier?: string | undefined }[] | undefined,
): string[] {
  return (list ?? []).flatMap(({ DataLakePrincipalIdentifier }) => DataLakePrincipalIdentifier ?? []);
}

/** A listed grant, and why it says less than it means, when it does. */
export interface ReadGrant {
  readonly grant: ListedGrant;
  readonly unevaluated?: string;
}

/**
 * Every explicit grant that the caller may see: all of them for a read-only data lake administrator. Asked without a
 * filter: a filter by type alone can answer nothing although grants exist, and a filter by resource leaves out
 * wildcards. Throws CallFailure.
 */
export async function listGrants(access: AwsAccess, clients: Clients): Promise<ReadGrant[]> {
  return allPages('lakeformation:ListPermissions', async (token) => {
    const { output } = await access.call('lakeformation:ListPermissions', (options) =>
      clients.lakeformation.send(new ListPermissionsCommand({ NextToken: token }), options),
    );
    return { items: (output.PrincipalResourcePermissions ?? []).flatMap(grantOf), next: output.NextToken };
  });
}

function grantOf(row: PrincipalResourcePermissions): ReadGrant[] {
  const principal = row.Principal?.DataLakePrincipalIdentifier;
  if (principal === undefined) return [];
  const held = {
    principal,
    permissions: row.Permissions ?? [],
    permissionsWithGrantOption: row.PermissionsWithGrantOption ?? [],
  };
  const read = resourceOf(row);
  const grant = { ...held, ...read.resource };
  return [read.unevaluated === undefined ? { grant } : { grant, unevaluated: read.unevaluated }];
}

type GrantResource = Pick<ListedGrant, 'database' | 'table' | 'columns' | 'excludedColumns' | 'tableWildcard'>;

function resourceOf({ Resource: resource, Condition: condition }: PrincipalResourcePermissions): {
  readonly resource: GrantResource;
  readonly unevaluated?: string;
} {
  const conditional = condition?.Expression === undefined ? {} : { unevaluated: 'a grant with a condition' };
  if (resource?.TableWithColumns !== undefined) {
    const { DatabaseName, Name, ColumnNames, ColumnWildcard } = resource.TableWithColumns;
    const names = { ...lower('database', DatabaseName), ...lower('table', Name) };
    const columns = ColumnNames?.map((name) => name.toLowerCase());
    const excluded = ColumnWildcard?.ExcludedColumnNames?.map((name) => name.toLowerCase());
    const some = { ...given('columns', columns), ...(excluded?.length ? { excludedColumns: excluded } : {}) };
    return { resource: { ...names, ...some, tableWildcard: false }, ...conditional };
  }
  if (resource?.Table !== undefined) {
    const { DatabaseName, Name, TableWildcard } = resource.Table;
    const tableWildcard = TableWildcard !== undefined || Name === 'ALL_TABLES';
    const names = { ...lower('database', DatabaseName), ...(tableWildcard ? {} : lower('table', Name)) };
    return { resource: { ...names, tableWildcard }, ...conditional };
  }
  if (resource?.Database !== undefined) {
    return { resource: { ...lower('database', resource.Database.Name), tableWildcard: false }, ...conditional };
  }
  if (resource?.DataCellsFilter !== undefined) {
    const { DatabaseName, TableName } = resource.DataCellsFilter;
    const names = { ...lower('database', DatabaseName), ...lower('table', TableName) };
    return { resource: { ...names, columns: [], tableWildcard: false }, unevaluated: 'a grant through a data filter' };
  }
  if (resource?.LFTagPolicy !== undefined) {
    return { resource: { tableWildcard: false }, unevaluated: 'a grant by LF-Tag policy' };
  }
  return { resource: { tableWildcard: false }, ...conditional };
}

function lower<K extends string>(name: K, value: string | undefined): { readonly [P in K]?: string } {
  return given(name, value?.toLowerCase());
}
