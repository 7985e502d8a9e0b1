import type { DatabaseQuestion } from '../../access/lakeformation/database-access.js';
import type { TableQuestion } from '../../access/lakeformation/table-access.js';
import type { LakeFormationState } from './state.js';

/** What every decision about a table reads of the account, for this principal. */
export function tableQuestion(
  state: LakeFormationState,
  principalArn: string,
  table: TableQuestion['table'],
): TableQuestion {
  return {
    principalArn,
    table,
    grants: state.grants,
    filters: state.filters,
    tags: state.tags,
    describesEverything: state.describesEverything(principalArn),
    optedIn: state.optIns.coversTable(principalArn, table.databaseName, table.name),
    columnListBesideWriting: state.columnListBesideWriting,
  };
}

export function databaseQuestion(
  state: LakeFormationState,
  principalArn: string,
  databaseName: string,
): DatabaseQuestion {
  return {
    principalArn,
    databaseName,
    grants: state.grants,
    tags: state.tags,
    tableNames: () =>
      state
        .getLake()
        .catalogue.tables(databaseName)
        .map((table) => table.name),
    describesEverything: state.describesEverything(principalArn),
    optedIn: state.optIns.coversDatabase(principalArn, databaseName),
    optedInOnTable: (tableName) => state.optIns.coversTable(principalArn, databaseName, tableName),
  };
}
