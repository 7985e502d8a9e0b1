import type { InventoryPart } from '../../../helpers/model/catalogue.js';
import type { RunInfo } from '../../../helpers/model/run.js';
import { OBJECTIVES, STATUSES, type Status } from '../../../helpers/model/status.js';
import { type Html, html } from '../markup.js';
import type { RunView } from '../view.js';
import { counted, OBJECTIVE_WORDS, STATUS_MARKS, STATUS_WORDS } from '../words.js';
import { statusMark } from './status.js';

const HEADLINES: Readonly<Record<Status, string>> = {
  satisfied: 'Everything that was asked holds.',
  'not-satisfied': 'Not everything holds.',
  indeterminate: 'Not everything could be determined.',
};

/** What an auditor reads first: of what kind of system this speaks, the verdict, and how many findings carry it. */
export function headSection(view: RunView): Html {
  const { run } = view.record;
  return html`<header>
<p class="brand">Lakeproof <span>evidence of access and audit</span></p>
<dl class="run"><div><dt>Account</dt><dd>${run.accountId}</dd></div><div><dt>Region</dt><dd>${run.region}</dd></div><div><dt>Policy</dt><dd>${run.policy.name}</dd></div>
<div><dt>Profiles</dt><dd>${view.profiles.length}</dd></div><div><dt>Asked</dt><dd>${period(run)}</dd></div><div><dt>Run</dt><dd><code>${run.runId}</code></dd></div></dl>
${view.notice === undefined ? undefined : noticeBanner(view.notice)}
<div class="verdict ${view.overall}">
${statusMark(view.overall)}
<div><h1>${HEADLINES[view.overall]}</h1>
<p>${verdictText(view)}</p></div>
</div>
${unfinished(view)}
${countsTable(view)}
</header>`;
}

/** `2026-01-02 03:04:05 to 03:06:30 UTC`. */
function period({ startedAt, endedAt }: RunInfo): string {
  const [day, time] = [startedAt.slice(0, 10), startedAt.slice(11, 19)];
  if (endedAt === undefined) return `${day} ${time} UTC`;
  const end = endedAt.startsWith(day) ? endedAt.slice(11, 19) : `${endedAt.slice(0, 10)} ${endedAt.slice(11, 19)}`;
  return `${day} ${time} to ${end} UTC`;
}

function noticeBanner(notice: string): Html {
  return html`<p class="notice" role="note"><strong>${notice}</strong><span>The services that answered are not AWS’s.</span></p>`;
}

function verdictText({ coverage }: RunView): string {
  const { satisfied, 'not-satisfied': not, indeterminate } = coverage.byStatus;
  const parts = [`${satisfied} of ${coverage.planned} findings are satisfied`];
  if (not > 0) parts.push(`${not} ${not === 1 ? 'is' : 'are'} not`);
  if (indeterminate > 0) parts.push(`${indeterminate} could not be determined`);
  if (coverage.unjudged.length > 0) parts.push(`${coverage.unjudged.length} planned have no verdict`);
  return `${parts.join(', ')}.`;
}

/** Said loudly, because a part of a run can look like a whole one. */
function unfinished({ record, verdicts }: RunView): Html | undefined {
  const { run, notes } = record;
  const said = [...notes];
  if (run.state !== 'finished') said.push(`This run is not finished (${run.state}): the pack is a part of one.`);
  if (run.audit.state === 'pending') said.push('The log was not waited for: findings about it are pending.');
  if (verdicts.some(({ selected }) => !selected))
    said.push('Only some of the tests were selected: the rest was not asked.');
  if (said.length === 0) return undefined;
  return html`<ul class="warnings" role="note">${said.map((text) => html`<li>${text}</li>`)}</ul>`;
}

function countsTable({ coverage }: RunView): Html {
  const used = OBJECTIVES.filter((objective) => STATUSES.some((status) => coverage.byObjective[objective][status] > 0));
  return html`<table class="counts"><caption>Findings by objective</caption>
<thead><tr><th scope="col">Objective</th>${STATUSES.map((status) => html`<th scope="col" class="number">${STATUS_MARKS[status]} ${STATUS_WORDS[status]}</th>`)}</tr></thead>
<tbody>${used.map(
    (
      objective,
    ) => html`<tr><th scope="row">${OBJECTIVE_WORDS[objective].name}<small>${OBJECTIVE_WORDS[objective].question}</small></th>${STATUSES.map(
      (status) =>
        html`<td class="number ${coverage.byObjective[objective][status] === 0 ? 'zero' : status}">${coverage.byObjective[objective][status]}</td>`,
    )}</tr>
`,
  )}</tbody></table>`;
}

const GAP_WORDS: Readonly<Record<InventoryPart, string>> = {
  catalogue: 'the catalogue',
  grants: 'the grants',
  settings: 'the data lake settings',
  profiles: 'the Studio profiles',
  trails: 'the trails',
};

/** Of what this pack speaks, what it shows, and what it does not. */
export function scopeSection(view: RunView): Html {
  const { run, inventory, plan } = view.record;
  const facts: readonly (readonly [string, string])[] = [
    ['Account', `${run.accountId} (${inventory.partition})`],
    ['Region', run.region],
    ['Databases judged', inventory.databases.map(({ name }) => name).join(', ') || 'none'],
    ['Profiles judged', profileText(view.profiles)],
    ['Studio domain', inventory.studioDomain?.name ?? 'not read'],
    ['Policy', `${run.policy.name} (${run.policy.file})`],
    ['Policy digest', `sha256 ${run.policy.digest}`],
    ['Asked by', run.runnerArn],
    ['Target', run.target],
    [
      'Answered by',
      Object.entries(run.endpoints)
        .map(([service, endpoint]) => `${service} ${endpoint}`)
        .sort()
        .join(' · '),
    ],
    ['Lakeproof', `${run.lakeproofVersion}${gitText(run)}`],
    ['Questions asked', `${view.record.observations.length} of ${plan.probes.length} planned`],
  ];
  return html`<section id="scope"><h2>Scope</h2>
<dl class="facts">${facts.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
<div class="columns"><div><h3>What this pack shows</h3><ul>${shows(view).map(item)}</ul></div>
<div><h3>What it does not show</h3><ul>${showsNot(view).map(item)}</ul></div></div>
</section>`;
}

function item(text: string): Html {
  return html`<li>${text}</li>`;
}

function profileText(profiles: readonly string[]): string {
  return profiles.length <= 12 ? profiles.join(', ') : `${profiles.length}, see the matrix`;
}

function gitText({ gitCommit, gitDirty }: RunInfo): string {
  if (gitCommit === undefined) return '';
  return `, commit ${gitCommit}${gitDirty === true ? ' with changes that are not committed' : ''}`;
}

function shows({ record, coverage }: RunView): string[] {
  const count = (status: Status): number => coverage.byStatus[status];
  return [
    'Each profile’s own execution role asked Athena; what came back, and in which words it was refused, is on record.',
    `${counted(count('satisfied'), 'finding')} satisfied, each with the queries and log entries that it rests on.`,
    ...(count('not-satisfied') > 0
      ? [`${counted(count('not-satisfied'), 'finding')} not satisfied: another thing than the policy says was seen.`]
      : []),
    `Verdicts are recomputed from this record, offline, by lakeproof verify; ${counted(record.observations.length, 'observation')} and ${counted(record.auditEvents.length, 'log event')} are in it.`,
  ];
}

function showsNot({ record, coverage }: RunView): string[] {
  const { inventory, plan } = record;
  const outside = inventory.databasesOutsideScope;
  return [
    ...(coverage.byStatus.indeterminate > 0
      ? [
          `${counted(coverage.byStatus.indeterminate, 'finding')} not determined: nothing was proven, neither for nor against.`,
        ]
      : []),
    ...(coverage.unjudged.length > 0
      ? [`${counted(coverage.unjudged.length, 'planned finding')} without any verdict.`]
      : []),
    ...inventory.gaps.map(({ what, fault }) => `Discovery could not read ${GAP_WORDS[what]} (${fault}).`),
    ...(coverage.refusalsByCatalogueOnly > 0
      ? [
          `${counted(coverage.refusalsByCatalogueOnly, 'refusal')} shown by the catalogue alone: no entitled identity could run the same SQL.`,
        ]
      : []),
    ...(outside.length > 0
      ? [`${counted(outside.length, 'database')} outside the scope, not judged: ${outside.slice(0, 20).join(', ')}.`]
      : []),
    ...(plan.notPresent.length > 0
      ? [`Named by the policy, and not in this catalogue: ${plan.notPresent.join(', ')}.`]
      : []),
    'Other ways to the same data (S3 itself, other engines, administrators), and any time but that of the run.',
    'Who made this pack: it is unsigned. Its digests show changes made since, not its origin.',
  ];
}
