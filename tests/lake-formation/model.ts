import type {
  ColumnName,
  Columns,
  Condition,
  Filter,
  Grant,
  Grantee,
  Person,
  Row,
  Table,
  Tags,
  Value,
  World,
} from './world.js';

/**
 * "No effect" has a SELECT on columns beside ALTER, DROP, DELETE or INSERT [data-filtering-notes], which can be read in two
 * ways: the grant has none, or its filter has none.
 */
export type BesideWriting = 'void' | 'unfiltered';

/**
 * Lake Formation in one page, written from its Developer Guide and from nothing of the lake: it asks of every grant by
 * itself whether it opens a cell, and takes the union. Page names stand in brackets.
 */
export class Model {
  readonly #world: World;
  readonly #besideWriting: BesideWriting;

  constructor(world: World, besideWriting: BesideWriting = 'void') {
    this.#world = world;
    this.#besideWriting = besideWriting;
  }

  /** Any permission on the database or on one of its tables shows it [lf-permissions-reference]. */
  seesDatabase(who: Person, database: string): boolean {
    if (who === 'auditor') return true;
    const optedIn = this.#optedIn(who, (on) => on.kind === 'database' && on.database === database);
    const onDatabase = this.#grants(who, optedIn).some(
      ({ on }) =>
        (on.kind === 'database' && on.database === database) ||
        (on.kind === 'all-tables' && on.database === database) ||
        (on.kind === 'tags' && on.of === 'DATABASE' && fits(this.#world.databases[database] ?? {}, on.expression)),
    );
    return onDatabase || this.#world.tables.some((table) => table.database === database && this.seesTable(who, table));
  }

  /** Any permission on the table, a column or a filter of it; a database's DESCRIBE shows none [lf-permissions-reference]. */
  seesTable(who: Person, table: Table): boolean {
    return who === 'auditor' || this.#reaching(who, table).length > 0;
  }

  /** What metadata shows: all by a permission on the whole table, else the columns that are reached [metadata-permissions]. */
  shows(who: Person, table: Table): readonly ColumnName[] {
    const grants = this.#reaching(who, table);
    if (who === 'auditor' || grants.some((grant) => this.#isWhole(grant, table))) return columnsOf(table);
    const readable = this.reads(who, table);
    const tagged = grants.flatMap((grant) =>
      columnsOf(table).filter((column) => this.#tagsReach(grant, table, column)),
    );
    return columnsOf(table).filter(
      (column) => readable.includes(column) || tagged.includes(column) || (isKey(column) && tagged.length > 0),
    );
  }

  /** The columns that SELECT resolves, whatever the rows. */
  reads(who: Person, table: Table): readonly ColumnName[] {
    return columnsOf(table).filter((column) => this.#opens(who, table, column, undefined));
  }

  /** The rows as they are read: those of which a cell is open, with NULL in cells that are not. */
  rows(who: Person, table: Table, data: readonly Row[]): readonly (readonly Value[])[] {
    const columns = this.reads(who, table);
    return data
      .map((row) => columns.map((column) => ({ open: this.#opens(who, table, column, row), value: row[column] })))
      .filter((cells) => cells.some(({ open }) => open))
      .map((cells) => cells.map(({ open, value }) => (open ? value : null)));
  }

  isOpen(who: Person, table: Table, column: ColumnName, row: Row): boolean {
    return this.#opens(who, table, column, row);
  }

  /** The union of what the grants open [metadata-permissions, data-filtering]. */
  #opens(who: Person, table: Table, column: ColumnName, row: Row | undefined): boolean {
    const grants = this.#reaching(who, table);
    const writes = grants.some(
      (grant) =>
        this.#isWhole(grant, table) &&
        grant.permissions.some((permission) => ['ALL', 'ALTER', 'DROP', 'DELETE', 'INSERT'].includes(permission)),
    );
    return grants.some((grant) => this.#opensCell(grant, { who, table, column, row, writes }));
  }

  #opensCell(
    { on, permissions }: Grant,
    at: {
      readonly who: Person;
      readonly table: Table;
      readonly column: ColumnName;
      readonly row: Row | undefined;
      readonly writes: boolean;
    },
  ): boolean {
    if (!permissions.includes('SELECT') && !permissions.includes('ALL')) return false;
    const { who, table, column, row, writes } = at;
    switch (on.kind) {
      case 'database':
        return false;
      case 'all-tables':
      case 'table':
        return true;
      case 'columns':
        return writes ? this.#besideWriting === 'unfiltered' : includes(on.columns, column);
      case 'filter': {
        const filter = this.#filter(on.filter);
        // Filters are enforced with Lake Formation's credentials; where it vends none there is no row filter.
        const passes =
          row === undefined ||
          filter.where === undefined ||
          !this.#vends(who, table) ||
          truth(filter.where, row) === true;
        return passes && includes(filter.columns, column);
      }
      case 'tags':
        return (
          this.#tagsReach({ to: who, on, permissions }, table, column) ||
          (isKey(column) &&
            columnsOf(table).some((other) => this.#tagsReach({ to: who, on, permissions }, table, other)))
        );
    }
  }

  /** The location is registered and, in hybrid access mode, the principal has opted in [hybrid-access-mode]. */
  #vends(who: Person, table: Table): boolean {
    if (table.place === 'hybrid') return this.#optedInOnTable(who, table);
    return table.place === 'registered';
  }

  /** A permission on all of the table: by name, by all tables, or by tags that the table and all its columns satisfy. */
  #isWhole({ on }: Grant, table: Table): boolean {
    if (on.kind === 'table' || on.kind === 'all-tables') return true;
    if (on.kind !== 'tags') return false;
    const sets = columnsOf(table).map((column) => this.#tagsOfColumn(table, column));
    return [this.#tagsOfTable(table), ...sets].every((tags) => fits(tags, on.expression));
  }

  #tagsReach({ on }: Grant, table: Table, column: ColumnName): boolean {
    return on.kind === 'tags' && fits(this.#tagsOfColumn(table, column), on.expression);
  }

  /** Grants that reach the table or something in it. */
  #reaching(who: Person, table: Table): readonly Grant[] {
    return this.#grants(who, this.#optedInOnTable(who, table)).filter((grant) => this.#reaches(grant, table));
  }

  #reaches({ on, permissions }: Grant, table: Table): boolean {
    switch (on.kind) {
      case 'database':
        return false;
      case 'all-tables':
        return on.database === table.database;
      case 'table':
      case 'columns':
        return on.table === table.name;
      case 'filter':
        // DESCRIBE and DROP on a filter are about the filter [lf-permissions-reference].
        return this.#filter(on.filter).table === table.name && permissions.includes('SELECT');
      case 'tags': {
        const ofColumns = columnsOf(table).map((column) => this.#tagsOfColumn(table, column));
        return on.of === 'TABLE' && [this.#tagsOfTable(table), ...ofColumns].some((tags) => fits(tags, on.expression));
      }
    }
  }

  /** What was granted to the person, to all principals, and, unless he has opted in, to whatever IAM allows. */
  #grants(who: Person, optedIn: boolean): readonly Grant[] {
    const names: readonly Grantee[] = optedIn ? [who, 'everyone'] : [who, 'everyone', 'iam'];
    return this.#world.grants.filter(({ to }) => names.includes(to));
  }

  #optedInOnTable(who: Person, table: Table): boolean {
    return this.#optedIn(
      who,
      (on) =>
        (on.kind === 'table' && on.table === table.name) ||
        (on.kind === 'all-tables' && on.database === table.database),
    );
  }

  #optedIn(who: Person, isOn: (on: World['optIns'][number]['on']) => boolean): boolean {
    return this.#world.optIns.some((optIn) => (optIn.who === who || optIn.who === 'everyone') && isOn(optIn.on));
  }

  /** Tags go down and are overridden below [tag-based-access-control]. */
  #tagsOfTable(table: Table): Tags {
    return { ...this.#world.databases[table.database], ...table.tags };
  }

  #tagsOfColumn(table: Table, column: ColumnName): Tags {
    return { ...this.#tagsOfTable(table), ...table.columnTags[column] };
  }

  #filter(name: string): Filter {
    const found = this.#world.filters.find((filter) => filter.name === name);
    if (found === undefined) throw new Error(`no filter ${name}`);
    return found;
  }
}

export function columnsOf(table: Table): readonly ColumnName[] {
  return table.partitioned ? [...table.columns, 'k'] : table.columns;
}

/** "Column filters cannot be applied to partition keys" [data-filtering-notes]. */
function isKey(column: ColumnName): boolean {
  return column === 'k';
}

function includes({ kind, names }: Columns, column: ColumnName): boolean {
  return isKey(column) || (kind === 'include') === names.includes(column);
}

/** Keys by AND, values of a key by OR [tag-based-access-control]. */
function fits(tags: Tags, expression: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(expression).every(([key, values]) => values.includes(tags[key] ?? ''));
}

/** SQL's three values; undefined is unknown. */
export function truth(condition: Condition, row: Row): boolean | undefined {
  switch (condition.is) {
    case 'and':
    case 'or': {
      const decisive = condition.is === 'or';
      const values = condition.of.map((term) => truth(term, row));
      if (values.includes(decisive)) return decisive;
      return values.includes(undefined) ? undefined : !decisive;
    }
    case 'not': {
      const value = truth(condition.of, row);
      return value === undefined ? undefined : !value;
    }
    case 'null':
      return row[condition.column] === null;
    case 'compare':
      return compared(row[condition.column], condition.by, condition.to);
    case 'in': {
      const value = row[condition.column];
      return value === null ? undefined : condition.values.includes(value);
    }
    case 'between': {
      const value = row[condition.column];
      if (value === null || condition.low === null || condition.high === null) return undefined;
      return value >= condition.low && value <= condition.high;
    }
    case 'like': {
      const value = row[condition.column];
      return value === null ? undefined : String(value).startsWith(condition.prefix);
    }
  }
}

function compared(value: Value, by: '=' | '<>' | '<' | '>=', to: Value): boolean | undefined {
  if (value === null || to === null) return undefined;
  switch (by) {
    case '=':
      return value === to;
    case '<>':
      return value !== to;
    case '<':
      return value < to;
    case '>=':
      return value >= to;
  }
}

/** A condition as a row filter expression spells it [partiql-support]. */
export function spelled(condition: Condition): string {
  switch (condition.is) {
    case 'and':
    case 'or':
      return condition.of.map((term) => `(${spelled(term)})`).join(` ${condition.is.toUpperCase()} `);
    case 'not':
      return `NOT (${spelled(condition.of)})`;
    case 'null':
      return `${condition.column} IS NULL`;
    case 'compare':
      return `${condition.column} ${condition.by} ${literal(condition.to)}`;
    case 'in':
      return `${condition.column} IN (${condition.values.map(literal).join(', ')})`;
    case 'between':
      return `${condition.column} BETWEEN ${literal(condition.low)} AND ${literal(condition.high)}`;
    case 'like':
      return `${condition.column} LIKE '${condition.prefix}%'`;
  }
}

function literal(value: Value): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
