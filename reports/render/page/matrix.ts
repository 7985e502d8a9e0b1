import { groupBy } from '../../../core/group-by.js';
import { type Html, html } from '../markup.js';
import { resourceName } from '../resource-name.js';
import type { RunView, Verdict } from '../view.js';
import { CONTROL_TYPE_WORDS } from '../words.js';
import { statusMark, statusOf, verdictWord } from './status.js';

/** With more profiles than this a matrix has a row for each profile, so that it grows downwards. */
const MAX_PROFILES_ACROSS = 6;

interface Matrix {
  readonly caption: string;
  readonly corner: string;
  readonly things: readonly string[];
  readonly profiles: readonly string[];
  readonly verdictOf: (thing: string, profile: string) => Verdict | undefined;
}

/** Profile × column for each table; then tables, databases and rows; then the log. */
export function matrixSection(view: RunView): Html {
  const columns = view.verdicts.filter(({ planned }) => planned.controlType === 'column-select');
  const byTable = groupBy(columns, ({ planned }) => `${planned.resource.database}.${planned.resource.table ?? ''}`);
  return html`<section id="matrix"><h2>Who can see what</h2>${legend()}
${[...byTable].map(([table, verdicts]) => render(matrixOf(`Columns of ${table}`, 'Column', verdicts, ({ planned }) => planned.resource.column ?? '')))}
${render(matrixOf('Databases, tables and rows', 'Object', view.verdicts.filter(isWhole), objectName))}
${render(matrixOf('Logged and kept', 'Event', view.verdicts.filter(isOfTheLog), eventName))}
${declaredTable(view)}
</section>`;
}

function legend(): Html {
  return html`<ul class="legend">
<li>${statusMark('satisfied')} satisfied: seen to be as the policy says</li>
<li>${statusMark('not-satisfied')} not satisfied: seen to be otherwise</li>
<li>${statusMark('indeterminate')} not determined: nothing was proven</li></ul>`;
}

function isWhole({ planned }: Verdict): boolean {
  return planned.objective === 'access' && planned.controlType !== 'column-select';
}

function isOfTheLog({ planned }: Verdict): boolean {
  return planned.objective === 'audit' || planned.objective === 'kept';
}

function objectName({ planned }: Verdict): string {
  return `${CONTROL_TYPE_WORDS[planned.controlType]} ${resourceName(planned.resource)}`;
}

function eventName({ planned }: Verdict): string {
  return `${CONTROL_TYPE_WORDS[planned.controlType]} ${planned.objective === 'kept' ? 'kept' : 'logged'}: ${resourceName(planned.resource)}`;
}

function matrixOf(
  caption: string,
  corner: string,
  verdicts: readonly Verdict[],
  thingOf: (verdict: Verdict) => string,
): Matrix {
  const cells = new Map(
    verdicts.map((verdict) => [JSON.stringify([thingOf(verdict), verdict.planned.profile]), verdict]),
  );
  return {
    caption,
    corner,
    things: [...new Set(verdicts.map(thingOf))],
    profiles: [...new Set(verdicts.map(({ planned }) => planned.profile))],
    verdictOf: (thing, profile) => cells.get(JSON.stringify([thing, profile])),
  };
}

function render(matrix: Matrix): Html | undefined {
  if (matrix.things.length === 0) return undefined;
  return matrix.profiles.length <= MAX_PROFILES_ACROSS ? profilesAcross(matrix) : profilesDown(matrix);
}

function profilesAcross({ caption, corner, things, profiles, verdictOf }: Matrix): Html {
  return html`<div class="scroll"><table class="matrix"><caption>${caption}</caption>
<thead><tr><th scope="col">${corner}</th>${profiles.map((profile) => html`<th scope="col">${profile}</th>`)}</tr></thead>
<tbody>${things.map(
    (
      thing,
    ) => html`<tr><th scope="row">${thing}</th>${profiles.map((profile) => cell(verdictOf(thing, profile), false))}</tr>
`,
  )}</tbody></table></div>`;
}

function profilesDown({ caption, things, profiles, verdictOf }: Matrix): Html {
  return html`<div class="scroll"><table class="matrix dense"><caption>${caption}</caption>
<thead><tr><th scope="col">Profile</th>${things.map((thing) => html`<th scope="col"><span>${thing}</span></th>`)}</tr></thead>
<tbody>${profiles.map(
    (
      profile,
    ) => html`<tr><th scope="row">${profile}</th>${things.map((thing) => cell(verdictOf(thing, profile), true))}</tr>
`,
  )}</tbody></table></div>`;
}

function cell(verdict: Verdict | undefined, dense: boolean): Html {
  if (verdict === undefined) return html`<td class="cell none"><span class="quiet">not in the plan</span></td>`;
  const { planned } = verdict;
  const status = statusOf(verdict);
  const word = verdictWord(verdict);
  const { database, table, column } = planned.resource;
  return html`<td class="cell ${status}" data-status="${status}" data-expected="${planned.expected}" data-profile="${planned.profile}" data-database="${database}" data-table="${table ?? ''}" data-column="${column ?? ''}" title="${planned.expected}: ${verdict.finding?.observed ?? word}"><a href="#${verdict.label}">${statusMark(status)}<span class="${dense ? 'unseen' : 'word'}">${word}</span></a></td>`;
}

/** What was found in scope and is not named by the policy has no place in a matrix of the policy's profiles. */
function declaredTable(view: RunView): Html | undefined {
  const declared = view.verdicts.filter(({ planned }) => planned.controlType === 'declared');
  if (declared.length === 0) return undefined;
  return html`<div class="scroll"><table class="matrix"><caption>Named by the policy</caption>
<thead><tr><th scope="col">Found in</th><th scope="col">Name</th><th scope="col">Verdict</th></tr></thead>
<tbody>${declared.map(
    (
      verdict,
    ) => html`<tr><th scope="row">${resourceName(verdict.planned.resource)}</th><td>${verdict.planned.profile === '*' ? 'the whole database' : verdict.planned.profile}</td>${cell(verdict, false)}</tr>
`,
  )}</tbody></table></div>`;
}
