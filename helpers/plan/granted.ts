import type { CatalogueTable, Inventory, ListedGrant } from '../model/catalogue.js';

/** What Lake Formation's own listing says of one profile and one column: the second of the three readings. */
export type Granted = 'granted' | 'not granted' | 'unknown';

/**
 * Reads the listed grants for a profile's execution role, IAM_ALLOWED_PRINCIPALS and the account's IAMPrincipals group
 * included. Unknown where the listing, the profile's role or the table could not be read. Grants by tag or row filter are not
 * listed here, so "not granted" means: no named grant. Source: Lake Formation Developer Guide, "Lake Formation permissions".
 */
export function grantedOf(
  inventory: Inventory,
  profile: string,
  database: string,
  table: string,
): (column: string) => Granted {
  const role = inventory.profiles.find(({ name }) => name === profile)?.executionRoleArn;
  const known = tableOf(inventory, database, table);
  const blind = inventory.gaps.some(({ what }) => what === 'grants' || what === 'profiles');
  if (role === undefined || known === undefined || blind) return () => 'unknown';
  const everyone = new Set([role, 'IAM_ALLOWED_PRINCIPALS', `${inventory.accountId}:IAMPrincipals`]);
  const grants = inventory.grants.filter(
    (grant) => everyone.has(grant.principal) && allowsSelect(grant) && covers(grant, database, table),
  );
  return (column) => (grants.some((grant) => includes(grant, column)) ? 'granted' : 'not granted');
}

function tableOf(inventory: Inventory, database: string, table: string): CatalogueTable | undefined {
  return inventory.databases.find(({ name }) => name === database)?.tables.find(({ name }) => name === table);
}

function allowsSelect({ permissions }: ListedGrant): boolean {
  return permissions.includes('SELECT') || permissions.includes('ALL');
}

function covers(grant: ListedGrant, database: string, table: string): boolean {
  if (grant.database !== database) return false;
  return grant.tableWildcard || grant.table === table;
}

function includes(grant: ListedGrant, column: string): boolean {
  if (grant.columns !== undefined) return grant.columns.includes(column);
  return !(grant.excludedColumns ?? []).includes(column);
}
