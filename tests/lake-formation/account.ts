import {
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import {
  AddLFTagsToResourceCommand,
  BatchGrantPermissionsCommand,
  CreateDataCellsFilterCommand,
  CreateLakeFormationOptInCommand,
  CreateLFTagCommand,
  DeleteLFTagCommand,
  LakeFormationClient,
  type Permission,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  type Resource,
} from '@aws-sdk/client-lakeformation';
import { type ClientOptions, type QueryLake, startQueryLake } from '../../lake/testing/query-lake.js';
import { columnsOf, spelled } from './model.js';
import {
  type ColumnName,
  type Columns,
  type Grantee,
  type OptIn,
  type Person,
  type Place,
  ROWS,
  type Row,
  type Table,
  type Tags,
  type Target,
  TYPES,
  type Value,
  type World,
} from './world.js';

const ACCOUNT = '111122223333';
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';
const FOLDERS: Readonly<Record<Place, string>> = { registered: 'lf', hybrid: 'hybrid', unregistered: 'free' };

/** A lake in which worlds are set up through AWS's own calls, one after another, and looked at by its people. */
export class Account {
  readonly lake: QueryLake;
  readonly people: Readonly<Record<Person, ClientOptions>>;
  readonly #admin: LakeFormationClient;
  readonly #glue: GlueClient;
  readonly #glueOf: Readonly<Record<Person, GlueClient>>;

  private constructor(lake: QueryLake, people: Readonly<Record<Person, ClientOptions>>) {
    this.lake = lake;
    this.people = people;
    this.#admin = new LakeFormationClient(lake.admin);
    this.#glue = new GlueClient(lake.admin);
    this.#glueOf = {
      alice: new GlueClient(people.alice),
      bob: new GlueClient(people.bob),
      auditor: new GlueClient(people.auditor),
    };
  }

  static async open(): Promise<Account> {
    const lake = await startQueryLake();
    const [alice, bob, auditor] = [await lake.person('alice'), await lake.person('bob'), await lake.person('auditor')];
    const account = new Account(lake, { alice, bob, auditor });
    await account.#found();
    return account;
  }

  glueOf(who: Person): GlueClient {
    return this.#glueOf[who];
  }

  /** Writes the rows that the tables of all places hold. */
  async fill(rows: readonly Row[]): Promise<void> {
    for (const folder of Object.values(FOLDERS)) {
      await this.lake.putParquet(`${folder}/flat/1.parquet`, selectOf(rows));
      for (const key of ['p', 'q']) {
        await this.lake.putParquet(`${folder}/keyed/k=${key}/1.parquet`, selectOf(rows.filter((row) => row.k === key)));
      }
    }
  }

  /** Sets the world up, and gives back the one that came of it: without the grants that Lake Formation refused. */
  async build(world: World): Promise<World> {
    for (const [Name, tags] of Object.entries(world.databases)) {
      await this.#glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
      await this.#tag({ Database: { Name } }, tags);
    }
    for (const table of world.tables) await this.#addTable(table);
    for (const { name, table, where, columns } of world.filters) {
      const place = { TableCatalogId: ACCOUNT, DatabaseName: databaseOf(world, table), TableName: table, Name: name };
      const RowFilter = where === undefined ? { AllRowsWildcard: {} } : { FilterExpression: spelled(where) };
      await this.#admin.send(
        new CreateDataCellsFilterCommand({ TableData: { ...place, RowFilter, ...columnsShape(columns) } }),
      );
    }
    const refused = await this.#grant(world);
    const optIns = await this.#optIn(world);
    return { ...world, grants: world.grants.filter((_, index) => !refused.has(index)), optIns };
  }

  /** Takes away all that a world brought. */
  async clear(world: World): Promise<void> {
    for (const Name of Object.keys(world.databases)) await this.#glue.send(new DeleteDatabaseCommand({ Name }));
    for (const TagKey of ['level', 'team']) await this.#admin.send(new DeleteLFTagCommand({ TagKey }));
    await this.#addTags();
  }

  async close(): Promise<void> {
    await this.lake.close();
  }

  async #found(): Promise<void> {
    const admins = [{ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:user/lake-admin` }];
    const auditors = [{ DataLakePrincipalIdentifier: principal('auditor') }];
    await this.#admin.send(
      new PutDataLakeSettingsCommand({ DataLakeSettings: { DataLakeAdmins: admins, ReadOnlyAdmins: auditors } }),
    );
    for (const folder of ['lf', 'hybrid']) {
      await this.#admin.send(
        new RegisterResourceCommand({
          ResourceArn: `arn:aws:s3:::data/${folder}`,
          UseServiceLinkedRole: true,
          HybridAccessEnabled: folder === 'hybrid',
        }),
      );
    }
    await this.#addTags();
    await this.fill(ROWS);
  }

  async #addTags(): Promise<void> {
    await this.#admin.send(new CreateLFTagCommand({ TagKey: 'level', TagValues: ['public', 'secret'] }));
    await this.#admin.send(new CreateLFTagCommand({ TagKey: 'team', TagValues: ['x', 'y'] }));
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
    await this.#glue.send(
      new CreateTableCommand({ DatabaseName, TableInput: { Name: table.name, StorageDescriptor, PartitionKeys } }),
    );
    for (const value of table.partitioned ? ['p', 'q'] : []) {
      const PartitionInput = {
        Values: [value],
        StorageDescriptor: { ...StorageDescriptor, Location: `${root}keyed/k=${value}/` },
      };
      await this.#glue.send(new CreatePartitionCommand({ DatabaseName, TableName: table.name, PartitionInput }));
    }
    await this.#tag({ Table: { DatabaseName, Name: table.name } }, table.tags);
    for (const column of columnsOf(table)) {
      const resource = { TableWithColumns: { DatabaseName, Name: table.name, ColumnNames: [column] } };
      await this.#tag(resource, table.columnTags[column] ?? {});
    }
  }

  async #tag(resource: Resource, tags: Tags): Promise<void> {
    const LFTags = Object.entries(tags).map(([TagKey, value]) => ({ TagKey, TagValues: [value] }));
    if (LFTags.length === 0) return;
    const { Failures } = await this.#admin.send(new AddLFTagsToResourceCommand({ Resource: resource, LFTags }));
    if ((Failures ?? []).length > 0) throw new Error(JSON.stringify(Failures));
  }

  async #grant(world: World): Promise<ReadonlySet<number>> {
    const Entries = world.grants.map(({ to, on, permissions }, index) => ({
      Id: String(index),
      Principal: { DataLakePrincipalIdentifier: principal(to) },
      Resource: resourceOf(world, on),
      Permissions: permissions as Permission[],
    }));
    const { Failures } = await this.#admin.send(new BatchGrantPermissionsCommand({ Entries }));
    const unexpected = (Failures ?? []).filter(
      (failure) => failure.Error?.ErrorMessage !== 'Permissions modification is invalid.',
    );
    if (unexpected.length > 0) throw new Error(JSON.stringify(unexpected));
    return new Set((Failures ?? []).map(({ RequestEntry }) => Number(RequestEntry?.Id)));
  }

  async #optIn(world: World): Promise<readonly OptIn[]> {
    const distinct = [...new Map(world.optIns.map((optIn) => [JSON.stringify(optIn), optIn])).values()];
    for (const { who, on } of distinct) {
      await this.#admin.send(
        new CreateLakeFormationOptInCommand({
          Principal: { DataLakePrincipalIdentifier: principal(who) },
          Resource: resourceOf(world, on),
        }),
      );
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

function resourceOf(world: World, on: Target): Resource {
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

/** DuckDB's words for the rows, without the partition key. */
function selectOf(rows: readonly Row[]): string {
  const columns = (['a', 'b', 'c', 'd'] as const).map((name) => ({ name, type: DUCK[name] }));
  const lines = rows.map(
    (row) => `(${columns.map(({ name, type }) => `CAST(${literal(row[name])} AS ${type})`).join(', ')})`,
  );
  const none = `(${columns.map(({ type }) => `CAST(NULL AS ${type})`).join(', ')})`;
  const values = lines.length === 0 ? none : lines.join(', ');
  return `SELECT * FROM (VALUES ${values}) AS t(a, b, c, d)${lines.length === 0 ? ' WHERE false' : ''}`;
}

const DUCK = { a: 'INTEGER', b: 'VARCHAR', c: 'BOOLEAN', d: 'DOUBLE' } as const;

function literal(value: Value): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
