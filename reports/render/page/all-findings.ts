import { groupBy } from '../../../core/group-by.js';
import { STATUSES } from '../../../helpers/model/status.js';
import { type Html, html } from '../markup.js';
import type { RunView, Verdict } from '../view.js';
import {
  CONTROL_TYPE_WORDS,
  counted,
  expectedText,
  OBJECTIVE_WORDS,
  REASON_SENTENCES,
  STATUS_WORDS,
} from '../words.js';
import { questionLink } from './question.js';
import { statusBadge, statusOf } from './status.js';

const MAX_LINKS = 12;
/** A browser lays out what is open; a page of more findings opens at once with its groups closed. */
const MAX_OPEN = 500;

/** Every finding that the plan owed, each with what it rests on. The filter is shown only where scripts run. */
export function allFindingsSection(view: RunView): Html {
  const groups = [...new Set(view.verdicts.map(groupOf))];
  return html`<section id="findings"><h2>All findings</h2>
<form id="filter" hidden>
<label>Status <select name="status"><option value="">all</option>${STATUSES.map((status) => html`<option value="${status}">${STATUS_WORDS[status]}</option>`)}</select></label>
<label>Profile <select name="profile"><option value="">all</option>${groups.map((group) => html`<option>${group}</option>`)}</select></label>
<label>Contains <input name="text" type="search" autocomplete="off"></label>
<output name="shown"></output></form>
${[...groupBy(view.verdicts, groupOf)].map(([group, verdicts]) => groupBlock(group, verdicts, view))}</section>`;
}

/** What the policy does not name belongs to no profile of its matrix. */
function groupOf({ planned }: Verdict): string {
  return planned.controlType === 'declared' ? 'The scope of the policy' : planned.profile;
}

function groupBlock(group: string, verdicts: readonly Verdict[], view: RunView): Html {
  const open = view.verdicts.length <= MAX_OPEN ? html` open` : undefined;
  return html`<details class="group"${open}><summary><strong>${group}</strong> <span class="quiet">${countsText(verdicts)}</span></summary>
<div class="scroll"><table class="findings"><thead><tr><th scope="col">No.</th><th scope="col">Verdict</th><th scope="col">About</th><th scope="col">Expected</th><th scope="col">Observed, and why this verdict</th><th scope="col">Rests on</th></tr></thead>
<tbody>${verdicts.map((verdict) => row(verdict, view))}</tbody></table></div></details>
`;
}

function countsText(verdicts: readonly Verdict[]): string {
  const counts = STATUSES.map((status) => ({
    status,
    count: verdicts.filter((verdict) => statusOf(verdict) === status).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${STATUS_WORDS[status]}`)
    .join(', ');
}

function row(verdict: Verdict, view: RunView): Html {
  const { planned, finding, label } = verdict;
  const status = statusOf(verdict);
  return html`<tr id="${label}" data-status="${status}" data-profile="${groupOf(verdict)}"><td class="quiet">${label}</td><td>${statusBadge(status, finding === undefined ? 'no verdict' : undefined)}</td><td>${aboutOf(verdict)}</td><td>${expectedText(planned.objective, planned.expected)}</td><td>${finding?.observed ?? ''}<small>${whyText(verdict)}</small></td><td>${restsOn(verdict, view)}</td></tr>
`;
}

/** The name that differs from row to row stands first and alone; what it is part of, below it. */
function aboutOf({ planned }: Verdict): Html {
  const { database, table, column } = planned.resource;
  // An undeclared profile or principal stands where a profile would; its resource is only where it was found.
  const undeclared = planned.controlType === 'declared' && planned.profile !== '*' ? planned.profile : undefined;
  const name = column ?? table ?? undeclared ?? database;
  const within = [OBJECTIVE_WORDS[planned.objective].name, CONTROL_TYPE_WORDS[planned.controlType]].join(' · ');
  const parents = [database, table].filter((part) => part !== undefined).filter((part) => part !== name);
  return html`<code>${name}</code><small>${within}${parents.length === 0 ? '' : ` of ${parents.join('.')}`}</small>${planned.controls.length === 0 ? undefined : html`<small>${planned.controls.join(', ')}</small>`}`;
}

function whyText({ finding, selected }: Verdict): string {
  if (finding === undefined) return selected ? 'Planned, and there is no verdict.' : 'Not selected for this run.';
  const control = finding.control === 'none' ? '' : ` Control: ${finding.control}.`;
  return `${finding.reason}: ${REASON_SENTENCES[finding.reason]}${control}`;
}

/** Questions by their label, where SQL and query id stand, and the events that the finding cites. */
function restsOn({ planned, finding }: Verdict, view: RunView): Html {
  const questions = planned.probeIds.flatMap((probeId) => view.questionOf.get(probeId) ?? []);
  const events = finding?.eventIds ?? [];
  const more = questions.length - MAX_LINKS;
  return html`${questions.slice(0, MAX_LINKS).map((question) => html`${questionLink(question)} `)}${more > 0 ? `and ${more} more` : ''}${events.length > 0 ? html`<small>${counted(events.length, 'log event')}</small>` : undefined}`;
}
