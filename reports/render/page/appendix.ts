import { groupBy } from '../../../core/group-by.js';
import type { IdentityRecord } from '../../../helpers/model/observation.js';
import { type Html, html } from '../markup.js';
import { becomeCommands } from '../reperform.js';
import type { Question, RunView } from '../view.js';
import { counted } from '../words.js';
import { answerText, commandBlock, questionBlock } from './question.js';
import { statusBadge } from './status.js';

/** A browser lays out what is open. */
const MAX_OPEN = 500;

/** Every question of the run, by profile: SQL, query id, answer, cited events, and how to ask it again. */
export function questionsSection(view: RunView): Html {
  const open = view.questions.length <= MAX_OPEN ? html` open` : undefined;
  const byProfile = groupBy(view.questions, ({ probe }) => probe.profile);
  return html`<section id="questions"><h2>All questions</h2>
<p>Each was asked once as the profile named. To ask again, become the profile first (<a href="#identities">identities</a>).
No question returns a value of the data: column lists, counts and refusals are all that can come back.</p>
${[...byProfile].map(([profile, questions]) => html`<details class="group"${open}><summary><strong>${profile}</strong> <span class="quiet">${counted(questions.length, 'question')}</span></summary>${questions.map((question) => entry(question, view))}</details>`)}</section>`;
}

function entry(question: Question, view: RunView): Html {
  const { label, probe } = question;
  return html`<details class="entry" id="${label}"><summary>${label} <span class="quiet">${probe.purpose === 'subject' ? '' : `${probe.purpose}, `}${probe.kind}</span> <code>${probe.sql}</code> <span class="quiet">${shortAnswer(question)}</span></summary>${questionBlock(question, view)}${question.control === undefined ? undefined : html`<p class="quiet">The same SQL by an entitled identity: <a href="#${question.control}">${question.control}</a></p>`}</details>
`;
}

function shortAnswer(question: Question): string {
  return question.observation?.denial === undefined ? answerText(question) : 'refused';
}

/** Whose credentials asked, how they were had, and how a reader gets them. */
export function identitiesSection(view: RunView): Html {
  return html`<section id="identities"><h2>Identities</h2>
<p>The suite asked as the execution roles of the profiles, one session each, proven by GetCallerIdentity before anything was asked.
To become one of them, run the two commands as a principal that may assume the runner’s role, each time putting the credentials of
the answer into the environment; <code>$EXTERNAL_ID</code> stands in your settings file.${view.notice === undefined ? undefined : html` <strong>This run was ${view.notice}</strong>: set AWS_ENDPOINT_URL to the emulated lake.`}</p>
${view.record.run.identities.map((identity) => identityBlock(identity, view))}</section>`;
}

function identityBlock(identity: IdentityRecord, view: RunView): Html {
  const { profile, status, roleArn, sessionArn, sourceIdentity, workGroup, expiresAt, fault } = identity;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Role', roleArn],
    ['Session', sessionArn],
    ['Source identity', sourceIdentity],
    ['Workgroup', workGroup],
    ['Expires', expiresAt],
    ['Fault', fault === undefined ? undefined : `${fault.code}: ${fault.message}`],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  return html`<div class="identity"><h3>${profile} ${statusBadge(status === 'proven' ? 'satisfied' : 'indeterminate', status)}</h3>
<dl class="facts">${known.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
${commandBlock(becomeCommands(view.record.run, identity))}</div>`;
}

/** When the log was read, how far, and what that allows to say of what was not found. */
export function auditSection(view: RunView): Html {
  const { audit } = view.record.run;
  const { trails } = view.record.inventory;
  return html`<section id="log"><h2>Reading the log</h2>
<p>${view.record.auditEvents.length} events of CloudTrail are on record. An entry counts as absent only ${seconds(audit.auditSettleMs)} after its query,
in a complete reading, and with a later event of the same kind by the run itself; before that it is late. State: <strong>${audit.state}</strong>${audit.judgedAt === undefined ? '' : `, judged at ${audit.judgedAt}`}.</p>
<div class="scroll"><table class="plain"><caption>Readings of event history</caption><thead><tr><th scope="col">Read from</th><th scope="col">to</th><th scope="col">Events from</th><th scope="col">to</th><th scope="col" class="number">Pages</th><th scope="col">Complete</th></tr></thead>
<tbody>${audit.sweeps.map(
    (
      sweep,
    ) => html`<tr><td>${sweep.startedAt}</td><td>${sweep.endedAt}</td><td>${sweep.startTime}</td><td>${sweep.endTime}</td><td class="number">${sweep.pages}</td><td>${sweep.complete ? 'yes' : `no${sweep.fault === undefined ? '' : `: ${sweep.fault}`}`}</td></tr>
`,
  )}</tbody></table></div>
<div class="scroll"><table class="plain"><caption>Trails</caption><thead><tr><th scope="col">Trail</th><th scope="col">Running</th><th scope="col">Regions</th><th scope="col">Log-file validation</th><th scope="col">Last delivery error</th></tr></thead>
<tbody>${trails.map(
    (
      trail,
    ) => html`<tr><th scope="row">${trail.name}</th><td>${trail.isLogging ? 'yes' : 'no'}</td><td>${trail.isMultiRegion ? 'all' : trail.homeRegion}</td><td>${trail.logFileValidationEnabled ? 'on' : 'off'}</td><td>${trail.latestDeliveryError ?? 'none'}</td></tr>
`,
  )}</tbody></table></div></section>`;
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

/** Planned against judged, and tests against outcomes: that nothing was left out. */
export function coverageSection({ coverage }: RunView): Html {
  const { planned, judged, unjudged, tests } = coverage;
  return html`<section id="coverage"><h2>Completeness</h2>
<dl class="facts"><dt>Findings planned</dt><dd>${planned}</dd><dt>Judged</dt><dd>${judged}</dd><dt>Without a verdict</dt><dd>${unjudged.length === 0 ? 'none' : unjudged.join(' ')}</dd>
<dt>Tests</dt><dd>${tests.selected} selected, ${tests.ran} ran, ${tests.failed} failed, ${tests.didNotRun} did not run</dd>
<dt>Refusals shown by the catalogue alone</dt><dd>${coverage.refusalsByCatalogueOnly}</dd></dl></section>`;
}

export function verifySection({ record }: RunView): Html {
  const { plan, run } = record;
  return html`<section id="verify"><h2>Checking this pack</h2>
<p><code>npx lakeproof verify &lt;this folder&gt;</code> works offline. It recomputes the SHA-256 of every file against manifest.json, finds files that
were added or removed, judges every finding again from the record, and renders this page, findings.csv and junit.xml again to compare them
byte by byte. The manifest is unsigned: keep its own digest where the maker of the pack cannot change it.</p>
<dl class="facts"><dt>Policy</dt><dd>sha256 ${plan.policyDigest}</dd><dt>Run</dt><dd>${run.runId}</dd></dl>
<p>The record is run.json, plan.json, inventory.json, observations.jsonl, audit-events.jsonl, findings.jsonl and coverage.json, described in
docs/evidence-format.md; how verdicts come about, in docs/verdicts.md. The reports of Playwright and Allure in this folder are views of the
test run for engineers; no verdict rests on them.</p></section>`;
}
