import type { Reason, Status } from '../../../helpers/model/status.js';
import { type Html, html } from '../markup.js';
import type { Verdict } from '../view.js';
import { STATUS_MARKS, STATUS_WORDS } from '../words.js';

/** A status as shape, sign and word; the colour only repeats them. */
export function statusBadge(status: Status, word: string = STATUS_WORDS[status]): Html {
  return html`<span class="badge ${status}">${statusMark(status)}${word}</span>`;
}

export function statusMark(status: Status): Html {
  return html`<span class="mark ${status}" aria-hidden="true">${STATUS_MARKS[status]}</span>`;
}

/** What a cell of a matrix says in a word or two. */
export function cellWord({ planned, finding, selected }: Verdict): string {
  if (finding === undefined) return selected ? 'not judged' : 'not selected';
  if (finding.status !== 'satisfied') return finding.reason;
  return SATISFIED_WORDS[planned.expected];
}

const SATISFIED_WORDS = {
  permit: 'readable',
  deny: 'refused',
  logged: 'logged',
  kept: 'kept',
  declared: 'declared',
} as const;

/** A refused look at the log is good as well, so the word depends on what was judged. */
export function verdictWord(verdict: Verdict): string {
  const { planned, finding } = verdict;
  const ofTheLog = planned.objective === 'audit' || planned.objective === 'kept';
  if (finding?.status === 'satisfied' && ofTheLog) return LOG_WORDS[finding.reason] ?? finding.reason;
  return cellWord(verdict);
}

const LOG_WORDS: Partial<Readonly<Record<Reason, string>>> = {
  confirmed: 'logged',
  kept: 'kept',
  'as-denied': 'no data access',
};

export function statusOf({ finding }: Verdict): Status {
  return finding?.status ?? 'indeterminate';
}
