import { groupBy } from '../../../core/group-by.js';
import { type Html, html } from '../markup.js';
import { resourceName } from '../resource-name.js';
import type { RunView, Verdict } from '../view.js';
import { CONTROL_TYPE_WORDS, expectedText, REASON_SENTENCES } from '../words.js';
import { questionBlock, questionLink } from './question.js';
import { statusBadge, statusOf, verdictWord } from './status.js';

/** Past these the list of all findings and the list of questions say the rest. */
const MAX_CARDS = 100;
const MAX_QUESTIONS = 5;
const MAX_NAMES = 20;

/** What does not hold and what could not be determined, with all that is needed to check it: the part that needs work. */
export function openFindingsSection(view: RunView): Html {
  const open = view.verdicts.filter((verdict) => verdict.selected && statusOf(verdict) !== 'satisfied');
  const ordered = [
    ...open.filter((verdict) => statusOf(verdict) === 'not-satisfied'),
    ...open.filter((verdict) => statusOf(verdict) === 'indeterminate'),
  ];
  // Forty columns that nobody could ask for one reason are one thing to look at, not forty.
  const groups = [...groupBy(ordered, groupKey).values()];
  return html`<section id="open"><h2>What needs attention</h2>
${groups.length === 0 ? html`<p>Nothing: every finding is satisfied, and each planned one was judged.</p>` : undefined}
${groups.slice(0, MAX_CARDS).map((group) => card(group, view))}
${groups.length > MAX_CARDS ? html`<p>${groups.length - MAX_CARDS} more are in the list of all findings.</p>` : undefined}
</section>`;
}

function groupKey({ planned, finding }: Verdict): string {
  const { objective, controlType, profile, resource, expected } = planned;
  const about = [objective, controlType, profile, resource.database, resource.table, expected];
  return JSON.stringify([...about, finding?.status, finding?.reason, finding?.observed]);
}

function card(group: readonly Verdict[], view: RunView): Html | undefined {
  const first = group[0];
  if (first === undefined) return undefined;
  const { planned, finding } = first;
  const status = statusOf(first);
  const questions = [...new Set(group.flatMap((verdict) => verdict.planned.probeIds))]
    .flatMap((probeId) => view.questionOf.get(probeId) ?? [])
    .filter((question) => status !== 'not-satisfied' || question.observation !== undefined);
  return html`<article class="card ${status}">
<h3>${statusBadge(status, verdictWord(first))} ${subjectText(first)} <span class="quiet">${CONTROL_TYPE_WORDS[planned.controlType]}</span> ${namesOf(group)}</h3>
<p class="why">${finding === undefined ? 'It was planned, and there is no verdict.' : REASON_SENTENCES[finding.reason]}</p>
<dl class="facts"><dt>Expected</dt><dd>${expectedText(planned.objective, planned.expected)}</dd><dt>Observed</dt><dd>${finding?.observed ?? 'nothing'}</dd>
${planned.controls.length > 0 ? html`<dt>Controls</dt><dd>${planned.controls.join(', ')}</dd>` : undefined}
<dt>Findings</dt><dd>${group.slice(0, MAX_NAMES).map((verdict) => html`<a href="#${verdict.label}">${verdict.label}</a> `)}${group.length > MAX_NAMES ? `and ${group.length - MAX_NAMES} more` : ''}</dd></dl>
${questions.slice(0, MAX_QUESTIONS).map((question) => questionBlock(question, view))}
${questions.length > MAX_QUESTIONS ? html`<p class="quiet">Also asked for it: ${questions.slice(MAX_QUESTIONS).map((question) => html`${questionLink(question)} `)}</p>` : undefined}
</article>`;
}

/** `*` stands for a whole database; else the profile, or the name that the policy does not know. */
function subjectText({ planned }: Verdict): string {
  return planned.profile === '*' ? 'the whole database' : planned.profile;
}

function namesOf(group: readonly Verdict[]): Html {
  const first = group[0];
  if (first === undefined || group.length === 1) {
    return html`<code>${first === undefined ? '' : resourceName(first.planned.resource)}</code>`;
  }
  const { database, table } = first.planned.resource;
  const shown = group
    .slice(0, MAX_NAMES)
    .map(({ planned }) => planned.resource.column ?? resourceName(planned.resource));
  const more = group.length - shown.length;
  return html`<code>${[database, table].filter((part) => part !== undefined).join('.')}</code>: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
