import { closestName } from '../../core/closest-name.js';
import type { CatalogueTable, Inventory } from '../model/catalogue.js';
import type { Policy, PolicyTable } from '../model/policy.js';
import type { TableName } from '../model/resource.js';
import { tableKey } from './grant-index.js';
import type { UnknownName } from './unknown-names.js';

/** A table that the policy names and that can be asked about. */
export interface ScopeTable extends TableName {
  /** The declared columns in the catalogue's order; by name where the catalogue could not be read. */
  readonly columns: readonly string[];
  /** Hive types of the columns, as far as the catalogue told them. */
  readonly types: Readonly<Record<string, string>>;
}

export interface ScopeDatabase {
  readonly name: string;
  readonly tables: readonly ScopeTable[];
  /** Tables that the catalogue has here and the policy does not name. */
  readonly undeclaredTables: readonly string[];
  /** The same of columns of declared tables. */
  readonly undeclaredColumns: readonly { readonly table: string; readonly column: string }[];
}

export interface Scope {
  readonly databases: readonly ScopeDatabase[];
  /** Declared `ifPresent` and not there: `db` or `db.table`. */
  readonly notPresent: readonly string[];
  readonly unknown: readonly UnknownName[];
}

/**
 * The policy's databases and tables as the catalogue has them. Where the catalogue could not be read (a gap), a name
 * cannot be called unknown: then the policy is taken at its word, and judging says indeterminate of each refusal,
 * because nothing shows that what was refused exists.
 */
export function scopeOf(policy: Policy, inventory: Inventory): Scope {
  const readable = !inventory.gaps.some(({ what }) => what === 'catalogue');
  const catalogue = new Map(inventory.databases.map((database) => [database.name.toLowerCase(), database.tables]));
  const notPresent: string[] = [];
  const unknown: UnknownName[] = [];
  const databases: ScopeDatabase[] = [];
  for (const { name, ifPresent, place } of policy.databases) {
    const declared = policy.tables.filter((table) => table.database === name);
    const listed = catalogue.get(name);
    if (listed === undefined && readable) {
      if (ifPresent) notPresent.push(name, ...declared.map(tableKey));
      else
        unknown.push({ place, message: `database "${name}" is not in the catalogue${guess(name, catalogue.keys())}` });
      continue;
    }
    const found = findTables(declared, listed ?? [], readable);
    notPresent.push(...found.notPresent);
    unknown.push(...found.unknown);
    databases.push({ name, ...found });
  }
  return { databases, notPresent: notPresent.sort(), unknown };
}

interface FoundTables extends Omit<ScopeDatabase, 'name'> {
  readonly notPresent: readonly string[];
  readonly unknown: readonly UnknownName[];
}

function findTables(
  declared: readonly PolicyTable[],
  listed: readonly CatalogueTable[],
  readable: boolean,
): FoundTables {
  const catalogue = new Map(listed.map((table) => [table.name.toLowerCase(), table]));
  const names = new Set(declared.map(({ table }) => table));
  const undeclaredTables = [...catalogue.keys()].filter((name) => !names.has(name)).sort();
  const tables: ScopeTable[] = [];
  const undeclaredColumns: { table: string; column: string }[] = [];
  const notPresent: string[] = [];
  const unknown: UnknownName[] = [];
  for (const policyTable of declared) {
    const found = catalogue.get(policyTable.table);
    if (found === undefined && readable) {
      const message = `table "${tableKey(policyTable)}" is not in the catalogue${guess(policyTable.table, undeclaredTables)}`;
      if (policyTable.ifPresent) notPresent.push(tableKey(policyTable));
      else unknown.push({ place: policyTable.place, message });
      continue;
    }
    const columns = matchColumns(policyTable, found);
    tables.push({ database: policyTable.database, table: policyTable.table, ...columns });
    undeclaredColumns.push(...columns.undeclared.map((column) => ({ table: policyTable.table, column })));
    unknown.push(...columns.unknown);
  }
  return { tables, undeclaredTables, undeclaredColumns, notPresent, unknown };
}

function matchColumns(
  declared: PolicyTable,
  found: CatalogueTable | undefined,
): {
  readonly columns: readonly string[];
  readonly types: Readonly<Record<string, string>>;
  readonly undeclared: readonly string[];
  readonly unknown: readonly UnknownName[];
} {
  const names = new Set(declared.columns.map(({ name }) => name));
  if (found === undefined) return { columns: [...names].sort(), types: {}, undeclared: [], unknown: [] };
  const types = new Map(found.columns.map(({ name, type }) => [name.toLowerCase(), type]));
  const listed = [...types.keys()];
  const undeclared = listed.filter((name) => !names.has(name));
  const missing = declared.columns.filter(({ name }) => !types.has(name));
  return {
    columns: listed.filter((name) => names.has(name)),
    types: Object.fromEntries(types),
    undeclared,
    unknown: missing.map(({ name, place }) => ({
      place,
      message: `table "${tableKey(declared)}" has no column "${name}"${guess(name, undeclared)}`,
    })),
  };
}

function guess(name: string, candidates: Iterable<string>): string {
  const closest = closestName(name, candidates);
  return closest === undefined ? '' : `; did you mean "${closest}"?`;
}
