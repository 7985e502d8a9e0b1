import { groupBy } from '../../core/group-by.js';
import type { Policy, PolicyGrant } from '../model/policy.js';
import type { TableName } from '../model/resource.js';

/** `db.table`, as policies write it. */
export function tableKey({ database, table }: TableName): string {
  return `${database}.${table}`;
}

/** The policy's grants looked up by who and by what. */
export interface GrantIndex {
  grantOf(profile: string, table: TableName): PolicyGrant | undefined;
  /** Profiles with a grant on the table, or on the column of it, by name. */
  entitledTo(table: TableName, column?: string): readonly string[];
}

export function grantIndex(policy: Policy): GrantIndex {
  const byProfile = new Map(policy.grants.map((grant) => [`${grant.profile} ${tableKey(grant)}`, grant]));
  const byTable = groupBy(policy.grants, tableKey);
  const columns = new Map(policy.grants.map((grant) => [grant, new Set(grant.columns)]));
  // Asked once for each denied column of each profile, so the answer for a column is worked out only once.
  const entitled = new Map<string, readonly string[]>();
  return {
    grantOf: (profile, table) => byProfile.get(`${profile} ${tableKey(table)}`),
    entitledTo: (table, column) => {
      const key = `${tableKey(table)}${column === undefined ? '' : `.${column}`}`;
      const known = entitled.get(key);
      if (known !== undefined) return known;
      const grants = byTable.get(tableKey(table)) ?? [];
      const found = grants.filter((grant) => column === undefined || columns.get(grant)?.has(column) === true);
      const names = found.map(({ profile }) => profile).sort();
      entitled.set(key, names);
      return names;
    },
  };
}
