import { groupBy } from '../../../core/group-by.js';
import { type Granted, grantedOf } from '../../../helpers/plan/granted.js';
import { type Html, html } from '../markup.js';
import type { RunView, Verdict } from '../view.js';
import { statusBadge, statusOf } from './status.js';

/**
 * Declared, granted, observed: the policy, Lake Formation's own listing, and what the profile's role was answered. They
 * are read apart from one another, so a disagreement shows where the fault lies.
 */
export function readingsSection(view: RunView): Html {
  const columns = view.verdicts.filter(({ planned }) => planned.controlType === 'column-select');
  const groups = groupBy(columns, ({ planned }) =>
    JSON.stringify([planned.profile, planned.resource.database, planned.resource.table]),
  );
  return html`<section id="readings"><h2>Declared, granted, observed</h2>
<p>Three readings that do not know of one another. <em>Granted</em> is what Lake Formation lists for the profile’s execution role, for
IAM_ALLOWED_PRINCIPALS and for the account’s IAMPrincipals; grants through tags or row filters are not in it.</p>
${[...groups.values()].map((verdicts) => tableOf(view, verdicts))}</section>`;
}

function tableOf(view: RunView, verdicts: readonly Verdict[]): Html | undefined {
  const first = verdicts[0];
  if (first === undefined) return undefined;
  const { profile, resource } = first.planned;
  const granted = grantedOf(view.record.inventory, profile, resource.database, resource.table ?? '');
  const rows = verdicts.map((verdict) => ({ verdict, granted: granted(verdict.planned.resource.column ?? '') }));
  const odd = rows.filter(({ verdict, granted: listed }) => disagrees(verdict, listed)).length;
  return html`<details ${odd > 0 ? html`open` : undefined}><summary>${profile} · ${resource.database}.${resource.table ?? ''}
<span class="quiet">${odd === 0 ? 'all three agree' : `${odd} of ${rows.length} columns disagree`}</span></summary>
<div class="scroll"><table class="readings"><thead><tr><th scope="col">Column</th><th scope="col">Declared</th><th scope="col">Granted</th><th scope="col">Observed</th><th scope="col">Verdict</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div></details>`;
}

function row({ verdict, granted }: { readonly verdict: Verdict; readonly granted: Granted }): Html {
  const { planned, finding } = verdict;
  const odd = disagrees(verdict, granted);
  return html`<tr${odd ? html` class="odd"` : undefined}><th scope="row">${planned.resource.column ?? ''}</th><td>${planned.expected === 'permit' ? 'may read' : 'may not read'}</td><td>${granted}</td><td>${finding?.observed ?? 'not judged'}</td><td><a href="#${verdict.label}">${statusBadge(statusOf(verdict))}</a></td></tr>
`;
}

function disagrees({ planned, finding }: Verdict, granted: Granted): boolean {
  if (finding?.status !== 'satisfied') return true;
  return granted !== (planned.expected === 'permit' ? 'granted' : 'not granted');
}
