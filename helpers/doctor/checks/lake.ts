import type { Inventory } from '../../model/catalogue.js';
import { type Check, missing, ok, unknown } from '../check.js';
import type { Facts } from '../facts.js';
import { checkOf } from '../told.js';

/** The principal that stands for every IAM principal: what it holds, Lake Formation refuses to nobody. */
const EVERYBODY = 'IAM_ALLOWED_PRINCIPALS';
const SETUP = 'run infra/account-setup.sh as a data lake administrator';

/** What the runner must see and must not hold, and the account's defaults. */
export function lakeChecks(facts: Facts): readonly Check[] {
  return [namesCheck(facts), grantsCheck(facts), administratorCheck(facts), defaultsCheck(facts)];
}

function namesCheck({ inventory, policy }: Facts): Check {
  const title = 'the names of the policy';
  const remedy = 'allow the runner glue:Get*, and name it as a read-only data lake administrator';
  if (inventory.kind !== 'told') return checkOf(inventory, title, remedy);
  const gap = gapOf(inventory.value, 'catalogue', title, remedy);
  if (gap !== undefined) return gap;
  const lost = policy.databases
    .filter(({ ifPresent }) => !ifPresent)
    .flatMap(({ name }) => {
      return inventory.value.databases.some((database) => database.name === name) ? [] : [name];
    });
  for (const { database, table, ifPresent, columns } of policy.tables) {
    const found = inventory.value.databases
      .find(({ name }) => name === database)
      ?.tables.find(({ name }) => name === table);
    if (found === undefined) {
      if (!ifPresent) lost.push(`${database}.${table}`);
      continue;
    }
    const known = new Set(found.columns.map(({ name }) => name));
    lost.push(...columns.filter(({ name }) => !known.has(name)).map(({ name }) => `${database}.${table}.${name}`));
  }
  if (lost.length === 0) return ok(title, `${policy.tables.length} tables, all names found or declared ifPresent`);
  return missing(
    title,
    `not in the catalogue: ${lost.slice(0, 5).join(', ')}`,
    'correct the policy, or deploy what it names',
  );
}

function grantsCheck({ inventory, runner }: Facts): Check {
  const title = 'the grants in scope';
  const remedy = `allow the runner lakeformation:ListPermissions; ${SETUP}`;
  if (inventory.kind !== 'told') return checkOf(inventory, title, remedy);
  const gap = gapOf(inventory.value, 'grants', title, remedy);
  if (gap !== undefined) return gap;
  const open = inventory.value.grants.filter(({ principal }) => principal === EVERYBODY);
  if (open.length > 0) {
    const where = [...new Set(open.map(({ database, table }) => table ?? database ?? 'the catalog'))].join(', ');
    return missing(title, `${EVERYBODY} holds permissions on ${where}: Lake Formation refuses nobody there`, SETUP);
  }
  const ownRole = runner.kind === 'told' ? /assumed-role\/([^/]+)\//.exec(runner.value.sessionArn)?.[1] : undefined;
  const own = inventory.value.grants.find(
    ({ principal, permissions }) => principal.endsWith(`/${ownRole ?? ''}`) && permissions.includes('SELECT'),
  );
  if (own === undefined)
    return ok(title, `${inventory.value.grants.length} listed, none to ${EVERYBODY} or the runner`);
  return missing(title, 'the runner itself holds SELECT', 'revoke it: who judges must not be able to read');
}

function administratorCheck({ lakeSettings, settings }: Facts): Check {
  const title = 'the runner is a read-only data lake administrator';
  if (lakeSettings.kind !== 'told') {
    return checkOf(lakeSettings, title, 'allow the runner lakeformation:GetDataLakeSettings');
  }
  const isRunner = (arn: string): boolean => arn.endsWith(`/${settings.runner.roleName}`);
  if (lakeSettings.value.admins.some(isRunner)) {
    return missing(title, 'it is a full administrator', 'who judges must not be able to grant: make it read-only');
  }
  if (lakeSettings.value.readOnlyAdmins.some(isRunner)) return ok(title, settings.runner.roleName);
  return missing(title, 'it is not among ReadOnlyAdmins, so it sees only part of the catalogue and grants', SETUP);
}

function defaultsCheck({ lakeSettings }: Facts): Check {
  const title = "the account's defaults";
  if (lakeSettings.kind !== 'told') {
    return checkOf(lakeSettings, title, 'allow the runner lakeformation:GetDataLakeSettings');
  }
  const { defaultPrincipals } = lakeSettings.value;
  if (defaultPrincipals.length === 0) return ok(title, 'new databases and tables are opened to nobody');
  return missing(title, `new databases and tables are opened to ${defaultPrincipals.join(', ')}`, SETUP);
}

function gapOf(inventory: Inventory, what: 'catalogue' | 'grants', title: string, remedy: string): Check | undefined {
  const gap = inventory.gaps.find((candidate) => candidate.what === what);
  if (gap === undefined) return undefined;
  return gap.fault === 'access-denied' ? missing(title, gap.message, remedy) : unknown(title, gap.message, remedy);
}
