import type { TableName } from '../model/resource.js';

/** Control characters, and characters that reorder or hide text: no name that a person could check by eye. */
const UNREADABLE = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** What is wrong with the name of a database, table, column or class; undefined when nothing is. */
export function nameFault(name: string): { readonly message: string; readonly remedy: string } | undefined {
  if (name === '') return { message: 'is empty', remedy: 'write a name' };
  if (UNREADABLE.test(name)) {
    return { message: 'holds a control or invisible character', remedy: 'write the name as the catalogue shows it' };
  }
  if (name !== name.trim()) return { message: 'begins or ends with a space', remedy: 'leave the space out' };
  return undefined;
}

/** Glue keeps the names of databases, tables and columns in lower case (Athena User Guide, "name databases, tables, and columns"). */
export function folded(name: string): string {
  return name.toLowerCase();
}

/** `db.table` in its two parts, folded. Undefined unless it holds exactly one dot: Athena takes no dot in either name. */
export function parseTableName(text: string): TableName | undefined {
  const [database, table, ...rest] = text.split('.');
  if (!database || !table || rest.length > 0) return undefined;
  return { database: folded(database), table: folded(table) };
}

export function formatTableName({ database, table }: TableName): string {
  return `${database}.${table}`;
}

/** By code units, so that every machine and locale sorts alike. */
export function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
