import { z } from 'zod';
import type { Door, Service } from './doors.js';
import { ParquetFiles } from './files.js';
import { columnsOf, spelled } from './model.js';
import {
  type Change,
  type ColumnName,
  type Columns,
  type Filter,
  type Grant,
  type Grantee,
  type OptIn,
  type Place,
  ROWS,
  type Row,
  type Table,
  type Tags,
  type Target,
  TYPES,
  type World,
} from './world.js';

const ACCOUNT = '111122223333';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';
const FOLDERS: Readonly<Record<Place, string>> = { registered: 'lf', hybrid: 'hybrid', unregistered: 'free' };

const batchAnswer = z.object({
  Failures: z
    .array(z.object({ RequestEntry: z.object({ Id: z.string() }), Error: z.object({ ErrorMessage: z.string() }) }))
    .default([]),
});
const taggedAnswer = z.object({ Failures: z.array(z.unknown()).default([]) });

/**
 * A lake in which worlds are set up through AWS's own calls, one after another under the same names, so that what is
 * remembered of one would be found in the next.
 */
export class Account {
  readonly door: Door;
  readonly #files: ParquetFiles;
  /** What lies at each key. */
  readonly #written = new Map<string, Buffer>();

  private constructor(door: Door, files: ParquetFiles) {
    this.door = door;
    this.#files = files;
  }

  static async open(door: Door): Promise<Account> {
    const account = new Account(door, await ParquetFiles.open());
    await account.#found();
    return account;
  }

  /** Writes the rows that the tables hold, over what lay at the same keys. */
  async fill(tables: readonly Table[], rows: readonly Row[], dAsText = false): Promise<void> {
    for (const table of tables) {
      const folder = FOLDERS[table.place];
      if (!table.partitioned) await this.#write(`${folder}/flat/1.parquet`, await this.#files.of(rows, dAsText));
      for (const key of table.partitioned ? ['p', 'q'] : []) {
        const inside = rows.filter((row) => row.k === key);
        await this.#write(`${folder}/keyed/k=${key}/1.parquet`, await this.#files.of(inside, dAsText));
      }
    }
  }

  /** Sets the world up, and gives back the one that came of it: without the grants that Lake Formation refused. */
  async build(world: World): Promise<World> {
    for (const [Name, tags] of Object.entries(world.databases)) {
      await this.#admin('glue', 'CreateDatabase', { DatabaseInput: { Name } });
      await this.#tag({ Database: { Name } }, tags);
    }
    for (const table of world.tables) await this.#addTable(table);
    for (const filter of world.filters) await this.#putFilter('CreateDataCellsFilter', world, filter);
    await this.fill(world.tables, ROWS);
    const grants = await this.#grant(world, world.grants);
    return { ...world, grants, optIns: await this.#optIn(world) };
  }

  /** What the world is after the change, which is made by Lake Formation's calls and by writing objects anew. */
  async change(world: World, { grants, filters, rows }: Change): Promise<World> {
    for (const filter of filters ?? []) await this.#putFilter('UpdateDataCellsFilter', world, filter);
    if (rows !== undefined) await this.fill(world.tables, rows);
    const changed = { ...world, filters: filters ?? world.filters };
    if (grants === undefined) return changed;
    await this.#revoke(world);
    return { ...changed, grants: await this.#grant(world, grants) };
  }

  /** Takes away all that a world brought. */
  async clear(world: World): Promise<void> {
    for (const Name of Object.keys(world.databases)) await this.#admin('glue', 'DeleteDatabase', { Name });
    for (const TagKey of ['level', 'team']) await this.#admin('lakeformation', 'DeleteLFTag', { TagKey });
    await this.#addTags();
  }

  async close(): Promise<void> {
    this.#files.close();
    await this.door.close();
  }

  #admin(service: Service, operation: string, input: object): Promise<unknown> {
    return this.door.call('admin', service, operation, input);
  }

  async #write(key: string, bytes: Buffer): Promise<void> {
    if (this.#written.get(key)?.equals(bytes) === true) return;
    await this.door.put(key, bytes);
    this.#written.set(key, bytes);
  }

  async #found(): Promise<void> {
    const DataLakeAdmins = [{ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/lake-admin` }];
    const ReadOnlyAdmins = [{ DataLakePrincipalIdentifier: principal('auditor') }];
    const DataLakeSettings = { DataLakeAdmins, ReadOnlyAdmins };
    await this.#admin('lakeformation', 'PutDataLakeSettings', { DataLakeSettings });
    for (const folder of ['lf', 'hybrid']) {
      await this.#admin('lakeformation', 'RegisterResource', {
        ResourceArn: `arn:aws:s3:::data/${folder}`,
        UseServiceLinkedRole: true,
        HybridAccessEnabled: folder === 'hybrid',
      });
    }
    await this.#addTags();
  }

  async #addTags(): Promise<void> {
    await this.#admin('lakeformation', 'CreateLFTag', { TagKey: 'level', TagValues: ['public', 'secret'] });
    await this.#admin('lakeformation', 'CreateLFTag', { TagKey: 'team', TagValues: ['x', 'y'] });
  }

  async #addTable(table: Table): Promise<void> {
    const DatabaseName = table.database;
    const shape = (name: ColumnName) => ({ Name: name, Type: TYPES[name] });
    const root = `s3://data/${FOLDERS[table.place]}/`;
    const StorageDescriptor = {
      Location: `${root}${table.partitioned ? 'keyed' : 'flat'}/`,
      InputFormat: PARQUET,
      Columns: table.columns.map(shape),
    };
    const PartitionKeys = table.partitioned ? [shape('k')] : [];
    const TableInput = { Name: table.name, StorageDescriptor, PartitionKeys };
    await this.#admin('glue', 'CreateTable', { DatabaseName, TableInput });
    for (const value of table.partitioned ? ['p', 'q'] : []) {
      const Location = `${root}keyed/k=${value}/`;
      const PartitionInput = { Values: [value], StorageDescriptor: { ...StorageDescriptor, Location } };
      await this.#admin('glue', 'CreatePartition', { DatabaseName, TableName: table.name, PartitionInput });
    }
    await this.#tag({ Table: { DatabaseName, Name: table.name } }, table.tags);
    for (const column of columnsOf(table)) {
      const resource = { TableWithColumns: { DatabaseName, Name: table.name, ColumnNames: [column] } };
      await this.#tag(resource, table.columnTags[column] ?? {});
    }
  }

  async #putFilter(
    operation: 'CreateDataCellsFilter' | 'UpdateDataCellsFilter',
    world: World,
    { name, table, where, columns }: Filter,
  ): Promise<void> {
    const place = { TableCatalogId: ACCOUNT, DatabaseName: databaseOf(world, table), TableName: table, Name: name };
    const RowFilter = where === undefined ? { AllRowsWildcard: {} } : { FilterExpression: spelled(where) };
    await this.#admin('lakeformation', operation, { TableData: { ...place, RowFilter, ...columnsShape(columns) } });
  }

  async #tag(resource: object, tags: Tags): Promise<void> {
    const LFTags = Object.entries(tags).map(([TagKey, value]) => ({ TagKey, TagValues: [value] }));
    if (LFTags.length === 0) return;
    const answer = await this.#admin('lakeformation', 'AddLFTagsToResource', { Resource: resource, LFTags });
    const { Failures } = taggedAnswer.parse(answer);
    if (Failures.length > 0) throw new Error(JSON.stringify(Failures));
  }

  /** The grants that were made. */
  async #grant(world: World, grants: readonly Grant[]): Promise<readonly Grant[]> {
    const refused = await this.#batch(
      'BatchGrantPermissions',
      world,
      grants,
      /^Permissions modification is invalid\.$/,
    );
    return grants.filter((_, index) => !refused.has(index));
  }

  /** A grant that another has taken in goes with it. */
  async #revoke(world: World): Promise<void> {
    await this.#batch('BatchRevokePermissions', world, world.grants, /^No permissions revoked\./);
  }

  async #batch(
    operation: 'BatchGrantPermissions' | 'BatchRevokePermissions',
    world: World,
    grants: readonly Grant[],
    mayFail: RegExp,
  ): Promise<ReadonlySet<number>> {
    const Entries = grants.map(({ to, on, permissions }, index) => ({
      Id: String(index),
      Principal: { DataLakePrincipalIdentifier: principal(to) },
      Resource: resourceOf(world, on),
      Permissions: permissions,
    }));
    const { Failures } = batchAnswer.parse(await this.#admin('lakeformation', operation, { Entries }));
    const unexpected = Failures.filter((failure) => !mayFail.test(failure.Error.ErrorMessage));
    if (unexpected.length > 0) throw new Error(JSON.stringify(unexpected));
    return new Set(Failures.map(({ RequestEntry }) => Number(RequestEntry.Id)));
  }

  async #optIn(world: World): Promise<readonly OptIn[]> {
    const distinct = [...new Map(world.optIns.map((optIn) => [JSON.stringify(optIn), optIn])).values()];
    for (const { who, on } of distinct) {
      await this.#admin('lakeformation', 'CreateLakeFormationOptIn', {
        Principal: { DataLakePrincipalIdentifier: principal(who) },
        Resource: resourceOf(world, on),
      });
    }
    return distinct;
  }
}

function principal(to: Grantee): string {
  if (to === 'iam') return 'IAM_ALLOWED_PRINCIPALS';
  return to === 'everyone' ? `${ACCOUNT}:IAMPrincipals` : `arn:aws:iam::${ACCOUNT}:role/${to}`;
}

function databaseOf(world: World, tableName: string): string {
  return world.tables.find((table) => table.name === tableName)?.database ?? '';
}

function columnsShape({ kind, names }: Columns) {
  return kind === 'include' ? { ColumnNames: [...names] } : { ColumnWildcard: { ExcludedColumnNames: [...names] } };
}

function resourceOf(world: World, on: Target): object {
  switch (on.kind) {
    case 'database':
      return { Database: { Name: on.database } };
    case 'all-tables':
      return { Table: { DatabaseName: on.database, TableWildcard: {} } };
    case 'table':
      return { Table: { DatabaseName: databaseOf(world, on.table), Name: on.table } };
    case 'columns': {
      const place = { DatabaseName: databaseOf(world, on.table), Name: on.table };
      return { TableWithColumns: { ...place, ...columnsShape(on.columns) } };
    }
    case 'filter': {
      const table = world.filters.find((filter) => filter.name === on.filter)?.table ?? '';
      const place = { TableCatalogId: ACCOUNT, DatabaseName: databaseOf(world, table), TableName: table };
      return { DataCellsFilter: { ...place, Name: on.filter } };
    }
    case 'tags': {
      const Expression = Object.entries(on.expression).map(([TagKey, values]) => ({ TagKey, TagValues: [...values] }));
      return { LFTagPolicy: { ResourceType: on.of, Expression } };
    }
  }
}
