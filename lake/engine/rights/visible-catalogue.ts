import { refusalText } from '../../access/iam/authorize.js';
import { withoutColumnFilter } from '../../faults/column-filter-ignored.js';
import { withoutRowFilter } from '../../faults/row-filter-ignored.js';
import type { Column, GlueTable, LinkTarget } from '../../model/catalogue.js';
import type { FaultSubject } from '../../model/fault.js';
import type { Lake } from '../../model/lake.js';
import type { TableAccess } from '../../model/permissions.js';
import type { StatementRequest } from '../../model/statement.js';
import { unreadableKind } from '../../model/table-kind.js';
import type { VisibleCatalogue, VisibleCells, VisibleColumn, VisibleTable } from '../catalogue.js';
import { notSupported, QueryFailure } from '../failure.js';

/** What a statement's caller sees of Glue: IAM first, whose refusals are told, then Lake Formation, which hides. */
export class CallerCatalogue implements VisibleCatalogue {
  readonly #lake: Lake;
  readonly #request: StatementRequest;
  readonly #tables = new Map<string, VisibleTable | undefined>();

  constructor(lake: Lake, request: StatementRequest) {
    this.#lake = lake;
    this.#request = request;
  }

  schemaNames(): readonly string[] {
    this.#allow('glue:GetDatabases', ['catalog']);
    return this.#lake.catalogue
      .databases()
      .map((database) => database.name)
      .filter((name) => this.#lake.permissions.databaseVisible(this.#principalArn, name))
      .sort();
  }

  hasSchema(name: string): boolean {
    return this.#schema(name) !== undefined;
  }

  tableNames(schema: string): readonly string[] {
    this.#allow('glue:GetTables', ['catalog', `database/${schema}`]);
    const reached = this.#schema(schema);
    if (reached === undefined) return [];
    return this.#lake.catalogue
      .tables(reached)
      .filter((table) => this.#lake.permissions.tableAccess(this.#principalArn, table).visible)
      .map((table) => table.name)
      .sort();
  }

  /** Looked up once a statement: what it sees does not change while it runs. */
  table(schema: string, name: string): VisibleTable | undefined {
    const key = JSON.stringify([schema, name]);
    if (!this.#tables.has(key)) this.#tables.set(key, this.#look(schema, name));
    return this.#tables.get(key);
  }

  hasForeignCatalog(name: string): boolean {
    const { catalogue, permissions } = this.#lake;
    const mayKnow =
      permissions.isAdministrator(this.#principalArn) || permissions.isReadOnlyAdministrator(this.#principalArn);
    return mayKnow && catalogue.hasForeignCatalog?.(name) === true;
  }

  /** Throws QueryFailure when IAM does not let the caller list partitions; Lake Formation cannot hide their keys. */
  mayListPartitions({ databaseName, name }: GlueTable): void {
    this.#allow('glue:GetPartitions', ['catalog', `database/${databaseName}`, `table/${databaseName}/${name}`]);
  }

  get #principalArn(): string {
    return this.#request.exchange.caller.principalArn;
  }

  /**
   * The database that a name leads to, itself or through a resource link; undefined when the caller sees either of them
   * not (Lake Formation Developer Guide, "resource-links-glue-apis"). Throws QueryFailure for a federated one.
   */
  #schema(name: string): string | undefined {
    this.#allow('glue:GetDatabase', ['catalog', `database/${name}`]);
    const database = this.#lake.catalogue.database(name);
    if (database === undefined || !this.#lake.permissions.databaseVisible(this.#principalArn, name)) return undefined;
    if (database.federation !== undefined) throw notSupported(`the federated database ${name}`);
    if (database.target === undefined) return name;
    const target = database.target.databaseName;
    this.#allow('glue:GetDatabase', ['catalog', `database/${target}`]);
    const exists = this.#lake.catalogue.database(target) !== undefined;
    return exists && this.#lake.permissions.databaseVisible(this.#principalArn, target) ? target : undefined;
  }

  #look(schema: string, name: string): VisibleTable | undefined {
    const reached = this.#lake.catalogue.database(schema)?.target === undefined ? schema : this.#schema(schema);
    if (reached === undefined) return undefined;
    this.#allow('glue:GetTable', ['catalog', `database/${schema}`, `table/${schema}/${name}`]);
    if (reached !== schema) this.#allow('glue:GetTable', [`database/${reached}`, `table/${reached}/${name}`]);
    const named = this.#lake.catalogue.table(reached, name);
    if (named === undefined || !this.#lake.permissions.tableAccess(this.#principalArn, named).visible) return undefined;
    const table = named.target === undefined ? named : this.#targetOf(named.target, reached !== schema);
    if (table === undefined) return undefined;
    const access = this.#lake.permissions.tableAccess(this.#principalArn, table);
    if (!access.visible) return undefined;
    // Lake Formation's filters come with its credentials: where it vends none, the engine has none to apply.
    const filtered = this.#lake.permissions.vendsData(this.#principalArn, table) ? access : withoutCells(access);
    return { ...visibleTable(table, this.#withFaults(filtered, table)), schema, name };
  }

  /** Through a database link and a table link at once there is no way, nor through two table links. */
  #targetOf(target: LinkTarget, throughDatabaseLink: boolean): GlueTable | undefined {
    const { databaseName, tableName = '' } = target;
    this.#allow('glue:GetTable', ['catalog', `database/${databaseName}`, `table/${databaseName}/${tableName}`]);
    const table = throughDatabaseLink ? undefined : this.#lake.catalogue.table(databaseName, tableName);
    return table?.target === undefined ? table : undefined;
  }

  /** The faults of an engine that forgets a filter. */
  #withFaults(access: TableAccess, table: GlueTable): TableAccess {
    const { faults } = this.#lake;
    const subject: FaultSubject = {
      service: 'athena',
      operation: 'StartQueryExecution',
      principalName: this.#request.exchange.caller.name,
      databaseName: table.databaseName,
      tableName: table.name,
      queryText: this.#request.sql,
    };
    const columns = access.selectable.length > 0 && faults.strikes('column-filter-ignored', subject);
    const reached = columns ? withoutColumnFilter(access, table) : access;
    return reached.cells !== undefined && faults.strikes('row-filter-ignored', subject)
      ? withoutRowFilter(reached)
      : reached;
  }

  /** Throws QueryFailure with IAM's sentence; Glue wants the right on every ARN above the object too. */
  #allow(action: string, resources: readonly string[]): void {
    const { exchange } = this.#request;
    for (const resource of resources) {
      const authorization = { action, resource: glueArn(this.#lake, resource) };
      const { allowed, reason } = this.#lake.isAllowed(exchange.caller, authorization, exchange);
      if (!allowed) throw new QueryFailure(refusalText(exchange.caller, authorization, reason), PERMISSION);
    }
  }
}

const PERMISSION = { category: 2, type: 1500 } as const;

export function glueArn(lake: Lake, resource: string): string {
  return `arn:${lake.partition}:glue:${lake.region}:${lake.accountId}:${resource}`;
}

function visibleTable(table: GlueTable, access: TableAccess): VisibleTable {
  const all = [
    ...table.storage.columns.map((column) => visibleColumn(column, false)),
    ...table.partitionKeys.map((column) => visibleColumn(column, true)),
  ];
  const among = (names: readonly string[]): VisibleColumn[] => all.filter((column) => names.includes(column.name));
  return {
    schema: table.databaseName,
    name: table.name,
    isView: table.tableType === 'VIRTUAL_VIEW',
    viewText: table.viewOriginalText,
    source: { schema: table.databaseName, name: table.name },
    unreadable: unreadableKind(table),
    selectable: among(access.selectable),
    described: among(access.described),
    cells: visibleCells(access),
    all,
  };
}

function withoutCells({ visible, selectable, described, viaIamAllowedPrincipals }: TableAccess): TableAccess {
  return { visible, selectable, described, viaIamAllowedPrincipals };
}

function visibleCells({ cells }: TableAccess): VisibleCells | undefined {
  if (cells === undefined) return undefined;
  const filters = cells.filters.map(({ rows, columns }) => ({ rows, columns: new Set(columns) }));
  return { everywhere: new Set(cells.everywhere), filters };
}

function visibleColumn(column: Column, isPartitionKey: boolean): VisibleColumn {
  return { name: column.name.toLowerCase(), hiveType: column.type, isPartitionKey, comment: column.comment };
}
