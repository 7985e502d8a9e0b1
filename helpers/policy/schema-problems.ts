import type { z } from 'zod';
import { closestName } from '../../core/closest-name.js';
import { FIELD_NAMES } from './policy-document.js';
import { fieldOf, type PolicyProblem, shown } from './problem.js';
import type { Source } from './source.js';

/** What to do about a field, by its name. */
const REMEDIES: Readonly<Record<string, string>> = {
  formatVersion: 'write `formatVersion: 1`',
  name: 'give it a name',
  scope: 'write `scope: { databases: [...] }`',
  databases: 'name at least one database',
  profiles: 'name each Studio user profile: letters, digits and single hyphens, at most 63',
  principals: 'name IAM roles or users, each with its `why`, without ARN or path',
  tables: 'describe each table in scope under `database.table`',
  columns: 'write what it should be, as policies/walkthrough.policy.yaml does',
  profile: 'name a Studio user profile',
  grants: 'list the grants; an empty list is `grants: []`',
  table: 'write `database.table`',
  why: 'say why, in a sentence of at most 2,000 characters',
  controls: 'write ids such as `iso27001-2022/A.5.15`',
  ifPresent: 'write true or false',
  controlRole: 'write the name of an IAM role, without ARN or path',
};

/** What zod found, in the words and at the places of the file. */
export function schemaProblems(error: z.ZodError, source: Source): PolicyProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(issue.path, key, source));
    const badKey = issue.code === 'invalid_key';
    return {
      place: badKey ? source.keyPlace(issue.path) : source.valuePlace(issue.path),
      field: fieldOf(issue.path),
      message: messageOf(issue),
      remedy: remedyFor(issue.path),
    };
  });
}

function unknownField(path: readonly PropertyKey[], key: string, source: Source): PolicyProblem {
  const guess = closestName(key, FIELD_NAMES);
  return {
    place: source.keyPlace([...path, key]),
    field: fieldOf([...path, key]),
    message: `there is no field ${shown(key)} here`,
    remedy: guess === undefined || guess === key ? 'leave it out' : `did you mean ${shown(guess)}?`,
  };
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      // zod words a missing field as one of type undefined.
      return issue.message.includes('received undefined') ? 'is missing' : `must be of type ${issue.expected}`;
    case 'too_small':
      return Number(issue.minimum) === 1 ? 'is empty' : `is below ${issue.minimum}`;
    case 'too_big':
      return `is longer than ${issue.maximum}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_element':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'custom':
      return issue.message;
  }
}

function remedyFor(path: readonly PropertyKey[]): string {
  const named = path.filter((part) => typeof part === 'string').toReversed();
  const known = named.find((part) => Object.hasOwn(REMEDIES, part));
  return (known === undefined ? undefined : REMEDIES[known]) ?? 'see policies/schema/policy.schema.json';
}
