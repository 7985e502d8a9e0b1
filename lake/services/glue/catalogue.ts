import type { PartitionInput, StorageDescriptor, TableInput } from '@aws-sdk/client-glue';
import type { CatalogueStore, GlueDatabase, GluePartition, GlueTable } from '../../model/catalogue.js';
import { SharedValues } from '../../model/shared-values.js';
import { type Journal, NO_JOURNAL } from '../../storage/journal.js';
import { type CatalogueChanges, keepCatalogue } from './saved-catalogue.js';

/** A table with what Glue keeps of it beside the lake's own view: the input as sent, and the versions before this one. */
export interface TableRecord {
  readonly table: GlueTable;
  readonly input: TableInput;
  /** Newest first, without the current one. */
  readonly archive: readonly Omit<TableRecord, 'archive'>[];
}

export interface PartitionRecord {
  readonly partition: GluePartition;
  /** Undefined for partitions that a query engine added: they take the table's storage. */
  readonly input?: PartitionInput;
}

const STORAGES = new SharedValues<Omit<StorageDescriptor, 'Location'>>();

interface DatabaseRecord {
  database: GlueDatabase;
  readonly tables: Map<string, TableRecord>;
  /** By table name, then by the values. */
  readonly partitions: Map<string, Map<string, PartitionRecord>>;
}

/** The Data Catalog of the account. Names are lower-case, as Glue folds them. */
export class GlueCatalogue implements CatalogueStore {
  readonly #databases = new Map<string, DatabaseRecord>();
  readonly #isForeignCatalog: (name: string) => boolean;
  readonly #changed: CatalogueChanges;

  constructor(isForeignCatalog: (name: string) => boolean = () => false, journal: Journal = NO_JOURNAL) {
    this.#isForeignCatalog = isForeignCatalog;
    this.#changed = keepCatalogue(journal, this);
  }

  hasForeignCatalog(name: string): boolean {
    return this.#isForeignCatalog(name);
  }

  databases(): readonly GlueDatabase[] {
    return sorted([...this.#databases.values()].map((record) => record.database));
  }

  database(name: string): GlueDatabase | undefined {
    return this.#databases.get(name.toLowerCase())?.database;
  }

  tables(databaseName: string): readonly GlueTable[] {
    const records = this.#databases.get(databaseName.toLowerCase())?.tables.values() ?? [];
    return sorted([...records].map((record) => record.table));
  }

  table(databaseName: string, name: string): GlueTable | undefined {
    return this.tableRecord(databaseName, name)?.table;
  }

  tableRecord(databaseName: string, name: string): TableRecord | undefined {
    return this.#databases.get(databaseName.toLowerCase())?.tables.get(name.toLowerCase());
  }

  partitions(databaseName: string, tableName: string): readonly GluePartition[] {
    return this.partitionRecords(databaseName, tableName).map((record) => record.partition);
  }

  /** Sorted by their values. */
  partitionRecords(databaseName: string, tableName: string): readonly PartitionRecord[] {
    const records = this.#partitionsOf(databaseName, tableName);
    return [...(records?.entries() ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
  }

  partitionRecord(databaseName: string, tableName: string, values: readonly string[]): PartitionRecord | undefined {
    return this.#partitionsOf(databaseName, tableName)?.get(partitionKey(values));
  }

  addPartitions(databaseName: string, tableName: string, partitions: readonly GluePartition[]): number {
    return partitions.filter((partition) => this.addPartition(databaseName, tableName, { partition })).length;
  }

  /** False when the table has a partition with these values already. */
  addPartition(databaseName: string, tableName: string, record: PartitionRecord): boolean {
    const records = this.#partitionsOf(databaseName, tableName);
    if (records === undefined) throw new Error(`addPartition: no table ${databaseName}.${tableName}`);
    const key = partitionKey(record.partition.values);
    if (records.has(key)) return false;
    records.set(key, withSharedStorage(record));
    this.#changed.partition(databaseName.toLowerCase(), tableName.toLowerCase(), record.partition.values);
    return true;
  }

  deletePartition(databaseName: string, tableName: string, values: readonly string[]): boolean {
    const wasThere = this.#partitionsOf(databaseName, tableName)?.delete(partitionKey(values)) ?? false;
    if (wasThere) this.#changed.partition(databaseName.toLowerCase(), tableName.toLowerCase(), values);
    return wasThere;
  }

  putDatabase(database: GlueDatabase): void {
    const known = this.#databases.get(database.name);
    if (known === undefined) {
      this.#databases.set(database.name, { database, tables: new Map(), partitions: new Map() });
    } else {
      known.database = database;
    }
    this.#changed.database(database.name);
  }

  deleteDatabase(name: string): void {
    for (const table of this.tables(name)) this.deleteTable(name, table.name);
    this.#databases.delete(name.toLowerCase());
    this.#changed.database(name.toLowerCase());
  }

  putTable(record: TableRecord): void {
    const { databaseName, name } = record.table;
    const database = this.#databases.get(databaseName);
    if (database === undefined) throw new Error(`putTable: no database ${databaseName}`);
    database.tables.set(name, record);
    if (!database.partitions.has(name)) database.partitions.set(name, new Map());
    this.#changed.table(databaseName, name);
  }

  deleteTable(databaseName: string, name: string): void {
    const database = this.#databases.get(databaseName.toLowerCase());
    for (const { values } of this.partitions(databaseName, name)) this.deletePartition(databaseName, name, values);
    database?.tables.delete(name.toLowerCase());
    database?.partitions.delete(name.toLowerCase());
    this.#changed.table(databaseName.toLowerCase(), name.toLowerCase());
  }

  #partitionsOf(databaseName: string, tableName: string): Map<string, PartitionRecord> | undefined {
    return this.#databases.get(databaseName.toLowerCase())?.partitions.get(tableName.toLowerCase());
  }
}

/** What is said of the storage of each partition, columns and all, is what is said of others but for the location. */
function withSharedStorage(record: PartitionRecord): PartitionRecord {
  const { input } = record;
  if (input?.StorageDescriptor === undefined) return record;
  const { Location, ...storage } = input.StorageDescriptor;
  const location = Location === undefined ? {} : { Location };
  return { ...record, input: { ...input, StorageDescriptor: { ...STORAGES.of(storage), ...location } } };
}

function partitionKey(values: readonly string[]): string {
  return JSON.stringify(values);
}

function sorted<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}
