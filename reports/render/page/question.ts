import { type Html, html } from '../markup.js';
import { askCommand, lookCommands } from '../reperform.js';
import type { Question, RunView } from '../view.js';
import { CONFIRMATION_WORDS } from '../words.js';

/** A question by its label, leading to its place in the list of all. */
export function questionLink({ label }: Question): Html {
  return html`<a href="#${label}">${label}</a>`;
}

/** What was answered, in a few words; never a value. */
export function answerText({ observation }: Question): string {
  if (observation === undefined) return 'not asked';
  const { decision, denial, fault, names, rowCount } = observation;
  if (fault !== undefined) return `no answer: ${fault.code}`;
  if (denial !== undefined) return `refused: ${denial.text}`;
  if (rowCount !== undefined) return `answered: a count of ${rowCount}`;
  if (names !== undefined) return `answered: ${names.length} names`;
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
<details class="again"><summary>Ask again with the AWS CLI, as ${probe.profile}</summary><pre class="sh">${commands.join('\n')}</pre></details>
</div>`;
}

function eventLines({ confirmations }: Question): Html | undefined {
  if (confirmations.length === 0) return undefined;
  return html`<ul class="events">${confirmations.map(
    ({ eventName, kind, eventIds, why }) =>
      html`<li>${eventName}: ${CONFIRMATION_WORDS[kind]}<span class="quiet"> (${why})</span>${eventIds.map((eventId) => html` <code>${eventId}</code>`)}</li>`,
  )}</ul>`;
}
