import * as fc from 'fast-check';
import type {
  Change,
  ColumnName,
  Columns,
  Condition,
  Filter,
  Grant,
  Grantee,
  OptIn,
  Row,
  Table,
  Tags,
  Target,
  Value,
  World,
} from './world.js';

const DATABASES = ['d0', 'd1'] as const;
const DATA_COLUMNS = ['a', 'b', 'c', 'd'] as const;
const KEYS: Readonly<Record<string, readonly string[]>> = { level: ['public', 'secret'], team: ['x', 'y'] };

/** One value of one key, or of both. */
const anyTags: fc.Arbitrary<Tags> = fc.oneof(
  fc.constantFrom('public', 'secret').map((level): Tags => ({ level })),
  fc.constantFrom('x', 'y').map((team): Tags => ({ team })),
  fc
    .tuple(fc.constantFrom('public', 'secret'), fc.constantFrom('x', 'y'))
    .map(([level, team]): Tags => ({ level, team })),
);

const fewTags = fc.oneof({ weight: 3, arbitrary: fc.constant<Tags>({}) }, { weight: 1, arbitrary: anyTags });

function anyTable(index: number): fc.Arbitrary<Table> {
  return fc.record({
    name: fc.constant(`t${index}`),
    database: fc.constantFrom(...DATABASES),
    place: fc.constantFrom('registered', 'registered', 'registered', 'hybrid', 'unregistered'),
    columns: fc.subarray([...DATA_COLUMNS], { minLength: 1 }),
    partitioned: fc.boolean(),
    tags: fewTags,
    columnTags: fc.record({ a: fewTags, b: fewTags, c: fewTags, d: fewTags }),
  });
}

function anyValue(column: ColumnName): fc.Arbitrary<Value> {
  switch (column) {
    case 'a':
      return fc.constantFrom(1, 2, 3, 4);
    case 'b':
      return fc.constantFrom('x', 'y', 'xy', "o'z", '7');
    case 'c':
      return fc.boolean();
    case 'd':
      return fc.constantFrom(-1.5, 0.5, 2);
    case 'k':
      return fc.constantFrom('p', 'q');
  }
}

function anySimple(column: ColumnName): fc.Arbitrary<Condition> {
  const isOrdered = column !== 'c';
  const compare = fc.record({
    is: fc.constant('compare' as const),
    column: fc.constant(column),
    by: isOrdered ? fc.constantFrom('=', '<>', '<', '>=') : fc.constantFrom('=', '<>'),
    to: anyValue(column),
  });
  const among = fc.record({
    is: fc.constant('in' as const),
    column: fc.constant(column),
    values: fc.array(anyValue(column), { minLength: 1, maxLength: 3 }),
  });
  const others: fc.Arbitrary<Condition>[] = [];
  if (isOrdered) {
    others.push(
      fc.record({
        is: fc.constant('between' as const),
        column: fc.constant(column),
        low: anyValue(column),
        high: anyValue(column),
      }),
    );
  }
  if (column !== 'k') others.push(fc.constant({ is: 'null', column }));
  if (column === 'b')
    others.push(
      fc.record({ is: fc.constant('like' as const), column: fc.constant(column), prefix: fc.constantFrom('x', 'y') }),
    );
  return fc.oneof(compare, among, ...others);
}

function anyCondition(columns: readonly ColumnName[]): fc.Arbitrary<Condition> {
  const simple = fc.constantFrom(...columns).chain(anySimple);
  const pair = fc.tuple(simple, simple);
  return fc.oneof(
    { weight: 3, arbitrary: simple },
    { weight: 1, arbitrary: simple.map((of): Condition => ({ is: 'not', of })) },
    { weight: 1, arbitrary: pair.map((of): Condition => ({ is: 'and', of })) },
    { weight: 1, arbitrary: pair.map((of): Condition => ({ is: 'or', of })) },
    {
      weight: 1,
      arbitrary: pair.map(
        ([one, two]): Condition => ({ is: 'not', of: { is: 'or', of: [one, { is: 'not', of: two }] } }),
      ),
    },
  );
}

function anyColumns(table: Table, mayBeEmpty: boolean): fc.Arbitrary<Columns> {
  const include = fc.subarray([...table.columns], { minLength: 1 });
  const exclude = fc.subarray([...table.columns], { minLength: mayBeEmpty ? 0 : 1 });
  return fc.oneof(
    include.map((names): Columns => ({ kind: 'include', names })),
    exclude.map((names): Columns => ({ kind: 'exclude', names })),
  );
}

function anyFilter(table: Table, name: string): fc.Arbitrary<Filter> {
  const columns: readonly ColumnName[] = table.partitioned ? [...table.columns, 'k'] : table.columns;
  return fc.record({
    name: fc.constant(name),
    table: fc.constant(table.name),
    where: fc.option(anyCondition(columns), { freq: 5, nil: undefined }),
    columns: anyColumns(table, true),
  });
}

const TABLE_PERMISSIONS = ['SELECT', 'DESCRIBE', 'INSERT', 'ALTER', 'DELETE', 'DROP'];
const someOf = (words: readonly string[]): fc.Arbitrary<string[]> =>
  fc.subarray([...words], { minLength: 1, maxLength: 2 });
const onTables = fc.oneof(
  { weight: 3, arbitrary: fc.constant<string[]>(['SELECT']) },
  { weight: 2, arbitrary: someOf(TABLE_PERMISSIONS) },
  { weight: 1, arbitrary: fc.constant<string[]>(['ALL']) },
);

const anyExpression = fc.oneof(
  ...Object.entries(KEYS).map(([key, values]) =>
    fc
      .subarray([...values], { minLength: 1 })
      .map((some): Readonly<Record<string, readonly string[]>> => ({ [key]: some })),
  ),
  fc
    .tuple(fc.constantFrom('public', 'secret'), fc.subarray(['x', 'y'], { minLength: 1 }))
    .map(([level, team]): Readonly<Record<string, readonly string[]>> => ({ level: [level], team })),
);

/** A grant of each kind, filters and column lists more often than what makes them moot. */
function anyGrant(tables: readonly Table[], filters: readonly Filter[]): fc.Arbitrary<Grant> {
  const to: fc.Arbitrary<Grantee> = fc.constantFrom('alice', 'alice', 'alice', 'bob', 'bob', 'auditor', 'everyone');
  const grant = (who: fc.Arbitrary<Grantee>, on: fc.Arbitrary<Target>, permissions: fc.Arbitrary<string[]>) =>
    fc.record({ to: who, on, permissions });
  const table = fc.constantFrom(...tables);
  const named = table.map((one): Target => ({ kind: 'table', table: one.name }));
  const database = fc.constantFrom(...DATABASES).map((name): Target => ({ kind: 'database', database: name }));
  const iam: fc.Arbitrary<Grantee> = fc.constant('iam');
  return fc.oneof(
    { weight: 3, arbitrary: grant(to, named, onTables) },
    {
      weight: 5,
      arbitrary: grant(
        to,
        table.chain((one) =>
          anyColumns(one, false).map((columns): Target => ({ kind: 'columns', table: one.name, columns })),
        ),
        fc.constant<string[]>(['SELECT']),
      ),
    },
    {
      weight: 8,
      arbitrary: grant(
        to,
        fc.constantFrom(...filters).map((one): Target => ({ kind: 'filter', filter: one.name })),
        fc.oneof(
          { weight: 6, arbitrary: fc.constant<string[]>(['SELECT']) },
          { weight: 1, arbitrary: fc.constant<string[]>(['DESCRIBE']) },
        ),
      ),
    },
    {
      weight: 4,
      arbitrary: grant(
        to,
        anyExpression.map((expression): Target => ({ kind: 'tags', of: 'TABLE', expression })),
        onTables,
      ),
    },
    {
      weight: 1,
      arbitrary: grant(
        to,
        anyExpression.map((expression): Target => ({ kind: 'tags', of: 'DATABASE', expression })),
        someOf(['DESCRIBE', 'CREATE_TABLE']),
      ),
    },
    { weight: 1, arbitrary: grant(to, database, someOf(['DESCRIBE', 'ALTER', 'CREATE_TABLE'])) },
    {
      weight: 1,
      arbitrary: grant(
        to,
        fc.constantFrom(...DATABASES).map((name): Target => ({ kind: 'all-tables', database: name })),
        onTables,
      ),
    },
    { weight: 1, arbitrary: grant(iam, fc.oneof(named, database), fc.constant<string[]>(['ALL'])) },
  );
}

function anyOptIn(tables: readonly Table[]): fc.Arbitrary<OptIn> {
  return fc.record({
    who: fc.constantFrom('alice', 'bob', 'everyone'),
    on: fc.oneof(
      fc.constantFrom(...tables).map((one): OptIn['on'] => ({ kind: 'table', table: one.name })),
      fc.constantFrom(...DATABASES).map((database): OptIn['on'] => ({ kind: 'all-tables', database })),
      fc.constantFrom(...DATABASES).map((database): OptIn['on'] => ({ kind: 'database', database })),
    ),
  });
}

/** Alice holds both filters of the first table, and little else: where cells are the union of what filters open. */
function narrow(tables: readonly Table[], filters: readonly Filter[]): fc.Arbitrary<readonly Grant[]> {
  const both = filters.slice(0, 2).map(
    ({ name }): fc.Arbitrary<Grant> =>
      fc.record({
        to: fc.constantFrom<Grantee>('alice', 'alice', 'alice', 'everyone'),
        on: fc.constant<Target>({ kind: 'filter', filter: name }),
        permissions: fc.constant<string[]>(['SELECT']),
      }),
  );
  const more = fc.array(anyGrant(tables, filters), { maxLength: 2 });
  return fc.tuple(fc.tuple(...both), more).map(([held, others]) => [...held, ...others]);
}

/** All filters of an account: two on the first table, so that their cells are united. */
function anyFilters(tables: readonly [Table, Table]): fc.Arbitrary<Filter[]> {
  const [first, second] = tables;
  return fc.tuple(anyFilter(first, 'f0'), anyFilter(first, 'f1'), anyFilter(second, 'f2'));
}

function anyGrants(tables: readonly Table[], filters: readonly Filter[]): fc.Arbitrary<readonly Grant[]> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.array(anyGrant(tables, filters), { minLength: 1, maxLength: 9 }) },
    { weight: 2, arbitrary: narrow(tables, filters) },
  );
}

/** An account of two databases, two tables and three filters, with up to nine grants of all kinds. */
export const anyWorld: fc.Arbitrary<World> = fc
  .tuple(fc.record({ d0: fewTags, d1: fewTags }), anyTable(0), anyTable(1))
  .chain(([databases, first, second]) => {
    const tables = [first, second] as const;
    return anyFilters(tables).chain((filters) =>
      fc.record({
        databases: fc.constant(databases),
        tables: fc.constant(tables),
        filters: fc.constant(filters),
        grants: anyGrants(tables, filters),
        optIns: fc.array(anyOptIn(tables), { maxLength: 2 }),
      }),
    );
  });

const cell = (column: ColumnName): fc.Arbitrary<Value> => fc.option(anyValue(column), { nil: null, freq: 4 });

export const anyRow: fc.Arbitrary<Row> = fc.record({
  // Nought is in no condition, and divides nothing.
  a: fc.oneof(cell('a'), fc.constant(0)),
  b: cell('b'),
  c: cell('c'),
  d: cell('d'),
  k: fc.constantFrom('p', 'q'),
});

/** Other grants, other filters of the same names, or other rows in the same files; now and then more than one. */
export function anyChange({ tables: [first, second], filters }: World): fc.Arbitrary<Change> {
  if (first === undefined || second === undefined) throw new Error('a world has two tables');
  const tables = [first, second] as const;
  const grants = anyGrants(tables, filters);
  const rows = fc.array(anyRow, { maxLength: 5 });
  return fc.oneof(
    fc.record({ grants }),
    fc.record({ filters: anyFilters(tables) }),
    fc.record({ rows }),
    fc.record({ grants, rows }),
  );
}

/** The same, but that alice reads the first table through its two filters alone, each of which opens other columns. */
export const anyMaskedWorld: fc.Arbitrary<World> = anyWorld.map((world) => {
  const [first, second] = world.tables;
  const [one, other, ...rest] = world.filters;
  if (first === undefined || second === undefined || one === undefined || other === undefined) return world;
  const table: Table = { ...first, place: 'registered', columns: DATA_COLUMNS, tags: {}, columnTags: {} };
  const through = ({ name }: Filter): Grant => ({
    to: 'alice',
    on: { kind: 'filter', filter: name },
    permissions: ['SELECT'],
  });
  return {
    databases: { d0: {}, d1: {} },
    tables: [table, second],
    filters: [
      { ...one, columns: { kind: 'include', names: ['a', 'b'] } },
      { ...other, columns: { kind: 'include', names: ['c', 'd'] } },
      ...rest,
    ],
    grants: [one, other].map(through),
    optIns: [],
  };
});
