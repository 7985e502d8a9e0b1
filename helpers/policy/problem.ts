import { UsageError } from '../../core/error.js';
import type { Place } from '../model/policy.js';

/** One thing wrong in a policy file, told so that its writer can mend it without reading our code. */
export interface PolicyProblem {
  readonly place: Place;
  /** Path of the field, for example `grants[1].columns[0]`. */
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}

/** More than a screenful helps nobody; `problems` still holds all of them. */
const MAX_TOLD = 40;

/** Everything wrong in one policy file, at once, in the order of the file. Ends a command with exit code 3. */
export class PolicyError extends UsageError {
  readonly problems: readonly PolicyProblem[];

  constructor(file: string, found: readonly PolicyProblem[]) {
    const problems = found.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const told = problems.slice(0, MAX_TOLD).map(describeProblem);
    const untold = problems.length - told.length;
    if (untold > 0) told.push(`  … and ${untold} more`);
    super({
      code: 'POLICY_INVALID',
      message: `${count} in policy ${file}\n${told.join('\n')}`,
      nextStep: 'mend the file; `lakeproof lint` checks it without asking the lake anything',
    });
    this.name = 'PolicyError';
    this.problems = problems;
  }
}

/** `file:line:column  field: what is wrong; remedy`, on one line, so that editors and terminals can jump to it. */
export function describeProblem({ place, field, message, remedy }: PolicyProblem): string {
  return `  ${place.file}:${place.line}:${place.column}  ${field}: ${message}; ${remedy}`;
}

/** A name for a message: quoted and readable. */
export function shown(name: string): string {
  return readable(JSON.stringify(name));
}

/** Text with what could move a terminal's cursor, reorder or hide text written as escapes. */
export function readable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** `['grants', 1, 'columns']` as `grants[1].columns`; keys that hold a dot are quoted. */
export function fieldOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    const key = String(part);
    return /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `[${shown(key)}]`;
  });
  return text.join('').replace(/^\./, '') || '(the whole file)';
}
