import { closestName } from '../../core/closest-name.js';
import type { Policy, PolicyDatabase, PolicyTable } from '../model/policy.js';
import { resolveGrants } from './grants.js';
import { byName, folded, formatTableName, parseTableName } from './names.js';
import type { PolicyDocument } from './policy-document.js';
import { shown } from './problem.js';
import { checkClass, checkName, type Report } from './report.js';

/** Names resolved, lists sorted, nothing implied. What is wrong goes into `report`; then the result is of no use. */
export function normalise(
  document: PolicyDocument,
  file: { readonly file: string; readonly digest: string },
  report: Report,
): Policy {
  const databases = normaliseDatabases(document, report);
  const columnClasses = Object.entries(document.columnClasses).map(([name, described]) => {
    checkName(name, ['columnClasses', name], report);
    return { name, ...(described?.why === undefined ? {} : { why: described.why }) };
  });
  const tables = normaliseTables(document, databases, report);
  const profiles = Object.entries(document.profiles).map(([name, described]) => ({
    name,
    ...(described?.why === undefined ? {} : { why: described.why }),
    place: report.source.keyPlace(['profiles', name]),
  }));
  if (profiles.length === 0) report.add(['profiles'], 'value', 'names no profile', 'name each Studio user profile');
  checkPrincipals(document, report);
  return {
    formatVersion: 1,
    name: document.name,
    ...file,
    databases: databases.toSorted((a, b) => byName(a.name, b.name)),
    profiles: profiles.toSorted((a, b) => byName(a.name, b.name)),
    principals: document.principals.toSorted((a, b) => byName(a.name, b.name)),
    columnClasses: columnClasses.toSorted((a, b) => byName(a.name, b.name)),
    tables: [...tables.values()].toSorted((a, b) => byName(formatTableName(a), formatTableName(b))),
    grants: resolveGrants(document, tables, report),
    ...(document.controlRole === undefined ? {} : { controlRole: document.controlRole }),
  };
}

function normaliseDatabases(document: PolicyDocument, report: Report): PolicyDatabase[] {
  const seen = new Set<string>();
  return document.scope.databases.map((entry, position) => {
    const path = ['scope', 'databases', position];
    const written = typeof entry === 'string' ? entry : entry.name;
    const name = folded(written);
    checkName(written, path, report, 'value');
    if (written.includes('.')) {
      report.add(
        path,
        'value',
        `${shown(written)} holds a dot`,
        'name the database alone; tables stand under `tables`',
      );
    }
    if (seen.has(name)) report.add(path, 'value', `${shown(name)} stands twice in the scope`, 'keep one of the two');
    seen.add(name);
    return { name, ifPresent: typeof entry !== 'string' && entry.ifPresent, place: report.source.valuePlace(path) };
  });
}

function normaliseTables(
  document: PolicyDocument,
  databases: readonly PolicyDatabase[],
  report: Report,
): ReadonlyMap<string, PolicyTable> {
  const inScope = new Set(databases.map(({ name }) => name));
  const tables = new Map<string, PolicyTable>();
  for (const [written, described] of Object.entries(document.tables)) {
    const path = ['tables', written];
    const name = parseTableName(written);
    if (!checkName(written, path, report)) continue;
    if (name === undefined) {
      report.add(
        path,
        'key',
        `${shown(written)} is no \`database.table\``,
        'write both names with one dot between them',
      );
      continue;
    }
    if (!inScope.has(name.database)) {
      const guess = closestName(name.database, inScope);
      const remedy = guess === undefined ? 'add it to scope.databases' : `did you mean ${shown(guess)}?`;
      report.add(path, 'key', `database ${shown(name.database)} is not in scope`, remedy);
    }
    const key = formatTableName(name);
    if (tables.has(key)) report.add(path, 'key', `${shown(key)} stands twice but for its case`, 'keep one of the two');
    const columns = normaliseColumns(document, written, report);
    tables.set(key, { ...name, ifPresent: described.ifPresent, columns, place: report.source.keyPlace(path) });
  }
  return tables;
}

function normaliseColumns(document: PolicyDocument, table: string, report: Report): PolicyTable['columns'] {
  const path = ['tables', table, 'columns'];
  const entries = Object.entries(document.tables[table]?.columns ?? {});
  if (entries.length === 0) report.add(path, 'value', 'names no column', 'name every column, partition keys too');
  const seen = new Set<string>();
  return entries.map(([written, classes]) => {
    const columnPath = [...path, written];
    const name = folded(written);
    checkName(written, columnPath, report);
    if (seen.has(name)) {
      report.add(columnPath, 'key', `${shown(name)} stands twice but for its case`, 'keep one of the two');
    }
    seen.add(name);
    const list = classes === null ? [] : [classes].flat();
    for (const name of list) checkClass(document, name, columnPath, report);
    if (new Set(list).size < list.length) {
      report.add(columnPath, 'value', 'names a class twice', 'keep one of the two');
    }
    return { name, classes: list.toSorted(byName), place: report.source.keyPlace(columnPath) };
  });
}

function checkPrincipals(document: PolicyDocument, report: Report): void {
  const seen = new Set<string>();
  for (const [position, { name }] of document.principals.entries()) {
    const path = ['principals', position, 'name'];
    if (seen.has(name)) report.add(path, 'value', `${shown(name)} stands twice`, 'keep one of the two');
    seen.add(name);
    if (name.toUpperCase() === 'IAM_ALLOWED_PRINCIPALS') {
      const remedy = 'revoke its grants; Lake Formation refuses nobody while they stand';
      report.add(path, 'value', `${shown(name)} stands for everyone`, remedy);
    }
  }
}
