import { closestName } from '../../core/closest-name.js';
import type { PolicyGrant, PolicyTable } from '../model/policy.js';
import { byName, folded, formatTableName, parseTableName } from './names.js';
import type { GrantDocument, PolicyDocument } from './policy-document.js';
import { shown } from './problem.js';
import { checkClass, type Report } from './report.js';
import type { Path } from './source.js';

/** The grants with their columns spelled out in the table's order, sorted by profile and table. */
export function resolveGrants(
  document: PolicyDocument,
  tables: ReadonlyMap<string, PolicyTable>,
  report: Report,
): PolicyGrant[] {
  const seen = new Map<string, PolicyGrant>();
  for (const [position, written] of document.grants.entries()) {
    const grant = resolveGrant(document, tables, written, ['grants', position], report);
    if (grant === undefined) continue;
    const key = `${grant.profile} ${formatTableName(grant)}`;
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, grant);
    else refuseSecond(earlier, grant, ['grants', position], report);
  }
  return [...seen.values()].toSorted(
    (a, b) => byName(a.profile, b.profile) || byName(formatTableName(a), formatTableName(b)),
  );
}

function refuseSecond(earlier: PolicyGrant, second: PolicyGrant, path: Path, report: Report): void {
  const what = `${second.profile} and ${formatTableName(second)}`;
  const same = [...earlier.columns].sort().join('\u0000') === [...second.columns].sort().join('\u0000');
  const message = same
    ? `a second grant for ${what}, the same as in line ${earlier.place.line}`
    : `contradicts the grant for ${what} in line ${earlier.place.line}, which has other columns`;
  report.add(path, 'value', message, 'write one grant for each profile and table');
}

function resolveGrant(
  document: PolicyDocument,
  tables: ReadonlyMap<string, PolicyTable>,
  written: GrantDocument,
  path: Path,
  report: Report,
): PolicyGrant | undefined {
  const known = Object.hasOwn(document.profiles, written.profile);
  if (!known) {
    const guess = closestName(written.profile, Object.keys(document.profiles));
    const remedy = guess === undefined ? 'add it to profiles' : `did you mean ${shown(guess)}?`;
    report.add([...path, 'profile'], 'value', `there is no profile ${shown(written.profile)}`, remedy);
  }
  const name = parseTableName(written.table);
  const table = name === undefined ? undefined : tables.get(formatTableName(name));
  if (table === undefined) {
    const guess = closestName(written.table, tables.keys());
    const remedy = guess === undefined ? 'describe it under `tables`' : `did you mean ${shown(guess)}?`;
    report.add([...path, 'table'], 'value', `there is no table ${shown(written.table)}`, remedy);
  }
  if (!known || table === undefined) return undefined;
  const columns = resolveColumns(document, table, written.columns, [...path, 'columns'], report);
  return {
    profile: written.profile,
    database: table.database,
    table: table.table,
    columns,
    why: written.why,
    controls: [...new Set(written.controls)].toSorted(byName),
    place: report.source.valuePlace(path),
  };
}

function resolveColumns(
  document: PolicyDocument,
  table: PolicyTable,
  written: GrantDocument['columns'],
  path: Path,
  report: Report,
): readonly string[] {
  const told = report.problems.length;
  const chosen = choose(document, table, written, path, report);
  const columns = table.columns.filter(chosen).map(({ name }) => name);
  // A misspelt name is told by itself; that nothing is left then follows from it.
  if (columns.length === 0 && report.problems.length === told) {
    report.add(path, 'value', 'covers no column of the table', 'leave the grant out: what is not granted is refused');
  }
  return columns;
}

type Column = PolicyTable['columns'][number];

function choose(
  document: PolicyDocument,
  table: PolicyTable,
  written: GrantDocument['columns'],
  path: Path,
  report: Report,
): (column: Column) => boolean {
  if (written === 'all') return () => true;
  if (Array.isArray(written)) {
    const names = columnSet(table, written, path, report);
    return ({ name }) => names.has(name);
  }
  if ('except' in written) {
    const names = columnSet(table, written.except, [...path, 'except'], report);
    return ({ name }) => !names.has(name);
  }
  const except = 'exceptClasses' in written;
  const classes = new Set(except ? written.exceptClasses : written.classes);
  const classPath = [...path, except ? 'exceptClasses' : 'classes'];
  for (const name of classes) checkClass(document, name, classPath, report);
  return (column) => column.classes.some((name) => classes.has(name)) !== except;
}

function columnSet(table: PolicyTable, written: readonly string[], path: Path, report: Report): ReadonlySet<string> {
  const known = new Set(table.columns.map(({ name }) => name));
  const names = new Set<string>();
  for (const [position, column] of written.entries()) {
    const name = folded(column);
    const columnPath = [...path, position];
    if (names.has(name)) report.add(columnPath, 'value', `names ${shown(name)} twice`, 'keep one of the two');
    names.add(name);
    if (known.has(name)) continue;
    const guess = closestName(name, known);
    const remedy = guess === undefined ? `add it to the table's columns` : `did you mean ${shown(guess)}?`;
    report.add(columnPath, 'value', `table ${formatTableName(table)} has no column ${shown(column)}`, remedy);
  }
  return names;
}
