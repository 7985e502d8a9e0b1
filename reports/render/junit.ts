import { groupBy } from '../../core/group-by.js';
import { escapeMarkup } from './markup.js';
import { resourceName } from './resource-name.js';
import type { RunView, Verdict } from './view.js';
import { CONTROL_TYPE_WORDS, REASON_SENTENCES } from './words.js';

/**
 * junit.xml: a test case for each finding that this run owed. Not satisfied is a failure; not determined, and planned
 * without a verdict, is an error. Nothing is ever `skipped`: CI systems count that as good.
 */
export function renderJunit(view: RunView): string {
  const { run } = view.record;
  const owed = view.verdicts.filter(({ selected }) => selected);
  const suites = [...groupBy(owed, ({ planned }) => `${planned.objective} ${planned.profile}`)];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    ...(view.notice === undefined ? [] : [`<!-- ${escapeMarkup(view.notice)} -->`]),
    `<testsuites name="lakeproof ${escapeMarkup(run.runId)}" ${countsOf(owed)}>`,
    ...suites.flatMap(([name, verdicts]) => suiteLines(name, verdicts, view)),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suiteLines(name: string, verdicts: readonly Verdict[], view: RunView): string[] {
  const { run } = view.record;
  const properties = [
    ['runId', run.runId],
    ['target', run.target],
    ['account', run.accountId],
    ['region', run.region],
    ...(view.notice === undefined ? [] : [['notice', view.notice]]),
  ] as const;
  return [
    `  <testsuite name="${escapeMarkup(name)}" timestamp="${escapeMarkup(run.startedAt)}" ${countsOf(verdicts)}>`,
    '    <properties>',
    ...properties.map(([key, value]) => `      <property name="${key}" value="${escapeMarkup(value)}"/>`),
    '    </properties>',
    ...verdicts.flatMap(caseLines),
    '  </testsuite>',
  ];
}

function caseLines({ planned, finding }: Verdict): string[] {
  const name = `${CONTROL_TYPE_WORDS[planned.controlType]} ${resourceName(planned.resource)}: ${planned.expected}`;
  const open = `    <testcase classname="${escapeMarkup(`${planned.objective}.${planned.profile}`)}" name="${escapeMarkup(name)}"`;
  if (finding?.status === 'satisfied') return [`${open}/>`];
  const element = finding?.status === 'not-satisfied' ? 'failure' : 'error';
  const type = finding?.reason ?? 'unjudged';
  const message = finding?.observed ?? 'planned, and not judged';
  const body = [
    finding === undefined ? 'There is no verdict for what was planned.' : REASON_SENTENCES[finding.reason],
    `finding: ${planned.findingId}`,
    ...(finding?.queryExecutionIds ?? []).map((queryId) => `query: ${queryId}`),
    ...(finding?.eventIds ?? []).map((eventId) => `event: ${eventId}`),
  ].map(escapeMarkup);
  return [
    `${open}>`,
    `      <${element} type="${escapeMarkup(type)}" message="${escapeMarkup(message)}">${body.join('\n')}</${element}>`,
    '    </testcase>',
  ];
}

function countsOf(verdicts: readonly Verdict[]): string {
  const failures = verdicts.filter(({ finding }) => finding?.status === 'not-satisfied').length;
  const good = verdicts.filter(({ finding }) => finding?.status === 'satisfied').length;
  return `tests="${verdicts.length}" failures="${failures}" errors="${verdicts.length - failures - good}" skipped="0"`;
}
