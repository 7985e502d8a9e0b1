import type { ConfirmationKind } from '../../helpers/model/audit.js';
import type { PlannedFinding } from '../../helpers/model/plan.js';
import type { ControlType, Objective, Reason, Status } from '../../helpers/model/status.js';

/** The words of the reports, in one place: plain, closed lists that do not compile when one of ours is missing. */

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  satisfied: 'satisfied',
  'not-satisfied': 'not satisfied',
  indeterminate: 'not determined',
};

/** A shape for each status, so that none rests on colour alone. */
export const STATUS_MARKS: Readonly<Record<Status, string>> = {
  satisfied: '✓',
  'not-satisfied': '✗',
  indeterminate: '?',
};

export const OBJECTIVE_WORDS: Readonly<Record<Objective, { readonly name: string; readonly question: string }>> = {
  access: { name: 'Access', question: 'Does each profile see exactly what the policy grants, and nothing else?' },
  audit: { name: 'Audit', question: 'Was every look logged, by query id, principal, table and time?' },
  kept: { name: 'Kept', question: 'Is what was logged also kept by a running trail?' },
  posture: { name: 'Scope', question: 'Does the policy name everything that was found in its scope?' },
  bypass: { name: 'Bypass', question: 'Are there ways around the lake’s permissions?' },
};

export const CONTROL_TYPE_WORDS: Readonly<Record<ControlType, string>> = {
  'column-select': 'column',
  'table-visibility': 'table',
  'database-visibility': 'database',
  'row-set': 'rows',
  'start-query-execution': 'StartQueryExecution',
  'get-data-access': 'GetDataAccess',
  declared: 'declared',
};

/** Why a finding has its status, for a reader who has not read docs/verdicts.md. */
export const REASON_SENTENCES: Readonly<Record<Reason, string>> = {
  'as-permitted': 'The policy grants it, and it was seen to be readable.',
  'as-denied': 'The policy does not grant it; it was left out or refused in words that are known, and it exists.',
  confirmed: 'The log names every look: by query id, principal, table and time.',
  kept: 'A running trail takes these events, so they outlast the 90 days of event history.',
  'over-exposed': 'The policy does not grant it, and it could be read.',
  'over-restricted': 'The policy grants it, and it could not be read.',
  undeclared: 'It was found in the scope of the policy, and the policy does not name it.',
  absent: 'The look happened and the log does not name it, though later events of the same kind had arrived.',
  contradicted: 'The log tells another story than what was observed: another principal, table, account or time.',
  'not-kept': 'No running trail takes these events; event history forgets them after 90 days.',
  'identity-failed': 'The profile’s role could not be assumed or proven, so nothing was asked as this profile.',
  'identity-not-reproducible': 'This role is not all that its person can be, so its refusals prove nothing about them.',
  'session-unproven': 'The session was not seen to work, so its refusals prove nothing.',
  'control-failed': 'The same SQL by an entitled identity failed, so this refusal was not shown to be one.',
  'unrecognised-refusal': 'It was refused, but not in words that are known to mean this refusal.',
  'unrecognised-answer': 'The answer was not one that is understood.',
  'empty-answer': 'Nothing came back, and an empty answer never counts as a pass.',
  throttled: 'AWS throttled the call until the attempts were used up.',
  expired: 'The session’s credentials expired.',
  'not-implemented': 'The target does not implement what was asked.',
  fault: 'A call failed; a fault proves nothing either way.',
  'metadata-disagrees': 'What SELECT shows and what the metadata lists differ.',
  'catalogue-unavailable': 'The catalogue could not be read, or does not list the object.',
  late: 'The log does not name it yet, and its absence cannot be told from its delay.',
  pending: 'The log was not waited for; `lakeproof confirm` reads it later.',
  unavailable: 'The log could not be read, or there was nothing in it that could be judged.',
  unexplained: 'The log shows something after a refusal that no source explains.',
  'not-asked': 'The question was never asked in this run.',
  interrupted: 'The run was interrupted before this could be decided.',
};

/** What the policy leads one to expect, as a reader would say it; a finding about the log means its entries. */
export function expectedText(objective: Objective, expected: PlannedFinding['expected']): string {
  switch (expected) {
    case 'permit':
      return 'may read it';
    case 'deny':
      return objective === 'audit' ? 'no data access' : 'may not read it';
    case 'logged':
      return 'logged';
    case 'kept':
      return 'kept';
    case 'declared':
      return 'named by the policy';
  }
}

/** `1 finding`, `2 findings`: of words that take an s. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

export const CONFIRMATION_WORDS: Readonly<Record<ConfirmationKind | 'not-expected', string>> = {
  confirmed: 'found in the log',
  contradicted: 'contradicted by the log',
  late: 'not in the log yet',
  absent: 'absent from the log',
  unavailable: 'log not readable',
  unexplained: 'unexplained',
  'not-expected': 'none expected',
};
