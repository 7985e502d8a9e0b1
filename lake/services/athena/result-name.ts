import type { StatementKind } from './execution.js';

const WRITES: readonly string[] = ['CREATE_TABLE_AS_SELECT', 'INSERT', 'UNLOAD'];

/** True for statements that store their rows by themselves: they have no result object, and no header row. */
export function storesRows({ substatementType }: StatementKind): boolean {
  return WRITES.includes(substatementType);
}

/**
 * The name below the output location of what a query leaves there (User Guide, "querying-finding-output-files"; recorded
 * from Athena: `tables/<id>` of CTAS and `<id>` of INSERT are no objects themselves, but the stem of their names).
 */
export function resultName(statement: StatementKind, id: string): string {
  if (statement.substatementType === 'CREATE_TABLE_AS_SELECT') return `tables/${id}`;
  if (storesRows(statement)) return id;
  return `${id}.${statement.statementType === 'DML' ? 'csv' : 'txt'}`;
}
