import type { RowPredicate } from '../../model/row-predicate.js';
import { compositeKey, partsOfKey } from '../../storage/composite-key.js';
import { type Journal, NO_JOURNAL } from '../../storage/journal.js';
import type { ColumnSelection } from './grant.js';
import { dataCellsFilterSchema } from './saved-filter.js';

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
  readonly #keyChanged: (key: string) => void;

  constructor(journal: Journal = NO_JOURNAL) {
    this.#keyChanged = journal.keep({
      name: 'lakeformation/data-cells-filters',
      keys: () => this.filters().map(keyOf),
      save: (key) => this.filter(...namesOf(key)),
      restore: (_, saved) => this.put(dataCellsFilterSchema.parse(saved)),
      remove: (key) => this.delete(...namesOf(key)),
    });
  }

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
    this.#keyChanged(keyOf(filter));
  }

  delete(databaseName: string, tableName: string, name: string): void {
    this.#tables.get(databaseName)?.get(tableName)?.delete(name);
    this.#keyChanged(compositeKey(databaseName, tableName, name));
  }

  dropTable(databaseName: string, tableName: string): void {
    for (const { name } of this.filters(databaseName, tableName)) this.delete(databaseName, tableName, name);
    this.#tables.get(databaseName)?.delete(tableName);
  }

  dropDatabase(databaseName: string): void {
    for (const tableName of [...(this.#tables.get(databaseName)?.keys() ?? [])])
      this.dropTable(databaseName, tableName);
    this.#tables.delete(databaseName);
  }
}

function keyOf({ databaseName, tableName, name }: DataCellsFilter): string {
  return compositeKey(databaseName, tableName, name);
}

function namesOf(key: string): readonly [databaseName: string, tableName: string, name: string] {
  const [databaseName, tableName, name = ''] = partsOfKey(key);
  return [databaseName, tableName, name];
}
