import { createHash } from 'node:crypto';
import { Html, html } from './markup.js';
import { allFindingsSection } from './page/all-findings.js';
import { auditSection, coverageSection, identitiesSection, questionsSection, verifySection } from './page/appendix.js';
import { headSection, scopeSection } from './page/head.js';
import { matrixSection } from './page/matrix.js';
import { openFindingsSection } from './page/open-findings.js';
import { readingsSection } from './page/readings.js';
import { SCRIPT } from './page/script.js';
import { STYLE } from './page/style.js';
import type { RunView } from './view.js';

/** Nothing is loaded, nothing is sent, and only the two sources that are part of this program have any effect. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const CONTENTS: readonly (readonly [string, string])[] = [
  ['open', 'Attention'],
  ['matrix', 'Matrix'],
  ['scope', 'Scope'],
  ['readings', 'Declared, granted, observed'],
  ['findings', 'Findings'],
  ['questions', 'Questions'],
  ['identities', 'Identities'],
  ['log', 'Log'],
  ['coverage', 'Completeness'],
  ['verify', 'Check it'],
];

/** index.html: the whole run for people, in one file that needs no network and no script. The same record, the same bytes. */
export function renderHtml(view: RunView): string {
  const { run } = view.record;
  const page = html`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>Lakeproof ${run.runId}${view.notice === undefined ? '' : ` (${view.notice})`}</title>
${Html.source('style', STYLE)}</head><body>
${headSection(view)}
<nav aria-label="Contents">${CONTENTS.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
<main>
${openFindingsSection(view)}
${matrixSection(view)}
${scopeSection(view)}
${readingsSection(view)}
${allFindingsSection(view)}
${questionsSection(view)}
${identitiesSection(view)}
${auditSection(view)}
${coverageSection(view)}
${verifySection(view)}
</main>
<footer>Lakeproof ${run.lakeproofVersion} · run ${run.runId}${view.notice === undefined ? '' : ` · ${view.notice}`}</footer>
${Html.source('script', SCRIPT)}</body></html>
`;
  return `<!doctype html>\n${page.toString()}`;
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}
