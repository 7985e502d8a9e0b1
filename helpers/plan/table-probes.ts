import { CLAUSES, type Probe, type ProbeKind } from '../model/plan.js';
import { COLUMNS_PER_COUNT } from '../probe/column-count.js';
import type { ProbeTarget } from '../probe/probe-kind.js';
import type { ProbeSet } from './probe-set.js';
import type { DatabaseView, TableView } from './view.js';

/** All that is asked about a table of which the profile may read something. */
export interface GrantedTableProbes {
  readonly columnSet: Probe;
  readonly counts: readonly Probe[];
  readonly rowCount: Probe;
  readonly informationSchema: Probe;
  readonly describe: Probe;
  /** Denied column to its probes, one for each clause. */
  readonly byName: ReadonlyMap<string, readonly Probe[]>;
}

export function addGrantedTable(probes: ProbeSet, profile: string, view: TableView): GrantedTableProbes {
  const { database, table, types } = view.table;
  const permit = (kind: ProbeKind, names?: readonly string[], columns?: readonly string[]): Probe =>
    probes.add({
      kind,
      profile,
      purpose: 'subject',
      target: { database, table, ...(columns === undefined ? {} : { columns }) },
      expectation: 'permit',
      ...(names === undefined ? {} : { expectedNames: names }),
    });
  const deny = (target: ProbeTarget): Probe =>
    probes.add({ kind: 'column-by-name', profile, purpose: 'subject', target, expectation: 'deny' });
  return {
    columnSet: permit('column-set', view.permitted),
    counts: countedTogether(view).map((columns) => permit('column-count', columns, columns)),
    rowCount: permit('row-count'),
    informationSchema: permit('information-schema', view.permitted),
    describe: permit('describe', view.permitted),
    byName: new Map(
      view.denied.map((column) => [
        column,
        CLAUSES.map((clause) => deny({ database, table, columns: [column], clause, types })),
      ]),
    ),
  };
}

/** The one question about a table of which the profile may read nothing: of a database that it sees, or of one that it does not. */
export function addRefusedTable(
  probes: ProbeSet,
  profile: string,
  target: { readonly database: string; readonly table: string },
  { visible }: Pick<DatabaseView, 'visible'>,
): Probe {
  return probes.add({
    kind: visible ? 'table-by-name' : 'database-by-name',
    profile,
    purpose: 'subject',
    target: { database: target.database, table: target.table },
    expectation: 'deny',
  });
}

/**
 * One column that is refused fails the whole query, and what was to be shown of the others with it. So a column that
 * Lake Formation lists no grant for is asked apart; what becomes of either is judged by what Athena answers alone.
 */
function countedTogether({ permitted, unlisted }: TableView): string[][] {
  const apart = new Set(unlisted);
  const listed = permitted.filter((column) => !apart.has(column));
  return [...chunks(listed, COLUMNS_PER_COUNT), ...chunks(unlisted, COLUMNS_PER_COUNT)];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
