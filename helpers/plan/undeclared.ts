import { parseArn } from '../../core/arn.js';
import type { Inventory, ListedGrant } from '../model/catalogue.js';
import type { Policy } from '../model/policy.js';
import type { Scope } from './scope.js';

/** Something inside the scope that the policy does not name. */
export interface Undeclared {
  /** Profile, principal as Lake Formation lists it, `db.table` or `db.table.column`. */
  readonly name: string;
  readonly database: string;
  readonly table?: string;
  readonly column?: string;
}

/** Permissions that reach the data of a database without naming it: of the whole catalogue, or through LF-Tags. */
const REACHES_DATA = new Set(['ALL', 'SUPER_USER', 'SELECT', 'INSERT', 'DELETE']);

/**
 * Every profile of the domain, principal with a grant in scope, administrator, table and column that the policy does
 * not name. Profiles stand under the first database; administrators, who can grant themselves anything, under each.
 */
export function undeclaredIn(policy: Policy, inventory: Inventory, scope: Scope): readonly Undeclared[] {
  const databases = scope.databases.map(({ name }) => name);
  const [first] = databases;
  if (first === undefined) return [];
  const declared = declaredPrincipals(policy, inventory);
  const profiles = new Set(policy.profiles.map(({ name }) => name));
  const strangers = inventory.profiles.map(({ name }) => name).filter((name) => !profiles.has(name));
  return [
    ...unique(strangers).map((name) => ({ name, database: first })),
    ...databases.flatMap((database) =>
      unique([
        ...inventory.dataLakeAdmins.filter((principal) => !declared(principal)),
        ...inventory.grants
          .filter((grant) => reaches(grant, database) && !declared(grant.principal))
          .map(({ principal }) => principal),
      ]).map((name) => ({ name, database })),
    ),
    ...scope.databases.flatMap(({ name: database, undeclaredTables, undeclaredColumns }) => [
      ...undeclaredTables.map((table) => ({ name: `${database}.${table}`, database, table })),
      ...undeclaredColumns.map(({ table, column }) => ({
        name: `${database}.${table}.${column}`,
        database,
        table,
        column,
      })),
    ]),
  ];
}

function reaches(grant: ListedGrant, database: string): boolean {
  if (grant.database !== undefined) return grant.database.toLowerCase() === database;
  return grant.permissions.some((permission) => REACHES_DATA.has(permission));
}

/**
 * Whether a principal, as Lake Formation lists it, is one that the policy names: the execution role of a profile, the
 * control role, or one of `principals`, in the lake's own account. IAM_ALLOWED_PRINCIPALS, accounts and organisations
 * never are. While the profiles could not be read nobody can tell whose role a role is: then roles are left to the
 * database's own finding, which says so.
 */
function declaredPrincipals(policy: Policy, inventory: Inventory): (principal: string) => boolean {
  const profiles = new Set(policy.profiles.map(({ name }) => name));
  const roles = new Set(inventory.profiles.filter(({ name }) => profiles.has(name)).map((p) => p.executionRoleArn));
  const names = new Set(policy.principals.map(({ name }) => name));
  if (policy.controlRole !== undefined) names.add(policy.controlRole);
  const profilesUnread = inventory.gaps.some(({ what }) => what === 'profiles');
  return (principal) => {
    if (roles.has(principal)) return true;
    const arn = parseArn(principal);
    const own = arn?.service === 'iam' && arn.accountId === inventory.accountId;
    const [kind, ...path] = own ? arn.resource.split('/') : [];
    const name = path.at(-1);
    if ((kind !== 'role' && kind !== 'user') || name === undefined) return false;
    return names.has(name) || (profilesUnread && kind === 'role');
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
