import { type Html, html } from '../markup.js';
import { askCommand, lookCommands } from '../reperform.js';
import type { Question, RunView } from '../view.js';
import { CONFIRMATION_WORDS, counted } from '../words.js';

/** A question by its label, leading to its place in the list of all. */
export function questionLink({ label }: Question): Html {
  return html`<a href="#${label}">${label}</a>`;
}

/** What was answered, in a few words; never a value. */
export function answerText({ observation }: Question): string {
  if (observation === undefined) return 'not asked';
  const { decision, denial, fault, names, counts, rowCount } = observation;
  if (fault !== undefined) return `no answer: ${fault.code}`;
  if (denial !== undefined) return `refused: ${denial.text}`;
  if (rowCount !== undefined) return `answered: a count of ${rowCount}`;
  if (names !== undefined) return `answered: ${namesText(names)}`;
  if (counts !== undefined)
    return `answered: non-null values counted in ${counted(Object.keys(counts).length, 'column')}`;
  return decision === 'permit' ? 'answered' : decision;
}

/** SQL, query id, answer and cited events of one question, with the commands that ask and look again. */
export function questionBlock(question: Question, view: RunView): Html {
  const { run } = view.record;
  const { probe, observation } = question;
  const queryExecutionId = observation?.execution.queryExecutionId;
  const commands = [askCommand(run, question), ...lookCommands(run, question)];
  return html`<div class="question">
<p class="line"><strong>${questionLink(question)}</strong> ${probe.profile} · ${probe.kind} <span class="quiet">${queryExecutionId === undefined ? 'no query was started' : html`query <code>${queryExecutionId}</code>`}${observation === undefined ? undefined : html`, ${observation.observedAt}`}</span></p>
<pre class="sql">${probe.sql}</pre>
<p class="answer">${answerText(question)}</p>
${eventLines(question)}
<details class="again"><summary>Ask again with the AWS CLI, as ${probe.profile}</summary>${commandBlock(commands)}</details>
</div>`;
}

const MAX_NAMES = 40;

function namesText(names: readonly string[]): string {
  if (names.length === 0) return 'no name';
  const more = names.length - MAX_NAMES;
  return `${names.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** One command to a line. */
export function commandBlock(commands: readonly string[]): Html {
  return html`<pre class="sh">${commands.map((command) => html`<span>${command}</span>`)}</pre>`;
}

function eventLines({ confirmations }: Question): Html | undefined {
  if (confirmations.length === 0) return undefined;
  return html`<ul class="events">${confirmations.map(
    ({ eventName, kind, eventIds, why }) =>
      html`<li>${eventName}: ${CONFIRMATION_WORDS[kind]}<span class="quiet"> (${why})</span>${eventIds.map((eventId) => html` <code>${eventId}</code>`)}</li>`,
  )}</ul>`;
}
