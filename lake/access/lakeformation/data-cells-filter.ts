import type { RowPredicate } from '../../model/row-predicate.js';
import type { ColumnSelection } from './grant.js';

/** A data cells filter as the account keeps it: columns of the rows that pass (Lake Formation API, DataCellsFilter). */
export interface DataCellsFilter {
  readonly databaseName: string;
  readonly tableName: string;
  readonly name: string;
  /** As it was written; undefined when every row passes. */
  readonly expression: string | undefined;
  readonly rows: RowPredicate;
  /** An exclusion list without names stands for every column. */
  readonly columns: ColumnSelection;
  readonly versionId: string;
}

/** The filters that decisions look up by the grants on them. */
export interface FilterIndex {
  filter(databaseName: string, tableName: string, name: string): DataCellsFilter | undefined;
}

export const NO_FILTERS: FilterIndex = { filter: () => undefined };

export class FilterStore implements FilterIndex {
  /** By database, table and name. */
  readonly #tables = new Map<string, Map<string, Map<string, DataCellsFilter>>>();

  filter(databaseName: string, tableName: string, name: string): DataCellsFilter | undefined {
    return this.#tables.get(databaseName)?.get(tableName)?.get(name);
  }

  /** Of one table, or of all. */
  filters(databaseName?: string, tableName?: string): readonly DataCellsFilter[] {
    if (databaseName !== undefined && tableName !== undefined) {
      return [...(this.#tables.get(databaseName)?.get(tableName)?.values() ?? [])];
    }
    return [...this.#tables.values()].flatMap((tables) => [...tables.values()].flatMap((some) => [...some.values()]));
  }

  put(filter: DataCellsFilter): void {
    const tables = this.#tables.get(filter.databaseName) ?? new Map<string, Map<string, DataCellsFilter>>();
    const filters = tables.get(filter.tableName) ?? new Map<string, DataCellsFilter>();
    this.#tables.set(filter.databaseName, tables.set(filter.tableName, filters.set(filter.name, filter)));
  }

  delete(databaseName: string, tableName: string, name: string): void {
    this.#tables.get(databaseName)?.get(tableName)?.delete(name);
  }

  dropTable(databaseName: string, tableName: string): void {
    this.#tables.get(databaseName)?.delete(tableName);
  }

  dropDatabase(databaseName: string): void {
    this.#tables.delete(databaseName);
  }
}
