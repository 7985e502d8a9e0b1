import type { TableName } from '../model/resource.js';

/** An identifier in SELECT statements (Trino SQL reference, "identifiers"): double quotes, doubled within. */
export function trinoName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function trinoTable({ database, table }: TableName): string {
  return `${trinoName(database)}.${trinoName(table)}`;
}

/** A character literal in SELECT statements: single quotes, doubled within. */
export function trinoText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An identifier in SHOW and DESCRIBE, which Athena parses as Hive does (Athena User Guide, "reserved keywords"): backticks, doubled within. */
export function hiveName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export function hiveTable({ database, table }: TableName): string {
  return `${hiveName(database)}.${hiveName(table)}`;
}
