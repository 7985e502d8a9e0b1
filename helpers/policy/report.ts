import { closestName } from '../../core/closest-name.js';
import { nameFault } from './names.js';
import type { PolicyDocument } from './policy-document.js';
import { fieldOf, type PolicyProblem, shown } from './problem.js';
import type { Path, Source } from './source.js';

/** Where problems are gathered, so that one reading of the file tells all of them. */
export interface Report {
  readonly source: Source;
  readonly problems: PolicyProblem[];
  /** A problem with a key or, for `part` 'value', with what stands there. */
  add(path: Path, part: 'key' | 'value', message: string, remedy: string): void;
}

export function newReport(source: Source): Report {
  const problems: PolicyProblem[] = [];
  return {
    source,
    problems,
    add: (path, part, message, remedy) => {
      const place = part === 'key' ? source.keyPlace(path) : source.valuePlace(path);
      problems.push({ place, field: fieldOf(path), message, remedy });
    },
  };
}

/** False, and told, when the name could not be read by a person. */
export function checkName(name: string, path: Path, report: Report, part: 'key' | 'value' = 'key'): boolean {
  const fault = nameFault(name);
  if (fault !== undefined) report.add(path, part, `${shown(name)} ${fault.message}`, fault.remedy);
  return fault === undefined;
}

/** Told when `columnClasses` does not have the class. */
export function checkClass(document: PolicyDocument, name: string, path: Path, report: Report): void {
  if (Object.hasOwn(document.columnClasses, name)) return;
  const guess = closestName(name, Object.keys(document.columnClasses));
  const remedy = guess === undefined ? 'add it to columnClasses' : `did you mean ${shown(guess)}?`;
  report.add(path, 'value', `there is no column class ${shown(name)}`, remedy);
}
