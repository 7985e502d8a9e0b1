import { refusalText } from '../../access/iam/authorize.js';
import type { Column, GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { TableAccess } from '../../model/permissions.js';
import type { StatementRequest } from '../../model/statement.js';
import type { VisibleCatalogue, VisibleColumn, VisibleTable } from '../catalogue.js';
import { QueryFailure } from '../failure.js';

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
    this.#allow('glue:GetDatabase', ['catalog', `database/${name}`]);
    if (this.#lake.catalogue.database(name) === undefined) return false;
    return this.#lake.permissions.databaseVisible(this.#principalArn, name);
  }

  tableNames(schema: string): readonly string[] {
    this.#allow('glue:GetTables', ['catalog', `database/${schema}`]);
    return this.#lake.catalogue
      .tables(schema)
      .filter((table) => this.#lake.permissions.tableAccess(this.#principalArn, table).visible)
      .map((table) => table.name)
      .sort();
  }

  /** Looked up once a statement: what it sees does not change while it runs. */
  table(schema: string, name: string): VisibleTable | undefined {
    const key = `${schema}/${name}`;
    if (!this.#tables.has(key)) this.#tables.set(key, this.#look(schema, name));
    return this.#tables.get(key);
  }

  get #principalArn(): string {
    return this.#request.exchange.caller.principalArn;
  }

  #look(schema: string, name: string): VisibleTable | undefined {
    this.#allow('glue:GetTable', ['catalog', `database/${schema}`, `table/${schema}/${name}`]);
    const table = this.#lake.catalogue.table(schema, name);
    if (table === undefined) return undefined;
    const access = this.#lake.permissions.tableAccess(this.#principalArn, table);
    if (!access.visible) return undefined;
    return visibleTable(table, this.#withFault(access, table));
  }

  /** The fault of an engine that forgets the column filter: whoever may read a column reads them all. */
  #withFault(access: TableAccess, table: GlueTable): TableAccess {
    if (access.selectable.length === 0) return access;
    const struck = this.#lake.faults.strikes('column-filter-ignored', {
      service: 'athena',
      operation: 'StartQueryExecution',
      principalName: this.#request.exchange.caller.name,
      databaseName: table.databaseName,
      tableName: table.name,
    });
    if (!struck) return access;
    const all = [...table.storage.columns, ...table.partitionKeys].map((column) => column.name.toLowerCase());
    return { ...access, selectable: all, described: all };
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
    selectable: among(access.selectable),
    described: among(access.described),
    rowFilter: access.rowFilter,
    all,
  };
}

function visibleColumn(column: Column, isPartitionKey: boolean): VisibleColumn {
  return { name: column.name.toLowerCase(), hiveType: column.type, isPartitionKey, comment: column.comment };
}
