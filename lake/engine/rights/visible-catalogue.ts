import { refusalText } from '../../access/iam/authorize.js';
import { databaseAnswer, type GlueAnswer, tableAnswer } from '../../access/lakeformation/glue-answer.js';
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
import { type GlueLookup, GlueLookups } from './glue-lookups.js';

/**
 * What a statement's caller sees of Glue: IAM first, whose refusals are told, then Lake Formation, which hides. Each look
 * leaves the event of Glue's call that Athena would make.
 */
export class CallerCatalogue implements VisibleCatalogue {
  readonly #lake: Lake;
  readonly #request: StatementRequest;
  readonly #lookups: GlueLookups;
  readonly #schemas = new Map<string, string | undefined>();
  readonly #tables = new Map<string, VisibleTable | undefined>();
  /** Databases whose tables were listed, so that none of them need be looked up by itself. */
  readonly #listed = new Set<string>();
  readonly #missed: GlueTable[] = [];

  constructor(lake: Lake, request: StatementRequest) {
    this.#lake = lake;
    this.#request = request;
    this.#lookups = new GlueLookups(lake, request);
  }

  /** Tables that were named and exist, and of which the caller gets nothing. */
  get missedTables(): readonly GlueTable[] {
    return this.#missed;
  }

  /** Tables that were looked up and found. */
  get seenTables(): readonly VisibleTable[] {
    return [...this.#tables.values()].filter((table) => table !== undefined);
  }

  missed(schema: string, name: string): void {
    const table = this.#lake.catalogue.table(schema, name);
    if (table !== undefined) this.#missed.push(table);
  }

  schemaNames(): readonly string[] {
    this.#allow(['GetDatabases', {}], ['catalog']);
    this.#lookups.record('GetDatabases', {});
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
    const call: Call = ['GetTables', { databaseName: schema }];
    this.#allow(call, ['catalog', `database/${schema}`]);
    const reached = this.#schema(schema);
    this.#lookups.record(...call);
    if (reached === undefined) return [];
    this.#listed.add(schema);
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
    const call: Call = ['GetPartitions', { databaseName, tableName: name }];
    this.#allow(call, ['catalog', `database/${databaseName}`, `table/${databaseName}/${name}`]);
    this.#lookups.record(...call);
  }

  get #principalArn(): string {
    return this.#request.exchange.caller.principalArn;
  }

  #schema(name: string): string | undefined {
    if (!this.#schemas.has(name)) this.#schemas.set(name, this.#reachSchema(name));
    return this.#schemas.get(name);
  }

  /**
   * The database that a name leads to, itself or through a resource link; undefined when the caller sees either of them
   * not (Lake Formation Developer Guide, "resource-links-glue-apis"). Throws QueryFailure for a federated one.
   */
  #reachSchema(name: string): string | undefined {
    const call: Call = ['GetDatabase', { name }];
    this.#allow(call, ['catalog', `database/${name}`]);
    const database = this.#lake.catalogue.database(name);
    const answers = [databaseAnswer(this.#lake.permissions, this.#principalArn, name, database)];
    const target = answers[0]?.refusal === undefined ? database?.target?.databaseName : undefined;
    if (target !== undefined) {
      this.#allow(call, ['catalog', `database/${target}`]);
      const linked = this.#lake.catalogue.database(target);
      answers.push(databaseAnswer(this.#lake.permissions, this.#principalArn, target, linked));
    }
    this.#lookups.record(...call, answers);
    if (answers.some(({ refusal }) => refusal !== undefined)) return undefined;
    if (database?.federation !== undefined) throw notSupported(`the federated database ${name}`);
    return target ?? name;
  }

  #look(schema: string, name: string): VisibleTable | undefined {
    const reached = this.#lake.catalogue.database(schema)?.target === undefined ? schema : this.#schema(schema);
    if (reached === undefined) return undefined;
    const call: Call = ['GetTable', { databaseName: schema, name }];
    this.#allow(call, ['catalog', `database/${schema}`, `table/${schema}/${name}`]);
    if (reached !== schema) this.#allow(call, [`database/${reached}`, `table/${reached}/${name}`]);
    const seen = [this.#see(reached, name)];
    const target = seen[0]?.shown?.table.target;
    if (target !== undefined && reached === schema) seen.push(this.#seeTarget(call, target));
    if (!this.#listed.has(schema)) {
      this.#lookups.record(
        ...call,
        seen.map(({ answer }) => answer),
      );
    }
    const { shown } = seen.at(-1) ?? {};
    // Through a database link and a table link at once there is no way, nor through two table links.
    if (shown === undefined || shown.table.target !== undefined) return undefined;
    const { table, access } = shown;
    // Lake Formation's filters come with its credentials: where it vends none, the engine has none to apply.
    const filtered = this.#lake.permissions.vendsData(this.#principalArn, table) ? access : withoutCells(access);
    return { ...visibleTable(table, this.#withFaults(filtered, table)), schema, name };
  }

  #seeTarget(call: Call, { databaseName, tableName = '' }: LinkTarget): Seen {
    this.#allow(call, ['catalog', `database/${databaseName}`, `table/${databaseName}/${tableName}`]);
    return this.#see(databaseName, tableName);
  }

  /** What Glue answers for the table, and the table where it shows it. */
  #see(databaseName: string, tableName: string): Seen {
    const { catalogue, permissions } = this.#lake;
    const table = catalogue.table(databaseName, tableName);
    const found =
      table === undefined ? undefined : { table, access: permissions.tableAccess(this.#principalArn, table) };
    const answer = tableAnswer(permissions, this.#principalArn, { databaseName, tableName }, found);
    return { answer, shown: answer.refusal === undefined ? found : undefined };
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
  #allow(call: Call, resources: readonly string[]): void {
    const { exchange } = this.#request;
    for (const resource of resources) {
      const authorization = { action: `glue:${call[0]}`, resource: glueArn(this.#lake, resource) };
      const { allowed, reason } = this.#lake.isAllowed(exchange.caller, authorization, exchange);
      if (allowed) continue;
      const message = refusalText(exchange.caller, authorization, reason);
      this.#lookups.record(...call, [{ refusal: { code: 'AccessDenied', message } }]);
      throw new QueryFailure(message, PERMISSION);
    }
  }
}

/** A call of Glue's and its input, in CloudTrail's spelling. */
type Call = readonly [lookup: GlueLookup, input: Readonly<Record<string, string>>];

interface Seen {
  readonly answer: GlueAnswer;
  readonly shown: { readonly table: GlueTable; readonly access: TableAccess } | undefined;
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
